/** Short messages at the bottom of the screen: what was done, or what failed. One list for the whole desk. */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { sentence } from "../api.ts";
import { Button, IconButton } from "./button.tsx";

/** `act`: what can still be done about it, such as taking it back. */
export type NoticeAct = { label: string; run(): void };
type Notice = { id: number; text: string; isFault: boolean; act?: NoticeAct };
let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listen of listeners) listen();
}

const drop = (id: number): void => change(notices.filter((notice) => notice.id !== id));

function add(text: string, isFault: boolean, act?: NoticeAct): void {
  const notice: Notice = { id: nextId++, text, isFault, ...(act ? { act } : {}) };
  change([...notices.filter((other) => other.text !== text).slice(-2), notice]);
  setTimeout(() => drop(notice.id), isFault || act ? 10_000 : 4_000);
}

export const say = (text: string, act?: NoticeAct): void => add(text, false, act);
export const sayFault = (error: unknown): void => add(sentence(error), true);

const subscribe = (listen: () => void) => (listeners.add(listen), () => void listeners.delete(listen));

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-2 z-60 flex flex-col items-center gap-2 px-4 lg:top-auto lg:bottom-4 lg:items-start"
    >
      {shown.map((notice) => (
        <div
          key={notice.id}
          className="pointer-events-auto flex max-w-full items-center gap-2 rounded-xl border border-line bg-raised py-1 pr-1 pl-3 shadow-pop"
        >
          {notice.isFault ? (
            <CircleAlert size={16} className="shrink-0 text-danger" />
          ) : (
            <CircleCheck size={16} className="shrink-0 text-ok" />
          )}
          <span className="min-w-0">{notice.text}</span>
          {notice.act && (
            <Button
              look="quiet"
              className="text-accent-strong! underline underline-offset-2"
              onClick={() => (drop(notice.id), notice.act?.run())}
            >
              {notice.act.label}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => drop(notice.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

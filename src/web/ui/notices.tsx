/** Short messages at the bottom of the screen: what was done, or what failed. One list for the whole desk. */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { sentence } from "../api.ts";
import { IconButton } from "./button.tsx";

type Notice = { id: number; text: string; isFault: boolean };
let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listen of listeners) listen();
}

const drop = (id: number): void => change(notices.filter((notice) => notice.id !== id));

function add(text: string, isFault: boolean): void {
  const notice = { id: nextId++, text, isFault };
  change([...notices.filter((other) => other.text !== text).slice(-2), notice]);
  setTimeout(() => drop(notice.id), isFault ? 10_000 : 4_000);
}

export const say = (text: string): void => add(text, false);
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
          <IconButton label="Dismiss" onClick={() => drop(notice.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

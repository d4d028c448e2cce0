/** Short messages at the bottom of the screen: what was done, or what failed. One list for the whole desk. */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { sentence } from "../api.ts";
import { Button, IconButton } from "./button.tsx";

/** Something that can be done about what was said, as long as it is shown. */
export type NoticeAction = { label: string; lang?: string; run(): void };
type Notice = { id: number; text: string; isFault: boolean; action?: NoticeAction };
let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listen of listeners) listen();
}

const drop = (id: number): void => change(notices.filter((notice) => notice.id !== id));

function add(text: string, isFault: boolean, action?: NoticeAction, ms = isFault ? 10_000 : 4_000): () => void {
  const notice = { id: nextId++, text, isFault, ...(action ? { action } : {}) };
  // Two replies can be called back one by one, though both were "Sent."
  change([...notices.filter((other) => other.text !== text || other.action).slice(-2), notice]);
  setTimeout(() => drop(notice.id), ms);
  return () => drop(notice.id);
}

/** `action`: what can still be done about it, such as taking it back. */
export const say = (text: string, action?: NoticeAction): void => void add(text, false, action, action ? 10_000 : 4_000);
export const sayFault = (error: unknown): void => void add(sentence(error), true);
/** Stays for `ms`; gives the way to take it away earlier. */
export const sayWith = (text: string, action: NoticeAction, ms: number): (() => void) => add(text, false, action, ms);

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
          {notice.action && (
            <Button
              look="quiet"
              lang={notice.action.lang}
              className="text-accent-strong! underline underline-offset-2"
              onClick={() => (drop(notice.id), notice.action?.run())}
            >
              {notice.action.label}
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

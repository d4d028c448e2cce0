import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { Chat } from "./chat.ts";
import { Panel } from "./panel.tsx";
import type { Strings } from "./strings.ts";

/** The round button, and the panel while it is open. */
export function Widget({ chat, strings, language }: { chat: Chat; strings: Strings; language: string }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => chat.view.subscribe(() => redraw(undefined)), []);
  const view = chat.view.get();
  return view.isOpen ? (
    <Panel chat={chat} view={view} strings={strings} language={language} />
  ) : (
    <Launcher chat={chat} unread={view.unread} strings={strings} />
  );
}

let wasOpened = false;

function Launcher({ chat, unread, strings }: { chat: Chat; unread: number; strings: Strings }) {
  const button = useRef<HTMLButtonElement>(null);
  // Closing gives the focus back to where it came from; the first drawing must not take it from the page.
  useLayoutEffect(() => {
    if (wasOpened) button.current?.focus();
  }, []);
  function open(): void {
    wasOpened = true;
    chat.open();
  }
  return (
    <button
      type="button"
      class="launcher"
      ref={button}
      aria-haspopup="dialog"
      aria-label={unread > 0 ? strings.openUnread(unread) : strings.open}
      onClick={open}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 5h16v11H9l-5 4z" />
      </svg>
      {unread > 0 && (
        <span class="badge" aria-hidden="true">
          {unread > 9 ? "9+" : unread}
        </span>
      )}
    </button>
  );
}

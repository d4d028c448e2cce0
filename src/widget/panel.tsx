import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "./chat.ts";
import { Composer } from "./composer.tsx";
import { MessageLog } from "./message-log.tsx";
import type { Strings } from "./strings.ts";
import type { View } from "./view.ts";

export type PanelProps = { chat: Chat; view: View; strings: Strings; language: string };

export function Panel({ chat, view, strings, language }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => panel.current?.querySelector("textarea")?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    // Neither the shop's shortcuts nor its own Escape handling are meant by what is typed here.
    event.stopPropagation();
    if (event.key === "Escape") chat.close();
    else if (event.key === "Tab") keepFocusInside(event, panel.current!);
  }

  const bar = barText(view, strings);
  return (
    <div class="panel" ref={panel} role="dialog" aria-modal="true" aria-labelledby="title" onKeyDown={onKeyDown}>
      <header>
        <div>
          <h2 id="title">{view.title || strings.title}</h2>
          {view.agentName && <p dir="auto">{strings.withAgent(view.agentName)}</p>}
        </div>
        <button type="button" class="close" aria-label={strings.close} onClick={() => chat.close()}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6L6 18" />
          </svg>
        </button>
      </header>
      <MessageLog chat={chat} view={view} strings={strings} language={language} />
      <div role="status">{bar && <p class="bar">{bar}</p>}</div>
      <Composer chat={chat} view={view} strings={strings} />
    </div>
  );
}

function barText({ problem, connection, isLoaded }: View, strings: Strings): string | null {
  if (problem) return problem === "blocked" ? strings.blocked : strings.signedOut;
  if (connection === "lost") return strings.offline;
  return connection === "connecting" && !isLoaded ? strings.connecting : null;
}

/** Tab goes round inside the dialog; the page behind it stays out of reach until it is closed. */
function keepFocusInside(event: KeyboardEvent, panel: HTMLElement): void {
  const places = [...panel.querySelectorAll<HTMLElement>("button, textarea, a[href], [tabindex='0']")];
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const edge = event.shiftKey ? places[0] : places.at(-1);
  if (active !== edge) return;
  event.preventDefault();
  (event.shiftKey ? places.at(-1) : places[0])?.focus();
}

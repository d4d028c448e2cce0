import type { Chat } from "./chat.ts";
import type { Strings } from "./strings.ts";
import type { View } from "./view.ts";

const maxLength = 4_000;

export function Composer({ chat, view, strings }: { chat: Chat; view: View; strings: Strings }) {
  function send(event: Event): void {
    event.preventDefault();
    if (view.text.trim() === "") return;
    chat.send(view.text.trim());
    chat.view.set({ text: "" });
  }

  function onKeyDown(event: KeyboardEvent): void {
    // During the composition of an accent or an Asian character, Enter chooses and does not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  }

  const left = maxLength - view.text.length;
  return (
    <>
      <form onSubmit={send}>
        <label>
          <span class="hidden">{strings.write}</span>
          <textarea
            rows={1}
            dir="auto"
            maxLength={maxLength}
            placeholder={strings.placeholder}
            value={view.text}
            onKeyDown={onKeyDown}
            onInput={(event) => chat.view.set({ text: event.currentTarget.value })}
          />
        </label>
        <button type="submit" class="send" aria-label={strings.send}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 12l16-8-6 16-3-7z" />
          </svg>
        </button>
      </form>
      {left < 400 && <p class="left">{strings.left(left)}</p>}
    </>
  );
}

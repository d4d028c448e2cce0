import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { Modal } from "../ui/modal.tsx";
import { isMac } from "./action-button.tsx";
import type { Action } from "./action.ts";
import { keyLabel } from "./keyboard.ts";
import { rankActions } from "./rank.ts";
import { actionContext, actionList } from "./registry.ts";

/** Ctrl/⌘ K: every action that applies here, found by typing, each with its key beside it. */
export function Palette({ onClose }: { onClose(): void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const context = actionContext();
  const found = context
    ? rankActions(
        actionList().filter((action) => action.id !== "show-palette" && action.when(context)),
        typed,
      )
    : [];
  const run = (action: Action | undefined): void => {
    if (!action) return;
    onClose();
    // After the window has given the focus back, or the action's own focus would be taken away again.
    setTimeout(() => context && action.run(context), 30);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal title="Find an action" titleHidden open onClose={onClose} size="md">
      <input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${found[at].id}` : undefined}
        aria-label="Find an action"
        placeholder="What do you want to do?"
        className="h-12 w-full border-b border-line bg-transparent px-5 text-[15px] outline-none"
        value={typed}
        onChange={(event) => (setTyped(event.target.value), setAt(0))}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Actions" className="p-1.5">
        {found.map((action, index) => (
          <PaletteRow key={action.id} id={`${id}-${action.id}`} action={action} isAt={index === at} run={() => run(action)} />
        ))}
        {found.length === 0 && <p className="p-4 text-center text-ink-2">No action is called “{typed}”.</p>}
      </div>
    </Modal>
  );
}

function PaletteRow({ id, action, isAt, run }: { id: string; action: Action; isAt: boolean; run(): void }) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isAt}
      ref={(row) => void (isAt && row?.scrollIntoView({ block: "nearest" }))}
      onClick={run}
      className={`flex min-h-9 items-center gap-3 rounded-lg px-3.5 max-md:min-h-11 ${isAt ? "bg-selected" : "hover:bg-hover"}`}
    >
      <span className="flex-1">{action.label}</span>
      <span className="text-[12px] text-ink-2">{action.group}</span>
      {action.key && <kbd className="rounded border border-line-strong px-1.5 font-sans text-[11px]">{keyLabel(action.key, isMac)}</kbd>}
    </div>
  );
}

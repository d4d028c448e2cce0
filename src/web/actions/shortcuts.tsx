import { useState } from "react";
import { Modal } from "../ui/modal.tsx";
import { isMac } from "./action-button.tsx";
import { actionGroups } from "./action.ts";
import { keyLabel, setSingleKeys, singleKeysOn } from "./keyboard.ts";
import { actionList } from "./registry.ts";

/** The sheet behind "?": every key there is, and the switch that turns single keys off. */
export function Shortcuts({ onClose }: { onClose(): void }) {
  const [isOn, setIsOn] = useState(singleKeysOn());
  const withKeys = actionList().filter((action) => action.key);
  return (
    <Modal title="Keyboard shortcuts" open onClose={onClose} size="md">
      <div className="grid gap-x-8 gap-y-5 p-5 md:grid-cols-2">
        {actionGroups.map((group) => {
          const actions = withKeys.filter((action) => action.group === group);
          return actions.length === 0 ? null : (
            <section key={group}>
              <h3 className="mb-1 text-[12px] font-semibold text-ink-2">{group}</h3>
              <dl>
                {actions.map((action) => (
                  <div key={action.id} className="flex items-center justify-between gap-3 py-1">
                    <dt>{action.label}</dt>
                    <dd>
                      <kbd className="rounded whitespace-nowrap border border-line-strong px-1.5 font-sans text-[12px]">
                        {keyLabel(action.key ?? "", isMac)}
                      </kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <label className="flex min-h-11 items-center gap-2 border-t border-line px-5 py-3">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isOn}
          onChange={(event) => (setSingleKeys(event.target.checked), setIsOn(event.target.checked))}
        />
        Single keys act without Ctrl. They never act while you type.
      </label>
    </Modal>
  );
}

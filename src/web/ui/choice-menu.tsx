import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

export type Choice = { id: string; label: string; hint?: string; chosen?: boolean; run(): void };
export type ChoiceGroup = { title?: string; choices: Choice[] };
type ChoiceMenuProps = {
  trigger: ReactElement;
  groups: ChoiceGroup[];
  open?: boolean;
  onOpenChange?(open: boolean): void;
  empty?: ReactNode;
};

/** A button that opens a short list of choices. `trigger` is the button; arrow keys, typing and Escape work as expected. */
export function ChoiceMenu({ trigger, groups, open, onOpenChange }: ChoiceMenuProps) {
  const control = open === undefined ? {} : { open };
  return (
    <Menu.Root {...control} onOpenChange={(next) => onOpenChange?.(next)}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="max-h-[min(24rem,70vh)] min-w-48 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-pop outline-none">
            {groups.map((group, index) => (
              <Menu.Group key={group.title ?? index} className={index > 0 ? "mt-1 border-t border-line pt-1" : ""}>
                {group.title && <Menu.GroupLabel className="px-2 py-1 text-[12px] text-ink-2">{group.title}</Menu.GroupLabel>}
                {group.choices.map((choice) => (
                  <MenuChoice key={choice.id} choice={choice} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function MenuChoice({ choice }: { choice: Choice }) {
  return (
    <Menu.Item
      onClick={choice.run}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-lg px-2 outline-none data-highlighted:bg-hover max-md:min-h-11"
    >
      <span className="w-4">{choice.chosen && <Check size={14} aria-label="chosen" />}</span>
      <span className="flex-1">{choice.label}</span>
      {choice.hint && <span className="text-[12px] text-ink-2">{choice.hint}</span>}
    </Menu.Item>
  );
}

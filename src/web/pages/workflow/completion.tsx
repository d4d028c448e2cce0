import { useState } from "react";
import type { KeyboardEvent } from "react";
import type { Completion, Completions } from "./file/complete.ts";

type Offer = { id: string; completions: Completions | null; take(completion: Completion, from: number): void };

/** The list of what may come next, steered from the field that keeps the focus. It opens by typing or Ctrl+Space. */
export function useCompletion({ id, completions, take }: Offer) {
  const [isOpen, open] = useState(false);
  const [active, setActive] = useState(0);
  const items = isOpen && completions ? completions.items : [];
  const at = Math.min(active, items.length - 1);
  const choose = (item: Completion): void => (take(item, completions!.from), setActive(0));
  function onKeyDown(event: KeyboardEvent): boolean {
    if (event.key === " " && event.ctrlKey) return (open(true), event.preventDefault(), true);
    if (items.length === 0) return false;
    const steps: Record<string, () => void> = {
      ArrowDown: () => setActive((at + 1) % items.length),
      ArrowUp: () => setActive((at + items.length - 1) % items.length),
      Enter: () => choose(items[at]!),
      Tab: () => choose(items[at]!),
      Escape: () => open(false),
    };
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    event.preventDefault();
    step();
    return true;
  }
  return {
    items,
    at,
    choose,
    onKeyDown,
    typed: () => (open(true), setActive(0)),
    close: () => open(false),
    field: {
      "aria-autocomplete": "list" as const,
      "aria-controls": items.length > 0 ? `${id}-list` : undefined,
      "aria-activedescendant": items.length > 0 ? `${id}-${at}` : undefined,
    },
  };
}

type ListProps = {
  id: string;
  label: string;
  completion: ReturnType<typeof useCompletion>;
  className?: string;
  style?: { left: string; top: string };
};

export function CompletionList({ id, label, completion: { items, at, choose }, className = "", style }: ListProps) {
  if (items.length === 0) return null;
  const about = items[at]!;
  return (
    <div
      className={`z-30 w-80 max-w-full overflow-hidden rounded-xl border border-line bg-raised text-[13px] shadow-pop ${className}`}
      style={style}
    >
      <ul id={`${id}-list`} role="listbox" aria-label={label} className="max-h-56 overflow-y-auto py-1">
        {items.map((item, index) => (
          // The field keeps the focus and the keys; the pointer is a second way.
          // oxlint-disable-next-line click-events-have-key-events
          <li
            key={item.insert}
            id={`${id}-${index}`}
            ref={(node) => void (index === at && node?.scrollIntoView({ block: "nearest" }))}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
            className={`flex cursor-pointer items-baseline justify-between gap-3 px-3 py-1 max-md:py-2.5 ${index === at ? "bg-selected" : ""}`}
          >
            <span className="font-mono">{item.insert}</span>
            <span className="text-[12px] text-ink-2">{item.type}</span>
          </li>
        ))}
      </ul>
      <p lang="en" className="border-t border-line px-3 py-1.5 text-[12px] text-ink-2">
        {about.about}
      </p>
    </div>
  );
}

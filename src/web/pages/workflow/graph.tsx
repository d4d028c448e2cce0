import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import type { Problem } from "../../../domain/errors.ts";
import type { WireWorkflowTrial } from "../../../domain/wire.ts";
import { allParts, type Part } from "./file/outline.ts";
import { GraphPart } from "./graph-part.tsx";
import type { WorkflowWords } from "./words.ts";

export type Lit = ReadonlyMap<string, WireWorkflowTrial["steps"][number]>;
export type GraphProps = {
  parts: readonly Part[];
  selected: string | null;
  select(id: string): void;
  problems: ReadonlyMap<string, readonly Problem[]>;
  /** What a trial did, by part; null when nothing was tried. */
  lit: Lit | null;
  words: WorkflowWords;
};
type Commands = { open(): void; remove(): void; move(by: -1 | 1): void };

/**
 * The workflow from top to bottom as one tree: branches of a step stand side by side where there is room, under each other
 * where there is not. One stop for the Tab key; arrows move inside. `focusOn` moves the focus there once.
 */
export function Graph({ focusOn, commands, ...props }: GraphProps & { focusOn: { id: string } | null; commands: Commands }) {
  const tree = useRef<HTMLUListElement>(null);
  const { parts, selected, select, words } = props;
  const all = allParts(parts);
  useEffect(() => {
    if (focusOn) tree.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(focusOn.id)}"]`)?.focus();
  }, [focusOn]);
  const stop = all.some(({ id }) => id === selected) ? selected : (all[0]?.id ?? null);
  function go(part: Part | undefined): void {
    if (!part) return;
    select(part.id);
    tree.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(part.id)}"]`)?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const id = (event.target as HTMLElement).dataset["part"];
    const at = all.findIndex((part) => part.id === id);
    if (at === -1) return;
    const part = all[at]!;
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      ArrowRight: () => go(part.parts[0]),
      ArrowLeft: () => go(all.find(({ parts: inside }) => inside.includes(part))),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      Enter: commands.open,
      Delete: commands.remove,
      "Alt+ArrowUp": () => commands.move(-1),
      "Alt+ArrowDown": () => commands.move(1),
    };
    const act = keys[(event.altKey ? "Alt+" : "") + event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  }
  return (
    // The key presses are those of the items in it, one of which has the focus.
    // oxlint-disable-next-line no-noninteractive-element-interactions
    <ul ref={tree} role="tree" aria-label={words.graph} onKeyDown={onKeyDown} className="space-y-0">
      {parts.map((part, index) => (
        <GraphPart key={part.id} part={part} {...props} stop={stop} nth={index} level={1} />
      ))}
    </ul>
  );
}

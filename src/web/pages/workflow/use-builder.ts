import { useCallback, useMemo, useState } from "react";
import type { Problem } from "../../../domain/errors.ts";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { setValue } from "./file/edit.ts";
import { nestedKeys, startOf, type Schema } from "./file/fields.ts";
import { allParts, outlineOf, partAt, partOfPath, readPath, type Outline, type Part, type StepKind } from "./file/outline.ts";
import { addAfter, addBranch, move, remove, type Edited, type Step } from "./file/steps.ts";
import type { Lit } from "./graph.tsx";
import type { Trial } from "./try-it.tsx";
import { useEditor } from "./use-editor.ts";

const firstStep = (steps: WireWorkflowVocabulary["steps"]): Step =>
  startOf(steps.find(({ id }) => id === "hand_over")!.schema as Schema) as Step;

/** The file, its outline and what is selected in it: what the graph, the forms and the text share. */
export function useBuilder(source: string, vocabulary: WireWorkflowVocabulary) {
  const editor = useEditor(source);
  const kinds = useMemo<StepKind[]>(
    () => vocabulary.steps.map(({ id, ends, schema }) => ({ id, ends, nested: nestedKeys(schema as Schema) })),
    [vocabulary],
  );
  const now = useMemo(() => outlineOf(editor.text, kinds), [editor.text, kinds]);
  const [last, keep] = useState<Outline>({ parts: [], value: {} });
  if (now && now !== last) keep(now);
  const outline = now ?? last;
  const [selected, select] = useState<string | null>(null);
  const [focusOn, setFocus] = useState<{ id: string } | null>(null);
  const part = allParts(outline.parts).find(({ id }) => id === selected) ?? null;

  /** What was typed cannot be read just now: nothing may be changed by its places. */
  const isReadable = now !== null;
  const edit = useCallback(
    (edited: Edited | null, isFocused: boolean): void => {
      if (!edited) return;
      editor.change(edited.text);
      select(edited.select);
      if (isFocused && edited.select) setFocus({ id: edited.select });
    },
    [editor],
  );
  const change = useCallback(
    (path: (string | number)[], value: unknown, burst?: string): void => {
      if (isReadable) editor.change(setValue(editor.text, path, value), burst ? `${path.join("/")} ${burst}` : null);
    },
    [editor, isReadable],
  );
  return {
    editor,
    outline,
    isReadable,
    kinds,
    part,
    selected,
    select,
    focusOn,
    change,
    add: (step: WireWorkflowVocabulary["steps"][number]) =>
      edit(addAfter(editor.text, part, startOf(step.schema as Schema) as Step), false),
    addBranch: (nested: StepKind["nested"][number]) =>
      part && edit(addBranch(editor.text, part, nested, firstStep(vocabulary.steps)), false),
    remove: () => part && part.kind !== "trigger" && isReadable && edit(remove(editor.text, part), true),
    move: (by: -1 | 1) => part && isReadable && edit(move(editor.text, part, by), true),
    addUnless: () => edit({ text: setValue(editor.text, ["unless"], "customer.vip"), select: "unless" }, false),
    selectAt: (offset: number) => isReadable && select(partAt(outline.parts, offset)?.id ?? null),
  };
}
export type Builder = ReturnType<typeof useBuilder>;

/** Each problem at the part it belongs to. What belongs to none, like the title, stands at the head. */
export function byPart(parts: readonly Part[], problems: readonly Problem[]): Map<string, Problem[]> {
  return Map.groupBy(problems, ({ path }) => (path === undefined ? "when" : (partOfPath(parts, readPath(path))?.id ?? "when")));
}

/** What a trial did by part; null when there is none, or of another text than this, or of another workflow. */
export function litBy(trial: Trial | null, text: string): Lit | null {
  if (!trial || trial.source !== text || !trial.result.is_this) return null;
  return new Map(trial.result.steps.map((step) => [step.path, step]));
}

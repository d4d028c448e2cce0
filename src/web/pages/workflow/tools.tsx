import { ArrowDown, ArrowUp, GitBranchPlus, Plus, Redo2, SlidersHorizontal, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { inWords } from "../../ui/words.ts";
import { AddStep } from "./add-step.tsx";
import type { Builder } from "./use-builder.ts";
import type { WorkflowWords } from "./words.ts";

type ToolsProps = { builder: Builder; vocabulary: WireWorkflowVocabulary; words: WorkflowWords; toForm(): void };

/** What can be done to the graph, with what is selected in it. */
export function Tools({ builder, vocabulary, words, toForm }: ToolsProps) {
  const [isAdding, setAdding] = useState(false);
  const { part, editor, isReadable, kinds, outline } = builder;
  const branches = part?.kind === "step" ? (kinds.find(({ id }) => id === part.name)?.nested ?? []) : [];
  const open = branches.filter(({ key, isList }) => isList || !part!.parts.some(({ name }) => name === key));
  const isMovable = part !== null && isReadable && typeof part.path.at(-1) === "number";
  const isAtHead = part === null || part.kind === "trigger" || part.kind === "unless";
  return (
    <div
      role="toolbar"
      aria-label={words.tools}
      className="sticky top-0 z-20 mb-3 flex flex-wrap items-center gap-1.5 bg-surface py-2 max-md:py-1"
    >
      <Button disabled={!isReadable} onClick={() => setAdding(true)}>
        <Plus size={14} aria-hidden /> {words.add}
      </Button>
      <Button disabled={part === null} onClick={toForm} className="xl:hidden">
        <SlidersHorizontal size={14} aria-hidden /> {words.settings}
      </Button>
      {open.map((nested) => (
        <Button key={nested.key} disabled={!isReadable} onClick={() => (builder.addBranch(nested), toForm())}>
          <GitBranchPlus size={14} aria-hidden /> {words.addBranch(nested.key)}
        </Button>
      ))}
      {part?.kind === "trigger" && outline.value["unless"] === undefined && (
        <Button disabled={!isReadable} onClick={() => (builder.addUnless(), toForm())}>
          {words.addUnless}
        </Button>
      )}
      <span className="ml-auto flex">
        <IconButton label={words.up} disabled={!isMovable} onClick={() => builder.move(-1)}>
          <ArrowUp size={16} />
        </IconButton>
        <IconButton label={words.down} disabled={!isMovable} onClick={() => builder.move(1)}>
          <ArrowDown size={16} />
        </IconButton>
        <IconButton label={words.remove} disabled={part === null || part.kind === "trigger" || !isReadable} onClick={builder.remove}>
          <Trash2 size={16} />
        </IconButton>
        <IconButton label={words.undo} disabled={!editor.undo} onClick={() => editor.undo?.()}>
          <Undo2 size={16} />
        </IconButton>
        <IconButton label={words.redo} disabled={!editor.redo} onClick={() => editor.redo?.()}>
          <Redo2 size={16} />
        </IconButton>
      </span>
      <AddStep
        open={isAdding}
        lead={isAtHead ? words.first : words.addLead(part.kind === "step" ? inWords(part.name) : part.detail || words.elseWord)}
        steps={vocabulary.steps}
        words={words}
        onClose={() => setAdding(false)}
        choose={(step) => {
          setAdding(false);
          builder.add(step);
          toForm();
        }}
      />
    </div>
  );
}

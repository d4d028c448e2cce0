import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { KeyboardEvent } from "react";
import type { Problem } from "../../../domain/errors.ts";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { workflowCheckQuery, workflowQuery, workflowsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { say } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { Graph } from "./graph.tsx";
import { StepForm } from "./step-form.tsx";
import { Tools } from "./tools.tsx";
import { TryIt, type Trial } from "./try-it.tsx";
import { byPart, litBy, useBuilder } from "./use-builder.ts";
import type { WorkflowWords } from "./words.ts";
import { YamlField } from "./yaml-field.tsx";

type BuilderProps = {
  name: string;
  /** What is in force; a beginning of one that is new. */
  source: string;
  /** Null: it was never published. */
  version: string | null;
  vocabulary: WireWorkflowVocabulary;
  canChange: boolean;
  /** The text as it stands, for what is tried with it elsewhere on the page; null while it has mistakes. */
  onText(text: string | null): void;
  onPublished(): void;
  words: WorkflowWords;
};
const none: readonly Problem[] = [];

/** The graph on the left; its forms, the file and the trial on the right. All of them show one text. */
export function Builder({ name, source, version, vocabulary, canChange, onText, onPublished, words }: BuilderProps) {
  const builder = useBuilder(source, vocabulary);
  const { editor, outline, part } = builder;
  const { problems, isChecked } = useProblems(name, editor.text);
  const [tab, show] = useState<"file" | "try">("file");
  const [trial, setTrial] = useState<Trial | null>(null);
  const [formFocus, focusForm] = useState<object | null>(null);
  const publish = usePublish(name, onPublished, words);
  useOwnSource(source, editor);
  const isBroken = !isChecked || problems.length > 0;
  useEffect(() => onText(isBroken ? null : editor.text), [isBroken, editor.text, onText]);
  const found = byPart(outline.parts, problems);
  const toForm = () => focusForm({});
  return (
    <Part title={words.build} lead={canChange ? words.buildLead : words.readOnly}>
      {/* Undoing belongs to all of it; the field of the file would only undo what was typed into itself. */}
      {/* oxlint-disable-next-line no-static-element-interactions */}
      <div
        className="grid items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,32rem)]"
        onKeyDownCapture={(event) => undoKeys(event, editor)}
      >
        <div className="min-w-0">
          {canChange && <Tools builder={builder} vocabulary={vocabulary} words={words} toForm={toForm} />}
          {!builder.isReadable && <p className="mb-2 rounded-lg bg-warn-soft px-3 py-2 text-[13px] text-warn">{words.unreadable}</p>}
          <Graph
            parts={outline.parts}
            selected={builder.selected}
            select={builder.select}
            problems={found}
            lit={litBy(trial, editor.text)}
            focusOn={builder.focusOn}
            words={words}
            commands={{
              open: toForm,
              remove: () => canChange && builder.remove(),
              move: (by) => canChange && builder.move(by),
            }}
          />
          <p className="mt-3 text-[13px] text-ink-2">
            {outline.parts.some(({ kind }) => kind === "step") ? (
              <>
                <span className="font-medium text-ink">{words.end}.</span> {words.endMeans}
              </>
            ) : (
              words.noSteps
            )}
          </p>
          {canChange && <p className="mt-1 text-[12px] text-ink-2 max-md:hidden">{words.keys}</p>}
        </div>
        <div className="min-w-0 space-y-4 xl:sticky xl:top-2 xl:max-h-[calc(100dvh-4rem)] xl:overflow-y-auto xl:pr-1">
          <StepForm
            part={part}
            outline={outline}
            vocabulary={vocabulary}
            problems={(part && found.get(part.id)) ?? none}
            change={builder.change}
            readOnly={!canChange || !builder.isReadable}
            focus={formFocus}
            words={words}
          />
          <div role="tablist" aria-label={words.right} className="flex gap-1 border-b border-line">
            <Tab id="file" label={words.file} isOn={tab === "file"} show={() => show("file")} other={() => show("try")} />
            <Tab id="try" label={words.tryTab} isOn={tab === "try"} show={() => show("try")} other={() => show("file")} />
          </div>
          <div role="tabpanel" id="panel-file" aria-labelledby="tab-file" hidden={tab !== "file"}>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                publish.mutate(editor.text);
              }}
            >
              <YamlField
                label={words.fileLabel(name, version?.slice(0, 7) ?? null)}
                text={editor.text}
                readOnly={!canChange}
                onChange={(text) => editor.change(text, "file")}
                problems={problems}
                fault={publish.error ? sentence(publish.error) : null}
                marked={builder.isReadable && part ? part.lines : null}
                onCaret={builder.selectAt}
                words={words}
              />
              {canChange && (
                <div className="mt-3 flex flex-wrap items-center gap-3">
                  <Button look="primary" type="submit" disabled={publish.isPending || (editor.text === source && version !== null)}>
                    {words.publish}
                  </Button>
                  {(editor.text !== source || version === null) && <Badge tone="note">{words.unsaved}</Badge>}
                </div>
              )}
            </form>
          </div>
          <div role="tabpanel" id="panel-try" aria-labelledby="tab-try" hidden={tab !== "try"}>
            <TryIt name={name} text={editor.text} value={outline.value} isBroken={isBroken} trial={trial} tried={setTrial} words={words} />
          </div>
        </div>
      </div>
    </Part>
  );
}

type TabProps = { id: string; label: string; isOn: boolean; show(): void; other(): void };

function Tab({ id, label, isOn, show, other }: TabProps) {
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      aria-controls={`panel-${id}`}
      aria-selected={isOn}
      tabIndex={isOn ? 0 : -1}
      onClick={show}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        other();
        const tabs = event.currentTarget.parentElement?.querySelectorAll<HTMLElement>("[role=tab]");
        tabs?.forEach((tab) => tab !== event.currentTarget && tab.focus());
      }}
      className={`-mb-px min-h-9 border-b-2 px-3 max-md:min-h-11 ${isOn ? "border-accent font-medium" : "border-transparent text-ink-2 hover:text-ink"}`}
    >
      {label}
    </button>
  );
}

function undoKeys(event: KeyboardEvent, { undo, redo }: { undo: (() => void) | null; redo: (() => void) | null }): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  if (key !== "z" && !isRedo) return;
  // What is typed into the trial is not part of the file.
  if ((event.target as HTMLElement).closest("#panel-try")) return;
  event.preventDefault();
  event.stopPropagation();
  (isRedo ? redo : undo)?.();
}

const waitMs = 350;

/** What is wrong in the text while it is typed. `isChecked`: this is said of the text as it is now. */
function useProblems(name: string, text: string): { problems: readonly Problem[]; isChecked: boolean } {
  const settled = useDebounced(text, waitMs);
  const check = useQuery({ ...workflowCheckQuery(name, settled), placeholderData: (before) => before });
  return { problems: check.data ?? none, isChecked: settled === text && check.data !== undefined && !check.isPlaceholderData };
}

function usePublish(name: string, onPublished: () => void, words: WorkflowWords) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (source: string) => {
      const problems = await queryClient.fetchQuery(workflowCheckQuery(name, source));
      if (problems.length > 0) return false;
      await api(`/api/v1/workflows/${encodeURIComponent(name)}`, { method: "PUT", body: { source } });
      return true;
    },
    onSuccess: async (isPublished) => {
      if (!isPublished) return;
      say(words.published);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: workflowQuery(name).queryKey }),
        queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey }),
      ]);
      onPublished();
    },
  });
}

/** Another version was put in force: whoever has changed nothing sees it, whoever has keeps their text. */
function useOwnSource(source: string, { text, begin }: { text: string; begin(text: string): void }): void {
  const [base, setBase] = useState(source);
  useEffect(() => {
    if (source === base) return;
    setBase(source);
    if (text === base) begin(source);
  }, [source, base, text, begin]);
}

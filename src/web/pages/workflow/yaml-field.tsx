import { useId, useLayoutEffect, useRef, useState } from "react";
import type { Problem } from "../../../domain/errors.ts";
import { putCursor } from "../../ui/code-field.tsx";
import { CompletionList, useCompletion } from "./completion.tsx";
import { completionsAt, type Completions } from "./file/complete.ts";
import { conditionAt } from "./file/condition-at.ts";
import { lineOf, lineStart } from "./file/nodes.ts";
import type { WorkflowWords } from "./words.ts";

const lineHeight = 20;
const paddingTop = 12;

type YamlFieldProps = {
  label: string;
  text: string;
  onChange(text: string): void;
  readOnly: boolean;
  problems: readonly Problem[];
  fault: string | null;
  /** Lines of what is selected in the graph, from 1, both included. */
  marked: { first: number; last: number } | null;
  /** Somebody put the caret there. */
  onCaret(offset: number): void;
  words: WorkflowWords;
};

/** The file as text: its lines numbered, those with a problem red, those of the selected step marked; conditions are completed. */
export function YamlField({ label, text, onChange, readOnly, problems, fault, marked, onCaret, words }: YamlFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const [caret, setCaret] = useState(0);
  const wanted = useRef<number | null>(null);
  const completion = useCompletion({
    id,
    completions: completionsIn(text, caret),
    take({ insert }, from) {
      wanted.current = from + insert.length;
      onChange(text.slice(0, from) + insert + text.slice(caret));
    },
  });
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    field.current?.setSelectionRange(wanted.current, wanted.current);
    setCaret(wanted.current);
    wanted.current = null;
  }, [text]);
  useScrolledTo(field, marked);
  const lines = text.split("\n");
  const red = new Set(problems.map(({ line }) => line));
  const [line, column] = [lineOf(text, caret) - 1, caret - lineStart(text, caret)];
  return (
    <>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <div className="relative">
        <div className="relative h-[32rem] overflow-hidden rounded-lg border border-line-strong bg-surface font-mono text-[13px] leading-5 max-md:h-96">
          <div
            aria-hidden
            className="pointer-events-none absolute inset-x-0 top-0"
            style={{ transform: `translateY(${paddingTop - scroll.top}px)` }}
          >
            {marked && (
              <div
                className="absolute inset-x-0 bg-selected"
                style={{ top: (marked.first - 1) * lineHeight, height: (marked.last - marked.first + 1) * lineHeight }}
              />
            )}
            <div className="absolute left-0 w-11 pr-2 text-right text-[11px] text-ink-2">
              {lines.map((_line, index) => (
                // Lines of a file have no other name than their place.
                // oxlint-disable-next-line react/no-array-index-key
                <div key={index} className={red.has(index + 1) ? "border-l-4 border-danger bg-danger-soft font-semibold text-danger" : ""}>
                  {index + 1}
                </div>
              ))}
            </div>
          </div>
          <textarea
            ref={field}
            id={id}
            value={text}
            readOnly={readOnly}
            spellCheck={false}
            autoComplete="off"
            dir="ltr"
            aria-describedby={`${id}-problems`}
            {...completion.field}
            className="absolute inset-0 size-full resize-none overflow-auto bg-transparent py-3 pr-3 pl-14 whitespace-pre text-ink"
            onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, left: event.currentTarget.scrollLeft })}
            onChange={(event) => {
              setCaret(event.target.selectionStart);
              completion.typed();
              onChange(event.target.value);
            }}
            onSelect={(event) => {
              const at = event.currentTarget.selectionStart;
              setCaret(at);
              if (document.activeElement === event.currentTarget) onCaret(at);
            }}
            onBlur={completion.close}
            onKeyDown={completion.onKeyDown}
          />
        </div>
        <CompletionList
          id={id}
          label={words.offered}
          completion={completion}
          className="absolute"
          style={{
            left: `max(0px, min(calc(3.5rem + ${column}ch - ${scroll.left}px), calc(100% - 20rem)))`,
            top: `${(line + 1) * lineHeight + paddingTop + 4 - scroll.top}px`,
          }}
        />
      </div>
      <div id={`${id}-problems`} role="alert" className="text-[13px] text-danger">
        {fault && <p className="mt-2">{fault}</p>}
        {problems.length > 0 && (
          <ul className="mt-2 space-y-1">
            {problems.map((problem) => (
              <li key={`${problem.line}:${problem.column}:${problem.message}`}>
                {problem.line && (
                  <button
                    type="button"
                    onClick={() => field.current && showProblem(field.current, problem.line!, problem.column)}
                    className="rounded underline underline-offset-2 max-md:py-2"
                  >
                    {words.line(problem.line)}
                  </button>
                )}{" "}
                <span lang="en">
                  {problem.message}.{problem.mend ? ` ${problem.mend}` : ""}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function completionsIn(text: string, caret: number): Completions | null {
  const start = conditionAt(text, caret);
  const found = start === null ? null : completionsAt(text.slice(start, caret), caret - start);
  return found && start !== null ? { ...found, from: found.from + start } : null;
}

/** What was selected in the graph comes into view; while somebody types here, nothing moves. */
function useScrolledTo(field: { current: HTMLTextAreaElement | null }, marked: YamlFieldProps["marked"]): void {
  const first = marked?.first;
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || first === undefined || document.activeElement === area) return;
    const top = (first - 1) * lineHeight;
    if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 3 * lineHeight) area.scrollTop = top - 3 * lineHeight;
  }, [field, first]);
}

/** With some lines above it, for what is around it. */
function showProblem(field: HTMLTextAreaElement, line: number, column: number | undefined): void {
  putCursor(field, line, column);
  field.scrollTop = (line - 4) * lineHeight;
}

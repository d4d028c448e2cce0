import { useId, useLayoutEffect, useRef, useState } from "react";
import { CompletionList, useCompletion } from "./completion.tsx";
import { completionsAt } from "./file/complete.ts";
import type { WorkflowWords } from "./words.ts";

type ConditionFieldProps = { label: string; value: string; onChange(value: string): void; readOnly: boolean; words: WorkflowWords };

/** A condition with what may come next under it. What is wrong in it the check of the whole file says. */
export function ConditionField({ label, value, onChange, readOnly, words }: ConditionFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(value.length);
  const wanted = useRef<number | null>(null);
  const completion = useCompletion({
    id,
    completions: completionsAt(value, caret),
    take({ insert }, from) {
      wanted.current = from + insert.length;
      onChange(value.slice(0, from) + insert + value.slice(caret));
    },
  });
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    field.current?.setSelectionRange(wanted.current, wanted.current);
    setCaret(wanted.current);
    wanted.current = null;
  }, [value]);
  return (
    <div className="relative">
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={Math.min(5, Math.max(2, Math.ceil(value.length / 44)))}
        value={value}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        aria-describedby={`${id}-hint`}
        {...completion.field}
        className="block w-full resize-y rounded-lg border border-line-strong bg-surface px-3 py-2 font-mono text-[13px] text-ink"
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          completion.typed();
          onChange(event.target.value.replaceAll("\n", " "));
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={completion.close}
        onKeyDown={(event) => {
          if (!completion.onKeyDown(event) && event.key === "Enter") event.preventDefault();
        }}
      />
      <CompletionList id={id} label={words.offered} completion={completion} className="absolute left-0 mt-1" />
      <p id={`${id}-hint`} className="mt-1 text-[12px] text-ink-2">
        {words.conditionHint}
      </p>
    </div>
  );
}

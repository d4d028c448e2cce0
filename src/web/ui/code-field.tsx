import { useId, useRef } from "react";
import type { Problem } from "../../domain/errors.ts";

type CodeFieldProps = {
  label: string;
  value: string;
  onChange(text: string): void;
  readOnly?: boolean;
  /** Long lines are broken, as in prose. */
  isProse?: boolean;
  placeholder?: string;
  problems: readonly Problem[];
  /** A fault without a place. */
  fault?: string | null;
};

/** A file to read or write, with what is wrong in it beneath. */
export function CodeField({
  label,
  value,
  onChange,
  readOnly = false,
  isProse = false,
  placeholder,
  problems,
  fault = null,
}: CodeFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        value={value}
        readOnly={readOnly}
        spellCheck={false}
        placeholder={placeholder}
        aria-describedby={`${id}-problems`}
        onChange={(event) => onChange(event.target.value)}
        className={`h-[26rem] w-full resize-y rounded-lg border border-line-strong bg-surface p-3 font-mono text-[13px] leading-5 text-ink placeholder:text-ink-2 ${isProse ? "own-direction whitespace-pre-wrap" : "whitespace-pre"}`}
      />
      <div id={`${id}-problems`} role="alert" className="text-[13px] text-danger">
        {fault && <p className="mt-2">{fault}</p>}
        {problems.length > 0 && (
          <ul className="mt-2 space-y-1">
            {problems.map(({ line, column, message, mend }) => (
              <li key={`${line}:${column}:${message}`}>
                {line && <LineLink line={line} go={() => field.current && putCursor(field.current, line, column)} />} {message}.
                {mend ? ` ${mend}` : ""}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

/** "Line 3:", which leads there. */
function LineLink({ line, go }: { line: number; go(): void }) {
  return (
    <button type="button" onClick={go} className="rounded underline underline-offset-2 max-md:py-2">
      Line {line}:
    </button>
  );
}

/** Selects from there to the end of the line. Line and column count from 1. */
export function putCursor(field: HTMLTextAreaElement, line: number, column = 1): void {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  field.focus();
  field.setSelectionRange(start + column - 1, start + (lines[line - 1]?.length ?? 0));
}

import { useId } from "react";
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
  return (
    <>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        readOnly={readOnly}
        spellCheck={false}
        placeholder={placeholder}
        aria-describedby={`${id}-problems`}
        onChange={(event) => onChange(event.target.value)}
        className={`h-[26rem] w-full resize-y rounded-lg border border-line-strong bg-surface p-3 font-mono text-[13px] leading-5 text-ink placeholder:text-ink-2 ${isProse ? "whitespace-pre-wrap" : "whitespace-pre"}`}
      />
      <div id={`${id}-problems`} role="alert" className="text-[13px] text-danger">
        {fault && <p className="mt-2">{fault}</p>}
        {problems.length > 0 && (
          <ul className="mt-2 space-y-1">
            {problems.map(({ line, column, message, mend }) => (
              <li key={`${line}:${column}:${message}`}>
                {line ? `Line ${line}: ` : ""}
                {message}.{mend ? ` ${mend}` : ""}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

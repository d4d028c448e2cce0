import { useId } from "react";
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";

export const inputClass =
  "h-9 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 text-ink placeholder:text-ink-2 aria-invalid:border-danger max-md:h-11";

/** `hint`: how to fill it in. `error`: what is wrong with what is in it. */
type Around = { label: string; hint?: string | undefined; error?: string | undefined; className?: string | undefined };

/** What readers are told with the field: what is wrong first. */
const described = (id: string, { hint, error }: Around) => ({
  "aria-describedby": [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined,
  ...(error ? { "aria-invalid": true as const } : {}),
});

function Framed({
  id,
  label,
  labelHidden = false,
  hint,
  error,
  className = "",
  children,
}: Around & { id: string; labelHidden?: boolean; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "mb-1 block text-[13px] font-medium"}>
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-[12px] text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-[12px] text-ink-2">
          {hint}
        </p>
      )}
    </div>
  );
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & Around;

export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const around = { label, hint, error, className };
  return (
    <Framed id={id} {...around}>
      <input id={id} className={inputClass} {...described(id, around)} {...rest} />
    </Framed>
  );
}

type TextFieldProps = TextareaHTMLAttributes<HTMLTextAreaElement> & Around;

export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const around = { label, hint, error, className };
  return (
    <Framed id={id} {...around}>
      <textarea
        id={id}
        dir="auto"
        className="w-full min-w-0 resize-y rounded-lg border border-line-strong bg-surface px-3 py-2 text-ink placeholder:text-ink-2 aria-invalid:border-danger"
        {...described(id, around)}
        {...rest}
      />
    </Framed>
  );
}

type SelectFieldProps = SelectHTMLAttributes<HTMLSelectElement> &
  Around & {
    labelHidden?: boolean;
    options: readonly { value: string; label: string }[];
  };

export function SelectField({ label, labelHidden = false, options, hint, error, className, ...rest }: SelectFieldProps) {
  const id = useId();
  const around = { label, hint, error, className };
  return (
    <Framed id={id} labelHidden={labelHidden} {...around}>
      <select id={id} className={inputClass} {...described(id, around)} {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Framed>
  );
}

import { useId, useState } from "react";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { inputClass, SelectField } from "../../ui/field.tsx";
import { inWords } from "../../ui/words.ts";
import { valueAt, type Field } from "./file/fields.ts";
import type { WorkflowWords } from "./words.ts";

/** `undefined` takes the setting away. Changes of one burst are undone together. */
export type Change = (path: (string | number)[], value: unknown, burst?: string) => void;

type SettingFieldProps = {
  field: Field;
  value: unknown;
  change: Change;
  /** The key of the step, which can be emptied and not be taken away. */
  step: string;
  vocabulary: WireWorkflowVocabulary;
  readOnly: boolean;
  words: WorkflowWords;
};

/** One setting of a step, as its schema describes it. */
export function SettingField(props: SettingFieldProps) {
  const { field, value, change, readOnly, words } = props;
  const label = labelOf(field);
  const about = words.lang === "en" ? field.about : null;
  const put = (next: unknown) => change(field.path, next, field.path.join("."));
  if (field.kind === "group")
    return (
      <fieldset className="space-y-3">
        <legend className="sr-only">{label}</legend>
        {field.fields.map((inside) => (
          <SettingField
            key={inside.path.join(".")}
            {...props}
            field={inside}
            value={valueAt(value, inside.path.slice(field.path.length))}
          />
        ))}
      </fieldset>
    );
  if (field.kind === "either") return <Either {...props} field={field} />;
  if (field.kind === "choice" || field.kind === "yes_no" || field.kind === "flag")
    return <Choice label={label} about={about} field={field} value={value} put={put} readOnly={readOnly} words={words} />;
  return <Typed {...props} label={label} about={about} put={put} />;
}

const labelOf = (field: Field): string => inWords(field.path.at(-1)!);

type ChoiceProps = {
  label: string;
  about: string | null;
  field: Extract<Field, { kind: "choice" | "yes_no" | "flag" }>;
  value: unknown;
  put(value: unknown): void;
  readOnly: boolean;
  words: WorkflowWords;
};

function Choice({ label, about, field, value, put, readOnly, words }: ChoiceProps) {
  const choices =
    field.kind === "choice"
      ? field.choices.map((choice) => ({ value: choice, label: choice }))
      : [{ value: "true", label: words.yes }, ...(field.kind === "yes_no" ? [{ value: "false", label: words.no }] : [])];
  const isSet = value !== undefined;
  const standard = field.kind === "flag" ? null : field.standard;
  const none = `${words.notSet}${standard === null ? "" : ` (${String(standard)})`}`;
  return (
    <div>
      <SelectField
        label={label}
        disabled={readOnly}
        value={isSet ? String(value) : ""}
        options={[...(field.isRequired && isSet ? [] : [{ value: "", label: none }]), ...choices]}
        onChange={({ target }) => put(target.value === "" ? undefined : field.kind === "choice" ? target.value : target.value === "true")}
      />
      <About text={about} />
    </div>
  );
}

function About({ id, text }: { id?: string; text: string | null }) {
  return text === null ? null : (
    <p id={id} className="mt-1 text-[12px] text-ink-2">
      {text}
    </p>
  );
}

/** Which form it has, then that form's own field. */
function Either({ field, value, ...props }: SettingFieldProps & { field: Extract<Field, { kind: "either" }> }) {
  const { change, readOnly, words } = props;
  const at = value === undefined ? -1 : field.forms.findIndex(({ fits }) => fits(value));
  const form = field.forms[at];
  return (
    <div className="space-y-3">
      <SelectField
        label={words.form(labelOf(field))}
        disabled={readOnly}
        value={String(at)}
        options={[
          ...(field.isRequired && at !== -1 ? [] : [{ value: "-1", label: words.notSet }]),
          ...field.forms.map(({ label }, index) => ({ value: String(index), label })),
        ]}
        onChange={({ target }) => change(field.path, field.forms[Number(target.value)]?.value)}
      />
      {form?.field && <SettingField {...props} field={form.field} value={value} />}
      {!form && <About text={words.lang === "en" ? field.about : null} />}
    </div>
  );
}

type TypedProps = SettingFieldProps & { label: string; about: string | null; put(value: unknown): void };

function Typed({ field, value, label, about, put, step, vocabulary, readOnly, words }: TypedProps) {
  const id = useId();
  const names = field.kind === "text" && field.names ? namesOf(field.names, vocabulary) : null;
  const hint = [about, field.kind === "list" ? words.listHint : null].filter(Boolean).join(" ") || null;
  const mayBeEmpty = field.isRequired || field.path.at(-1) === step;
  const shown = value === undefined || value === null ? "" : String(value);
  const read = (typed: string): unknown => {
    if (typed === "" && !mayBeEmpty) return undefined;
    if (field.kind === "number") return typed === "" || !Number.isFinite(Number(typed)) ? typed : Number(typed);
    return typed;
  };
  const shared = { id, readOnly, autoComplete: "off", "aria-describedby": hint ? `${id}-hint` : undefined };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      {field.kind === "text" && field.isLong ? (
        <textarea
          {...shared}
          rows={3}
          dir="auto"
          value={shown}
          className="w-full min-w-0 resize-y rounded-lg border border-line-strong bg-surface px-3 py-2 text-ink"
          onChange={(event) => put(read(event.target.value))}
        />
      ) : field.kind === "list" ? (
        <ListInput
          {...shared}
          names={Array.isArray(value) ? value.map(String) : []}
          put={(names) => put(names.length > 0 || mayBeEmpty ? names : undefined)}
        />
      ) : (
        <input
          {...shared}
          className={inputClass}
          value={shown}
          list={names ? `${id}-names` : undefined}
          inputMode={field.kind === "number" ? "decimal" : undefined}
          spellCheck={names ? false : undefined}
          onChange={(event) => put(read(event.target.value))}
        />
      )}
      {names && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      <About id={`${id}-hint`} text={hint} />
    </div>
  );
}

type ListInputProps = {
  id: string;
  readOnly: boolean;
  "aria-describedby": string | undefined;
  names: string[];
  put(names: string[]): void;
};

/** Shows what is typed while it means what the file says, so that a comma just typed stays; after an undo, what the file says. */
function ListInput({ names, put, ...shared }: ListInputProps) {
  const [typed, setTyped] = useState("");
  return (
    <input
      {...shared}
      autoComplete="off"
      className={inputClass}
      value={listOf(typed).join() === names.join() ? typed : names.join(", ")}
      onChange={({ target }) => (setTyped(target.value), put(listOf(target.value)))}
    />
  );
}

const listOf = (typed: string): string[] =>
  typed
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

function namesOf(names: string, { templates, teams, workflows }: WireWorkflowVocabulary): string[] {
  return { template: templates, team: teams, workflow: workflows }[names] ?? [];
}

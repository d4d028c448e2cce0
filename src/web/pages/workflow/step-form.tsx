import { useEffect, useId, useRef } from "react";
import type { Problem } from "../../../domain/errors.ts";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { inWords } from "../../ui/words.ts";
import { ConditionField } from "./condition-field.tsx";
import { SettingField, type Change } from "./setting-field.tsx";
import { fieldsOf, valueAt, type Schema } from "./file/fields.ts";
import type { Outline, Part } from "./file/outline.ts";
import { HeadForm } from "./head-form.tsx";
import type { WorkflowWords } from "./words.ts";

type StepFormProps = {
  part: Part | null;
  outline: Outline;
  vocabulary: WireWorkflowVocabulary;
  problems: readonly Problem[];
  change: Change;
  readOnly: boolean;
  /** Wants the focus in its first field, once for each new object. */
  focus: object | null;
  words: WorkflowWords;
};

/** What is selected in the graph as a form, drawn from its schema. Every change is in the file at once. */
export function StepForm({ part, outline, vocabulary, problems, change, readOnly, focus, words }: StepFormProps) {
  const form = useRef<HTMLElement>(null);
  const id = useId();
  useEffect(() => {
    if (focus) form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  }, [focus]);
  const step = vocabulary.steps.find((one) => part?.kind === "step" && one.id === part.name);
  return (
    <section ref={form} aria-labelledby={id} className="rounded-2xl border border-line bg-sunken p-4">
      <h3 id={id} className="text-[13px] font-semibold">
        {words.settings}
        {step && `: ${inWords(step.id)}`}
      </h3>
      {!part && <p className="mt-1 text-[13px] text-ink-2">{words.selectOne}</p>}
      {step && (
        <p lang={words.steps[step.id] ? words.lang : "en"} className="mt-0.5 text-[13px] text-ink-2">
          {words.steps[step.id] ?? step.summary}
        </p>
      )}
      <div className="mt-3 space-y-3 empty:hidden" key={part?.id}>
        {part?.kind === "trigger" && (
          <HeadForm value={outline.value} vocabulary={vocabulary} change={change} readOnly={readOnly} words={words} />
        )}
        {part?.kind === "unless" && (
          <>
            <p className="text-[13px] text-ink-2">{words.unlessAbout}</p>
            <Condition path={["unless"]} {...{ outline, change, readOnly, words }} />
          </>
        )}
        {part?.kind === "branch" && part.name === "if" && (
          <Condition path={[...part.path, "if"]} {...{ outline, change, readOnly, words }} />
        )}
        {part &&
          step &&
          fieldsOf(step.schema as Schema).map((field) => (
            <SettingField
              key={field.path.join(".")}
              field={field}
              value={valueAt(outline.value, [...part.path, ...field.path])}
              change={(path, value, burst) => change([...part.path, ...path], value, burst)}
              step={step.id}
              {...{ vocabulary, readOnly, words }}
            />
          ))}
      </div>
      {problems.length > 0 && (
        <ul lang="en" className="mt-3 space-y-1 text-[13px] text-danger">
          {problems.map(({ message, mend }) => (
            <li key={message}>
              {message}.{mend ? ` ${mend}` : ""}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type ConditionProps = { path: (string | number)[]; outline: Outline; change: Change; readOnly: boolean; words: WorkflowWords };

function Condition({ path, outline, change, readOnly, words }: ConditionProps) {
  const value = String(valueAt(outline.value, path) ?? "");
  return (
    <ConditionField
      label={words.condition}
      value={value}
      readOnly={readOnly}
      words={words}
      onChange={(next) => change(path, next, path.join("/"))}
    />
  );
}

import { knownEvents } from "../../../domain/fact-catalog.ts";
import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { Field, SelectField, TextField } from "../../ui/field.tsx";
import { categoryName } from "../../ui/words.ts";
import { ConditionField } from "./condition-field.tsx";
import { startedBy, valueAt } from "./file/fields.ts";
import type { Change } from "./setting-field.tsx";
import type { WorkflowWords } from "./words.ts";

type HeadFormProps = {
  value: Record<string, unknown>;
  vocabulary: WireWorkflowVocabulary;
  change: Change;
  readOnly: boolean;
  words: WorkflowWords;
};
type Start = keyof WorkflowWords["starts"];

/** What the file says before its steps: what starts it, how it is called, how far it may go on a new desk. */
export function HeadForm({ value, vocabulary, change, readOnly, words }: HeadFormProps) {
  const text = (key: string) => String(value[key] ?? "");
  const put = (key: string, next: string, isNeeded = false) => change([key], next === "" && !isNeeded ? undefined : next, key);
  const budget = String(valueAt(value, ["budget", "wrong_replies"]) ?? "");
  return (
    <>
      <StartFields {...{ value, vocabulary, change, readOnly, words }} />
      <Field label={words.title} value={text("title")} readOnly={readOnly} onChange={({ target }) => put("title", target.value, true)} />
      <TextField
        label={words.description}
        rows={2}
        value={text("description")}
        readOnly={readOnly}
        onChange={({ target }) => put("description", target.value)}
      />
      <SelectField
        label={words.mode}
        disabled={readOnly}
        value={text("mode")}
        options={[{ value: "", label: words.notSet }, ...Object.entries(words.modes).map(([mode, label]) => ({ value: mode, label }))]}
        onChange={({ target }) => put("mode", target.value)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={words.budget}
          placeholder="1%"
          value={budget}
          readOnly={readOnly}
          onChange={({ target }) => change(["budget"], target.value === "" ? undefined : { wrong_replies: target.value }, "budget")}
        />
        <Field
          label={words.canary}
          placeholder="20%"
          value={text("canary")}
          readOnly={readOnly}
          onChange={({ target }) => put("canary", target.value)}
        />
      </div>
    </>
  );
}

function StartFields({ value, vocabulary, change, readOnly, words }: HeadFormProps) {
  const start: Start = valueAt(value, ["when", "message"]) === "any" ? "any" : startedBy(value);
  const begins: Record<Start, unknown> = {
    message: { message: { category: [] } },
    any: { message: "any" },
    event: { event: [] },
    schedule: { schedule: { cron: "0 9 * * 1-5", conversations: "" } },
    conversation: { conversation: "closed" },
  };
  const categories = [valueAt(value, ["when", "message", "category"]) ?? []].flat() as string[];
  const events = [valueAt(value, ["when", "event"]) ?? []].flat() as string[];
  return (
    <>
      <SelectField
        label={words.startsBy}
        disabled={readOnly}
        value={start}
        options={Object.entries(words.starts).map(([kind, label]) => ({ value: kind, label }))}
        onChange={({ target }) => change(["when"], begins[target.value as Start])}
      />
      {start === "message" && (
        <Several
          label={words.categories}
          all={vocabulary.categories.map((name) => ({ name, label: categoryName(name) }))}
          chosen={categories}
          readOnly={readOnly}
          choose={(chosen) => change(["when", "message", "category"], chosen)}
        />
      )}
      {start === "event" && (
        <Several
          label={words.events}
          all={Object.entries(knownEvents).map(([name, about]) => ({ name, label: `${name}: ${about}` }))}
          chosen={events}
          readOnly={readOnly}
          choose={(chosen) => change(["when", "event"], chosen)}
        />
      )}
      {start === "schedule" && (
        <>
          <Field
            label={words.cron}
            value={String(valueAt(value, ["when", "schedule", "cron"]) ?? "")}
            readOnly={readOnly}
            onChange={({ target }) => change(["when", "schedule", "cron"], target.value, "cron")}
          />
          <ConditionField
            label={words.conversations}
            value={String(valueAt(value, ["when", "schedule", "conversations"]) ?? "")}
            readOnly={readOnly}
            words={words}
            onChange={(next) => change(["when", "schedule", "conversations"], next, "conversations")}
          />
        </>
      )}
    </>
  );
}

type SeveralProps = {
  label: string;
  all: { name: string; label: string }[];
  chosen: readonly string[];
  readOnly: boolean;
  choose(names: string[]): void;
};

/** Names of one's own that are not in the list stay. */
function Several({ label, all, chosen, readOnly, choose }: SeveralProps) {
  const own = chosen.filter((name) => !all.some((one) => one.name === name)).map((name) => ({ name, label: name }));
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">{label}</legend>
      <div
        className="grid max-h-56 gap-x-4 overflow-y-auto rounded-lg border border-line-strong bg-surface p-2 text-[13px] sm:grid-cols-2"
        tabIndex={0}
        role="group"
        aria-label={label}
      >
        {[...own, ...all].map(({ name, label: words }) => (
          <label key={name} className="flex min-h-7 items-center gap-2 max-md:min-h-11">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-(--color-accent)"
              checked={chosen.includes(name)}
              disabled={readOnly}
              onChange={({ target }) => choose(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

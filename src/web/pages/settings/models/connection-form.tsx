import { useState } from "react";
import type { FormEvent } from "react";
import type { WireModelConnection, WireModelConnector } from "../../../../domain/wire.ts";
import { sentence } from "../../../api.ts";
import { AppError } from "../../../../domain/errors.ts";
import { Button } from "../../../ui/button.tsx";
import { Field, SelectField, TextField } from "../../../ui/field.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { readForm, settingsIn, type SettingField } from "./schema-form.ts";
import { useModelChange } from "./use-models.ts";
import type { Words } from "./words.ts";

type FormProps = { connectors: readonly WireModelConnector[]; connection: WireModelConnection | null; words: Words; onClose(): void };

/** Connects a model, or changes one. The fields are those of the connector's own schema; secrets go in and never come out. */
export function ConnectionForm({ connectors, connection, words, onClose }: FormProps) {
  const [connectorId, choose] = useState(connection?.connector ?? connectors[0]?.id ?? "");
  const [fault, setFault] = useState<string | null>(null);
  const change = useModelChange({ after: onClose, onFault: (error) => setFault(faultText(error, words)) });
  const connector = connectors.find(({ id }) => id === connectorId);
  const fields = connector ? settingsIn(connector.schema) : [];
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = readForm(fields, data);
    if ("wrong" in read) return setFault(words.notJson(labelOf(read.wrong, words)));
    setFault(null);
    const body = { title: String(data.get("title")).trim(), settings: read.settings };
    change.mutate(
      connection
        ? { path: `connections/${connection.id}`, method: "PUT", body, done: words.saved }
        : { path: "connections", method: "POST", body: { ...body, connector: connectorId }, done: words.connected },
    );
  };
  const [first, others] = [fields.filter((field) => field.isFirst), fields.filter((field) => !field.isFirst)];
  const draw = (field: SettingField) => (
    <SettingInput
      key={`${connectorId}.${field.name}`}
      field={field}
      value={connection?.settings[field.name]}
      isStored={connection?.has_secrets ?? false}
      words={words}
    />
  );
  return (
    <Modal title={connection ? words.changeNamed(connection.title) : words.connect} open onClose={onClose} size="md">
      <form onSubmit={submit} className="space-y-3 p-5" lang={words.lang}>
        {!connection && (
          <SelectField
            label={words.vendor}
            options={connectors.map(({ id, title }) => ({ value: id, label: title }))}
            value={connectorId}
            onChange={(event) => choose(event.target.value)}
          />
        )}
        <Field
          key={connectorId}
          label={words.name}
          hint={words.nameHint}
          name="title"
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={connection?.title ?? connector?.title ?? ""}
        />
        {first.map(draw)}
        {others.length > 0 && (
          <details>
            <summary className="w-fit rounded py-1 text-[13px] text-ink-2 max-md:py-3">{words.more}</summary>
            <div className="mt-2 space-y-3">{others.map(draw)}</div>
          </details>
        )}
        <p role="alert" className="text-[13px] text-danger empty:hidden">
          {fault}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" type="submit" disabled={change.isPending}>
            {connection ? words.save : words.connect}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const labelOf = (name: string, { fields }: Words): string => (Object.hasOwn(fields, name) && fields[name]) || name;

/** With what is wrong in which field, when the server said so. */
function faultText(error: unknown, words: Words): string {
  const problems = error instanceof AppError ? (error.details.problems ?? []) : [];
  return [sentence(error), ...problems.map(({ path, message }) => `${labelOf(path ?? "", words)}: ${message}.`)].join(" ");
}

type InputProps = { field: SettingField; value: unknown; isStored: boolean; words: Words };

function SettingInput({ field, value, isStored, words }: InputProps) {
  const label = labelOf(field.name, words);
  const shown = value ?? field.standard;
  if (field.kind === "choice")
    return (
      <SelectField
        label={label}
        name={field.name}
        options={field.choices.map((choice) => ({ value: choice, label: choice }))}
        defaultValue={String(shown ?? "")}
      />
    );
  if (field.kind === "json")
    return (
      <TextField
        label={`${label} (JSON)`}
        name={field.name}
        rows={5}
        dir="ltr"
        spellCheck={false}
        className="font-mono"
        defaultValue={JSON.stringify(shown ?? [], null, 1)}
      />
    );
  if (field.kind === "secret")
    return (
      <Field
        label={label}
        name={field.name}
        type="password"
        autoComplete="new-password"
        required={field.isRequired && !isStored}
        hint={isStored ? words.keepKey : words.keyWriteOnly}
      />
    );
  return (
    <Field
      label={label}
      name={field.name}
      type={field.kind === "number" ? "number" : field.kind === "address" ? "url" : "text"}
      required={field.isRequired}
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      defaultValue={shown === undefined ? "" : String(shown)}
      {...(words.lang === "en" && field.hint ? { hint: field.hint } : {})}
    />
  );
}

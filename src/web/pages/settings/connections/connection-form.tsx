import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import type { WireConnection, WireConnector, WireSettingField, WireSettingGroup } from "../../../../domain/wire.ts";
import { AppError } from "../../../../domain/errors.ts";
import { api, sentence } from "../../../api.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { readForm, splitGroups, valueAt, type Settings } from "./fields.ts";
import { FaultText } from "./fault-text.tsx";
import { Guide } from "./guide.tsx";
import { SettingInput } from "./setting-input.tsx";
import { useConnectionChange, type Tried } from "./use-connections.ts";
import { groupLabel, type Words } from "./words.ts";

type FormProps = { connectors: readonly WireConnector[]; connection: WireConnection | null; title: string; words: Words; onClose(): void };

/** Connects something: what, then how, with its guide beside it. Or changes what is connected. */
export function ConnectionForm({ connectors, connection, title, words, onClose }: FormProps) {
  const only = connectors.length === 1 ? connectors[0]! : null;
  const [chosen, choose] = useState(connection ? (connectors.find(({ id }) => id === connection.connector) ?? null) : only);
  const heading = connection ? words.changeNamed(connection.title) : chosen && !only ? chosen.title : title;
  return (
    <Modal title={heading} open onClose={onClose} size="lg">
      {chosen ? (
        <Settings
          connector={chosen}
          connection={connection}
          words={words}
          onClose={onClose}
          onBack={connection || only ? null : () => choose(null)}
        />
      ) : (
        <Choice connectors={connectors} words={words} choose={choose} />
      )}
    </Modal>
  );
}

function Choice({ connectors, words, choose }: { connectors: readonly WireConnector[]; words: Words; choose(one: WireConnector): void }) {
  return (
    <div className="space-y-3 p-5" lang={words.lang}>
      <p className="text-ink-2">{words.choose}</p>
      <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {connectors.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => choose(one)}
              className="min-h-14 w-full rounded-xl border border-line-strong bg-surface px-4 py-3 text-left font-medium hover:bg-hover"
            >
              {one.title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

type SettingsProps = {
  connector: WireConnector;
  connection: WireConnection | null;
  words: Words;
  onClose(): void;
  onBack: (() => void) | null;
};
/** No setting's path has a space in it. */
const titleName = "connection title";
type Wrong = { say: string; fields: Record<string, string> };
const nothingWrong: Wrong = { say: "", fields: {} };

function Settings({ connector, connection, words, onClose, onBack }: SettingsProps) {
  const [wrong, setWrong] = useState(nothingWrong);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // The first field that is wrong comes into sight, also for whoever listens.
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [wrong]);
  const onFault = (error: unknown): void => setWrong(wrongIn(error, words));
  const change = useConnectionChange({ after: onClose, onFault });
  const test = useMutation({
    mutationFn: (settings: Settings) => {
      const { kind, id } = connector;
      return api<Tried>("/api/v1/connections/test", {
        body: { kind, connector: id, settings, ...(connection ? { id: connection.id } : {}) },
      });
    },
    onError: onFault,
  });
  const fault = test.data?.fault ?? null;

  function read(filled: HTMLFormElement): Settings | null {
    const given = readForm(connector, new FormData(filled));
    setWrong("wrong" in given ? { say: words.wrong, fields: { [given.wrong]: words.notJson } } : nothingWrong);
    return "wrong" in given ? null : given.settings;
  }
  function save(filled: HTMLFormElement, settings: Settings): void {
    const body = { title: String(new FormData(filled).get(titleName)).trim(), settings };
    if (connection) change.mutate({ path: `/${connection.id}`, method: "PUT", body, done: words.saved });
    else
      change.mutate({ path: "", method: "POST", body: { ...body, kind: connector.kind, connector: connector.id }, done: words.connected });
  }
  /** What was not tried yet is tried first; what does not work may be saved all the same. */
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const filled = event.currentTarget;
    const settings = read(filled);
    if (settings === null) return;
    if (isTried && fault) return save(filled, settings);
    setTried(true);
    const tried = await test.mutateAsync(settings).catch(() => null);
    if (tried && !tried.fault) save(filled, settings);
  }
  function tryOut(): void {
    if (!form.current?.reportValidity()) return;
    const settings = read(form.current);
    setTried(true);
    if (settings) test.mutate(settings);
  }

  const { first, more } = splitGroups(connector);
  const draw = (group: WireSettingGroup) => <Group key={group.path} group={group} connection={connection} wrong={wrong} words={words} />;
  const isBusy = test.isPending || change.isPending;
  return (
    <div className="grid md:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]" lang={words.lang}>
      <form ref={form} onSubmit={(event) => void submit(event)} onChange={() => (setTried(false), test.reset())} className="space-y-4 p-5">
        <Field
          label={words.name}
          hint={words.nameHint}
          name={titleName}
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={connection?.title ?? connector.title}
        />
        {first.map(draw)}
        {more.length > 0 && (
          <details open={more.some(({ fields }) => fields.some(({ path }) => wrong.fields[path])) || undefined}>
            <summary className="w-fit rounded py-1 text-[13px] text-ink-2 max-md:py-3">{words.more}</summary>
            <div className="mt-2 space-y-4">{more.map(draw)}</div>
          </details>
        )}
        <div role="status" className="text-[13px] empty:hidden">
          {test.isPending && <p className="text-ink-2">{words.testing}</p>}
          {test.data && !fault && <p className="text-ok">{test.data.can_check ? words.testWorks : words.nothingToTest}</p>}
        </div>
        <div role="alert" className="text-[13px] break-words text-danger empty:hidden">
          {wrong.say && <p>{wrong.say}</p>}
          {fault && (
            <p>
              {words.needsMend} <FaultText fault={fault} words={words} />
            </p>
          )}
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onBack ?? onClose}>{onBack ? words.back : words.cancel}</Button>
          <Button disabled={isBusy} onClick={tryOut}>
            {words.test}
          </Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {fault ? words.saveAnyway : connection ? words.save : words.connect}
          </Button>
        </div>
      </form>
      <Guide connector={connector} words={words} />
    </div>
  );
}

/** Two of them fit beside each other. */
const isShort = ({ type }: WireSettingField): boolean => type === "number" || type === "choice" || type === "switch";

type GroupProps = { group: WireSettingGroup; connection: WireConnection | null; wrong: Wrong; words: Words };

function Group({ group, connection, wrong, words }: GroupProps) {
  const inputs = group.fields.map((field: WireSettingField) => (
    <SettingInput
      key={field.path}
      field={field}
      value={connection ? valueAt(connection.settings, field.path) : undefined}
      isKept={connection?.kept.includes(field.path) ?? false}
      error={wrong.fields[field.path]}
      words={words}
      className={group.path === "" || isShort(field) ? "" : "sm:col-span-2"}
    />
  ));
  if (group.path === "") return <>{inputs}</>;
  return (
    <fieldset className="space-y-3 rounded-xl border border-line p-4">
      <legend className="px-1 text-[13px] font-semibold">{groupLabel(group, words)}</legend>
      <div className="grid gap-3 sm:grid-cols-2">{inputs}</div>
    </fieldset>
  );
}

/** Each fault at its field; what belongs to none stands below. */
function wrongIn(error: unknown, words: Words): Wrong {
  const problems = error instanceof AppError ? (error.details.problems ?? []) : [];
  if (problems.length === 0) return { say: sentence(error), fields: {} };
  const fields = problems.map(
    ({ path = "", message }) => [path.replace(/^(?:body|settings)\.(?:settings\.)?/, ""), sentenceOf(message)] as const,
  );
  return { say: words.wrong, fields: Object.fromEntries(fields) };
}

const sentenceOf = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;

import type { FormEvent } from "react";
import type { WireLanguageModels } from "../../../../domain/wire.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Part } from "../../../ui/page-frame.tsx";
import { useModelChange } from "./use-models.ts";
import type { Words } from "./words.ts";

type Given = { data: WireLanguageModels; words: Words };
type Row = { connection: string; title: string; model: string };

/** What every model of every connection costs; those without a price stand out. */
export function Prices({ data, words }: Given) {
  const rows = data.connections.flatMap(({ id, title, models }) => models.map((model): Row => ({ connection: id, title, model })));
  return (
    <Part title={words.pricesTitle} lead={words.pricesLead(data.budget?.currency ?? "EUR")}>
      <ul className="divide-y divide-line rounded-2xl border border-line">
        {rows.map((row) => (
          <li key={`${row.connection}/${row.model}`} className="px-4 py-3">
            <PriceRow row={row} data={data} words={words} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PriceRow({ row: { connection, title, model }, data, words }: Given & { row: Row }) {
  const change = useModelChange();
  const price = data.prices.find((one) => one.connection_id === connection && one.model === model);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change.mutate({
      path: "prices",
      method: "PUT",
      body: {
        connection_id: connection,
        model,
        input_per_million: Number(form.get("input")),
        output_per_million: Number(form.get("output")),
      },
      done: words.saved,
    });
  };
  const field = (name: "input" | "output", label: string, value: number | undefined) => (
    <Field
      label={words[name]}
      aria-label={label}
      name={name}
      type="number"
      inputMode="decimal"
      min={0}
      max={100_000}
      step="any"
      required
      defaultValue={value ?? ""}
      className="w-28 max-md:flex-1"
    />
  );
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <p className="min-w-40 flex-1 max-md:w-full max-md:flex-none">
        <span className="font-medium break-words">{model}</span> {!price && <Badge tone="warn">{words.noPrice}</Badge>}
        {title !== model && <span className="block text-[13px] text-ink-2">{title}</span>}
      </p>
      {field("input", words.inputOf(model), price?.input_per_million)}
      {field("output", words.outputOf(model), price?.output_per_million)}
      <Button type="submit" className="h-9! max-md:h-11!" disabled={change.isPending} aria-label={`${words.price}: ${model}`}>
        {words.save}
      </Button>
    </form>
  );
}

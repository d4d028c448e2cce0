import type { WireLanguageModels, WireModelConnection, WirePurpose } from "../../../../domain/wire.ts";
import { SelectField } from "../../../ui/field.tsx";
import { Part } from "../../../ui/page-frame.tsx";
import { useModelChange } from "./use-models.ts";
import type { Words } from "./words.ts";

type Given = { data: WireLanguageModels; words: Words };

/** What models may be used for: one switch and one choice each. */
export function Purposes({ data, words }: Given) {
  const isEmpty = data.connections.length === 0;
  return (
    <Part title={words.purposesTitle} lead={isEmpty ? words.purposesWithout : words.purposesLead}>
      <ul className="divide-y divide-line rounded-2xl border border-line">
        {data.purposes.map(({ purpose }) => (
          <li key={purpose} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <PurposeRow purpose={purpose} data={data} words={words} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PurposeRow({ purpose, data, words }: Given & { purpose: WirePurpose }) {
  const change = useModelChange();
  const { name, does } = words.purposes[purpose];
  const chosen = data.purposes.find((one) => one.purpose === purpose)!;
  const able = data.connections.filter((one) => purpose !== "embed" || one.can_embed);
  const bound = able.find(({ id }) => id === chosen.connection_id);
  const set = (isOn: boolean, connectionId: string | null): void =>
    change.mutate({
      path: `purposes/${purpose}`,
      method: "PUT",
      body: { is_on: isOn, connection_id: connectionId, timeout_ms: chosen.timeout_ms },
      done: words.saved,
    });
  const isOn = change.isPending ? Boolean((change.variables.body as { is_on: boolean }).is_on) : chosen.is_on && bound !== undefined;
  const missing = isOn && bound ? whatIsMissing(purpose, bound, data, words) : null;
  return (
    <>
      <div className="min-w-60 flex-1">
        <label className="flex items-center gap-2.5 font-medium max-md:min-h-11">
          <input
            type="checkbox"
            role="switch"
            className="size-4 shrink-0 accent-accent"
            checked={isOn}
            disabled={change.isPending || able.length === 0}
            onChange={(event) => set(event.target.checked, (bound ?? able[0])?.id ?? null)}
          />
          {name}
        </label>
        <p className="pl-6.5 text-[13px] text-ink-2">{does}</p>
        {missing && <p className="pl-6.5 text-[13px] text-warn">{missing}</p>}
        {data.connections.length > 0 && able.length === 0 && <p className="pl-6.5 text-[13px] text-ink-2">{words.noEmbedding}</p>}
      </div>
      {able.length > 0 && (
        <SelectField
          label={words.modelFor(name)}
          labelHidden
          className="w-56 max-w-full max-md:w-full"
          disabled={change.isPending}
          value={bound?.id ?? ""}
          options={[...(bound ? [] : [{ value: "", label: words.choose }]), ...able.map(({ id, title }) => ({ value: id, label: title }))]}
          onChange={(event) => event.target.value !== "" && set(chosen.is_on, event.target.value)}
        />
      )}
    </>
  );
}

/** Why a purpose that is on would get no answer. */
function whatIsMissing(
  purpose: WirePurpose,
  { id, models }: WireModelConnection,
  { prices, budget }: WireLanguageModels,
  words: Words,
): string | null {
  const model = purpose === "embed" ? models.at(-1) : models[0];
  if (model === undefined) return null;
  const price = prices.find((one) => one.connection_id === id && one.model === model);
  if (!price) return words.unpriced(model);
  const isFree = price.input_per_million === 0 && price.output_per_million === 0;
  return !isFree && (budget?.amount ?? 0) === 0 ? words.noBudget : null;
}

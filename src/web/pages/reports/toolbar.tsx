import { ListFilter, X } from "lucide-react";
import type { WireReportCatalogue } from "../../../domain/report.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { filterTitle, named, words } from "./strings.ts";
import { daysOf, filterNames, rangeIds, type FilterName, type Place, type RangeId } from "./use-place.ts";

/** Which days, compared with what, and only of what. */
export function Toolbar({ place, catalogue }: { place: Place; catalogue: WireReportCatalogue }) {
  const { range, search } = place;
  const days = daysOf(range, catalogue.today, search);
  const setRange = (next: RangeId): void =>
    place.change(next === "custom" ? { range: next, from: days.from, to: days.to } : { range: next, from: "", to: "" });
  return (
    <div role="group" aria-label={words.pick} className="mb-6 rounded-2xl border border-line bg-sunken p-3">
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={words.range}
          className="w-40 max-sm:w-full"
          value={range}
          options={rangeIds.map((id) => ({ value: id, label: words.ranges[id] }))}
          onChange={(event) => setRange(event.target.value as RangeId)}
        />
        {range === "custom" && (
          <>
            <DayField label={words.from} value={days.from} max={days.to} onPick={(from) => place.change({ from })} />
            <DayField label={words.to} value={days.to} min={days.from} onPick={(to) => place.change({ to })} />
          </>
        )}
        <SelectField
          label={words.compare}
          className="w-40 max-sm:w-full"
          value={search.compare ?? "none"}
          options={Object.entries(words.comparisons).map(([id, label]) => ({ value: id, label }))}
          onChange={(event) => place.change({ compare: event.target.value === "none" ? "" : event.target.value })}
        />
        <SelectField
          label={words.grain}
          className="w-36 max-sm:w-full"
          value={search.grain ?? ""}
          options={Object.entries(words.grains).map(([id, label]) => ({ value: id, label }))}
          onChange={(event) => place.change({ grain: event.target.value })}
        />
        <FilterMenu place={place} catalogue={catalogue} />
      </div>
      <Chips place={place} catalogue={catalogue} />
    </div>
  );
}

type DayFieldProps = { label: string; value: string; min?: string; max?: string; onPick(day: string): void };

function DayField({ onPick, ...rest }: DayFieldProps) {
  return (
    <Field
      type="date"
      required
      className="w-40 max-sm:w-full"
      {...rest}
      onChange={(event) => event.target.value && onPick(event.target.value)}
    />
  );
}

function FilterMenu({ place, catalogue }: { place: Place; catalogue: WireReportCatalogue }) {
  const groups = filterNames.flatMap((name) => {
    const choices = catalogue.filters[name];
    if (choices.length === 0) return [];
    const chosen = place.filters[name] ?? [];
    return [
      {
        title: words.filters[name],
        choices: choices.map(({ id, title }) => ({
          id: `${name}:${id}`,
          label: named(name, id, title),
          chosen: chosen.includes(id),
          run: () => setFilter(place, name, chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]),
        })),
      },
    ];
  });
  return (
    <ChoiceMenu
      trigger={
        <Button className="max-sm:w-full">
          <ListFilter size={14} aria-hidden /> {words.addFilter}
        </Button>
      }
      groups={groups}
    />
  );
}

const setFilter = (place: Place, name: FilterName, values: readonly string[]): void => place.change({ [name]: values.join(",") });

function Chips({ place, catalogue }: { place: Place; catalogue: WireReportCatalogue }) {
  const chips = filterNames.flatMap((name) => (place.filters[name] ?? []).map((id) => ({ name, id })));
  if (chips.length === 0) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5">
      {chips.map(({ name, id }) => {
        const text = `${words.filters[name]}: ${filterTitle(catalogue, name, id)}`;
        return (
          <button
            key={`${name}:${id}`}
            type="button"
            aria-label={`${words.remove} ${text}`}
            onClick={() =>
              setFilter(
                place,
                name,
                place.filters[name]!.filter((one) => one !== id),
              )
            }
            className="inline-flex max-w-full items-center gap-1 rounded-full bg-accent-soft px-2.5 py-0.5 text-[12px] font-medium text-accent-strong max-md:min-h-11"
          >
            <span className="truncate">{text}</span>
            <X size={12} aria-hidden />
          </button>
        );
      })}
      {chips.length > 1 && (
        <Button look="quiet" onClick={() => place.change(Object.fromEntries(filterNames.map((name) => [name, ""])))}>
          {words.clear}
        </Button>
      )}
    </div>
  );
}

import type { FormEvent } from "react";
import { currencyDigits } from "../../../../domain/money.ts";
import type { WireLanguageModels, WirePurpose } from "../../../../domain/wire.ts";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Part } from "../../../ui/page-frame.tsx";
import { useModelChange } from "./use-models.ts";
import type { Words } from "./words.ts";

type Given = { data: WireLanguageModels; words: Words };

/** The day's budget, what of it is spent on what, and the last two weeks. */
export function Money({ data, words }: Given) {
  return (
    <Part title={words.moneyTitle} lead={words.moneyLead}>
      <Budget key={JSON.stringify(data.budget)} data={data} words={words} />
      <Spent data={data} words={words} />
      <div className="mt-6 grid gap-6 md:grid-cols-2">
        <Today data={data} words={words} />
        <Days data={data} words={words} />
      </div>
    </Part>
  );
}

function Budget({ data: { budget }, words }: Given) {
  const change = useModelChange();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const currency = String(form.get("currency")).toUpperCase();
    const amount = Math.round(Number(form.get("amount")) * 10 ** digitsOf(currency));
    change.mutate({ path: "budget", method: "PUT", body: { amount, currency }, done: words.saved });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <Field
        label={words.budget}
        name="amount"
        type="number"
        inputMode="decimal"
        min={0}
        step="any"
        required
        defaultValue={budget ? budget.amount / 10 ** digitsOf(budget.currency) : ""}
        className="w-36"
      />
      <Field
        label={words.currency}
        name="currency"
        required
        pattern="[A-Za-z]{3}"
        maxLength={3}
        autoComplete="off"
        defaultValue={budget?.currency ?? "EUR"}
        hint={words.currencyHint}
        className="w-36"
      />
      <Button type="submit" look="primary" className="mt-6 h-9! max-md:mt-0 max-md:h-11!" disabled={change.isPending}>
        {words.setBudget}
      </Button>
    </form>
  );
}

function Spent({ data: { budget, spent_today: spent }, words }: Given) {
  if (!budget || !spent) return <p className="mt-3 text-[13px] text-ink-2">{words.noMoney}</p>;
  const share = budget.amount === 0 ? 1 : Math.min(1, spent.amount / budget.amount);
  const digits = digitsOf(budget.currency);
  const text = words.spent(
    moneyText(spent.amount / 10 ** digits, budget.currency, words.lang),
    moneyText(budget.amount / 10 ** digits, budget.currency, words.lang),
  );
  return (
    <div className="mt-3 max-w-md">
      <p className="mb-1 text-[13px]">{text}</p>
      <div
        role="meter"
        aria-label={words.moneyTitle}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-hover"
      >
        <div className={`h-full rounded-full ${share >= 0.9 ? "bg-danger" : "bg-accent"}`} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function Today({ data, words }: Given) {
  const highest = Math.max(...data.spending.map(({ cost }) => cost), 0);
  return (
    <section aria-label={words.today}>
      <h3 className="mb-2 text-[13px] font-medium">{words.today}</h3>
      {data.spending.length === 0 && <p className="text-[13px] text-ink-2">{words.nothingToday}</p>}
      <ul className="space-y-2.5">
        {data.spending.map(({ purpose, connection_id, model, asked, answered, cost }) => (
          <li key={`${purpose}/${connection_id}/${model}`} className="text-[13px]">
            <p className="flex justify-between gap-3">
              <span className="min-w-0 break-words">
                {words.purposes[purpose as WirePurpose]?.name ?? purpose}
                <span className="text-ink-2"> · {model ?? words.unknownModel}</span>
              </span>
              <span className="shrink-0 tabular-nums">{moneyText(cost, data.budget?.currency ?? "EUR", words.lang)}</span>
            </p>
            <div aria-hidden className="my-1 h-1.5 rounded-full bg-hover">
              <div
                className="h-full rounded-full bg-accent"
                style={{ width: `${highest === 0 ? 0 : Math.max(2, (cost / highest) * 100)}%` }}
              />
            </div>
            <p className="text-[12px] text-ink-2">{words.asked(asked, answered)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One column per day. The numbers are in the list that screen readers read. */
function Days({ data: { days, budget }, words }: Given) {
  const highest = Math.max(...days.map(({ cost }) => cost), 0);
  const dayName = new Intl.DateTimeFormat(words.lang, { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <section aria-label={words.days}>
      <h3 className="mb-2 text-[13px] font-medium">{words.days}</h3>
      <ol className="flex h-24 items-end gap-1 border-b border-line-strong">
        {days.map(({ day, cost }) => {
          const text = words.dayCost(dayName.format(new Date(day)), moneyText(cost, budget?.currency ?? "EUR", words.lang));
          return (
            <li key={day} title={text} className="flex h-full flex-1 items-end">
              <span className="sr-only">{text}</span>
              <div
                aria-hidden
                className="w-full rounded-t bg-accent"
                style={{ height: `${highest === 0 ? 0 : (cost / highest) * 100}%` }}
              />
            </li>
          );
        })}
      </ol>
      <p aria-hidden className="mt-1 flex justify-between text-[12px] text-ink-2">
        <span>{dayName.format(new Date(days[0]?.day ?? 0))}</span>
        <span>{dayName.format(new Date(days.at(-1)?.day ?? 0))}</span>
      </p>
    </section>
  );
}

function digitsOf(currency: string): number {
  return /^[A-Z]{3}$/.test(currency) ? currencyDigits(currency) : 2;
}

/** Fractions of a cent are shown: one question costs no more. */
function moneyText(amount: number, currency: string, lang: string): string {
  const digits = amount > 0 && amount < 0.1 ? 4 : digitsOf(currency);
  return new Intl.NumberFormat(lang, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    amount,
  );
}

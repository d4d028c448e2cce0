import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { minorUnits } from "../../../domain/money.ts";
import type { WireReport } from "../../../domain/report.ts";
import { api } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import * as format from "./format.ts";
import { named, words } from "./strings.ts";

/** What the time saved is made of, with every figure that goes into it. */
export function Formula({ report, canChange }: { report: WireReport; canChange: boolean }) {
  const { handling, hour_cost: hour, cost } = report.formula!;
  return (
    <section aria-label={words.formula} className="mt-4 border-t border-line pt-3 text-[13px]">
      <h3 className="font-medium">{words.formula}</h3>
      <p className="text-ink-2">{words.formulaIs}</p>
      {handling.length === 0 ? (
        <p className="mt-1">{words.tooFew}</p>
      ) : (
        <>
          <p className="mt-2">{words.handling}:</p>
          <ul className="mt-1 space-y-0.5">
            {handling.map(({ category, minutes, replies }) => (
              <li key={category ?? ""}>
                {category === null ? words.all : named("category", category)}: {format.decimal(minutes)} {words.minutes} (
                {format.count(replies)} {words.measured})
              </li>
            ))}
          </ul>
        </>
      )}
      {cost && hour && (
        <p className="mt-2 font-medium">
          {words.cost}: {format.money(cost)} ({format.value("minutes", report.total)} × {format.money(hour)})
        </p>
      )}
      {!hour && <p className="mt-2 text-ink-2">{words.noCost}</p>}
      {canChange && <HourCost hour={hour} />}
    </section>
  );
}

function HourCost({ hour }: { hour: { amount: number; currency: string } | null }) {
  const queryClient = useQueryClient();
  const [amount, setAmount] = useState("");
  const [currency, setCurrency] = useState(hour?.currency ?? "EUR");
  const save = useMutation({
    mutationFn: () =>
      api("/api/v1/reports/hour-cost", { method: "PUT", body: { hour: minorUnits(Number(amount.replace(",", ".")), currency) } }),
    onSuccess: async () => (say(words.saved), setAmount(""), await queryClient.invalidateQueries({ queryKey: ["report", "saved"] })),
    onError: sayFault,
  });
  return (
    <form className="mt-2 flex flex-wrap items-end gap-2" onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <Field
        label={words.hourCost}
        className="w-32"
        inputMode="decimal"
        required
        pattern="[0-9]+([.,][0-9]+)?"
        value={amount}
        onChange={(event) => setAmount(event.target.value)}
      />
      <Field
        label={words.currency}
        className="w-20"
        required
        pattern="[A-Z]{3}"
        value={currency}
        onChange={(event) => setCurrency(event.target.value.toUpperCase())}
      />
      <Button type="submit" disabled={save.isPending}>
        {words.save}
      </Button>
    </form>
  );
}

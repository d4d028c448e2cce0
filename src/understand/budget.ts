/** What somebody wants to pay for something: "under 200 euros", "zwischen 50 und 80 €", "bis 100". */
import type { Entity } from "../domain/understanding.ts";
import { splitList } from "./phrases.ts";
import { behindAmount, budgetPhrases } from "./product-words.ts";

/** In major units; `currency` null when the message names none. */
export type Budget = { least: number | null; most: number | null; currency: string | null };

type Limit = "most" | "least" | "about";

const figure =
  /(?<![\p{L}\p{N}.,])(\p{Nd}{1,3}(?:[.,  ]\p{Nd}{3})+(?:[.,]\p{Nd}{1,2})?|\p{Nd}{1,6}(?:[.,]\p{Nd}{1,2})?)(?![\p{N}]|[.,]\p{N})/gu;
const range = /^\s?(?:[€$£]\s?)?(?:-|–|and|und|et|y|e|en|i|och|og|ile|to|bis|à|a|tot|do|til|till)\s?(?:[€$£]\s?)?$/iu;
/** A number of these is no amount. */
const unit =
  /^\s?(?:kg|kilo|g|gram|l|litres?|liters?|ml|cm|mm|m|km|people|persons?|person(?:en|e|as|er)?|kişi|osób|st[uü]ck|pieces?|years?|jahre|ans|años|days?|tage|hours?|%)(?!\p{L})/iu;
/** Nearly as much: a third more or less still counts as "around". */
const around = 0.25;

let words: { before: [Limit, RegExp][]; behind: [Limit, RegExp][] } | undefined;

/** Null when the message names no amount somebody would pay. `amounts`: what was read as one, "49.90 EUR". */
export function readBudget(text: string, amounts: readonly Entity[]): Budget | null {
  const { before, behind } = (words ??= makeWords());
  const found: { value: number; limit: Limit | null; start: number; end: number }[] = [];
  let currency: string | null = null;
  for (const { 0: written, index } of text.slice(0, 4_000).matchAll(figure)) {
    const value = numberOf(written);
    const end = index + written.length;
    const amount = amounts.find((one) => Math.abs(Number.parseFloat(one.value) - value) < 0.005);
    const ahead = text.slice(Math.max(0, index - 30), index);
    const rest = text.slice(end, end + 24);
    const limit = before.find(([, pattern]) => pattern.test(ahead))?.[0] ?? behind.find(([, pattern]) => pattern.test(rest))?.[0] ?? null;
    const second = found.at(-1) && range.test(text.slice(found.at(-1)!.end, index));
    if (!amount && ((limit === null && !second) || unit.test(rest))) {
      // The first of "100 to 200 euros" has no currency of its own.
      if (limit === null && !unit.test(rest)) found.push({ value, limit, start: index, end });
      continue;
    }
    if (amount) currency = amount.value.split(" ")[1] ?? currency;
    const first = second ? found.at(-1)! : null;
    if (first && first.value < value) return { least: first.value, most: value, currency };
    return { ...limits(value, limit ?? "most"), currency };
  }
  return null;
}

function limits(value: number, limit: Limit): Pick<Budget, "least" | "most"> {
  if (limit === "about") return { least: value * (1 - around), most: value * (1 + around) };
  return limit === "most" ? { least: null, most: value } : { least: value, most: null };
}

/** "1,299.00", "1.299,00" and "1 299" are one number. */
function numberOf(written: string): number {
  const decimals = /[.,](\p{Nd}{1,2})$/u.exec(written)?.[1];
  const whole = (decimals === undefined ? written : written.slice(0, -decimals.length - 1)).replace(/\P{Nd}/gu, "");
  return Number(decimals === undefined ? whole : `${whole}.${decimals}`);
}

function makeWords(): NonNullable<typeof words> {
  const pattern = (lines: readonly string[], make: (all: string) => string): RegExp =>
    new RegExp(
      make(
        lines
          .flatMap(splitList)
          .toSorted((a, b) => b.length - a.length)
          .join("|"),
      ),
      "iu",
    );
  const limitsOf = Object.keys(budgetPhrases) as Limit[];
  return {
    before: limitsOf.map((limit) => [limit, pattern(budgetPhrases[limit], (all) => `(?<!\\p{L})(?:${all})[ :]{1,2}(?:[€$£] ?)?$`)]),
    behind: limitsOf.map((limit) => [limit, pattern(behindAmount[limit], (all) => `^ ?(?:[€$£₺円]|\\p{L}{2,8})? ?(?:${all})`)]),
  };
}

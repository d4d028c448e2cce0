import type { Entity } from "../domain/understanding.ts";
import type { Candidate } from "./entities.ts";

const symbols: Record<string, string> = {
  "€": "EUR",
  $: "USD",
  "£": "GBP",
  "¥": "JPY",
  "￥": "JPY",
  円: "JPY",
  "₺": "TRY",
  "₹": "INR",
  eur: "EUR",
  euro: "EUR",
  euros: "EUR",
  usd: "USD",
  dollar: "USD",
  dollars: "USD",
  bucks: "USD",
  gbp: "GBP",
  pounds: "GBP",
  quid: "GBP",
  jpy: "JPY",
  yen: "JPY",
  try: "TRY",
  tl: "TRY",
  lira: "TRY",
  pln: "PLN",
  zł: "PLN",
  zl: "PLN",
  złotych: "PLN",
  sek: "SEK",
  dkk: "DKK",
  nok: "NOK",
  chf: "CHF",
  kronor: "SEK",
  kroner: "DKK",
  cad: "CAD",
  aud: "AUD",
  inr: "INR",
  rs: "INR",
  brl: "BRL",
  reais: "BRL",
};
const number = /^(\d{1,3}(?:[.,]\d{3})+|\d+)([.,]\d{1,2})?$/;
const withSuffix = /^([\d.,]+)([a-z]{2,7})$/i;

/** A number beside a currency sign, code or word, as "49.90 EUR" (value in major units). */
export function readAmount({ text, token, start, end, language }: Candidate): Entity | null {
  const suffix = withSuffix.exec(token);
  const figures = suffix ? suffix[1]! : token;
  const match = number.exec(figures);
  if (!match) return null;
  const value = normalise(match[1]!, match[2]);
  if (suffix) {
    const currency = currencyOf(suffix[2]!, language);
    return currency ? { text: token, value: `${value} ${currency}`, start, end } : null;
  }
  const after = /^\s?([€$£¥￥円₺₹]|[a-zł]{2,8}(?![\p{L}]))/iu.exec(text.slice(end, end + 10));
  const currencyAfter = after && currencyOf(after[1]!, language);
  if (currencyAfter) {
    const stop = end + after[0].length;
    return { text: text.slice(start, stop), value: `${value} ${currencyAfter}`, start, end: stop };
  }
  const before = /([€$£¥￥₺₹]|\b[a-z]{2,3})\s?$/i.exec(text.slice(Math.max(0, start - 5), start));
  const currencyBefore = before && currencyOf(before[1]!, language);
  if (!currencyBefore) return null;
  const from = start - before[0].length;
  return { text: text.slice(from, end), value: `${value} ${currencyBefore}`, start: from, end };
}

function currencyOf(word: string, language: string): string | undefined {
  const lower = word.toLowerCase();
  if (lower === "kr") return language === "da" ? "DKK" : "SEK";
  return Object.hasOwn(symbols, lower) ? symbols[lower] : undefined;
}

function normalise(whole: string, decimals: string | undefined): string {
  const digits = whole.replace(/[.,]/g, "");
  return decimals ? `${digits}.${decimals.slice(1).padEnd(2, "0")}` : digits;
}

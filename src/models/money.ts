/** What a question to a model may cost, and did. Money is in micros: millionths of the currency's main unit. */
import { currencyDigits, type Money } from "../domain/money.ts";
import type { ModelUsage } from "./model.ts";

/** Micros per million tokens. */
export type Price = { input: number; output: number };
/** At most this many tokens. */
export type Bound = { inputTokens: number; outputTokens: number };

/** For roles, separators and what a vendor adds around a request. */
const tokensAround = 500;
const tokensPerMessage = 20;

/**
 * No tokenizer in use makes more tokens of a text than it has bytes; every vendor has another one, and most are secret. Four times
 * too much for English, but it is only put aside: what was really used is counted afterwards.
 */
export function boundOf(texts: readonly string[], outputTokens: number): Bound {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + tokensPerMessage, 0);
  return { inputTokens: bytes + tokensAround, outputTokens };
}

export function costOf({ input, output }: Price, { inputTokens, outputTokens }: Bound): number {
  return Math.ceil((inputTokens * input + outputTokens * output) / 1_000_000);
}

/** What the vendor did not count is taken at its most. */
export function usedOf(usage: ModelUsage, bound: Bound): Bound {
  return { inputTokens: usage.inputTokens ?? bound.inputTokens, outputTokens: usage.outputTokens ?? bound.outputTokens };
}

export function toMicros({ amount, currency }: Money): number {
  return amount * 10 ** (6 - currencyDigits(currency));
}

/** Rounded up to the currency's smallest unit. */
export function fromMicros(micros: number, currency: string): Money {
  return { amount: Math.ceil(micros / 10 ** (6 - currencyDigits(currency))), currency };
}

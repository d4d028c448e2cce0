/** One question to one model, with all that surrounds it: the day's money, attempts, waiting, and leaving a broken vendor alone. */
import type { Queryable } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError, type AppError, type ErrorCode } from "../domain/errors.ts";
import { stopped } from "../http/capped-fetch.ts";
import type { Breaker } from "./breaker.ts";
import { reserve, settle } from "./budget.ts";
import type { ModelUsage } from "./model.ts";
import { costOf, usedOf, type Bound, type Price } from "./money.ts";
import type { WhyNot } from "./purposes.ts";

export type AskParts = {
  db: Queryable;
  log: Log;
  breaker: Breaker;
  now(): Date;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

export type Question<T> = {
  connectionId: string;
  price: Price;
  bound: Bound;
  signal: AbortSignal;
  /** In milliseconds since 1970: no attempt begins later. */
  endsAt: number;
  call(): Promise<{ value: T; usage: ModelUsage }>;
};

/** Counts over all attempts; tokens are null as long as no vendor said any. */
export type Tally = { attempts: number; inputTokens: number | null; outputTokens: number | null; costMicros: number };
export type Asked<T> = { value: T } | { why: WhyNot };

const maxAttempts = 3;
const firstWaitMs = 500;
const longestWaitMs = 8_000;

const whyOf: Partial<Record<ErrorCode, WhyNot>> = {
  vendor_timeout: "timeout",
  vendor_unavailable: "unavailable",
  vendor_unauthorized: "unauthorized",
  vendor_refused: "refused",
  unavailable: "stopped",
};

export async function ask<T>(parts: AskParts, question: Question<T>, tally: Tally): Promise<Asked<T>> {
  for (let attempt = 1; ; attempt++) {
    const { connectionId, signal, endsAt } = question;
    if (!parts.breaker.mayAsk(connectionId, parts.now().getTime())) return { why: "resting" };
    const asked = await askOnce(parts, question, tally);
    if (!("fault" in asked)) return asked;
    const { fault } = asked;
    const why = whyOf[fault.code] ?? "internal";
    if (!fault.canRetry || why === "stopped" || signal.aborted || attempt === maxAttempts) return { why };
    const waitMs = fault.retryAfterMs ?? backOff(attempt);
    // Whoever asks to be left alone for longer than anybody waits is not asked again now.
    if (parts.now().getTime() + waitMs >= endsAt) return { why };
    await parts.sleep(waitMs, signal);
    if (signal.aborted) return { why: whyOf[stopped("", signal).code] ?? "stopped" };
  }
}

/** Doubled each time, up and down a quarter, so that many who failed together do not come back together. */
function backOff(attempt: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
}

async function askOnce<T>(parts: AskParts, question: Question<T>, tally: Tally): Promise<Asked<T> | { fault: AppError }> {
  const { connectionId, price, bound, signal } = question;
  const reservation = await reserve(parts.db, costOf(price, bound), parts.now());
  if (!reservation) return { why: "over_budget" };
  tally.attempts++;
  // Whatever happens to the question, at most this was spent; less when somebody knows better.
  let cost = reservation.micros;
  try {
    const { value, usage } = await untilAborted(question.call(), signal);
    cost = costOf(price, usedOf(usage, bound));
    count(tally, usage);
    parts.breaker.succeeded(connectionId);
    return { value };
  } catch (error) {
    const fault = toAppError(error);
    if (isFree(fault)) cost = 0;
    if (fault.canRetry ? fault.code !== "unavailable" : fault.code === "vendor_unauthorized")
      parts.breaker.failed(connectionId, parts.now().getTime());
    parts.log.warn({ connection: connectionId, code: fault.code, details: fault.details }, "A language model did not answer");
    return { fault };
  } finally {
    tally.costMicros += cost;
    // When this fails, what was put aside stays counted for the day: too much, never too little.
    await settle(parts.db, reservation, cost).catch((error: unknown) =>
      parts.log.error({ err: error }, "The cost of a question could not be settled"),
    );
  }
}

/** Vendors charge for answers, not for refusing to begin one. After a timeout or half an answer nobody knows. */
function isFree({ details }: AppError): boolean {
  return typeof details["status"] === "number" ? details["status"] >= 300 : details["isUnreached"] === true;
}

function count(tally: Tally, { inputTokens, outputTokens }: ModelUsage): void {
  if (inputTokens !== null) tally.inputTokens = (tally.inputTokens ?? 0) + inputTokens;
  if (outputTokens !== null) tally.outputTokens = (tally.outputTokens ?? 0) + outputTokens;
}

/** A connector that does not listen to the signal holds nobody up. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(stopped("The language model", signal));
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    aborted.catch(() => undefined);
    work.catch(() => undefined);
  }
}

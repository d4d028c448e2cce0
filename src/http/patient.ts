/** Asking again when it can help: the other side says when, or we wait longer each time. */
import { setTimeout as sleep } from "node:timers/promises";
import { toAppError } from "../domain/errors.ts";
import { fetchHttp, type HttpRequest, type HttpResponse } from "./fetch.ts";

export type Ask = (request: HttpRequest) => Promise<HttpResponse>;
export type Wait = (ms: number) => Promise<unknown>;

/** Somebody who wants us to wait longer than this is asked another day. */
const maxWaitMs = 120_000;
const attempts = 4;

/** An `Ask` that tries four times in all. `wait` is given by tests, which do not want to; `longestMs` by those who are waited for themselves. */
export function patientAsk(wait: Wait = sleep, ask: Ask = fetchHttp, longestMs: number = maxWaitMs): Ask {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask(request);
      } catch (error) {
        const { canRetry, retryAfterMs } = toAppError(error);
        const ms = retryAfterMs ?? 1_000 * 2 ** (attempt - 1);
        if (!canRetry || attempt === attempts || ms > longestMs || request.signal?.aborted) throw error;
        await wait(ms);
      }
    }
  };
}

/**
 * A `fetch` for libraries that want to make their requests themselves: the rules of fetch.ts (no redirects, a deadline, a size
 * cap, faults as AppError codes), for bodies that may be read while they arrive. What the vendor says in words about a fault is
 * left out, because it can repeat the key and the question; only its own short name for the fault is kept.
 */
import { AppError } from "../domain/errors.ts";
import { statusError } from "./fetch.ts";

export type CappedFetch = {
  /** What we ask, as a person calls it: the subject of error sentences. */
  vendor: string;
  /** From the start of the request to the last byte of the answer. */
  timeoutMs: number;
  /** Largest answer that is read. */
  maxBytes: number;
  /** Never shown, whatever the vendor answers. */
  secrets?: readonly string[];
};

/** The types of what an API answers with; anything else (a login page, a proxy's error page) is a fault. */
const expectedTypes = /^(?:application\/(?:[\w.-]+\+)?json|text\/event-stream)\b/i;
const faultBytes = 20_000;

/**
 * Resolves for 2xx with JSON or an event stream. Rejects, or breaks the body off, with AppError: vendor_timeout, vendor_refused,
 * vendor_unauthorized, vendor_unavailable, and `unavailable` when the caller's own signal says so. `details.isUnreached` when the
 * vendor cannot have seen the request.
 */
export function cappedFetch(options: CappedFetch): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = init?.signal ? AbortSignal.any([deadline, init.signal]) : deadline;
    const fault = (error: unknown): AppError => bodyFault(options, url, deadline, init?.signal ?? undefined, error);
    const answer = await fetch(input, { ...init, redirect: "manual", signal }).catch((error: unknown) => {
      throw fault(error);
    });
    if (!answer.ok) throw await refusal(options, url, answer);
    const type = answer.headers.get("content-type") ?? "";
    if (!expectedTypes.test(type)) {
      await answer.body?.cancel();
      throw new AppError("vendor_unavailable", `${place(options, url)} answers with something that is neither JSON nor an event stream.`);
    }
    const { status, headers } = answer;
    return new Response(answer.body && capped(answer.body, options, url, fault), { status, headers });
  };
}

function capped(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  options: CappedFetch,
  url: string,
  fault: (error: unknown) => AppError,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let size = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw fault(error);
      });
      if (done) return controller.close();
      size += value.length;
      if (size <= options.maxBytes) return controller.enqueue(value);
      await reader.cancel().catch(() => undefined);
      throw new AppError("vendor_refused", `${place(options, url)} answers with more than ${options.maxBytes} bytes.`);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function refusal(options: CappedFetch, url: string, answer: Response): Promise<AppError> {
  const name = faultName(await beginning(answer), options.secrets ?? []);
  return statusError(place(options, url), answer.status, answer.headers, name === undefined ? {} : { fault: name });
}

async function beginning(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > faultBytes) break;
    }
  } catch {
    // What is missing of an error's explanation is not worth another error.
  }
  return text;
}

/** "model_not_found", "insufficient_quota": an identifier, so that no sentence of the vendor's comes along. */
function faultName(text: string, secrets: readonly string[]): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const error = (body as { error?: Record<string, unknown> } | null)?.error ?? (body as Record<string, unknown> | null);
  if (typeof error !== "object" || error === null) return undefined;
  return [error["code"], error["status"], error["type"]].find(
    (name): name is string =>
      typeof name === "string" && /^[A-Za-z][A-Za-z_.-]{1,60}$/.test(name) && !secrets.some((s) => name.includes(s)),
  );
}

/** The request certainly did not arrive, so nobody can charge for it. */
const neverReached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function bodyFault(options: CappedFetch, url: string, deadline: AbortSignal, caller: AbortSignal | undefined, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (deadline.aborted) return new AppError("vendor_timeout", `${place(options, url)} did not answer within ${options.timeoutMs} ms.`);
  if (caller?.aborted) return stopped(place(options, url), caller);
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code } = cause as NodeJS.ErrnoException;
  const reason = typeof code === "string" ? ` (${code})` : "";
  const details = neverReached.has(String(code)) ? { isUnreached: true } : {};
  return new AppError("vendor_unavailable", `${place(options, url)} cannot be reached, or the connection broke${reason}.`, { details });
}

/** The caller's signal: its own deadline, or that it wants no answer any more. */
export function stopped(who: string, signal: AbortSignal): AppError {
  const isLate = (signal.reason as Error | undefined)?.name === "TimeoutError";
  return isLate
    ? new AppError("vendor_timeout", `${who} did not answer in time.`)
    : new AppError("unavailable", `${who} was not waited for, because nobody wants the answer any more.`);
}

function place({ vendor }: CappedFetch, url: string): string {
  return URL.canParse(url) ? `${vendor} (${new URL(url).host})` : `${vendor} (not an address)`;
}

/**
 * The one client for HTTP requests to vendors. It never follows redirects (they carry credentials to places nobody
 * chose), always has a deadline and a size cap, and turns faults into AppError codes here, once.
 */
import { AppError } from "../domain/errors.ts";
import { fetchPublic } from "./public-only.ts";

export type HttpRequest = {
  url: string;
  /** What we ask, as a person calls it ("the callback address"): the subject of error sentences. */
  vendor: string;
  /** GET when not given. */
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** From the start of the request to the last byte of the answer; 15,000 when not given. */
  timeoutMs?: number;
  /** Largest answer that is read; 5 MB when not given. */
  maxBytes?: number;
  /** Statuses that are an answer to the caller and not a fault, e.g. [404] where "not there" is expected. */
  expect?: readonly number[];
  signal?: AbortSignal;
  /** For addresses that somebody else chose: one inside the network is refused (vendor_refused). */
  reach?: "public";
};

export type HttpResponse = { status: number; headers: Headers; body: Uint8Array; text(): string; json(): unknown };

const defaultTimeoutMs = 15_000;
const defaultMaxBytes = 5_000_000;

/**
 * Resolves for 2xx and for statuses in `expect`. Rejects with AppError: vendor_unauthorized (401, 403), vendor_refused
 * (redirects, other 4xx, an answer over `maxBytes`), vendor_timeout (deadline, 408), vendor_unavailable (429, 5xx, no
 * connection). `retryAfterMs` is set when the vendor said how long to wait; `details.status` when there was an answer.
 */
export async function fetchHttp(request: HttpRequest): Promise<HttpResponse> {
  const deadline = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
  try {
    const answer = await (request.reach === "public" ? fetchPublic : fetch)(request.url, {
      method: request.method ?? "GET",
      redirect: "manual",
      signal: request.signal ? AbortSignal.any([deadline, request.signal]) : deadline,
      ...(request.headers ? { headers: request.headers } : {}),
      ...(request.body === undefined ? {} : { body: request.body as NonNullable<RequestInit["body"]> }),
    });
    const response = toResponse(request, answer, await readCapped(request, answer));
    if (answer.ok || request.expect?.includes(answer.status)) return response;
    throw statusFault(request, response);
  } catch (error) {
    throw connectionFault(request, deadline, error);
  }
}

function toResponse(request: HttpRequest, answer: Response, body: Uint8Array): HttpResponse {
  const text = (): string => new TextDecoder().decode(body);
  return { status: answer.status, headers: answer.headers, body, text, json: () => parseJson(request, text()) };
}

function parseJson(request: HttpRequest, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("vendor_unavailable", `${place(request)} answers with something that is not JSON.`, { cause });
  }
}

async function readCapped(request: HttpRequest, answer: Response): Promise<Uint8Array> {
  const maxBytes = request.maxBytes ?? defaultMaxBytes;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by throwing cancels the body, so the rest is never downloaded.
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxBytes)
      throw new AppError("vendor_refused", `${place(request)} answers with more than ${maxBytes} bytes.`, {
        details: { status: answer.status },
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function statusFault(request: HttpRequest, response: HttpResponse): AppError {
  const answer = response.text().slice(0, 500);
  return statusError(place(request), response.status, response.headers, { answer });
}

/** What a status that is no answer means; `who` gave it. */
export function statusError(who: string, status: number, headers: Headers, more: Record<string, unknown> = {}): AppError {
  const retryAfterMs = readRetryAfter(headers.get("retry-after"));
  const options = { details: { status, ...more }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const says = `${who} answers ${status}`;
  if (status === 401 || status === 403) return new AppError("vendor_unauthorized", `${says}: it does not accept our credentials.`, options);
  if (status === 408) return new AppError("vendor_timeout", `${says}: it gave up waiting.`, options);
  if (status === 429) return new AppError("vendor_unavailable", `${says}: too many requests.`, options);
  if (status >= 500) return new AppError("vendor_unavailable", `${says}.`, options);
  if (status >= 300 && status < 400)
    return new AppError("vendor_refused", `${says}: redirects are not followed; set the final address.`, options);
  return new AppError("vendor_refused", `${says}: it does not take the request.`, options);
}

function connectionFault(request: HttpRequest, deadline: AbortSignal, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (deadline.aborted)
    return new AppError("vendor_timeout", `${place(request)} did not answer within ${request.timeoutMs ?? defaultTimeoutMs} ms.`, {
      cause: error,
    });
  if (request.signal?.aborted)
    return new AppError("unavailable", `The request to ${place(request)} was given up because Handrail is stopping.`, { cause: error });
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message ?? String(cause);
  return new AppError("vendor_unavailable", `${place(request)} cannot be reached (${String(reason).slice(0, 200)}).`, { cause: error });
}

/** Vendor and host only: paths and queries can hold tokens, and these sentences are logged and shown. */
function place(request: HttpRequest): string {
  return URL.canParse(request.url) ? `${request.vendor} (${new URL(request.url).host})` : `${request.vendor} (not an address)`;
}

const dayMs = 86_400_000;

/** RFC 9110 Retry-After: seconds or a date, in milliseconds from `now`; at most a day, undefined when it makes no sense. */
export function readRetryAfter(value: string | null, now: number = Date.now()): number | undefined {
  if (!value || value.length > 64) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), dayMs);
}

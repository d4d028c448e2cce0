/** Talks to our own server. Faults become AppError with the server's code, so that pages look at `code` and nothing else. */
import type { WireProblem } from "../domain/wire.ts";
import { AppError, errorCodes } from "../domain/errors.ts";
import type { ErrorCode } from "../domain/errors.ts";

export type ApiOptions = { method?: "GET" | "POST" | "PUT" | "DELETE"; body?: unknown; signal?: AbortSignal };

/** The JSON answer of `path` (which begins with "/api/"). A body makes it a POST. Answers without content give null. */
export async function api<T>(path: string, options: ApiOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) throw await faultOf(response);
  if (response.status === 204) return null as T;
  return (await response.json()) as T;
}

/** Sends a file as it is; its name goes with the address. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const response = await reach(`${path}?name=${encodeURIComponent(file.name || "file")}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/json", "content-type": "application/octet-stream" },
    body: file,
  });
  if (!response.ok) throw await faultOf(response);
  return (await response.json()) as T;
}

async function send(path: string, { method, body, signal }: ApiOptions): Promise<Response> {
  const init: RequestInit = {
    method: method ?? (body === undefined ? "GET" : "POST"),
    credentials: "same-origin",
    headers: { accept: "application/json" },
  };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  if (signal) init.signal = signal;
  return reach(path, init);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new AppError("unavailable", "Handrail cannot be reached. Check your connection; nothing you typed is lost.", { cause });
  }
}

async function faultOf(response: Response): Promise<AppError> {
  const body = (await response.json().catch(() => null)) as (Partial<WireProblem> & { message?: string }) | null;
  const code = isErrorCode(body?.code) ? body.code : codeOfStatus(response.status);
  const text = body?.detail ?? body?.message ?? errorCodes[code].title;
  return new AppError(code, text, body?.problems ? { details: { problems: body.problems as never } } : {});
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}

/** For answers that are not ours (the sign-in routes, a proxy in between): the first code with this status. */
function codeOfStatus(status: number): ErrorCode {
  for (const [code, entry] of Object.entries(errorCodes)) if (entry.status === status) return code as ErrorCode;
  return "internal";
}

/** A sentence for people about any thrown value. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof AppError && error.code === code;
}

/**
 * Every error Handrail raises on purpose. `status` is the HTTP answer, `retry` tells workers whether trying again can
 * help, `title` is the sentence a person reads first. docs/errors.md explains each one; a test keeps the two in step.
 */
export const errorCodes = {
  bad_request: { status: 400, retry: false, title: "The request is not valid" },
  bad_text: { status: 400, retry: false, title: "The text cannot be stored" },
  unauthenticated: { status: 401, retry: false, title: "Sign in or send a valid API key" },
  bad_signature: { status: 401, retry: false, title: "The signature does not match" },
  forbidden: { status: 403, retry: false, title: "Your role or key does not allow this" },
  not_found: { status: 404, retry: false, title: "There is no such thing" },
  conflict: { status: 409, retry: false, title: "Something changed in the meantime" },
  gone: { status: 410, retry: false, title: "This was erased" },
  too_large: { status: 413, retry: false, title: "The body is too large" },
  unsupported_type: { status: 415, retry: false, title: "This content type is not accepted" },
  invalid: { status: 422, retry: false, title: "Some fields are not valid" },
  rate_limited: { status: 429, retry: true, title: "Too many requests" },
  internal: { status: 500, retry: true, title: "Handrail made a mistake" },
  vendor_unauthorized: { status: 502, retry: false, title: "The connected service refuses our credentials" },
  vendor_refused: { status: 502, retry: false, title: "The connected service refuses the request" },
  vendor_unavailable: { status: 502, retry: true, title: "The connected service does not answer properly" },
  vendor_timeout: { status: 504, retry: true, title: "The connected service is too slow" },
  unavailable: { status: 503, retry: true, title: "Not ready yet" },
  database_unavailable: { status: 503, retry: true, title: "The database cannot be reached" },
  database_misconfigured: { status: 500, retry: false, title: "The database cannot be used as configured" },
  config_invalid: { status: 500, retry: false, title: "The settings are not valid" },
  port_in_use: { status: 500, retry: false, title: "The port is taken" },
  workflow_invalid: { status: 422, retry: false, title: "The workflow file has mistakes" },
  policy_invalid: { status: 422, retry: false, title: "The policy file has mistakes" },
  template_invalid: { status: 422, retry: false, title: "The template has mistakes" },
  fact_missing: { status: 422, retry: false, title: "A fact the reply needs is missing" },
  model_invalid: { status: 422, retry: false, title: "The understanding model cannot be loaded" },
  action_denied: { status: 403, retry: false, title: "The policy does not allow this action" },
  usage: { status: 400, retry: false, title: "Wrong usage" },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** One problem among several, e.g. one field of a form or one line of a file. `path` is dotted; line and column count from 1. */
export type Problem = { path?: string; file?: string; line?: number; column?: number; message: string; mend?: string };

export type ErrorDetails = { problems?: Problem[]; [key: string]: unknown };

/**
 * The only error class. Never subclassed: callers look at `code`. `message` says what is wrong, where, and how to mend it.
 * `retryAfterMs` is set when the other side said how long to wait.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }

  get canRetry(): boolean {
    return errorCodes[this.code].retry;
  }
}

/** Any thrown value as an AppError; what we did not raise ourselves becomes `internal` with the original as cause. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}

/** Every problem of a file in one error, each with its place. */
export function problemsError(code: "workflow_invalid" | "template_invalid" | "policy_invalid", problems: Problem[]): AppError {
  const lines = problems.map(
    ({ file, line, column, message, mend }) =>
      `  ${file ?? ""}${line ? `:${line}:${column ?? 1}` : ""} ${message}${mend ? `. ${mend}` : ""}`,
  );
  return new AppError(
    code,
    `${problems.length === 1 ? "There is a mistake" : `There are ${problems.length} mistakes`}:\n${lines.join("\n")}`,
    { details: { problems } },
  );
}

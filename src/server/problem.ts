/** Errors -> HTTP: whatever was thrown becomes an application/problem+json answer (RFC 9457). The only place that does so. */
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, errorCodes, type ErrorCode, type Problem } from "../domain/errors.ts";

/** `type` leads to the explanation on the API's own page; `request_id` finds the request in the log. */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id?: string;
  problems?: Problem[];
  [key: string]: unknown;
};
export type ProblemAnswer = {
  status: number;
  headers: Record<string, string>;
  body: ProblemBody;
  /** Our own fault: the original belongs in the log, and not in the answer. */
  isFault: boolean;
};

const maxProblems = 50;

export function toProblem(thrown: unknown, requestId?: string): ProblemAnswer {
  const error = translate(thrown);
  const { status, title } = errorCodes[error.code];
  const isFault = status === 500;
  const { problems, ...more } = error.details;
  // What our own faults say may name tables, hosts or texts; the request id leads whoever runs the desk to it.
  const detail = isFault
    ? `Handrail made a mistake and has written it to its log${requestId ? ` as request ${requestId}` : ""}. Try again.`
    : error.message;
  const body: ProblemBody = {
    ...(status < 500 ? more : {}),
    type: `/api/docs#${error.code}`,
    title,
    status,
    detail,
    code: error.code,
    ...(requestId ? { request_id: requestId } : {}),
    ...(problems && !isFault ? { problems: problems.slice(0, maxProblems) } : {}),
  };
  return { status, headers: headersOf(error, requestId), body, isFault };
}

/** True when sending the same again later may succeed: the fault is not in what was sent. */
export function isOurTrouble(thrown: unknown): boolean {
  return errorCodes[translate(thrown).code].status >= 500;
}

function headersOf({ code, retryAfterMs }: AppError, requestId: string | undefined): Record<string, string> {
  const waitMs = retryAfterMs ?? (errorCodes[code].status === 503 ? 1_000 : undefined);
  return {
    "content-type": "application/problem+json; charset=utf-8",
    "cache-control": "no-store",
    ...(requestId ? { "x-request-id": requestId } : {}),
    ...(waitMs === undefined ? {} : { "retry-after": String(Math.ceil(waitMs / 1_000)) }),
    ...(code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
  };
}

function translate(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) return invalid(thrown);
  const { code, statusCode, message } = (thrown ?? {}) as { code?: string; statusCode?: number; message?: string };
  return (
    databaseFault(thrown, code, message) ??
    frameworkFault(thrown, code, statusCode) ??
    new AppError("internal", message ?? String(thrown), { cause: thrown })
  );
}

type Invalid = { validation: { instancePath: string; message?: string; params?: unknown }[]; validationContext?: string };

function invalid({ validation, validationContext = "body" }: Invalid): AppError {
  const where = validationContext === "body" ? "The body" : `The ${validationContext}`;
  const problems = validation.slice(0, maxProblems).map(({ instancePath, message = "is not valid" }) => {
    const path = instancePath.replace(/^\//, "").replaceAll("/", ".");
    return { ...(path === "" ? {} : { path }), message };
  });
  const sentence = problems
    .slice(0, 3)
    .map(({ path, message }) => `${path ?? where}: ${message}`)
    .join("; ");
  return new AppError("invalid", `${sentence}.`, { details: { problems } });
}

const badText = new Set(["22021", "22P05"]);
const gone = /^(08...|57P0[1-4]|53...|ECONN(REFUSED|RESET)|EPIPE|ENOTFOUND|ETIMEDOUT)$/;
const lost = /timeout exceeded when trying to connect|Connection terminated|pool after calling end/;

function databaseFault(cause: unknown, code = "", message = ""): AppError | undefined {
  if (badText.has(code))
    return new AppError("bad_text", "The text has characters that cannot be stored (NUL or broken Unicode). Remove them and send again.", {
      cause,
    });
  if (code === "57014")
    return new AppError("unavailable", "This took too long and was stopped. Ask for less, or try again in a moment.", { cause });
  // Class 22 is "data exception": a date no calendar holds, a number out of range. The same again would fail again.
  if (/^22...$/.test(code))
    return new AppError("invalid", "A value is outside of what can be stored, such as a date in the year 0.", { cause });
  if (gone.test(code) || lost.test(message))
    return new AppError("database_unavailable", "The database does not answer. Nothing was stored; try again in a moment.", { cause });
  return undefined;
}

const framework: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["too_large", "The body is larger than this address accepts. Send less at once."],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unsupported_type", "This address takes JSON: send `content-type: application/json`."],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["bad_request", "The body is empty, though its content type says that it is JSON."],
  FST_ERR_CTP_INVALID_JSON_BODY: ["bad_request", "The body is not valid JSON."],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["bad_request", "The body is shorter or longer than its content-length says."],
  FST_ERR_BAD_URL: ["bad_request", "The address is not valid: a % is not followed by two hexadecimal digits."],
};

function frameworkFault(cause: unknown, code = "", statusCode = 500): AppError | undefined {
  const known = framework[code];
  if (known) return new AppError(known[0], known[1], { cause });
  if (statusCode < 400 || statusCode >= 500) return undefined;
  const same = (Object.keys(errorCodes) as ErrorCode[]).find((name) => errorCodes[name].status === statusCode);
  return new AppError(same ?? "bad_request", `${errorCodes[same ?? "bad_request"].title}.`, { cause });
}

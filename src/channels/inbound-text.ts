import { AppError } from "../domain/errors.ts";

/**
 * Refuses what PostgreSQL cannot hold or JSON cannot carry faithfully: NUL and halves of surrogate pairs. Refused, not
 * repaired, because the sender is a program that can mend it and would never learn of a silent change.
 */
export function requireStorable(field: string, text: string): void {
  if (text.includes("\0"))
    throw new AppError("bad_text", `${field} contains a NUL character. Remove it.`, {
      details: { problems: [{ path: field, message: "contains a NUL character", mend: "Remove it." }] },
    });
  if (!text.isWellFormed())
    throw new AppError("bad_text", `${field} contains half of a surrogate pair, which is not valid Unicode. Send valid UTF-8 or UTF-16.`, {
      details: { problems: [{ path: field, message: "contains half of a surrogate pair", mend: "Send valid Unicode." }] },
    });
}

/** Every string in `value`, however deep, with its dotted path; `value` comes from JSON and is shallow by its schema. */
export function requireAllStorable(value: unknown, path = ""): void {
  if (typeof value === "string") return requireStorable(path || "the value", value);
  if (value === null || typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) requireAllStorable(item, path ? `${path}.${key}` : key);
}

/** The body of a hook as JSON; AppError bad_text for invalid UTF-8, bad_request for broken JSON, too_large over the cap. */
export function readJsonBody(body: Uint8Array, maxBytes: number): unknown {
  if (body.length > maxBytes) throw new AppError("too_large", `The body has ${body.length} bytes; at most ${maxBytes} are accepted.`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    throw new AppError("bad_text", "The body is not valid UTF-8.", { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad_request", "The body is not valid JSON.", { cause });
  }
}

type Issue = { path: PropertyKey[]; message: string };

/** What zod found wrong, as one AppError `invalid` that names every field. */
export function invalidFields(issues: readonly Issue[]): AppError {
  const problems = issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  const first = problems[0];
  return new AppError("invalid", `${first?.path || "The body"}: ${first?.message ?? "it is not valid"}.`, { details: { problems } });
}

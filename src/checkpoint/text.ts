/** What people type, checked before it is stored or sent. */
import { blanksIn } from "../domain/blanks.ts";
import { AppError } from "../domain/errors.ts";

/** Longest text a person can send or note, in UTF-16 units, where the channel sets no shorter limit. */
export const longestText = 50_000;

/** The text without space at its ends. AppError `bad_text` for what cannot be stored, `invalid` for empty or too long. */
export function checkText(text: string, path: string, longest: number | null = longestText): string {
  requireStorable(text, path);
  const trimmed = text.trim();
  if (trimmed === "") throw new AppError("invalid", "The text is empty. Write something first.", problemAt(path, "empty"));
  const limit = Math.min(longest ?? longestText, longestText);
  if (trimmed.length > limit) {
    throw new AppError(
      "invalid",
      `The text has ${trimmed.length} characters and may have ${limit} here. Shorten it, or send it in parts.`,
      problemAt(path, `longer than ${limit} characters`),
    );
  }
  return trimmed;
}

/** AppError `bad_text`. */
export function requireStorable(text: string, path: string): void {
  if (!text.includes("\0") && text.isWellFormed()) return;
  throw new AppError(
    "bad_text",
    "The text has characters that cannot be stored (NUL or broken Unicode). Remove them and try again.",
    problemAt(path, "characters that cannot be stored"),
  );
}

/** A customer must not read "{{ order.number }}". AppError `invalid` that names what is still to be filled in. */
export function refuseBlanks(text: string, path: string): string {
  const names = [...new Set(blanksIn(text).map(({ name }) => name))];
  if (names.length === 0) return text;
  throw new AppError(
    "invalid",
    `Not filled in yet: ${names.join(", ")}. Write what belongs there, or take it out.`,
    problemAt(path, `still has ${names.join(", ")} to fill in`),
  );
}

export function problemAt(path: string, message: string): { details: { problems: { path: string; message: string }[] } } {
  return { details: { problems: [{ path, message }] } };
}

/** One line of it for lists. */
export function previewOf(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, " ").trim().slice(0, 200).toWellFormed();
}

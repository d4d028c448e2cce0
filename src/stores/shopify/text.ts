/** Words, ids and marks as the shop writes them. */
import { createHash } from "node:crypto";
import { AppError } from "../../domain/errors.ts";

/** Null for "" and null. */
export const known = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text.trim() === "" ? null : text;

const idForm = /^gid:\/\/shopify\/[A-Za-z]+\/\d{1,20}(\?.*)?$/;

/** "450789469" and "gid://shopify/Order/450789469" are the same; null for what is neither. */
export function toGid(kind: string, id: string): string | null {
  if (/^\d{1,20}$/.test(id)) return `gid://shopify/${kind}/${id}`;
  return idForm.test(id) && id.startsWith(`gid://shopify/${kind}/`) ? id : null;
}

export const legacyId = (gid: string): string => /\/(\d+)(?:\?|$)/.exec(gid)?.[1] ?? gid;

/** A phrase of the shop's search language: what is quoted is not read as operators. */
export const quoted = (text: string): string => `"${text.slice(0, 255).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** Our key of a write in the shop's own notes, so that the same write is recognised there whoever asks again. */
export const markOf = (key: string): string => `[handrail:${createHash("sha256").update(key).digest("hex").slice(0, 20)}]`;
const marks = /\s*\[handrail:[0-9a-f]{20}\]/g;
export const withoutMark = (note: string | null | undefined): string | null => known(note?.replaceAll(marks, ""));
export const marked = (reason: string, key: string, maxChars: number): string => {
  const mark = markOf(key);
  return `${reason.slice(0, maxChars - mark.length - 1).trim()} ${mark}`.trim();
};

/** The same key is the same UUID, as the shop wants its idempotency keys. */
export function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

export type UserError = { field?: string[] | null; message: string; code?: string | null };

/** What the shop has against a write. */
export function refuseErrors(errors: readonly UserError[], what: string): void {
  const [first] = errors;
  if (!first) return;
  const said = errors.map(({ message }) => message).join("; ");
  throw new AppError("conflict", `Shopify does not ${what}: ${said.slice(0, 400)}`, { details: { shopCode: first.code ?? "" } });
}

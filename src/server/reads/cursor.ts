/** Cursors of the list: time and id of the last row, so that new mail does not shift the pages. */
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";

/** `micros`: microseconds since 1970, as text: what PostgreSQL keeps and JavaScript's Date would round away. */
export function writeCursor(micros: string, id: string): string {
  return Buffer.from(JSON.stringify([micros, id])).toString("base64url");
}

/** AppError `bad_request` for one this list did not give out. `at` is ISO 8601 with microseconds. */
export function readCursor(cursor: string): { micros: string; at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (typeof at === "string" && typeof id === "string" && isId(id) && /^-?\d{1,17}$/.test(at))
      return { micros: at, at: fromMicros(BigInt(at)), id };
  } catch {
    // Not one of ours: said below.
  }
  throw notOurs();
}

export function notOurs(): AppError {
  return new AppError("bad_request", "The cursor is not one this list gave out. Begin without a cursor.", {
    details: { problems: [{ path: "cursor", message: "is not valid" }] },
  });
}

/** ISO 8601 with microseconds: what PostgreSQL keeps and JavaScript's Date would round away. */
function fromMicros(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = String(micros - millis * 1000n).padStart(3, "0");
  const [, isBefore, years, tail] = /^(-?)\+?(\d+)(-.*)Z$/.exec(new Date(Number(millis)).toISOString())!;
  // PostgreSQL writes the year 0 as 1 BC.
  const year = Number(years) * (isBefore ? -1 : 1);
  return year > 0 ? `${String(year).padStart(4, "0")}${tail}${rest}Z` : `${String(1 - year).padStart(4, "0")}${tail}${rest}Z BC`;
}

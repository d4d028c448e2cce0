/** When a mail was written. Its own Date header is believed only when the mail server's clock makes it plausible. */
import type { MailHeaders } from "./automatic.ts";

const DAY = 86_400_000;
/** Mail may wait days on a server that is down; clocks run a few minutes ahead. */
const LATEST_DELIVERY = 7 * DAY;
const CLOCK_SKEW = 10 * 60_000;
const EARLIEST = Date.UTC(1990, 0, 1);

/** ISO 8601. Year 0, year 9999 and no date at all become the time of arrival. */
export function sentAt(headers: MailHeaders, known: { receivedAt?: string; now: string }): string {
  const now = Date.parse(known.now);
  const written = time(headers.first("date"));
  const received = time(known.receivedAt ?? "") ?? time(headers.first("received").slice(0, 4000).split(";").at(-1) ?? "");
  if (received !== null && received <= now + CLOCK_SKEW) {
    const isPlausible = written !== null && written <= received + CLOCK_SKEW && written >= received - LATEST_DELIVERY;
    return new Date(isPlausible ? written : received).toISOString();
  }
  const isPossible = written !== null && written <= now + CLOCK_SKEW;
  return new Date(isPossible ? written : now).toISOString();
}

function time(value: string): number | null {
  const parsed = Date.parse(
    value
      .slice(0, 100)
      .replace(/\([^)]*\)/g, "")
      .trim(),
  );
  return Number.isNaN(parsed) || parsed < EARLIEST ? null : parsed;
}

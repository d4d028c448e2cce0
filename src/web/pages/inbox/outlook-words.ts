import type { WireContext } from "../../../domain/wire.ts";

type Outlook = NonNullable<WireContext["orders"][number]["shipments"][number]["outlook"]>;

/** In plain words, trouble first; nothing when there is nothing to say. `writeDay` writes an ISO time as a day. */
export function outlookWords(
  outlook: Outlook,
  promisedAt: string | null,
  writeDay: (iso: string) => string,
  now: Date,
): { text: string; isTrouble: boolean }[] {
  const { from, to, chance_in_time: chance, likely_late: isLate, likely_days_late: days, stuck_reason: stuck } = outlook;
  const said: { text: string; isTrouble: boolean }[] = [];
  if (isLate && promisedAt !== null && promisedAt.slice(0, 10) < now.toISOString().slice(0, 10))
    said.push({ text: `Late: promised for ${writeDay(promisedAt)}`, isTrouble: true });
  else if (isLate) {
    const late = days > 0 ? `Likely ${days} ${days === 1 ? "day" : "days"} late` : "Likely late";
    const by = chance === null || promisedAt === null ? "" : `: ${Math.round(100 * chance)} % chance by ${writeDay(promisedAt)}`;
    said.push({ text: late + by, isTrouble: true });
  }
  if (stuck) said.push({ text: `Stuck. ${stuck}`, isTrouble: true });
  if (from && to)
    said.push({
      text: from === to ? `Usually arrives ${writeDay(from)}` : `Usually between ${writeDay(from)} and ${writeDay(to)}`,
      isTrouble: false,
    });
  return said;
}

/** Whether a fact carries what a reply says. The words around it say of what: an arrival is no proof for a date of shipping. */
import { clausesOf, type GroundingLanguage } from "./language.ts";
import type { Ground } from "./grounds.ts";
import type { Claim } from "./values.ts";
import { readFigure } from "./values.ts";
import type { Role } from "./words.ts";

export type Place = { timeZone: string; now: string };

/** Fields that a date of this role may be. */
const dateFields: Partial<Record<Role, RegExp>> = {
  arrive: /^(?:shipments?\b.*\.(?:expected_(?:at|from|to|likely)|delivered_at|promised_at)|order\.promised_by|delivery\..*)$/,
  ship: /^(?:shipments?\b.*\.shipped_at|order\.ships_by)$/,
  order: /^orders?\b.*placed_at$/,
  cancel: /^order\.cancelled_at$/,
  refund: /^order\.(?:last_refund_at|refunds\[\d+\]\.at)$/,
  restock: /restock_at$/,
  transit: /(?:last_event_at|shipped_at)$/,
};
const dateRoles = Object.keys(dateFields) as Role[];
const refundFields = /^(?:order\.refunded|order\.refunds\[\d+\]\.amount|action\.amount|wish\.amount)$/;
const priceFields = /(?:price|unit_price|\.total)$/;
const lateFields = /(?:days_late|days_past_ships_by)$/;
const transitFields = /(?:days_in_transit|days_since_last_event)$/;
const dayFields = /(?:_days|days_[a-z_]+)$/;
const countFields = /(?:quantity|item_count|parcel_count|order_count|variant_count|stock|size|points)$/;
const stockFields = /\.stock$/;

/** `sentence`: the whole of it, where the clause alone names another role. `behind`: what follows the claim. */
export function groundFor(
  claim: Claim,
  clause: string,
  sentence: string,
  behind: string,
  grounds: readonly Ground[],
  language: GroundingLanguage,
  place: Place,
): Ground | null {
  const roles = rolesNear(clause, claim.text, language);
  const all = [...rolesNear(sentence, claim.text, language).keys()];
  switch (claim.kind) {
    case "amount":
      return amountGround(claim, roles, grounds);
    case "date":
      return dateGround(outside(grounds, claim.windowEnd), roles, all, (day) => isDay(claim, day), place);
    case "relative_day": {
      const today = dayOf(place.now, place.timeZone).number;
      return dateGround(outside(grounds, claim.windowEnd), roles, all, ({ number }) => number - today === claim.offset, place);
    }
    case "time":
      return grounds.find((one) => one.kind === "time" && minutesOf(one.value, place.timeZone) === claim.minutes) ?? null;
    case "duration":
      return durationGround(claim, roles, grounds, place);
    case "percent":
      return grounds.find((one) => one.kind === "number" && /percent|share|discount/.test(one.field) && one.value === claim.value) ?? null;
    case "number":
      return quantityGround(claim.value, behind, grounds) ?? numberGround(claim.value, roles, grounds, behind);
  }
}

/** The role whose word stands nearest to the claim in its clause. */
function rolesNear(clause: string, text: string, { roles }: GroundingLanguage): Map<Role, number> {
  const at = clause.indexOf(text);
  const found = new Map<Role, number>();
  for (const [role, pattern] of roles) {
    const all = new RegExp(pattern.source, "gu");
    let best = Infinity;
    for (const { index, 0: word } of clause.matchAll(all)) {
      if (at !== -1 && index >= at && index < at + text.length) continue;
      best = Math.min(best, at === -1 ? 0 : index < at ? at - index - word.length : index - at - text.length);
    }
    if (best < Infinity) found.set(role, best);
  }
  return found;
}

function nearest(roles: ReadonlyMap<Role, number>, among: readonly Role[]): Role | null {
  let best: Role | null = null;
  for (const role of among) if (roles.has(role) && (best === null || roles.get(role)! < roles.get(best)!)) best = role;
  return best;
}

function amountGround(
  claim: Extract<Claim, { kind: "amount" }>,
  roles: ReadonlyMap<Role, number>,
  grounds: readonly Ground[],
): Ground | null {
  const fits = grounds.filter(
    (one) =>
      one.kind === "money" && claim.currencies.includes(one.currency) && claim.values.some((value) => Math.abs(value - one.value) < 0.005),
  );
  if (roles.has("refund") && nearest(roles, ["refund", "total"]) === "refund") {
    const refund = fits.find((one) => refundFields.test(one.field));
    if (refund) return refund;
    // Nothing was given back yet: then a refund can only be spoken of as the price or total of the order.
    return grounds.some((one) => one.kind === "money" && refundFields.test(one.field)) ? null : (fits[0] ?? null);
  }
  return fits.find((one) => priceFields.test(one.field)) ?? fits[0] ?? null;
}

const windowEnds = { first: /\.expected_to$/, last: /\.expected_from$/ };
const windowFields = /\.expected_(?:from|to)$/;

/** The ends of a predicted window are dates only as its ends: "between the 3rd and the 6th" is no "on the 6th". */
function outside(grounds: readonly Ground[], end: "first" | "last" | undefined): readonly Ground[] {
  const wrong = end === undefined ? windowFields : windowEnds[end];
  return grounds.filter(({ kind, field }) => kind !== "time" || !wrong.test(field));
}

type Day = { year: number; month: number; day: number; weekday: number; number: number };

function isDay({ days, weekday }: Extract<Claim, { kind: "date" }>, day: Day): boolean {
  if (weekday !== null && weekday !== day.weekday) return false;
  if (days.length === 0) return weekday !== null;
  return days.some(([year, month, date]) => (year === null || year === day.year) && month === day.month && date === day.day);
}

function dateGround(
  grounds: readonly Ground[],
  roles: ReadonlyMap<Role, number>,
  all: readonly Role[],
  fits: (day: Day) => boolean,
  { timeZone }: Place,
): Ground | null {
  const found = grounds.filter((one) => one.kind === "time" && fits(dayOf(one.value, timeZone)));
  if (found.length === 0) return null;
  const named = dateRoles.filter((role) => roles.has(role)).toSorted((a, b) => roles.get(a)! - roles.get(b)!);
  if (named.length === 0) return found[0]!;
  // The two nearest words may both be meant: "your order arrives on …"; then what the rest of the sentence is about.
  for (const role of [...named.slice(0, 2), ...dateRoles.filter((one) => all.includes(one) && !roles.has(one))]) {
    const ground = found.find((one) => dateFields[role]!.test(one.field));
    if (ground) return ground;
  }
  return null;
}

function durationGround(
  { counts, unit }: Extract<Claim, { kind: "duration" }>,
  roles: ReadonlyMap<Role, number>,
  grounds: readonly Ground[],
  place: Place,
): Ground | null {
  if (counts.length > 1 || (unit !== "day" && unit !== "week")) return null;
  const days = counts[0]! * (unit === "week" ? 7 : 1);
  const role = nearest(roles, ["late", "transit"]);
  const allowed = role === "late" ? lateFields : role === "transit" ? transitFields : dayFields;
  const fact = grounds.find((one) => one.kind === "number" && allowed.test(one.field) && one.value === days);
  if (fact || role === "late") return fact ?? null;
  // "in 3 days", "3 days ago": the distance to a date that is known.
  const today = dayOf(place.now, place.timeZone).number;
  return dateGround(outside(grounds, undefined), roles, [...roles.keys()], ({ number }) => Math.abs(number - today) === days, place);
}

const times = /^[ \u00a0]?[×x✕*][ \u00a0]?/u;

/** "3 × Hip Bag": that line of the order has to have three. */
function quantityGround(value: string, behind: string, grounds: readonly Ground[]): Ground | null {
  const lead = times.exec(behind);
  if (!lead) return null;
  const named = behind.slice(lead[0].length);
  for (const one of grounds) {
    if (one.kind !== "text" || !one.field.endsWith(".title") || !named.startsWith(one.shown.toLowerCase())) continue;
    const quantity = grounds.find(
      (other) => other.kind === "number" && other.field === one.field.replace(/title$/, "quantity") && String(other.value) === value,
    );
    if (quantity) return quantity;
  }
  return null;
}

function numberGround(value: string, roles: ReadonlyMap<Role, number>, grounds: readonly Ground[], behind: string): Ground | null {
  if (
    times.test(behind) &&
    grounds.some(
      (one) => one.kind === "text" && one.field.endsWith(".title") && behind.replace(times, "").startsWith(one.shown.toLowerCase()),
    )
  )
    return null;
  const same = grounds.find(
    (one) =>
      one.kind === "text" &&
      !/title|variant|name|text|note/.test(one.field) &&
      one.value.toLowerCase().replace(/^#/, "") === value.replace(/^#/, ""),
  );
  if (same) return same;
  if (!/^[\p{Nd}.,'’ \u00a0\u202f]+$/u.test(value)) return null;
  const [count] = readFigure(value);
  const allowed = roles.has("stock") && grounds.some((one) => stockFields.test(one.field)) ? stockFields : countFields;
  return grounds.find((one) => one.kind === "number" && allowed.test(one.field) && one.value === count) ?? null;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

function partsOf(time: string, timeZone: string): Record<string, number> {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    dayFormats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(Date.parse(time)).map(({ type, value }) => [type, Number(value)]));
}

export function dayOf(time: string, timeZone: string): Day {
  const { year = 0, month = 0, day = 0 } = partsOf(time, timeZone);
  const number = Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
  return { year, month, day, number, weekday: (((number + 3) % 7) + 7) % 7 };
}

function minutesOf(time: string, timeZone: string): number {
  const { hour = 0, minute = 0 } = partsOf(time, timeZone);
  return hour * 60 + minute;
}

/** The clause a place stands in, or its sentence where the clause is hardly more than the place; and the sentence. */
export function clauseAround(text: string, start: number, end: number, language: GroundingLanguage): { clause: string; sentence: string } {
  for (const { clause, start: from, sentence } of clausesOf(text, language)) {
    if (start < from || start >= from + clause.length) continue;
    const isEnough = end <= from + clause.length && clause.trim().length > end - start + 12;
    return { clause: isEnough ? clause : sentence, sentence };
  }
  const around = text.slice(Math.max(0, start - 80), end + 40);
  return { clause: around, sentence: around };
}

/**
 * The tracking numbers of the demo. Shop and carrier know nothing of each other, yet must tell the same story; so the
 * number itself says what happens to the parcel, and both count its days back from today. That way a parcel that is in
 * transit today still is tomorrow, under the same number.
 *
 * The form is that of the Universal Postal Union's S10 with its check digit, HT00240083|c|XN: H and the scenario's
 * letter, three digits for the days since it was handed over, one for the days the carrier promised, four that make it
 * unique, the check digit, and XN, a country code that ISO 3166 never gives out.
 */
export type ParcelScenario =
  | "in_transit"
  | "late"
  | "stuck"
  | "customs"
  | "bad_address"
  | "out_for_delivery"
  | "pickup"
  | "delivered_signed"
  | "delivered_mailbox"
  | "delivered_disputed"
  | "returned"
  | "lost"
  | "label_only";

export type DemoParcel = {
  scenario: ParcelScenario;
  /** Whole days since it was handed over (since the label was made, for label_only): 1 to 999. */
  ageDays: number;
  /** Days from hand-over to the promised day: 1 to 9. */
  transitDays: number;
  /** 0 to 9999. */
  serial: number;
};

export const demoCarrierName = "Puffin Parcel";
export const dayMs = 86_400_000;

type ScenarioRule = { letter: string; fits: (ageDays: number, transitDays: number) => boolean };

/** `fits`: whether the story is possible at that age, e.g. nothing is delivered before it can have travelled. */
const scenarios: Record<ParcelScenario, ScenarioRule> = {
  in_transit: { letter: "T", fits: (age, transit) => age < transit },
  late: { letter: "L", fits: (age, transit) => age >= transit + 4 },
  stuck: { letter: "K", fits: (age) => age >= 8 },
  customs: { letter: "C", fits: (age) => age >= 4 },
  bad_address: { letter: "A", fits: (age, transit) => age > transit },
  out_for_delivery: { letter: "O", fits: (age, transit) => age >= transit && age >= 2 },
  pickup: { letter: "P", fits: (age, transit) => age > transit && age >= 3 },
  delivered_signed: { letter: "D", fits: (age, transit) => age > transit },
  delivered_mailbox: { letter: "M", fits: (age, transit) => age > transit },
  delivered_disputed: { letter: "X", fits: (age, transit) => age > transit },
  returned: { letter: "R", fits: (age, transit) => age >= transit + 5 },
  lost: { letter: "W", fits: (age) => age >= 14 },
  label_only: { letter: "N", fits: (age, transit) => age <= transit },
};

const scenarioByLetter = new Map(Object.entries(scenarios).map(([name, rule]) => [rule.letter, name as ParcelScenario]));
const FORM = /^H([A-Z])(\d{3})(\d)(\d{4})(\d)XN$/;

/** Throws a RangeError when the story is not possible: that is a mistake in the demo world, never input. */
export function writeDemoParcel(parcel: DemoParcel): string {
  if (!isPossible(parcel)) throw new RangeError(`no such demo parcel: ${JSON.stringify(parcel)}`);
  const digits = `${pad(parcel.ageDays, 3)}${parcel.transitDays}${pad(parcel.serial, 4)}`;
  return `H${scenarios[parcel.scenario].letter}${digits}${checkDigit(digits)}XN`;
}

/** The parcel behind a number as people type it (spaces, hyphens, small letters), or null when it is none of the demo's. */
export function readDemoParcel(text: string): DemoParcel | null {
  if (text.length > 40) return null;
  const found = FORM.exec(text.replace(/[\s-]/g, "").toUpperCase());
  if (!found) return null;
  const [, letter, age, transit, serial, check] = found as unknown as [string, string, string, string, string, string];
  const scenario = scenarioByLetter.get(letter);
  if (scenario === undefined || checkDigit(age + transit + serial) !== Number(check)) return null;
  const parcel = { scenario, ageDays: Number(age), transitDays: Number(transit), serial: Number(serial) };
  return isPossible(parcel) ? parcel : null;
}

/** When it was handed over and the day that was promised then (18:00 UTC), both in milliseconds. `day`: today, 00:00 UTC. */
export function parcelTimes(parcel: DemoParcel, day: number): { shippedAt: number; promisedAt: number } {
  const handOverDay = day - parcel.ageDays * dayMs;
  const minutes = 14 * 60 + ((parcel.serial * 37) % 120);
  return { shippedAt: handOverDay + minutes * 60_000, promisedAt: handOverDay + parcel.transitDays * dayMs + 18 * 3_600_000 };
}

/** Today at 00:00 UTC, in milliseconds. */
export function startOfDay(now: Date): number {
  return Math.floor(now.getTime() / dayMs) * dayMs;
}

function isPossible(parcel: DemoParcel): boolean {
  const { ageDays, transitDays, serial } = parcel;
  const inRange = isWhole(ageDays, 1, 999) && isWhole(transitDays, 1, 9) && isWhole(serial, 0, 9_999);
  return inRange && scenarios[parcel.scenario].fits(ageDays, transitDays);
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

/** UPU S10-12, section 5.3. */
function checkDigit(digits: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const digit = 11 - (sum % 11);
  return digit === 10 ? 0 : digit === 11 ? 5 : digit;
}

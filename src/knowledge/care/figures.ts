/** The figures of a passage, each with the sentence it stands in: what two texts are compared by. */
import { groundingLanguage, sentencesOf } from "../../answer/grounding/language.ts";
import { findValues, type Claim } from "../../answer/grounding/values.ts";

export type FigureKind = "duration" | "amount" | "percent" | "date";
/** `values`: every value it may mean, as "days 14" or "EUR 4.9"; equal ones mean the same. Offsets are into the passage. */
export type Figure = { kind: FigureKind; values: string[]; start: number; end: number; sentence: string; sentenceStart: number };

const inDays = { minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 30, year: 365 } as const;

/** None in a language whose words for durations and the like are not known. */
export function figuresOf(text: string, language: string): Figure[] {
  const words = groundingLanguage(language);
  const lower = text.toLowerCase();
  if (!words || lower.length !== text.length) return [];
  const sentences = [...sentencesOf(lower)];
  return findValues(lower, words, language, []).flatMap((claim) => {
    const values = valuesOf(claim);
    const around = sentences.findLast(({ start }) => start <= claim.start);
    if (!values || !around) return [];
    const kind = claim.kind as FigureKind;
    return [{ kind, values, start: claim.start, end: claim.end, sentence: around.sentence, sentenceStart: around.start }];
  });
}

function valuesOf(claim: Claim): string[] | null {
  switch (claim.kind) {
    // Of "2 to 4 days" the longer one is what a customer may count on.
    case "duration":
      return [`days ${inDaysOf(claim.counts.at(-1)!, claim.unit)}`];
    case "amount":
      return claim.values.flatMap((value) => claim.currencies.map((currency) => `${currency} ${value}`));
    case "percent":
      return [`${claim.value} %`];
    case "date":
      return claim.days.length === 0 ? null : claim.days.map(([, month, day]) => `${month}-${day}`);
    default:
      return null;
  }
}

const inDaysOf = (count: number, unit: keyof typeof inDays): number => Math.round(count * inDays[unit] * 1_000) / 1_000;

/** The number in a value: "days 14" is 14. Null for dates, which have no size. */
export const sizeOf = ({ kind, values }: Figure): number | null => (kind === "date" ? null : Number(/[\d.]+/.exec(values[0] ?? "")?.[0]));

export const isSame = (one: Figure, other: Figure): boolean =>
  one.kind === other.kind && one.values.some((value) => other.values.includes(value));

/** A sentence without its figures: what it is about. */
export function subjectOf(figure: Figure, figures: readonly Figure[]): string {
  let text = figure.sentence;
  for (const { start, end } of figures) {
    const from = start - figure.sentenceStart;
    if (from >= 0 && from < text.length) text = text.slice(0, from) + " ".repeat(end - start) + text.slice(from + end - start);
  }
  return text;
}

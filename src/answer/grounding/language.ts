/** The words of a language as regular expressions, made once. Every pattern is bounded, so that reading is linear. */
import { groundingWords, type GroundingWords, type Role, type StateName } from "./words.ts";

export type GroundingLanguage = {
  not: RegExp;
  future: RegExp;
  unsaid: RegExp;
  joints: RegExp;
  states: [StateName, RegExp][];
  roles: [Role, RegExp][];
  duration: RegExp;
  /** What a unit of a duration is in days, or null for minutes and hours. */
  unitOf(word: string): keyof GroundingWords["units"] | null;
  numberOf(word: string): number | null;
  percent: RegExp;
  greeting: RegExp;
  rule: RegExp;
  opposites: [RegExp, RegExp][];
};

const whole = (pattern: string): string => `(?<![\\p{L}])(?:${pattern})(?![\\p{L}])`;
const grown = (pattern: string, own: string | undefined, flags: string): RegExp =>
  new RegExp(own === undefined ? whole(letters(pattern)) : `${whole(letters(pattern))}|${own}`, flags);
const letters = (pattern: string): string => pattern.replaceAll("\\w", "[\\p{L}]");
const word = (pattern: string, flags = "gu"): RegExp => new RegExp(whole(letters(pattern)), flags);
/** Beginnings of words: "deliver" stands for delivery and delivered. */
const stem = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}])(?:${letters(pattern)})`, "u");

const made = new Map<string, GroundingLanguage | null>();

/** Null for a language whose sentences cannot be checked. */
export function groundingLanguage(language: string): GroundingLanguage | null {
  let found = made.get(language);
  if (found === undefined) {
    found = Object.hasOwn(groundingWords, language) ? make(groundingWords[language]!) : null;
    if (made.size < 100) made.set(language, found);
  }
  return found;
}

export const checkedLanguages: readonly string[] = Object.keys(groundingWords);

function make(words: GroundingWords): GroundingLanguage {
  const units = Object.entries(words.units) as [keyof GroundingWords["units"], string][];
  const unitPatterns = units.map(([name, pattern]) => [name, new RegExp(`^(?:${pattern})$`, "u")] as const);
  const numberPatterns = words.numbers.map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));
  const count = `(\\p{Nd}{1,4}|${words.numbers.join("|")})`;
  const between = "(?:[ \\u00a0\\u202f-]+[\\p{L}]{2,14}){0,1}[ \\u00a0\\u202f-]+";
  return {
    not: grown(words.not, words.grown?.not, "gu"),
    future: grown(words.future, words.grown?.future, "u"),
    unsaid: grown(words.unsaid, words.grown?.unsaid, "u"),
    joints: word(words.joints),
    states: Object.entries(words.states).map(([name, pattern]) => [name as StateName, word(pattern)]),
    roles: Object.entries(words.roles).map(([name, pattern]) => [name as Role, stem(pattern)]),
    duration: new RegExp(
      `(?<![\\p{L}\\p{Nd}.,])${count}(?:[ \\u00a0]?(?:-|–|to|bis|à|a|oder|or|ou|o)[ \\u00a0]?${count})?${between}(${units.map(([, pattern]) => pattern).join("|")})(?![\\p{L}])`,
      "gu",
    ),
    unitOf: (text) => unitPatterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null,
    numberOf(text) {
      if (/^\p{Nd}+$/u.test(text)) return Number(text);
      const at = numberPatterns.findIndex((pattern) => pattern.test(text));
      return at === -1 ? null : at + 1;
    },
    percent: new RegExp(`(\\p{Nd}{1,3}(?:[.,]\\p{Nd}{1,2})?)[ \\u00a0\\u202f]?(?:%|${words.percent}(?![\\p{L}]))`, "gu"),
    greeting: new RegExp(
      `^(?:${words.greeting})[ \\u00a0]+((?:(?:frau|herr|mr|mrs|ms|mme|m|madame|monsieur|señora?|sra?|sr)\\.?[ \\u00a0])?\\p{L}[\\p{L}'’-]{0,39}(?: \\p{Lu}[\\p{L}'’-]{0,39}){0,2})[ \\u00a0]?[,!.:]`,
      "iu",
    ),
    rule: word(words.rule, "u"),
    opposites: words.opposites.map(([one, other]) => [word(one, "u"), word(other, "u")]),
  };
}

/** Parts of a text that make one statement each, lower case, with their place. Lower case keeps lengths, or the text is not read. */
export function* clausesOf(text: string, { joints }: GroundingLanguage): Generator<{ clause: string; start: number; sentence: string }> {
  for (const { sentence, start } of sentencesOf(text)) {
    const cuts = new Set([0, sentence.length]);
    for (const { index } of sentence.matchAll(/[,;:()–—](?!\s?\p{Nd})/gu)) cuts.add(index + 1);
    for (const { index } of sentence.matchAll(joints)) cuts.add(index);
    const sorted = [...cuts].sort((a, b) => a - b);
    for (let at = 0; at + 1 < sorted.length; at++) {
      const clause = sentence.slice(sorted[at], sorted[at + 1]);
      if (clause.trim() !== "") yield { clause, start: start + sorted[at]!, sentence };
    }
  }
}

export function* sentencesOf(text: string): Generator<{ sentence: string; start: number }> {
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(/[.!?…](?=\s|$)|\n+|(?!\p{N})\p{Extended_Pictographic}\uFE0F?/gu)) {
    if (mark === "." && endsNoSentence(text, index)) continue;
    yield { sentence: text.slice(start, index + mark.length), start };
    start = index + mark.length;
  }
  if (start < text.length) yield { sentence: text.slice(start), start };
}

/** "12. März", "Nr. 5" and "z.B. so" end no sentence. */
function endsNoSentence(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 12), index);
  if (/(?<!\p{Nd})\p{Nd}{1,2}$/u.test(before)) return /^\.[ \u00a0]\p{L}/u.test(text.slice(index, index + 3));
  return /(?:^|[^\p{L}])(?:\p{L}|nr|no|núm|bzw|ca|inkl|st|str|dr|mr|mrs|ms|sr|sra|av|approx|vs|mme|prof)$/iu.test(before);
}

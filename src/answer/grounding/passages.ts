/** Articles as a source: what is quoted word for word, and what is retold with a "not" too many or too few. */
import type { Ground } from "./grounds.ts";
import { clausesOf, sentencesOf, type GroundingLanguage } from "./language.ts";
import type { Piece } from "./ground-reply.ts";

export type Passage = { ground: Ground; lower: string; sentences: string[]; sharesWords(clause: string, around: string): boolean };
type Span = { start: number; end: number; ground: Ground };

const minQuote = 24;
/** Enough of a word to tell it from others, whatever its ending. */
const stemChars = 5;

export function passagesIn(grounds: readonly Ground[]): Passage[] {
  return grounds
    .filter((one) => one.kind === "text" && /^articles?\b.*text$/.test(one.field))
    .map((ground) => {
      const lower = ground.shown.toLowerCase();
      return {
        ground,
        lower,
        sentences: [...sentencesOf(lower)].map(({ sentence }) => sentence),
        sharesWords: (clause, around) => shared(stemsOf(clause), stemsOf(around)) >= 1,
      };
    });
}

/** Sentences that stand in an article as they are. */
export function quotedFrom(lower: string, passages: readonly Passage[]): Span[] {
  const found: Span[] = [];
  for (const { sentence, start } of sentencesOf(lower)) {
    const text = sentence.trim().replace(/[.!]$/, "");
    if (text.length < minQuote) continue;
    const passage = passages.find((one) => one.lower.includes(text));
    const from = start + sentence.indexOf(text);
    if (passage) found.push({ start: from, end: from + text.length, ground: passage.ground });
  }
  return found;
}

const stemsOf = (text: string): Set<string> =>
  new Set(
    text
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length >= 4)
      .map((word) => word.slice(0, stemChars)),
  );

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0;
  for (const stem of one) if (other.has(stem)) count++;
  return count;
}

/** A rule of the shop needs an article, and must not turn one around. */
export function policyFaults(text: string, lower: string, language: GroundingLanguage, passages: readonly Passage[]): Piece[] {
  const faults: Piece[] = [];
  const fault = (start: number, clause: string, why: string): void => {
    const from = start + (clause.length - clause.trimStart().length);
    faults.push({ text: text.slice(from, start + clause.trimEnd().length), start: from, end: start + clause.trimEnd().length, why });
  };
  for (const { clause, start, sentence } of clausesOf(lower, language)) {
    if (/\?\s*$/.test(sentence)) continue;
    if (passages.length === 0) {
      if (language.rule.test(clause) && !language.unsaid.test(clause)) fault(start, clause, "No article says so.");
      continue;
    }
    const why = againstPassages(clause, language, passages);
    if (why) fault(start, clause, why);
  }
  return faults;
}

function againstPassages(clause: string, language: GroundingLanguage, passages: readonly Passage[]): string | null {
  const words = stemsOf(clause);
  let best: { clause: string; score: number } | null = null;
  for (const passage of passages)
    for (const one of clausesOf(passage.lower, language)) {
      const theirs = stemsOf(one.clause);
      const count = shared(words, theirs);
      const score = count / Math.sqrt(Math.max(1, theirs.size));
      if (count >= 1 && (!best || score > best.score)) best = { clause: one.clause, score };
    }
  if (!best || best.score < 0.55) return null;
  if (isNegated(clause, language) !== isNegated(best.clause, language)) {
    // "not … only" and the opposite word together are the same again: "are not excluded", "are included".
    const turned = language.opposites.some(
      ([one, other]) => (one.test(best!.clause) && other.test(clause)) || (other.test(best!.clause) && one.test(clause)),
    );
    if (!turned) return "The article says the opposite.";
  } else if (
    language.opposites.some(
      ([one, other]) =>
        (one.test(best!.clause) && !other.test(best!.clause) && other.test(clause) && !one.test(clause)) ||
        (other.test(best!.clause) && !one.test(best!.clause) && one.test(clause) && !other.test(clause)),
    )
  )
    return "The article says the opposite.";
  return null;
}

function isNegated(clause: string, { not }: GroundingLanguage): boolean {
  not.lastIndex = 0;
  return not.test(clause);
}

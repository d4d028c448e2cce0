/** Which words of a passage were asked for, so that readers see why it was found. */
import type { Queryable } from "../db/pool.ts";
import { isNear, type Hit } from "./search.ts";
import { stemsOf } from "./terms.ts";

const segmenters = new Map<string, Intl.Segmenter>();

/** A text cut at its words; put together the pieces are the text. Also where words are not spaced. */
export function splitWords(text: string, language: string): { text: string; isWord: boolean }[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  return Array.from(segmenter.segment(text), ({ segment, isWordLike }) => ({ text: segment, isWord: isWordLike ?? false }));
}

export function wordsOf(text: string, language: string): string[] {
  const words = splitWords(text, language).filter(({ isWord }) => isWord);
  return [...new Set(words.map((word) => word.text.toLowerCase()))];
}

/** For each hit its words with a stem of the question, or, for a stem it lacks, with one that is near: how it was found. */
export async function markedWords(db: Queryable, question: string, hits: readonly Hit[], language: string): Promise<Set<string>[]> {
  if (hits.length === 0) return [];
  const words = hits.map(({ part }) => wordsOf([part.title, part.heading ?? "", part.text].join("\n"), language));
  // Stems of Japanese are pairs of characters, which are not words: there the words of the question are looked for as they are.
  if (language === "ja") {
    const asked = new Set(wordsOf(question, language).filter((word) => !/^\p{Script=Hiragana}{1,2}$/u.test(word)));
    return words.map((own) => new Set(own.filter((word) => asked.has(word))));
  }
  const all = [...new Set(words.flat())];
  const [asked, ...known] = await stemsOf(db, [question, ...all], language);
  const termsAt = new Map(all.map((word, nth) => [word, [...known[nth]!.keys()]]));
  return hits.map(({ part }, nth) => {
    const lacking = [...asked!.keys()].filter((stem) => !part.terms.has(stem));
    const isAsked = (stem: string) => asked!.has(stem) || lacking.some((other) => isNear(other, stem));
    return new Set(words[nth]!.filter((word) => termsAt.get(word)!.some(isAsked)));
  });
}

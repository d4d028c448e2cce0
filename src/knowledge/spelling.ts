/**
 * Puts misspelt words of a search right by the words the articles have. A search box is typed into in haste, and a stem of a
 * misspelt word ("shiping" gives "shipe") is often too far from the right one ("ship") to be found near it. Mistakes are counted, not
 * shared trigrams: docs/decisions/0019-knowledge.md says what those would come to.
 */
import type { Queryable } from "../db/pool.ts";
import { splitWords, wordsOf } from "./marks.ts";
import type { Index } from "./search.ts";
import { stemsOf } from "./terms.ts";

const maxWords = 12;
const vocabularies = new WeakMap<Index, Map<string, number>>();

/** The question with every word that no article knows replaced by the nearest one that they do; else as it was. */
export async function correctSpelling(db: Queryable, index: Index, question: string, language: string): Promise<string> {
  // No letters to mistake where a character is a syllable or a word.
  if (language === "ja") return question;
  const words = wordsOf(question, language)
    .filter((word) => /^\p{L}{4,40}$/u.test(word))
    .slice(0, maxWords);
  const stems = await stemsOf(db, words, language);
  const unknown = words.filter((_, nth) => stems[nth]!.size > 0 && ![...stems[nth]!.keys()].some((stem) => index.postings.has(stem)));
  if (unknown.length === 0) return question;
  const right = new Map(unknown.map((word) => [word, nearestWord(word, vocabularyOf(index, language))]));
  return splitWords(question, language)
    .map(({ text }) => likeTyped(right.get(text.toLowerCase()) ?? text, text))
    .join("");
}

const likeTyped = (word: string, typed: string): string => (/^\p{Lu}/u.test(typed) ? word.charAt(0).toUpperCase() + word.slice(1) : word);

function vocabularyOf(index: Index, language: string): Map<string, number> {
  let vocabulary = vocabularies.get(index);
  if (!vocabulary) {
    vocabularies.set(index, (vocabulary = new Map()));
    for (const { title, heading, text } of index.parts)
      for (const word of wordsOf([title, heading ?? "", text].join("\n"), language))
        if (/^\p{L}{4,40}$/u.test(word)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
  }
  return vocabulary;
}

/** The word with the fewest mistakes between, of these the commonest. A long word may have two, but begins the same. */
function nearestWord(word: string, vocabulary: ReadonlyMap<string, number>): string | null {
  const allowed = word.length >= 8 ? 2 : 1;
  let best: { word: string; distance: number; count: number } | null = null;
  for (const [other, count] of vocabulary) {
    if (Math.abs(other.length - word.length) > allowed) continue;
    const distance = distanceOf(word, other);
    if (distance > (other[0] === word[0] ? allowed : 1)) continue;
    if (!best || distance < best.distance || (distance === best.distance && count > best.count)) best = { word: other, distance, count };
  }
  return best?.word ?? null;
}

/** How many letters are changed, missing, added or swapped with their neighbour (optimal string alignment). */
export function distanceOf(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[right.length]!;
}

import { readLanguage, type LanguageReader } from "./language.ts";
import { run, splitWords, type Words } from "./text.ts";

const maxSentences = 12;
/** From how sure a sentence is in its language: neighbours like Danish and Swedish are told apart by a few words. */
const surest = 0.92;

/**
 * A language in which a sentence of the text is clearly written beside `language`; null when there is none. A text in two
 * languages may be two people's: what is in the customer's own, and what somebody put beside it. `words` is scratch.
 */
export function findSecondLanguage(reader: LanguageReader, words: Words, text: string, language: string): string | null {
  const sentences = text.slice(0, 6_000).split(/[.!?。！？\n]+\s*/u);
  if (sentences.length < 2) return null;
  for (const sentence of sentences.filter((one) => one.length >= 8).slice(0, maxSentences)) {
    splitWords(sentence, words);
    if (!isLong(words)) continue;
    const read = readLanguage(reader, words, undefined);
    if (read.language !== language && read.sure >= surest) return read.language;
  }
  return null;
}

/** Five words, or ten characters of a script without spaces: names and titles of products are shorter. */
function isLong(words: Words): boolean {
  if (words.count === 0) return false;
  return words.count >= 5 || (words.kind[0] === run && words.end[words.count - 1]! >= 10);
}

import { functionWords } from "./function-words.ts";
import type { LabelledText } from "./labels.ts";
import { contentless } from "./needs-more.ts";
import { splitList } from "./phrases.ts";
import { createRandom } from "./svm.ts";
import type { Example } from "./train.ts";

const greetingLanguages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr"];

/** Written in a script of their own, which tells them apart without a model. */
const ownScript = new Set(["ja"]);

/** English has five times the texts of others; more than this of one language makes every short text look like it. */
const mostTexts = 1_200;

/**
 * What the language model learns from: texts as customers write them and short pieces of them, since a chat is often no more
 * than that, and the small words of each language in handfuls.
 */
export function languageExamples(labels: LabelledText[]): Example[] {
  const random = createRandom(3);
  const languages = [...new Set(labels.map(({ language }) => language))].filter((language) => !ownScript.has(language)).sort();
  return languages.flatMap((language) => {
    const texts = evenly(
      labels.filter((one) => one.language === language).map(({ text }) => text),
      mostTexts,
    );
    const pieces = texts.flatMap((text) => [piece(text, random), piece(text, random)]);
    const greetings = splitList(contentless[greetingLanguages.indexOf(language)] ?? "");
    const small = (functionWords[language] ?? "").split(/\s+/);
    const handfuls = [...inHandfuls(small, 3), ...inHandfuls(shuffled(small, random), 3), ...small, ...greetings];
    return [...texts, ...pieces, ...handfuls].filter((text) => text !== "").map((text) => ({ text, label: language }));
  });
}

function evenly(texts: string[], most: number): string[] {
  const step = Math.max(1, texts.length / most);
  return Array.from({ length: Math.min(most, texts.length) }, (_, nth) => texts[Math.floor(nth * step)]!);
}

/** One to six words from anywhere in the text. */
function piece(text: string, random: () => number): string {
  const words = text.split(/\s+/);
  const length = 1 + Math.floor(random() * 6),
    from = Math.floor(random() * Math.max(1, words.length - length + 1));
  return words.slice(from, from + length).join(" ");
}

function shuffled(words: string[], random: () => number): string[] {
  return words
    .map((word) => ({ word, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ word }) => word);
}

function inHandfuls(phrases: string[], size: number): string[] {
  return Array.from({ length: Math.ceil(phrases.length / size) }, (_, i) => phrases.slice(i * size, (i + 1) * size).join(" "));
}

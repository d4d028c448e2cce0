import type { LabelledText } from "./labels.ts";
import { contentless } from "./needs-more.ts";
import { splitList } from "./phrases.ts";
import { feelings } from "./sentiment-words.ts";
import type { Example } from "./train.ts";

const greetingLanguages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr"];

/** Written in a script of their own, which tells them apart without a model. */
const ownScript = new Set(["ja"]);

/**
 * What the language model learns from: the labelled texts, and the project's own word lists in handfuls, since short
 * chats are made of just such words.
 */
export function languageExamples(labels: LabelledText[]): Example[] {
  const lists = [
    ...Object.entries(feelings).flatMap(([language, lists]) => Object.values(lists).map((list) => ({ language, list }))),
    ...contentless.map((list, place) => ({ language: greetingLanguages[place]!, list })),
  ];
  const handfuls = lists.flatMap(({ language, list }) => inHandfuls(splitList(list), 3).map((text) => ({ text, language })));
  const present = new Set(labels.map(({ language }) => language));
  return [...labels, ...handfuls]
    .filter(({ language }) => present.has(language) && !ownScript.has(language))
    .map(({ text, language }) => ({ text, label: language }));
}

function inHandfuls(phrases: string[], size: number): string[] {
  return Array.from({ length: Math.ceil(phrases.length / size) }, (_, i) => phrases.slice(i * size, (i + 1) * size).join(" "));
}

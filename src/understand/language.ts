import { createScores, score, type Model, type Scores } from "./model.ts";
import type { Words } from "./text.ts";

export type LanguageReader = { model: Model; scores: Scores };
/** `sure`: 0 to 1, how clearly this text says so by itself. */
export type ReadLanguage = { language: string; why: string; sure: number };

export function createLanguageReader(model: Model): LanguageReader {
  return { model, scores: createScores(model) };
}

/** Scripts that one language alone (of those we can name) is written in. */
const scripts: [from: number, to: number, language: string][] = [
  [0x0370, 0x03ff, "el"],
  [0x0590, 0x05ff, "he"],
  [0x0600, 0x06ff, "ar"],
  [0x0900, 0x097f, "hi"],
  [0x0e00, 0x0e7f, "th"],
  [0x1100, 0x11ff, "ko"],
  [0x3040, 0x30ff, "ja"],
  [0x31f0, 0x31ff, "ja"],
  [0x3400, 0x9fff, "zh"],
  [0xac00, 0xd7af, "ko"],
];

/**
 * ISO 639-1. Script decides where it can; among languages in Latin letters the model does. `known` (the language of the
 * conversation) is kept when the text does not clearly say otherwise.
 */
export function readLanguage(reader: LanguageReader, words: Words, known: string | undefined): ReadLanguage {
  const script = readScript(words);
  if (script) return { language: script, why: "script", sure: 1 };
  const { model, scores } = reader;
  score(model, words, scores);
  const best = model.labels[scores.best]!;
  const sure = scores.confidence * Math.min(1, scores.known * 1.5);
  if (scores.grams.count === 0)
    return {
      language: known ?? "en",
      why: known ? "the conversation so far" : "nothing to tell it by",
      sure: 0,
    };
  // One or two words ("ok", "super") are shared by many languages: they do not change the language of a conversation.
  if (known && known !== best && sure < (words.count <= 2 ? 0.97 : 0.7))
    return {
      language: known,
      why: `the conversation so far; too short to tell (${best} ${sure.toFixed(2)})`,
      sure: 0,
    };
  // "hi" alone could be half of Europe; English is the guess that offends least.
  if (!known && words.count <= 2 && sure < 0.5) return { language: "en", why: `too short to tell (${best} ${sure.toFixed(2)})`, sure: 0 };
  return { language: best, why: `letters and words, ${sure.toFixed(2)}`, sure };
}

/** The language of the script most letters are in, or undefined for Latin letters. Kana anywhere makes Han Japanese. */
function readScript(words: Words): string | undefined {
  const end = Math.min(words.count > 0 ? words.end[words.count - 1]! : 0, 2000);
  let latin = 0,
    cyrillic = 0,
    ukrainian = 0,
    kana = 0,
    other = 0;
  let name = "";
  for (let i = 0; i < end; i++) {
    const code = words.raw[i]!;
    if (code < 0x250) {
      latin++;
      continue;
    }
    if (code >= 0x400 && code <= 0x52f) {
      cyrillic++;
      if (code === 0x456 || code === 0x457 || code === 0x454 || code === 0x491) ukrainian++;
      continue;
    }
    for (const [from, to, language] of scripts) {
      if (code < from || code > to) continue;
      other++;
      name = language;
      if (language === "ja") kana++;
      break;
    }
  }
  // One letter of these scripts says as much as two or three Latin ones.
  if (cyrillic > latin) return ukrainian > 0 ? "uk" : "ru";
  if (other * 2 <= latin) return undefined;
  return kana > 0 ? "ja" : name;
}

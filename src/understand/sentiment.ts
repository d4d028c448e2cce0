import type { Understanding } from "../domain/understanding.ts";
import { createPhrases, findPhrases, splitList, type Phrases } from "./phrases.ts";
import { feelings } from "./sentiment-words.ts";
import type { Noticed } from "./signals.ts";
import type { Words } from "./text.ts";

type Feeling = "angry" | "bad" | "poor" | "good" | "great" | "not";
const weights: Record<Feeling, number> = {
  angry: -3,
  bad: -2,
  poor: -1,
  good: 1.5,
  great: 2.5,
  not: 0,
};

/** Thanks at the end of a request are manners: alone they are a mood only in a message that is nothing but thanks. */
const manners = new Set(
  "thanks|thank you|kind|danke|dankeschön|vielen dank|lieben dank|merci|aimable|gracias|amable|grazie|gentile|obrigado|obrigada|bedankt|dank|dank u|dankjewel|vriendelijk|freundlich|dziękuję|dzięki|tack|tak|teşekkürler|teşekkür|teşekkür ederim|ありがとう|感謝".split(
    "|",
  ),
);

export type SentimentPhrases = Map<string, Phrases<Feeling>>;

export function createSentimentPhrases(): SentimentPhrases {
  return new Map(
    Object.entries(feelings).map(([language, lists]) => [
      language,
      createPhrases(
        Object.entries(lists).flatMap(([feeling, list]) => splitList(list).map((phrase) => [phrase, feeling as Feeling] as const)),
      ),
    ]),
  );
}

/**
 * Adds up words with a feeling; a "not" up to two words before turns a good word bad and a bad one mild. Capitals and
 * exclamation marks make a bad mood an angry one. A threat is never neutral, however politely it is put.
 */
export function readSentiment(tables: SentimentPhrases, language: string, words: Words, text: string, noticed: Noticed) {
  const table = tables.get(language) ?? tables.get("en")!;
  let sum = 0,
    angry = 0,
    negatedAt = -9,
    strongest = 0,
    because = "";
  findPhrases(table, words, text, (feeling, at, phrase) => {
    if (feeling === "not") {
      negatedAt = at;
      return;
    }
    let weight = manners.has(phrase) ? 0.7 : weights[feeling];
    const isNegated = at >= 0 && at - negatedAt > 0 && at - negatedAt <= 2;
    if (isNegated) weight = weight > 0 ? -1.5 : weight * 0.2;
    else if (feeling === "angry") angry++;
    sum += weight;
    if (Math.abs(weight) > Math.abs(strongest)) {
      strongest = weight;
      because = isNegated ? `not ${phrase}` : phrase;
    }
  });
  return judge(words, noticed, sum, angry, because);
}

function judge(words: Words, noticed: Noticed, wordSum: number, angry: number, because: string) {
  let sum = wordSum;
  const isShouting = words.letters >= 12 && words.capitals > words.letters * 0.6;
  const threat = noticed.has("chargeback") ? "chargeback" : noticed.has("legal_threat") ? "legal threat" : "";
  if (threat) sum = Math.min(sum - 2, -2);
  if (noticed.has("repeated_contact")) sum -= 1;
  if (sum < 0) {
    if (isShouting) sum -= 2;
    if (words.exclamations >= 2) sum -= 1;
  }
  const isAngry = sum <= -2 && (angry > 0 || (isShouting && sum <= -3) || (words.exclamations >= 3 && sum <= -3));
  const label: Understanding["sentiment"]["label"] = isAngry ? "angry" : sum <= -1.5 ? "negative" : sum >= 1.5 ? "positive" : "neutral";
  const score = Math.round((sum / (Math.abs(sum) + 3)) * 100) / 100;
  const why = because || threat ? `“${because || threat}”${isShouting ? ", capitals" : ""}` : "no words with a feeling";
  return { label, score, why };
}

import type { Understanding } from "../domain/understanding.ts";
import { createPhrases, findPhrases, splitList, type Phrases } from "./phrases.ts";
import { feelings } from "./sentiment-words.ts";
import { createPolarity, feelOf, findPictures, type Feel, type PolarityTable } from "./polarity.ts";
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

export type SentimentTables = { phrases: Map<string, Phrases<Feeling>>; polarity: Map<string, PolarityTable> };

/** What a word of everyday life, a picture and an intensifier before it count. */
const everyday: Record<Feel, number> = { good: 1.5, bad: -1.5, angry: -2.5, more: 0 };
const drawn: Record<Feel, number> = { good: 1.6, bad: -1.6, angry: -2.5, more: 0 };
const intensifies = 1.4;

export function createSentimentTables(): SentimentTables {
  return { phrases: createSentimentPhrases(), polarity: createPolarity() };
}

function createSentimentPhrases(): SentimentTables["phrases"] {
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
export function readSentiment(tables: SentimentTables, language: string, words: Words, text: string, noticed: Noticed) {
  const table = tables.phrases.get(language) ?? tables.phrases.get("en")!;
  const hits: { feeling: Feeling; at: number; phrase: string }[] = [];
  covered.clear();
  negations.clear();
  findPhrases(table, words, text, (feeling, at, phrase, length) => {
    if (feeling === "not") return void negations.add(at);
    hits.push({ feeling, at, phrase });
    for (let i = 0; i < length; i++) covered.add(at + i);
  });
  const reach = negatesAfter.has(language) ? 2 : 0;
  let sum = 0,
    angry = 0,
    strongest = 0,
    because = "";
  for (const { feeling, at, phrase } of hits) {
    const isManners = manners.has(phrase);
    let weight = isManners ? 0.7 : weights[feeling];
    const isTurned = at >= 0 && isNegated(at, isManners ? 0 : reach);
    if (isTurned) weight = weight > 0 ? -1.5 : weight * 0.2;
    else if (feeling === "angry") angry++;
    sum += weight;
    if (Math.abs(weight) > Math.abs(strongest)) {
      strongest = weight;
      because = isTurned ? `not ${phrase}` : phrase;
    }
  }
  const more = addEveryday(tables.polarity.get(language), words, text, reach);
  if (because === "" && more.because !== "") because = more.because;
  return judge(words, noticed, sum + more.sum, angry + more.angry, because);
}

/** These put it behind the verb: “gefällt mir nicht”, “j'aime pas”. */
const negatesAfter: ReadonlySet<string> = new Set(["de", "fr", "nl", "sv", "da", "tr"]);

function isNegated(at: number, reach: number): boolean {
  for (let place = at - 2; place <= at + reach; place++) if (place !== at && negations.has(place)) return true;
  return false;
}

/** Words that the shop's own phrases have counted already, and words that turn the next ones round. Emptied for each text. */
const covered = new Set<number>(),
  negations = new Set<number>();

function addEveryday(table: PolarityTable | undefined, words: Words, text: string, reach: number) {
  let sum = 0,
    angry = 0,
    because = "",
    boost = 1;
  for (let at = 0; table && at < words.count; at++) {
    if (words.kind[at] !== 1) continue;
    const feel = feelOf(table, words, at);
    if (feel === "more") {
      boost = intensifies;
      continue;
    }
    if (feel && !covered.has(at)) {
      const isTurned = isNegated(at, reach);
      const weight = isTurned ? (everyday[feel] > 0 ? -1.5 : 0.3) : everyday[feel] * boost;
      if (feel === "angry" && !isTurned) angry++;
      sum += weight;
      if (because === "") because = String.fromCharCode(...words.raw.subarray(words.start[at]!, words.end[at]!));
    }
    boost = 1;
  }
  findPictures(text, (feel) => {
    sum += drawn[feel];
    if (feel === "angry") angry++;
    if (because === "") because = "a picture";
  });
  return { sum, angry, because };
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

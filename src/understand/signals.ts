import { personWords } from "../domain/person-words.ts";
import { callPhrases } from "./call-phrases.ts";
import { findMinorAge } from "./minor-age.ts";
import { createPatterns, findPatterns, type Patterns } from "./patterns.ts";
import { splitList } from "./phrases.ts";
import { sensitivePhrases } from "./sensitive-phrases.ts";
import { signalPhrases } from "./signal-phrases.ts";
import type { Words } from "./text.ts";

/** Signal name -> the words it was seen in. */
export type Noticed = Map<string, string>;

export function createSignalPhrases(): Patterns<string> {
  return createPatterns(
    [signalPhrases, sensitivePhrases, callPhrases].flatMap((table) =>
      Object.entries(table).flatMap(([signal, lists]) => lists.flatMap(splitList).map((phrase) => [phrase, signal] as const)),
    ),
  );
}

/** What was noticed beside the category. `subject` lines of auto-replies count; payment cards are checked by Luhn. */
export function findSignals(phrases: Patterns<string>, words: Words, text: string): Noticed {
  const noticed: Noticed = new Map();
  findPatterns(phrases, words, text, (signal, phrase) => {
    if (!noticed.has(signal)) noticed.set(signal, phrase);
  });
  const person = noticed.has("asks_for_human") ? null : findPersonWord(text);
  if (person) noticed.set("asks_for_human", person);
  const code = noticed.has("instruction_to_ai") ? null : findProgramCode(text);
  if (code) noticed.set("instruction_to_ai", code);
  const age = noticed.has("minor") ? null : findMinorAge(text);
  if (age) noticed.set("minor", age);
  if (noticed.has("out_of_office")) noticed.set("auto_reply", noticed.get("out_of_office")!);
  const card = findCard(text);
  if (card) noticed.set("personal_data", "a payment card number");
  else if (noticed.has("data_request")) noticed.set("personal_data", noticed.get("data_request")!);
  return noticed;
}

/** What no customer writes to a shop: program code, templates of a machine, marks of a conversation with one. */
const programCode =
  /```|\{\{|\{%|<\|[a-z_]+\|>|\[\/?INST\]|<<SYS>>|<\/?(?:script|iframe|customer|facts|conversation|system|instructions?)\b|^\s*(?:import \w+$|from [\w.]+ import |def \w+\(|function \w+\(|#!\/|SELECT .{1,200} FROM |(?:system|assistant|developer) ?[:>])/imu;

function findProgramCode(text: string): string | null {
  return programCode.exec(text.slice(0, 20_000))?.[0].trim().slice(0, 60) ?? null;
}

const asked = new Set(personWords);
const longest = Math.max(...personWords.map((word) => word.length)) + 12;

/** A paragraph is nothing but such a word, with "please" or marks around it at most: what was said before may stand above it. */
function findPersonWord(text: string): string | null {
  return (
    text
      .split(/\n\s*\n/)
      .find(isPersonWord)
      ?.trim() ?? null
  );
}

function isPersonWord(text: string): boolean {
  if (text.length > longest) return false;
  const bare = text
    .toLowerCase()
    .replace(/[^\p{L}' ]/gu, " ")
    .replace(/ +/g, " ")
    .trim();
  return (
    asked.has(bare) ||
    asked.has(bare.replace(/ ?(?:please|bitte|s'il vous plaît|por favor|per favore|alstublieft|tack|tak|lütfen|proszę)$/u, ""))
  );
}

/** 13 to 19 digits, spaces or dashes between them, with a right Luhn digit and a card's first digit (ISO/IEC 7812). */
function findCard(text: string): boolean {
  const limit = Math.min(text.length, 20_000);
  let digits = 0,
    last = -9;
  let sumEven = 0,
    sumOdd = 0,
    first = 0;
  const isCard = () => digits >= 13 && digits <= 19 && first >= 2 && first <= 6 && (digits % 2 === 0 ? sumEven : sumOdd) % 10 === 0;
  for (let i = 0; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) continue;
    if (i - last > 2 || (i - last === 2 && !isGap(text.charCodeAt(i - 1)))) {
      if (isCard()) return true;
      digits = sumEven = sumOdd = 0;
      first = code - 48;
    }
    const value = code - 48,
      doubled = value * 2 > 9 ? value * 2 - 9 : value * 2;
    // Which digits count double depends on the length, not known yet: both sums are kept.
    sumEven += digits % 2 === 0 ? doubled : value;
    sumOdd += digits % 2 === 0 ? value : doubled;
    digits++;
    last = i;
  }
  return isCard();
}

function isGap(code: number): boolean {
  return code === 32 || code === 45;
}

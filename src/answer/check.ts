/**
 * The fact lock, first version: what looks like a fact in a finished reply and is not covered by evidence. Such a reply is
 * never sent by itself, and the template's own words are no exception: "within 2 days" is a promise nobody looked up.
 */
import type { Evidence, Reply } from "../domain/run.ts";
import { dayWords } from "./formats.ts";

const maxTextChars = 20_000;

// Every pattern is linear: each begins where its run of characters begins and none can be matched in two ways.
const digits = /(?<![\p{Nd}])\p{Nd}[\p{Nd}.,:/%€$£]*/gu;
const links = /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)[^\s<>"]+/giu;
const domains = /(?<![\p{L}\p{N}.@-])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const topLevel = /\.\p{L}{2,}$/u;

type Piece = { text: string; start: number; end: number; kind: "number" | "address" | "day" };

/** Pieces of `text` that look like amounts, dates, numbers, links or addresses and have no source, in order. */
export function unsourcedPieces(text: string, evidence: readonly Evidence[], language: string): Reply["unsourced"] {
  const read = text.slice(0, maxTextChars);
  const found = [...numbers(read), ...addresses(read), ...days(read, language)].filter(
    (piece) => !evidence.some((fact) => covers(fact, piece)),
  );
  if (text.length > maxTextChars) found.push({ text: "…", start: maxTextChars, end: text.length, kind: "number" });
  return withoutOverlap(found).map(({ text: piece, start, end }) => ({ text: piece, start, end }));
}

/**
 * What the customer wrote is no source, whatever it says; and a link is only a fact where a link was looked up, or a
 * product's title could carry one into a reply.
 */
function covers(fact: Evidence, piece: Piece): boolean {
  if (piece.start < fact.start || piece.end > fact.end || fact.field.startsWith("message.")) return false;
  return piece.kind !== "address" || /[._]url$/.test(fact.field);
}

function* numbers(text: string): Generator<Piece> {
  for (const match of text.matchAll(digits)) {
    let length = match[0].length;
    while (".,:/".includes(match[0][length - 1]!)) length--;
    yield pieceOf(match[0].slice(0, length), match.index, "number");
  }
}

function* addresses(text: string): Generator<Piece> {
  for (const match of text.matchAll(links)) yield pieceOf(match[0].replace(/[.,;:!?)]{1,5}$/, ""), match.index, "address");
  for (const match of text.matchAll(domains)) if (topLevel.test(match[0])) yield pieceOf(match[0], match.index, "address");
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const start = wordStart(text, at),
      end = wordEnd(text, at);
    if (start < at && end > at + 1) yield { text: text.slice(start, end), start, end, kind: "address" };
  }
}

function* days(text: string, language: string): Generator<Piece> {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return;
  for (const word of dayWords(language)) {
    for (let start = lower.indexOf(word); start !== -1; start = lower.indexOf(word, start + word.length)) {
      const end = start + word.length;
      if (!isLetter(text[start - 1]) && !isLetter(text[end])) yield { text: text.slice(start, end), start, end, kind: "day" };
    }
  }
}

const pieceOf = (text: string, start: number, kind: Piece["kind"]): Piece => ({
  text,
  start,
  end: start + text.length,
  kind,
});
const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char);
const isAddressChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}._+-]/u.test(char);

// An address has at most 254 characters; looking no further keeps many "@" cheap.
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 254 && isAddressChar(text[start - 1])) start--;
  return start;
}

function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && end - at < 254 && isAddressChar(text[end])) end++;
  return end;
}

/** Of overlapping pieces the longest: a link is reported once, not again for each number in it. */
function withoutOverlap(pieces: Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (kept.length === 0 || piece.start >= kept.at(-1)!.end) kept.push(piece);
  }
  return kept;
}

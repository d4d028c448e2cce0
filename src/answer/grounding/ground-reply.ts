/**
 * Checks a finished reply against the facts of its run, whoever wrote it: each amount, date, duration, number, name, link and
 * statement is matched to a field or to the passage of an article. What has no source is marked, and such a reply waits
 * for a person.
 */
import type { Evidence } from "../../domain/run.ts";
import type { SourceTable } from "../compile-template.ts";
import { groundsOf, type Ground } from "./grounds.ts";
import { groundingLanguage, type GroundingLanguage } from "./language.ts";
import { clauseAround, groundFor, type Place } from "./match.ts";
import { coveredByNames, findNames } from "./names.ts";
import { findAddresses, isAllowed } from "./addresses.ts";
import { passagesIn, policyFaults, quotedFrom } from "./passages.ts";
import { findStatements, needsFact, truthOf } from "./statements.ts";
import { findValues } from "./values.ts";

export type Piece = { text: string; start: number; end: number; why: string };
export type Grounded = { evidence: Evidence[]; unsourced: Piece[] };
export type GroundingOptions = {
  /** IANA zone in which days are named. */
  timeZone: string;
  /** ISO. */
  now: string;
  /** Hosts a link may lead to beside those of the facts, e.g. the shop's own. */
  linkHosts?: readonly string[];
};

const maxChars = 20_000;

/** `facts` by the names workflows use. Every language the desk does not know word for word is one piece: the whole text. */
export function groundReply(
  text: string,
  language: string,
  facts: Readonly<Record<string, unknown>>,
  sources: SourceTable,
  options: GroundingOptions,
): Grounded {
  const words = groundingLanguage(language);
  const lower = text.toLowerCase();
  if (!words || text.length > maxChars || lower.length !== text.length)
    return {
      evidence: [],
      unsourced: [
        { text, start: 0, end: text.length, why: words ? "It is too long to check." : `Sentences in "${language}" cannot be checked.` },
      ],
    };
  const grounds = groundsOf(facts, sources, options.now);
  const evidence: Evidence[] = [];
  const unsourced: Piece[] = [];
  const passages = passagesIn(grounds);
  const known = [...coveredByNames(lower, grounds), ...quotedFrom(lower, passages)];
  for (const { start, end, ground } of known) evidence.push(evidenceOf(text, start, end, ground));
  const taken = known.map(({ start, end }): [number, number] => [start, end]);
  for (const piece of findAddresses(text)) {
    if (taken.some(([from, to]) => from <= piece.start && piece.end <= to && piece.kind !== "link")) continue;
    const ground = isAllowed(piece, grounds, options.linkHosts ?? []);
    taken.push([piece.start, piece.end]);
    if (ground) evidence.push(evidenceOf(text, piece.start, piece.end, ground));
    else unsourced.push({ ...at(text, piece.start, piece.end), why: "The facts have no such address." });
  }
  checkValues(text, lower, { words, language, grounds, passages, taken, place: options }, evidence, unsourced);
  for (const { start, end } of findNames(text, words, language, grounds, taken))
    unsourced.push({ ...at(text, start, end), why: "The facts have no such name." });
  unsourced.push(...statementFaults(text, lower, words, facts, passages.length === 0), ...policyFaults(text, lower, words, passages));
  return { evidence: evidence.sort((a, b) => a.start - b.start), unsourced: withoutOverlap(unsourced) };
}

/** Statements of a text that the facts contradict. For templates: what a shop wrote may say more than the facts know. */
export function contradictions(text: string, language: string, facts: Readonly<Record<string, unknown>>): Piece[] {
  const words = groundingLanguage(language);
  const lower = text.toLowerCase();
  if (!words || text.length > maxChars || lower.length !== text.length) return [];
  return statementFaults(text, lower, words, facts, false);
}

function statementFaults(
  text: string,
  lower: string,
  words: GroundingLanguage,
  facts: Readonly<Record<string, unknown>>,
  needsSource: boolean,
): Piece[] {
  return findStatements(lower, words).flatMap((statement) => {
    const truth = truthOf(statement, facts);
    if (truth === true || (truth === null && !(needsSource && needsFact.has(statement.state)))) return [];
    const why = truth === false ? "The facts say otherwise." : "The facts do not say so.";
    return [{ ...at(text, statement.start, statement.end), why }];
  });
}

type Check = {
  words: GroundingLanguage;
  language: string;
  grounds: readonly Ground[];
  passages: ReturnType<typeof passagesIn>;
  taken: [number, number][];
  place: Place;
};

function checkValues(text: string, lower: string, check: Check, evidence: Evidence[], unsourced: Piece[]): void {
  for (const claim of findValues(lower, check.words, check.language, check.taken)) {
    const { clause, sentence } = clauseAround(lower, claim.start, claim.end, check.words);
    const ground =
      groundFor(claim, clause, sentence, lower.slice(claim.end, claim.end + 120), check.grounds, check.words, check.place) ??
      passageFor(claim, sentence, check);
    check.taken.push([claim.start, claim.end]);
    // "as of today" names no day that could be wrong.
    if (!ground && claim.kind === "relative_day" && claim.offset === 0) continue;
    if (ground) evidence.push(evidenceOf(text, claim.start, claim.end, ground));
    else unsourced.push({ ...at(text, claim.start, claim.end), why: "The facts have no such value." });
  }
}

/** A figure out of an article: the passage says the same figure of the same thing. */
function passageFor(claim: ReturnType<typeof findValues>[number], sentence: string, { passages, words, language }: Check): Ground | null {
  for (const passage of passages)
    for (const other of findValues(passage.lower, words, language, [])) {
      if (other.kind !== claim.kind || !sameValue(claim, other)) continue;
      if (passage.sharesWords(sentence, clauseAround(passage.lower, other.start, other.end, words).sentence)) return passage.ground;
    }
  return null;
}

function sameValue(one: ReturnType<typeof findValues>[number], other: ReturnType<typeof findValues>[number]): boolean {
  if (one.kind === "amount" && other.kind === "amount")
    return one.values.some((value) => other.values.includes(value)) && one.currencies.some((code) => other.currencies.includes(code));
  if (one.kind === "duration" && other.kind === "duration") return one.unit === other.unit && one.counts.at(-1) === other.counts.at(-1);
  if (one.kind === "percent" && other.kind === "percent") return one.value === other.value;
  if (one.kind === "date" && other.kind === "date")
    return one.days.some(([, month, day]) => other.days.some(([, m, d]) => m === month && d === day));
  return one.kind === "number" && other.kind === "number" && one.value === other.value;
}

const at = (text: string, start: number, end: number) => ({ text: text.slice(start, end), start, end });

function evidenceOf(text: string, start: number, end: number, { source, field, shown, at: when }: Ground): Evidence {
  return { text: text.slice(start, end), start, end, source, field, value: shown.slice(0, 300), at: when };
}

function withoutOverlap(pieces: Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces.sort((a, b) => a.start - b.start || b.end - a.end))
    if (kept.length === 0 || piece.start >= kept.at(-1)!.end) kept.push(piece);
  return kept;
}

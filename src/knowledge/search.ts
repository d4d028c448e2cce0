/**
 * Finds the part of an article that answers a question, or says that none does. Okapi BM25 over stems, asked sentence by
 * sentence, because a customer's story has many words and the question few; a misspelt or compound word stands for those
 * of the articles it is nearest to. Whether it is an answer is told by how much of the question's weight the part covers.
 */
import { conceptMark } from "./terms.ts";

export type IndexedPart = {
  name: string;
  title: string;
  url: string | null;
  heading: string | null;
  text: string;
  /** Its place in the article. */
  position: number;
  terms: Map<string, number>;
  /** What it is about, by the reader: length 1. */
  gist?: Float32Array;
  /** What the connected model made of it, when there is one and it has. */
  vector?: Float32Array;
};
/** `asked`, `matched`: words of the question, and how many of them it has. `coverage`: how much of the question's weight, 0 to 1. */
export type Hit = {
  part: IndexedPart;
  score: number;
  asked: number;
  matched: number;
  coverage: number;
  /** What the concepts they share add. */
  meant: number;
  /** How near the reader takes it to be to the question, -1 to 1. */
  near: number;
};

export type Index = { parts: IndexedPart[]; postings: Map<string, [part: number, count: number][]>; lengths: number[]; mean: number };

const k1 = 1.2,
  b = 0.6;
/** What a word that is only similar counts. */
const nearWeight = 0.6;
const maxNear = 6;
/** What a shared concept counts beside a shared word. */
const conceptWeight = 0.3;
/** What being about the same counts beside words: chosen as the other numbers are (knowledge.ts). */
const gistWeight = 6;

export function buildIndex(parts: IndexedPart[]): Index {
  const postings = new Map<string, [number, number][]>();
  const lengths = parts.map(({ terms }, part) => {
    let length = 0;
    for (const [term, count] of terms) {
      length += count;
      const list = postings.get(term);
      if (list) list.push([part, count]);
      else postings.set(term, [[part, count]]);
    }
    return length;
  });
  return { parts, postings, lengths, mean: lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length) };
}

/** How well the words fit, and how much of the question they are: what an answer is judged by. */
export const wordRank = ({ score, coverage, meant }: Hit): number => score * coverage + meant;
const rankOf = (hit: Hit): number => wordRank(hit) + gistWeight * hit.near;

/** Best parts of the best sentence first, at most `limit`. `sentences`: the stems of each. `gist`: what the whole question is about. */
export function searchIndex(
  index: Index,
  sentences: readonly ReadonlyMap<string, number>[],
  limit: number,
  gist: Float32Array | null = null,
): Hit[] {
  const best = new Map<IndexedPart, Hit>();
  for (const terms of sentences)
    for (const hit of scoreSentence(index, [...terms.keys()])) {
      const before = best.get(hit.part);
      if (!before || wordRank(hit) > wordRank(before)) best.set(hit.part, hit);
    }
  const hits = gist
    ? index.parts.map((part) => ({ ...(best.get(part) ?? unmatched(part)), near: nearness(gist, part) }))
    : [...best.values()];
  return hits
    .filter((hit) => hit.score > 0 || hit.near > leastNear)
    .sort((x, y) => rankOf(y) - rankOf(x) || compareParts(x.part, y.part))
    .slice(0, limit);
}

/** What shares no word and is about something else is nothing that was found. */
const leastNear = 0.3;
export const unmatched = (part: IndexedPart): Hit => ({ part, score: 0, asked: 0, matched: 0, coverage: 0, meant: 0, near: 0 });
export const compareParts = (one: IndexedPart, other: IndexedPart): number =>
  one.name === other.name ? one.position - other.position : one.name < other.name ? -1 : 1;

function nearness(gist: Float32Array, { gist: own }: IndexedPart): number {
  let sum = 0;
  for (let at = 0; own && at < gist.length; at++) sum += gist[at]! * own[at]!;
  return sum;
}

function scoreSentence({ parts, postings, lengths, mean }: Index, terms: string[]): Hit[] {
  const scores = new Map<number, { score: number; covered: number; matched: number; meant: number }>();
  let weight = 0;
  const isConcept = (term: string): boolean => term.startsWith(conceptMark);
  for (const term of terms) {
    const exact = postings.get(term);
    if (isConcept(term)) {
      // A concept helps to rank; that a passage is an answer has to show in its words.
      const idf = inverse(parts.length, exact?.length ?? parts.length);
      for (const [at, count] of exact ?? []) {
        const gain = (conceptWeight * idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[at]!) / mean));
        const sum = scores.get(at) ?? { score: 0, covered: 0, matched: 0, meant: 0 };
        scores.set(at, { ...sum, meant: sum.meant + gain });
      }
      continue;
    }
    const ways: [string, number][] = exact ? [[term, 1]] : nearTerms(term, postings).map((near) => [near, nearWeight]);
    // A word no article has weighs like a rare one: it may be what the question is about.
    const idf = Math.max(
      ...ways.map(([way]) => inverse(parts.length, postings.get(way)!.length)),
      ways.length === 0 ? inverse(parts.length, 1) * 0.7 : 0,
    );
    weight += idf;
    const taken = new Map<number, number>();
    for (const [way, part] of ways)
      for (const [at, count] of postings.get(way)!) {
        const gain = (part * idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[at]!) / mean));
        taken.set(at, Math.max(taken.get(at) ?? 0, gain));
      }
    for (const [at, gain] of taken) {
      const sum = scores.get(at) ?? { score: 0, covered: 0, matched: 0, meant: 0 };
      scores.set(at, { score: sum.score + gain, covered: sum.covered + idf, matched: sum.matched + 1, meant: sum.meant });
    }
  }
  return [...scores].map(([at, { score, covered, matched, meant }]) => ({
    part: parts[at]!,
    score,
    asked: terms.filter((term) => !isConcept(term)).length,
    matched,
    meant,
    near: 0,
    coverage: weight > 0 ? covered / weight : 0,
  }));
}

const inverse = (parts: number, having: number): number => Math.log(1 + (parts - having + 0.5) / (having + 0.5));

/** Words one letter away, and those it contains or is contained in: "versandkost" and "versand". */
function nearTerms(term: string, postings: Map<string, unknown>): string[] {
  if (term.length < 5) return [];
  const found: string[] = [];
  for (const other of postings.keys()) {
    if (isNear(term, other)) found.push(other);
    if (found.length === maxNear) break;
  }
  return found;
}

export const isNear = (term: string, other: string): boolean =>
  term.length >= 5 && other.length >= 5 && (term.includes(other) || other.includes(term) || isOneAway(term, other));

/** One letter changed, missing, added, or two neighbours swapped. */
function isOneAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  const [a, c] = [left.slice(start), right.slice(start)];
  return a.slice(1) === c.slice(1) || a.slice(1) === c || a === c.slice(1) || (a[0] === c[1] && a[1] === c[0] && a.slice(2) === c.slice(2));
}

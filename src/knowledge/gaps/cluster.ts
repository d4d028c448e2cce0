/**
 * Which questions are about one thing. One after the other, in the order they were asked, each joins the gap it is nearest to or
 * begins one: so a gap keeps its identity while more is asked, and the same questions give the same gaps. Near by words within a
 * language; across languages by concepts and by what the reader takes the texts to be about.
 *
 * The numbers were chosen on the half of test/evals/questions that is marked "tune", all four languages in one heap (44 passages, 221
 * questions): of the questions a question shares its gap with, 78 % want the same passage, and it meets 33 % of those that do; on the
 * other half 82 % and 35 %. Two gaps about one thing are a small nuisance; two things in one gap make an article about neither.
 */
import { conceptMark } from "../terms.ts";

export type Asked = { language: string; terms: ReadonlyMap<string, number>; gist: Float32Array | null };
type Vector = Map<string, number>;

/** By words: 0.6 of the cosine of stems and 0.4 of that of concepts. By meaning: 0.4 of concepts and 0.6 of the reader's. */
const byWords = { stems: 0.6, least: 0.45 };
const byMeaning = { concepts: 0.4, least: 0.68 };

/** Without the reader, a question with fewer concepts may be about anything. */
const enoughConcepts = 3;

/** How rare terms are among questions: what everybody writes tells nothing apart. */
export type Rarity = { add(question: Asked): void; of(language: string, term: string): number };

export function createRarity(): Rarity {
  const [counts, having] = [new Map<string, number>(), new Map<string, number>()];
  const keyOf = (language: string, term: string): string => (term.startsWith(conceptMark) ? term : `${language} ${term}`);
  const groupOf = (language: string, term: string): string => (term.startsWith(conceptMark) ? "" : language);
  return {
    add({ language, terms }) {
      for (const group of ["", language]) counts.set(group, (counts.get(group) ?? 0) + 1);
      for (const term of terms.keys()) having.set(keyOf(language, term), (having.get(keyOf(language, term)) ?? 0) + 1);
    },
    of: (language, term) => Math.log(1 + (counts.get(groupOf(language, term)) ?? 0) / (1 + (having.get(keyOf(language, term)) ?? 0))),
  };
}

export type Gap = { id: string; stems: Map<string, Vector>; concepts: Vector; gist: Float64Array | null };

export const newGap = (id: string): Gap => ({ id, stems: new Map(), concepts: new Map(), gist: null });

export function join(gap: Gap, question: Asked, rarity: Rarity): void {
  const { stems, concepts } = vectorsOf(question, rarity);
  const own = gap.stems.get(question.language) ?? new Map<string, number>();
  gap.stems.set(question.language, add(own, stems));
  add(gap.concepts, concepts);
  if (!question.gist) return;
  gap.gist ??= new Float64Array(question.gist.length);
  for (const [at, value] of question.gist.entries()) gap.gist[at]! += value;
}

/** The gap a question belongs to; null when it is about something new. */
export function nearestGap(gaps: Iterable<Gap>, question: Asked, rarity: Rarity): Gap | null {
  const vectors = vectorsOf(question, rarity);
  let best: Gap | null = null,
    most = 0;
  for (const gap of gaps) {
    const { words, meaning } = likeness(gap, question, vectors);
    const margin = Math.max(words - byWords.least, meaning - byMeaning.least);
    if (margin >= most && (margin > most || best === null)) [best, most] = [gap, margin];
  }
  return best;
}

/** How much of what a gap is about is in one of its questions: the most central one speaks for it. */
export function centrality(gap: Gap, question: Asked, rarity: Rarity): number {
  const { words, meaning } = likeness(gap, question, vectorsOf(question, rarity));
  return words + meaning;
}

function likeness(gap: Gap, { language, gist }: Asked, { stems, concepts }: ReturnType<typeof vectorsOf>) {
  const own = gap.stems.get(language);
  const shared = cosine(concepts, gap.concepts);
  return {
    words: own ? byWords.stems * cosine(stems, own) + (1 - byWords.stems) * shared : 0,
    meaning:
      gist && gap.gist
        ? byMeaning.concepts * shared + (1 - byMeaning.concepts) * cosineOf(gist, gap.gist)
        : concepts.size < enoughConcepts
          ? 0
          : shared,
  };
}

function vectorsOf({ language, terms }: Asked, rarity: Rarity): { stems: Vector; concepts: Vector } {
  const [stems, concepts]: [Vector, Vector] = [new Map(), new Map()];
  for (const term of terms.keys()) (term.startsWith(conceptMark) ? concepts : stems).set(term, rarity.of(language, term));
  return { stems: unit(stems), concepts: unit(concepts) };
}

function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector.values());
  if (length > 0) for (const [term, value] of vector) vector.set(term, value / length);
  return vector;
}

function add(sum: Vector, other: Vector): Vector {
  for (const [term, value] of other) sum.set(term, (sum.get(term) ?? 0) + value);
  return sum;
}

/** `one` has length 1. */
function cosine(one: Vector, sum: Vector): number {
  let dot = 0;
  for (const [term, value] of one) dot += value * (sum.get(term) ?? 0);
  const length = Math.hypot(...sum.values());
  return length === 0 ? 0 : dot / length;
}

function cosineOf(one: Float32Array, sum: Float64Array): number {
  let dot = 0;
  for (let at = 0; at < sum.length; at++) dot += one[at]! * sum[at]!;
  const length = Math.hypot(...sum);
  return length === 0 ? 0 : dot / length;
}

/** How much two sentences are about one thing: by stems and concepts, each as rare as it is in the articles, and by the reader. */
import type { Queryable } from "../../db/pool.ts";
import type { Gist } from "../../understand/gist.ts";
import { conceptMark, termsOf } from "../terms.ts";

export type Subject = { stems: Map<string, number>; concepts: Map<string, number>; gist: Float32Array | null };
export type Likeness = { stems: number; concepts: number; gist: number | null };

/** What stands in the heading says it of every sentence below, a little less than the sentence itself. */
const headingWeight = 0.7;

export async function subjectsOf(
  db: Queryable,
  texts: readonly { text: string; heading: string }[],
  language: string,
  gist: Gist | null,
): Promise<Subject[]> {
  const [own, headings] = [
    await termsOf(
      db,
      texts.map(({ text }) => text),
      language,
    ),
    await termsOf(
      db,
      texts.map(({ heading }) => heading),
      language,
    ),
  ];
  const having = new Map<string, number>();
  for (const terms of own) for (const term of terms.keys()) having.set(term, (having.get(term) ?? 0) + 1);
  const rarity = (term: string): number => Math.log(1 + texts.length / (1 + (having.get(term) ?? 0)));
  return texts.map(({ text, heading }, nth) => {
    const subject: Subject = { stems: new Map(), concepts: new Map(), gist: gist?.(`${heading}\n${text}`) ?? null };
    const put = (term: string, weight: number) => {
      const into = term.startsWith(conceptMark) ? subject.concepts : subject.stems;
      into.set(term, Math.max(into.get(term) ?? 0, weight * rarity(term)));
    };
    for (const term of own[nth]!.keys()) put(term, 1);
    for (const term of headings[nth]!.keys()) put(term, headingWeight);
    return subject;
  });
}

export function likeness(one: Subject, other: Subject): Likeness {
  return {
    stems: cosine(one.stems, other.stems),
    concepts: cosine(one.concepts, other.concepts),
    gist: one.gist && other.gist ? one.gist.reduce((sum, value, at) => sum + value * other.gist![at]!, 0) : null,
  };
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let [dot, left, right] = [0, 0, 0];
  for (const [term, weight] of one) {
    dot += weight * (other.get(term) ?? 0);
    left += weight ** 2;
  }
  for (const weight of other.values()) right += weight ** 2;
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

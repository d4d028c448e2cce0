/**
 * Parts as vectors, when the shop has connected a model that makes them. Words and vectors rank apart and are joined by place
 * (reciprocal rank fusion), because a score of words and a cosine have no common measure. At any fault words rank alone.
 */
import type { Db } from "../db/pool.ts";
import { compareParts, unmatched, type Hit, type Index, type IndexedPart } from "./search.ts";

export type Embedder = {
  /** The name of the model in use; null while there is none. */
  model(): Promise<string | null>;
  /** As many vectors as texts; null when there is no answer, whatever the reason. `conversationId`: whose text it is. */
  embed(
    texts: readonly string[],
    about: { language: string; conversationId: string | null; timeoutMs: number },
  ): Promise<number[][] | null>;
};

/** The usual constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): how little the first places count over the next. */
const rankConstant = 60;
/** Places of each ranking that count. */
export const depth = 50;
/** A customer waits for it. */
const questionMs = 3_000;

/** The question as a vector; null unless every part has one, because a part without would be behind for no reason. */
export async function questionVector(
  embedder: Embedder | null,
  index: Index,
  question: string,
  language: string,
  conversationId: string | null,
): Promise<number[] | null> {
  if (!embedder || index.parts.length === 0 || !index.parts.every(({ vector }) => vector)) return null;
  const vectors = await embedder.embed([question.slice(0, 2_000)], { language, conversationId, timeoutMs: questionMs }).catch(() => null);
  const vector = vectors?.[0];
  return vector?.length === index.parts[0]!.vector!.length ? vector : null;
}

/** `hits`: by words, best first. What only the vectors found covers nothing of the question's words. */
export function joinRankings(index: Index, hits: readonly Hit[], vector: readonly number[]): Hit[] {
  const near = index.parts
    .map((part) => ({ part, cosine: cosine(vector, part.vector!) }))
    .toSorted((one, other) => other.cosine - one.cosine || compareParts(one.part, other.part))
    .slice(0, depth);
  const found = new Map<IndexedPart, { hit: Hit; points: number }>();
  for (const [place, hit] of hits.slice(0, depth).entries()) found.set(hit.part, { hit, points: points(place) });
  for (const [place, { part }] of near.entries()) {
    const known = found.get(part) ?? { hit: unmatched(part), points: 0 };
    found.set(part, { hit: known.hit, points: known.points + points(place) });
  }
  return [...found.values()]
    .toSorted((one, other) => other.points - one.points || compareParts(one.hit.part, other.hit.part))
    .map(({ hit }) => hit);
}

const points = (place: number): number => 1 / (rankConstant + place + 1);

function cosine(one: readonly number[], other: Float32Array): number {
  let dot = 0,
    left = 0,
    right = 0;
  for (let at = 0; at < other.length; at++) {
    dot += one[at]! * other[at]!;
    left += one[at]! ** 2;
    right += other[at]! ** 2;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

const batch = { parts: 32, chars: 40_000 };
const batchMs = 60_000;
const maxBatches = 50;

const partsToDo = `
with next as (
  select p.language from article_part p where p.vector_model is distinct from $1 order by p.language limit 1
)
select p.name, p.language, p.position, a.title, p.heading, p.text from article_part p
join article a on a.name = p.name and a.language = p.language join next n on n.language = p.language
where p.vector_model is distinct from $1 order by p.name, p.position limit $2`;

/** Not for a part that was written anew meanwhile. */
const keepVector = `
update article_part set vector = $1, vector_model = $2
where name = $3 and language = $4 and position = $5 and text = $6 and heading is not distinct from $7`;

/**
 * A job: parts whose text or model is new get their vectors. Every batch is kept at once, so that it goes on where it stopped:
 * when the day's money is used up, or the model is away. Resolves to how many parts it did.
 */
export async function embedParts(db: Db, embedder: Embedder): Promise<number> {
  const model = await embedder.model();
  if (model === null) return 0;
  let done = 0;
  for (let round = 0; round < maxBatches; round++) {
    const rows = fitting((await db.query(partsToDo, [model, batch.parts])).rows);
    if (rows.length === 0) break;
    const texts = rows.map(({ title, heading, text }) => [title, heading, text].filter(Boolean).join("\n"));
    const vectors = await embedder.embed(texts, { language: rows[0]!.language, conversationId: null, timeoutMs: batchMs });
    if (vectors?.length !== rows.length) break;
    for (const [nth, { name, language, position, text, heading }] of rows.entries())
      await db.query(keepVector, [vectors[nth], model, name, language, position, text, heading]);
    done += rows.length;
  }
  return done;
}

type PartRow = { name: string; language: string; position: number; title: string; heading: string | null; text: string };

function fitting(rows: PartRow[]): PartRow[] {
  let chars = 0;
  return rows.filter(({ text }, nth) => (chars += text.length) <= batch.chars || nth === 0);
}

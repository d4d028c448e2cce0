/** Articles and their parts in the database: how they get there, and how they are read for searching. */
import type { Queryable } from "../db/pool.ts";
import { problemsError } from "../domain/errors.ts";
import { loadArticle, type Article } from "./article.ts";
import type { IndexedPart } from "./search.ts";
import { termsOf } from "./terms.ts";

export type StoredPart = IndexedPart & {
  language: string;
  audience: "public" | "agents";
  /** Null: it is about all stores. */
  store: string | null;
  from: string | null;
  until: string | null;
  position: number;
};

/** AppError `template_invalid` with every problem. */
export function checkArticle(source: string, file: string): Article {
  const loaded = loadArticle(source, file);
  if ("article" in loaded) return loaded.article;
  throw problemsError("template_invalid", loaded.problems);
}

const writeArticle = `
insert into article (name, language, source, title, url, audience, valid_from, valid_until, is_demo, store_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (name, language) do update set source = $3, title = $4, url = $5, audience = $6, valid_from = $7, valid_until = $8, is_demo = $9,
  store_id = $10, updated_at = clock_timestamp()`;

const writeParts = `
insert into article_part (name, language, position, heading, text, terms)
select $1, $2, p.position, p.heading, p.text, p.terms
from unnest($3::int[], $4::text[], $5::text[], $6::jsonb[]) as p(position, heading, text, terms)`;

/** The article and its parts; an older text of the same name and language goes. */
export async function storeArticle(client: Queryable, article: Article, isDemo = false): Promise<void> {
  const { name, language, source, title, url, audience, valid_from: from, valid_until: until, questions, parts, store } = article;
  const vectors = await readVectors(client, article);
  await client.query(writeArticle, [
    name,
    language,
    source,
    title,
    url ?? null,
    audience,
    from ?? null,
    until ?? null,
    isDemo,
    store ?? null,
  ]);
  // A heading counts twice, because it says what it is about. The title says it of all parts alike and tells none from another, so it
  // belongs to the first, like how customers ask.
  const searched = parts.map(({ heading, text }, index) =>
    [heading ?? "", heading ?? "", text, ...(index === 0 ? [title, title, ...questions] : [])].join("\n"),
  );
  const terms = await termsOf(client, searched, language);
  await client.query("delete from article_part where name = $1 and language = $2", [name, language]);
  await client.query(writeParts, [
    name,
    language,
    parts.map((_, position) => position),
    parts.map(({ heading }) => heading),
    parts.map(({ text }) => text),
    terms.map((one) => JSON.stringify(Object.fromEntries(one))),
  ]);
  for (const [position, { heading, text }] of parts.entries()) {
    const kept = vectors.find((one) => one.heading === heading && one.text === text);
    if (kept)
      await client.query("update article_part set vector = $4, vector_model = $5 where name = $1 and language = $2 and position = $3", [
        name,
        language,
        position,
        kept.vector,
        kept.vector_model,
      ]);
  }
}

/** What did not change keeps its vector, which was paid for; all do as long as the title is the same. */
async function readVectors(client: Queryable, { name, language, title }: Article) {
  const { rows } = await client.query(
    `select p.heading, p.text, p.vector, p.vector_model from article_part p join article a on a.name = p.name and a.language = p.language
    where p.name = $1 and p.language = $2 and p.vector_model is not null and a.title = $3`,
    [name, language, title],
  );
  return rows as { heading: string | null; text: string; vector: number[]; vector_model: string }[];
}

/** `model`: vectors of another one say nothing. */
export async function readParts(db: Queryable, model: string | null): Promise<StoredPart[]> {
  const { rows } = await db.query(
    `select a.name, a.language, a.title, a.url, a.audience, a.store_id as store, a.valid_from::text as from, a.valid_until::text as until,
      p.position, p.heading, p.text, p.terms, case when p.vector_model = $1 then p.vector end as vector
    from article a join article_part p on p.name = a.name and p.language = a.language order by a.name, a.language, p.position`,
    [model],
  );
  return rows.map(({ terms, vector, ...row }) => ({
    ...row,
    terms: new Map(Object.entries(terms as Record<string, number>)),
    ...(vector ? { vector: Float32Array.from(vector as number[]) } : {}),
  }));
}

/** Words as they are searched: stems by PostgreSQL's text search, in the language's own configuration. */
import { findConcepts } from "../understand/concepts.ts";
import { createWords, splitWords } from "../understand/text.ts";
import type { Queryable } from "../db/pool.ts";

/** Before the number of a concept, where a stem never begins so. */
export const conceptMark = "\u00a4";

const configurations: Record<string, string> = {
  en: "english",
  de: "german",
  fr: "french",
  es: "spanish",
  it: "italian",
  pt: "portuguese",
  nl: "dutch",
  sv: "swedish",
  da: "danish",
  tr: "turkish",
};

/** Stems of each text with how often they occur; the texts of one language at once. */
export async function stemsOf(db: Queryable, texts: readonly string[], language: string): Promise<Map<string, number>[]> {
  if (texts.length === 0) return [];
  const { rows } = await db.query(
    `select nth::int, t.lexeme, cardinality(t.positions) as count
    from unnest($1::text[]) with ordinality as q(text, nth), unnest(to_tsvector($2::regconfig, q.text)) as t`,
    [texts.map((text) => spaced(text, language)), configurations[language] ?? "simple"],
  );
  const found = texts.map(() => new Map<string, number>());
  for (const { nth, lexeme, count } of rows) found[nth - 1]!.set(lexeme, count ?? 1);
  return found;
}

/** The same, with what the words are about beside them: see addConcepts. */
export async function termsOf(db: Queryable, texts: readonly string[], language: string): Promise<Map<string, number>[]> {
  const found = await stemsOf(db, texts, language);
  for (const [nth, text] of texts.entries()) addConcepts(text, found[nth]!);
  return found;
}

/** Where words are not spaced, every two neighbouring characters are a word. */
function spaced(text: string, language: string): string {
  const plain = text.slice(0, 20_000).toWellFormed().replaceAll("\0", "");
  if (language !== "ja") return plain;
  return plain.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu, (run) =>
    run.length < 2 ? ` ${run} ` : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)).join(" "),
  );
}

const words = createWords();

/** "Postage" and "shipping" are one thing to a customer: what a word is about counts beside the word. */
function addConcepts(text: string, terms: Map<string, number>): void {
  splitWords(text.slice(0, 20_000), words);
  for (let at = 0; at < words.count; at++)
    findConcepts(words, at, (concept) => {
      const term = `${conceptMark}${concept}`;
      terms.set(term, (terms.get(term) ?? 0) + 1);
    });
}

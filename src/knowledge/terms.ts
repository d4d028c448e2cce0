/** Words as they are searched: stems by PostgreSQL's text search, in the language's own configuration. */
import type { Queryable } from "../db/pool.ts";

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
export async function termsOf(db: Queryable, texts: readonly string[], language: string): Promise<Map<string, number>[]> {
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

/** Where words are not spaced, every two neighbouring characters are a word. */
function spaced(text: string, language: string): string {
  const plain = text.slice(0, 20_000).toWellFormed().replaceAll("\0", "");
  if (language !== "ja") return plain;
  return plain.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu, (run) =>
    run.length < 2 ? ` ${run} ` : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)).join(" "),
  );
}

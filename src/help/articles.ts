/**
 * The articles everybody may read, rendered once and kept in memory. What is for agents never gets in here, so that no page,
 * search or site map can show it by mistake.
 */
import type { Db } from "../db/pool.ts";
import { bodyOf, loadArticle, type ArticlePart } from "../knowledge/article.ts";
import { renderSections, type Section } from "./markdown.ts";

export type HelpArticle = {
  name: string;
  language: string;
  title: string;
  updatedAt: Date;
  sections: Section[];
  /** Plain text, for search engines. */
  parts: ArticlePart[];
  summary: string;
};
/** Public articles in force on this day, about this store or all, in order of their titles. */
export type HelpArticles = (day: string, storeId: string | null) => Promise<HelpArticle[]>;

type Kept = HelpArticle & { store: string | null; from: string | null; until: string | null };

export function followArticles(db: Db): HelpArticles {
  let mark = "";
  let kept: Kept[] = [];
  return async (day, storeId) => {
    const { rows } = await db.query("select concat(count(*), '|', max(updated_at)) as mark from article where audience = 'public'");
    if (rows[0].mark !== mark) {
      kept = await readArticles(db);
      mark = rows[0].mark;
    }
    return kept.filter(
      ({ store, from, until }) =>
        (store === null || store === storeId) && (from === null || from <= day) && (until === null || day <= until),
    );
  };
}

async function readArticles(db: Db): Promise<Kept[]> {
  const { rows } = await db.query(
    `select name, language, title, source, store_id as store, valid_from::text as from, valid_until::text as until, updated_at
    from article where audience = 'public'`,
  );
  return rows
    .map(({ name, language, title, source, store, from, until, updated_at: updatedAt }): Kept => {
      const loaded = loadArticle(source, `${name}.${language}.md`);
      const parts = "article" in loaded ? loaded.article.parts : [];
      return {
        name,
        language,
        title,
        updatedAt,
        store,
        from,
        until,
        sections: renderSections(bodyOf(source), title),
        parts,
        summary: summaryOf(parts),
      };
    })
    .sort((left, right) => left.title.localeCompare(right.title, left.language) || (left.name < right.name ? -1 : 1));
}

function summaryOf(parts: readonly ArticlePart[]): string {
  return shorten(parts[0]?.text ?? "", 155);
}

/** Ends at a word, where words have spaces between them. */
export function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length).toWellFormed();
  const space = cut.lastIndexOf(" ");
  return `${space > length / 2 ? cut.slice(0, space) : cut.replace(/\uFFFD$/, "")} …`;
}

/** What the desk has already: which names are taken, and which articles came from where. */
import type { Queryable } from "../../db/pool.ts";
import { loadArticle, type Article } from "../article.ts";
import { digestOfArticle } from "./compose.ts";
import { nameFor } from "./names.ts";
import type { ImportItem } from "./item.ts";

export type Stored = { name: string; language: string; article: Article | null; source: string };
export type DeskArticles = {
  /** The article in this language that came from the same place before. */
  sameSource(item: ImportItem, language: string): Stored | undefined;
  find(name: string, language: string): Stored | undefined;
  /** What a new article from this place is called; translations of one article share their name. */
  newName(item: ImportItem, language: string): string;
  add(item: ImportItem, stored: Stored): void;
};

const originOf = ({ kind, id }: { kind: string; id: string }): string => `${kind}\n${id}`;
const fileOf = (name: string, language: string): string => `${name}.${language}.md`;

export async function readDeskArticles(db: Queryable): Promise<DeskArticles> {
  const { rows } = await db.query("select name, language, source from article order by name, language");
  const byFile = new Map<string, Stored>();
  const byOrigin = new Map<string, Map<string, Stored>>();

  function note(stored: Stored, origin: string | null): void {
    byFile.set(fileOf(stored.name, stored.language), stored);
    if (origin === null) return;
    const languages = byOrigin.get(origin) ?? new Map<string, Stored>();
    byOrigin.set(origin, languages.set(stored.language, stored));
  }
  for (const { name, language, source } of rows as { name: string; language: string; source: string }[]) {
    const loaded = loadArticle(source, fileOf(name, language));
    const article = "article" in loaded ? loaded.article : null;
    note({ name, language, article, source }, article?.imported_from ? originOf(article.imported_from) : null);
  }
  return {
    sameSource: (item, language) => byOrigin.get(originOf(item))?.get(language),
    find: (name, language) => byFile.get(fileOf(name, language)),
    newName(item, language) {
      const isTaken = (name: string): boolean => byFile.has(fileOf(name, language));
      const translation = [...(byOrigin.get(originOf(item))?.values() ?? [])].find(({ name }) => !isTaken(name));
      return translation?.name ?? nameFor(item, isTaken);
    },
    add: (item, stored) => note(stored, originOf(item)),
  };
}

/** Somebody wrote in it since it was imported, so that the next import would undo a person's work. */
export function wasChangedHere({ article }: Stored): boolean {
  return article === null || article.imported_from?.digest !== digestOfArticle(article);
}

/**
 * Puts what was read into the desk, one article after the other, each in a transaction of its own: one that does not pass its check
 * is reported and the rest goes on. What is as it was is not written again.
 */
import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db, type Queryable } from "../../db/pool.ts";
import { AppError, type Problem } from "../../domain/errors.ts";
import { loadArticle, type Article } from "../article.ts";
import { storeArticle } from "../store-article.ts";
import { composeArticle, maxArticle } from "./compose.ts";
import { readDeskArticles, wasChangedHere, type DeskArticles, type Stored } from "./desk-articles.ts";
import type { ImportItem, ReadItems } from "./item.ts";
import type { Imported, ImportReport } from "./report.ts";

export type TakeOptions = {
  /** ISO 639-1, of items whose source is not sure of theirs. */
  language: string | null;
  /** Guesses the language of a text. */
  languageOf(text: string): string;
  isDryRun: boolean;
  /** Also what somebody changed here since the last import. */
  isOverwriting: boolean;
  by: string;
};
type Outcome = { change: "created" | "updated" | "unchanged"; imported: Imported } | { why: string };

export async function takeItems(db: Db, read: ReadItems, options: TakeOptions): Promise<ImportReport> {
  const lock = await db.connect();
  try {
    // Two imports at once would both find a name free.
    const { rows } = await lock.query("select pg_try_advisory_lock(hashtext('handrail import articles')) as ours");
    if (!rows[0].ours) throw new AppError("conflict", "Another import of articles is running. Start this one when it is done.");
    return await takeAll(db, read, options);
  } finally {
    await lock.query("select pg_advisory_unlock(hashtext('handrail import articles'))").catch(() => undefined);
    lock.release();
  }
}

async function takeAll(db: Db, { items, skipped }: ReadItems, options: TakeOptions): Promise<ImportReport> {
  const report: ImportReport = { dry_run: options.isDryRun, created: [], updated: [], unchanged: [], skipped: [...skipped] };
  const desk = await readDeskArticles(db);
  const seen = new Set<string>();
  // Those with a name first: another one may not take it from them by chance of its title.
  for (const item of items.toSorted((one, other) => Number(other.name !== undefined) - Number(one.name !== undefined))) {
    const outcome = await takeOne(db, desk, seen, item, options);
    if ("why" in outcome) report.skipped.push({ item: shown(item), why: outcome.why });
    else report[outcome.change].push(outcome.imported);
  }
  return report;
}

const shown = ({ id, title }: ImportItem): string => (/[/.#]/.test(id) ? id : `${id} "${title}"`);

async function takeOne(db: Db, desk: DeskArticles, seen: Set<string>, item: ImportItem, options: TakeOptions): Promise<Outcome> {
  const { language, note } = languageFor(item, options);
  const identity = `${item.kind}\n${item.id}\n${language}`;
  if (seen.has(identity)) return { why: `the same article in the same language (${language}) came already in this import` };
  seen.add(identity);
  const before = desk.sameSource(item, language);
  if (!before && item.name && desk.find(item.name, language)) return ownName(desk.find(item.name, language)!, item, language);
  const name = before?.name ?? item.name ?? desk.newName(item, language);
  const { source, digest } = composeArticle(item);
  if (source.length > maxArticle) return { why: `it is longer than ${maxArticle} characters; split it into several articles` };
  const loaded = loadArticle(source, `${name}.${language}.md`);
  if ("problems" in loaded) return { why: loaded.problems.map(sentence).join("; ") };
  const imported = importedOf(loaded.article, item, note);
  if (before?.article?.imported_from?.digest === digest) return { change: "unchanged", imported };
  if (before && wasChangedHere(before) && !options.isOverwriting)
    return { why: `${name}.${language} was changed here since it was imported; --overwrite takes it as it is at its source` };
  const article = withOwnHead(loaded.article, before);
  if (!options.isDryRun && !(await write(db, article, before, item, options.by)))
    return { why: `${name}.${language} was changed while the import ran; import again` };
  desk.add(item, { name, language, article, source: article.source });
  return { change: before ? "updated" : "created", imported };
}

/** A file of our own form whose name the desk has: the same text is no news, another is for `handrail apply`. */
function ownName({ article, name }: Stored, item: ImportItem, language: string): Outcome {
  const same = article && composeArticle({ ...item, kind: "a", id: "a" }).digest === composeArticle(asItem(article)).digest;
  if (same) return { change: "unchanged", imported: importedOf(article, item, null) };
  return { why: `the desk has another article ${name}.${language}; handrail apply replaces it` };
}

const asItem = ({ title, url, audience, questions, source }: Article): ImportItem => ({
  kind: "a",
  id: "a",
  title,
  url: url ?? null,
  audience,
  questions,
  markdown: source.replace(/^---\r?\n[\s\S]{0,20000}?\r?\n---\r?\n?/, ""),
  language: null,
  notes: [],
});

function languageFor(item: ImportItem, options: TakeOptions): { language: string; note: string | null } {
  const known = item.language ?? options.language ?? item.languageHint;
  if (known) return { language: known, note: null };
  const language = options.languageOf(`${item.title}\n${item.markdown.slice(0, 3_000)}`);
  return { language, note: `its language was guessed from the text: ${language}` };
}

function importedOf({ name, language, title, audience }: Article, item: ImportItem, note: string | null): Imported {
  return { name, language, title, item: item.id, audience, notes: [...item.notes, ...(note ? [note] : [])] };
}

const sentence = ({ message, mend }: Problem): string => `${message}${mend ? `. ${mend}` : ""}`;

/** Of which store an article is, and from when to when it counts, is often said here and nowhere else: an update keeps it. */
function withOwnHead(article: Article, before: Stored | undefined): Article {
  const { store, valid_from: from, valid_until: until } = before?.article ?? {};
  const added = [
    ...(store && !article.store ? [`store: ${JSON.stringify(store)}\n`] : []),
    ...(from && !article.valid_from ? [`valid_from: ${from}\n`] : []),
    ...(until && !article.valid_until ? [`valid_until: ${until}\n`] : []),
  ].join("");
  if (added === "") return article;
  const loaded = loadArticle(
    article.source.replace("\nimported_from:", () => `\n${added}imported_from:`),
    `${article.name}.${article.language}.md`,
  );
  return "article" in loaded ? loaded.article : article;
}

/** False when somebody saved it after we looked. */
function write(db: Db, article: Article, before: Stored | undefined, { kind }: ImportItem, by: string): Promise<boolean> {
  return transaction(db, async (client) => {
    if ((await sourceNow(client, article)) !== (before?.source ?? null)) return false;
    await storeArticle(client, article);
    const target = `article:${article.name}.${article.language}`;
    await writeAudit(client, { actor: by, act: "article.save", target, data: { imported_from: kind } });
    return true;
  });
}

async function sourceNow(client: Queryable, { name, language }: Article): Promise<string | null> {
  const { rows } = await client.query("select source from article where name = $1 and language = $2 for update", [name, language]);
  return rows[0]?.source ?? null;
}

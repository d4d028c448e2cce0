/** The articles of this desk, as they stand in the database: checked, split into parts, and kept in memory for searching. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { AppError, problemsError } from "../domain/errors.ts";
import type { FoundArticle } from "../domain/found-article.ts";
import { loadArticle, type Article } from "./article.ts";
import { markedWords } from "./marks.ts";
import { buildIndex, rankOf, searchIndex, type Hit, type Index, type IndexedPart } from "./search.ts";
import { correctSpelling } from "./spelling.ts";
import { termsOf } from "./terms.ts";

export type ArticleRow = {
  name: string;
  language: string;
  title: string;
  url: string | null;
  audience: "public" | "agents";
  valid_from: string | null;
  valid_until: string | null;
  updated_at: string;
  /** What readers of the help centre said in the last 90 days. */
  helpful_yes: number;
  helpful_no: number;
};
/** `asked`: the question with misspelt words put right. `words`: those of a passage that were asked for, in lower case. */
export type PublicSearch = { asked: string; hits: (FoundArticle & { coverage: number; isAnswer: boolean; words: Set<string> })[] };
export type Knowledge = {
  list(): Promise<ArticleRow[]>;
  source(name: string, language: string): Promise<string | null>;
  /** AppError `template_invalid` with every problem; nothing is changed then. */
  save(name: string, language: string, source: string, by: string): Promise<void>;
  /** AppError `not_found`. */
  remove(name: string, language: string, by: string): Promise<void>;
  /** The passage that answers, from a public article in force; null when none does. Asked by workflows. */
  answer(question: string, language: string, now: string): Promise<FoundArticle | null>;
  /** The best passages, sure or not, for people: also of articles for agents. */
  search(question: string, language: string, limit: number): Promise<(FoundArticle & { coverage: number; isAnswer: boolean })[]>;
  /** The same for everybody: public articles in force only. */
  searchPublic(question: string, language: string, limit: number, now: string): Promise<PublicSearch>;
  /** Reads again what other processes changed. True when anything was. */
  reload(): Promise<boolean>;
};

type Part = IndexedPart & { language: string; audience: string; from: string | null; until: string | null };

/**
 * When a passage is an answer: it covers two thirds of the question by weight and two of its words, and leads the next by half.
 * Chosen on the half of test/evals/questions that is marked "tune"; what it comes to on the other half stands in
 * docs/decisions/0019-knowledge.md.
 */
const enough = { coverage: 0.65, score: 2.2, matched: 2, lead: 1.5 };
const maxSentences = 12;

export async function openKnowledge(db: Db): Promise<Knowledge> {
  let mark = "";
  let parts: Part[] = [];
  const indexes = new Map<string, ReturnType<typeof buildIndex>>();

  async function reload(): Promise<boolean> {
    const { rows } = await db.query("select concat(count(*), '|', max(updated_at)) as mark from article");
    if (rows[0].mark === mark) return false;
    parts = await readParts(db);
    indexes.clear();
    mark = rows[0].mark;
    return true;
  }

  /** Articles in force, in this language; one index for each day and reader. */
  function indexFor(language: string, day: string, isPublic: boolean): ReturnType<typeof buildIndex> {
    const key = `${language}/${day}/${isPublic}`;
    let index = indexes.get(key);
    if (!index) {
      if (indexes.size > 100) indexes.clear();
      index = buildIndex(
        parts.filter(
          (part) =>
            part.language === language &&
            (!isPublic || part.audience === "public") &&
            (part.from === null || part.from <= day) &&
            (part.until === null || day <= part.until),
        ),
      );
      indexes.set(key, index);
    }
    return index;
  }

  async function hits(question: string, language: string, day: string, isPublic: boolean, limit: number): Promise<Hit[]> {
    const index = indexFor(language, day, isPublic);
    if (index.parts.length === 0) return [];
    return searchIndex(index, await termsOf(db, sentencesOf(question), language), limit);
  }

  async function searchPublic(index: Index, question: string, language: string, limit: number): Promise<PublicSearch> {
    if (index.parts.length === 0) return { asked: question, hits: [] };
    const asked = await correctSpelling(db, index, question, language);
    // In a search box a single short word is a question: "VAT", "返品".
    const sentences = sentencesOf(asked);
    const found = searchIndex(index, await termsOf(db, sentences.length > 0 ? sentences : [asked], language), Math.max(2, limit));
    const words = await markedWords(db, asked, found, language);
    const all = found.map((hit, place) => ({
      ...asFound(hit),
      coverage: hit.coverage,
      isAnswer: isAnswer(found, place),
      words: words[place]!,
    }));
    return { asked, hits: all.slice(0, limit) };
  }

  await reload();
  return {
    async list() {
      const { rows } = await db.query(
        `select a.name, a.language, a.title, a.url, a.audience, a.valid_from::text, a.valid_until::text, a.updated_at,
          coalesce(sum(f.yes), 0)::int as helpful_yes, coalesce(sum(f.no), 0)::int as helpful_no
        from article a left join article_feedback f on f.name = a.name and f.language = a.language and f.day > current_date - 90
        group by a.name, a.language order by a.name, a.language`,
      );
      return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
    },
    async source(name, language) {
      return (await db.query("select source from article where name = $1 and language = $2", [name, language])).rows[0]?.source ?? null;
    },
    async save(name, language, source, by) {
      const article = checkArticle(source, `${name}.${language}.md`);
      await transaction(db, async (client) => {
        await storeArticle(client, article);
        await writeAudit(client, { actor: by, act: "article.save", target: `article:${name}.${language}` });
      });
      await reload();
    },
    async remove(name, language, by) {
      await transaction(db, async (client) => {
        const gone = await client.query("delete from article where name = $1 and language = $2", [name, language]);
        if (gone.rowCount === 0) throw new AppError("not_found", "There is no such article.");
        await writeAudit(client, { actor: by, act: "article.remove", target: `article:${name}.${language}` });
      });
      mark = "";
      await reload();
    },
    async answer(question, language, now) {
      const found = await hits(question, language, now.slice(0, 10), true, 2);
      return isAnswer(found, 0) ? asFound(found[0]!) : null;
    },
    async search(question, language, limit) {
      const found = await hits(question, language, new Date().toISOString().slice(0, 10), false, limit);
      return found.map((hit, place) => ({ ...asFound(hit), coverage: hit.coverage, isAnswer: isAnswer(found, place) }));
    },
    searchPublic: (question, language, limit, now) => searchPublic(indexFor(language, now.slice(0, 10), true), question, language, limit),
    reload,
  };
}

export function checkArticle(source: string, file: string): Article {
  const loaded = loadArticle(source, file);
  if ("article" in loaded) return loaded.article;
  throw problemsError("template_invalid", loaded.problems);
}

/** The article and its parts; an older text of the same name and language goes. */
export async function storeArticle(client: Queryable, article: Article, isDemo = false): Promise<void> {
  const { name, language, source, title, url, audience, valid_from: from, valid_until: until, questions, parts } = article;
  await client.query(
    `insert into article (name, language, source, title, url, audience, valid_from, valid_until, is_demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (name, language) do update set source = $3, title = $4, url = $5, audience = $6, valid_from = $7, valid_until = $8, is_demo = $9,
      updated_at = clock_timestamp()`,
    [name, language, source, title, url ?? null, audience, from ?? null, until ?? null, isDemo],
  );
  await client.query("delete from article_part where name = $1 and language = $2", [name, language]);
  // How customers ask belongs to the first part; title and heading count twice, because they say what it is about.
  const searched = parts.map(({ heading, text }, index) =>
    [title, heading ?? "", heading ?? "", text, ...(index === 0 ? [title, ...questions] : [])].join("\n"),
  );
  const terms = await termsOf(client, searched, language);
  for (const [position, { heading, text }] of parts.entries())
    await client.query("insert into article_part (name, language, position, heading, text, terms) values ($1, $2, $3, $4, $5, $6)", [
      name,
      language,
      position,
      heading,
      text,
      JSON.stringify(Object.fromEntries(terms[position]!)),
    ]);
}

async function readParts(db: Db): Promise<Part[]> {
  const { rows } = await db.query(
    `select a.name, a.language, a.title, a.url, a.audience, a.valid_from::text as from, a.valid_until::text as until, p.heading, p.text, p.terms
    from article a join article_part p on p.name = a.name and p.language = a.language order by a.name, p.position`,
  );
  return rows.map(({ terms, ...row }) => ({ ...row, terms: new Map(Object.entries(terms as Record<string, number>)) }));
}

function isAnswer(hits: readonly Hit[], place: number): boolean {
  const [best, next] = hits;
  if (place > 0 || !best) return false;
  const { coverage, score, matched, asked } = best;
  if (coverage < enough.coverage || score < enough.score || matched < Math.min(enough.matched, asked)) return false;
  return !next || rankOf(best) >= enough.lead * rankOf(next);
}

function asFound({ part: { name, title, heading, text, url } }: Hit): FoundArticle {
  return { name, title, heading, text, url };
}

/** The longest sentences say most; a greeting says nothing. The whole text is one more, for questions of a few words each. */
function sentencesOf(text: string): string[] {
  const short = text.slice(0, 4_000);
  const found = short
    .split(/[.!?。？！\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 3);
  return [
    ...found.toSorted((x, y) => y.length - x.length).slice(0, maxSentences),
    ...(found.length > 1 && short.length < 300 ? [short] : []),
  ];
}

/** The articles of this desk, as they stand in the database: checked, split into parts, and kept in memory for searching. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import type { FoundArticle } from "../domain/found-article.ts";
import { decideGap } from "./gaps/gaps.ts";
import { markedWords } from "./marks.ts";
import type { Gist } from "../understand/gist.ts";
import { buildIndex, searchIndex, wordRank, type Hit, type Index } from "./search.ts";
import { correctSpelling } from "./spelling.ts";
import { checkArticle, readParts, storeArticle, type StoredPart } from "./store-article.ts";
import { termsOf } from "./terms.ts";
import { depth, joinRankings, questionVector, type Embedder } from "./vectors.ts";

export type ArticleRow = {
  name: string;
  language: string;
  title: string;
  url: string | null;
  audience: "public" | "agents";
  /** The connection of the store it is about; null: all. */
  store: string | null;
  valid_from: string | null;
  valid_until: string | null;
  updated_at: string;
  /** What readers of the help centre said in the last 90 days. */
  helpful_yes: number;
  helpful_no: number;
};
export type FoundPassage = FoundArticle & { coverage: number; isAnswer: boolean };
/** `asked`: the question with misspelt words put right. `words`: those of a passage that were asked for, in lower case. */
export type PublicSearch = { asked: string; hits: (FoundPassage & { words: Set<string> })[] };
/**
 * `storeId`: only articles about this store and about all; null, when it is not known, those about all; missing, every one.
 * `conversationId`: whose question it is, so that what a model made of it goes with the conversation.
 */
export type Asking = {
  storeId?: string | null;
  conversationId?: string | null;
  /** No model is asked, which costs. */ wordsOnly?: boolean;
};
export type Knowledge = {
  list(): Promise<ArticleRow[]>;
  source(name: string, language: string): Promise<string | null>;
  /** `covers`: the gap it was written for. AppError `template_invalid` with every problem, `not_found`; nothing is changed then. */
  save(name: string, language: string, source: string, by: string, covers?: string): Promise<void>;
  /** AppError `not_found`. */
  remove(name: string, language: string, by: string): Promise<void>;
  /** The passage that answers, from a public article in force; null when none does. Asked by workflows. */
  answer(question: string, language: string, now: string, asking?: Asking): Promise<FoundArticle | null>;
  /** The best passages, sure or not, for people: also of articles for agents. */
  search(question: string, language: string, limit: number, asking?: Asking): Promise<FoundPassage[]>;
  /** The same for everybody: public articles in force only. */
  searchPublic(question: string, language: string, limit: number, now: string, asking?: Asking): Promise<PublicSearch>;
  /** Reads again what other processes changed. True when anything was. */
  reload(): Promise<boolean>;
};

/**
 * When a passage is an answer: its words cover two thirds of the question by weight and three of its words, and lead every other
 * passage's by a fifth. Chosen on the half of test/evals/questions that is marked "tune", to be wrong once in twenty; what it comes
 * to on the other half stands in docs/decisions/0019-knowledge.md.
 */
const enough = { coverage: 0.65, score: 4, matched: 3, lead: 1.2 };
const maxSentences = 12;

/** `gist`: what texts are about, by the reader. `embedder`: the shop's connected model. Without them words rank alone. */
export type KnowledgeParts = { gist?: Gist | null; embedder?: Embedder | null };

export async function openKnowledge(db: Db, { gist = null, embedder = null }: KnowledgeParts = {}): Promise<Knowledge> {
  let mark = "";
  let parts: StoredPart[] = [];
  const indexes = new Map<string, Index>();

  async function reload(): Promise<boolean> {
    const model = (await embedder?.model().catch(() => null)) ?? null;
    const { rows } = await db.query(
      `select concat(count(*), '|', max(updated_at), '|', $1::text, '|', (select count(*) from article_part where vector_model = $1)) as mark from article`,
      [model],
    );
    if (rows[0].mark === mark) return false;
    parts = await readParts(db, model);
    if (gist) for (const part of parts) part.gist = gist([part.title, part.heading ?? "", part.text].join("\n"));
    indexes.clear();
    mark = rows[0].mark;
    return true;
  }

  /** Articles in force, in this language; one index for each day, reader and store. */
  function indexFor(language: string, day: string, isPublic: boolean, store: string | null | undefined): Index {
    const key = JSON.stringify([language, day, isPublic, store]);
    let index = indexes.get(key);
    if (!index) {
      if (indexes.size > 100) indexes.clear();
      index = buildIndex(
        parts.filter(
          (part) =>
            part.language === language &&
            (!isPublic || part.audience === "public") &&
            (part.store === null || store === undefined || part.store === store) &&
            (part.from === null || part.from <= day) &&
            (part.until === null || day <= part.until),
        ),
      );
      indexes.set(key, index);
    }
    return index;
  }

  /** Best first, and the one that answers. By vectors it may come first and still be none: that shows in words alone. */
  async function find(
    index: Index,
    question: string,
    sentences: string[],
    language: string,
    limit: number,
    asking: Asking,
  ): Promise<Found> {
    if (index.parts.length === 0) return { hits: [], answer: null };
    const vector = await questionVector(asking.wordsOnly ? null : embedder, index, question, language, asking.conversationId ?? null);
    const hits = searchIndex(index, await termsOf(db, sentences, language), depth, gist?.(question) ?? null);
    const answer = isAnswer(hits) ? hits[0]! : null;
    if (!vector) return { hits: hits.slice(0, limit), answer };
    const joined = joinRankings(index, hits, vector);
    return { hits: joined.slice(0, limit), answer: answer?.part === joined[0]?.part ? answer : null };
  }

  async function searchPublic(index: Index, question: string, language: string, limit: number, asking: Asking): Promise<PublicSearch> {
    if (index.parts.length === 0) return { asked: question, hits: [] };
    const asked = await correctSpelling(db, index, question, language);
    // In a search box a single short word is a question: "VAT", "返品".
    const sentences = sentencesOf(asked);
    const found = await find(index, asked, sentences.length > 0 ? sentences : [asked], language, limit, asking);
    const words = await markedWords(db, asked, found.hits, language);
    return { asked, hits: passagesOf(found).map((passage, place) => ({ ...passage, words: words[place]! })) };
  }

  await reload();
  return {
    async list() {
      const { rows } = await db.query(
        `select a.name, a.language, a.title, a.url, a.audience, a.store_id as store, a.valid_from::text, a.valid_until::text, a.updated_at,
          coalesce(sum(f.yes), 0)::int as helpful_yes, coalesce(sum(f.no), 0)::int as helpful_no
        from article a left join article_feedback f on f.name = a.name and f.language = a.language and f.day > current_date - 90
        group by a.name, a.language order by a.name, a.language`,
      );
      return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
    },
    async source(name, language) {
      return (await db.query("select source from article where name = $1 and language = $2", [name, language])).rows[0]?.source ?? null;
    },
    async save(name, language, source, by, covers) {
      const article = checkArticle(source, `${name}.${language}.md`);
      await transaction(db, async (client) => {
        await storeArticle(client, article);
        await writeAudit(client, { actor: by, act: "article.save", target: `article:${name}.${language}` });
        if (covers) await decideGap(client, covers, { state: "covered", article: `${name}.${language}` }, by, new Date());
      });
      await reload();
    },
    async remove(name, language, by) {
      await transaction(db, async (client) => {
        const gone = await client.query("delete from article where name = $1 and language = $2", [name, language]);
        if (gone.rowCount === 0) throw new AppError("not_found", "There is no such article.");
        await client.query("update article_gap set state = 'open', article = null where article = $1 and state = 'covered'", [
          `${name}.${language}`,
        ]);
        await writeAudit(client, { actor: by, act: "article.remove", target: `article:${name}.${language}` });
      });
      mark = "";
      await reload();
    },
    async answer(question, language, now, asking = {}) {
      const index = indexFor(language, now.slice(0, 10), true, asking.storeId);
      const { answer } = await find(index, question, sentencesOf(question), language, 2, asking);
      return answer && asFound(answer);
    },
    async search(question, language, limit, asking = {}) {
      const index = indexFor(language, new Date().toISOString().slice(0, 10), false, asking.storeId);
      return passagesOf(await find(index, question, sentencesOf(question), language, limit, asking));
    },
    searchPublic: (question, language, limit, now, asking = {}) =>
      searchPublic(indexFor(language, now.slice(0, 10), true, asking.storeId), question, language, limit, asking),
    reload,
  };
}

type Found = { hits: Hit[]; answer: Hit | null };

function isAnswer([best, ...others]: readonly Hit[]): boolean {
  if (!best) return false;
  const { coverage, score, matched, asked } = best;
  if (coverage < enough.coverage || score < enough.score || matched < Math.min(enough.matched, asked)) return false;
  return others.every((other) => wordRank(best) >= enough.lead * wordRank(other));
}

const passagesOf = ({ hits, answer }: Found): FoundPassage[] =>
  hits.map((hit) => ({ ...asFound(hit), coverage: hit.coverage, isAnswer: hit.part === answer?.part }));

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

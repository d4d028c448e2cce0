import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { addDemoArticles } from "../demo/demo.ts";
import { createGist } from "../understand/gist.ts";
import { loadModels } from "../understand/load-reader.ts";
import { loadArticle } from "./article.ts";
import { openKnowledge, type Knowledge } from "./knowledge.ts";

const starter = join(import.meta.dirname, "../../starter");
const [labelsDir, shippedDir] = [join(starter, "labels"), join(starter, "models")];
const now = "2026-03-12T10:00:00.000Z";

test("an article is split at its headings; tables and lists stay with the words around them", () => {
  const source =
    "---\ntitle: Shipping\n---\nWe ship **fast**, see [our page](https://x.test).\n\n## Times\n\n| Where | Days |\n|---|---|\n| Germany | 1 to 3 |\n\n* one\n* two\n";
  const loaded = loadArticle(source, "shipping.en.md");
  assert.ok("article" in loaded);
  assert.deepEqual(loaded.article.parts, [
    { heading: null, text: "We ship fast, see our page." },
    { heading: "Times", text: "Where: Days\nGermany: 1 to 3\n\n- one\n- two" },
  ]);
});

test("what is wrong with an article is said with how to mend it", () => {
  const problem = (source: string, file = "a.en.md") => {
    const loaded = loadArticle(source, file);
    return "problems" in loaded ? loaded.problems.map(({ message }) => message).join() : "";
  };
  assert.match(problem("x", "Shipping.md"), /name\.language\.md/);
  assert.match(problem("no head"), /no head/);
  assert.match(problem("---\ntitel: x\n---\ntext"), /title|titel/);
  assert.match(problem("---\ntitle: x\nurl: javascript:alert(1)\n---\ntext"), /url/);
  assert.match(problem("---\ntitle: x\n---\n"), /no text/);
});

describe("what the shop knows", () => {
  let db: TestDb;
  let knowledge: Knowledge;
  before(async () => {
    db = await createTestDb();
    await addDemoArticles(db.pool);
    const { category } = await loadModels({ labelsDir, shippedDir });
    knowledge = await openKnowledge(db.pool, { gist: createGist(category) });
  });
  after(() => db.close());

  for (const language of ["en", "de", "fr", "es"])
    test(`questions of customers find the passage that answers them, and others none (${language})`, async (t) => {
      const file = join(import.meta.dirname, "../../test/evals/questions", `${language}.jsonl`);
      const all = readFileSync(file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Question);
      for (const set of ["tune", "test"]) {
        const found = await examine(
          all.filter((one) => one.set === set),
          language,
        );
        const of = (n: number, every: number) => `${Math.round((n / Math.max(1, every)) * 100)} %`;
        t.diagnostic(
          `${language}, ${set}: ${found.askable} questions with an answer: recall@1 ${of(found.first, found.askable)}, @3 ${of(found.three, found.askable)}, MRR ${(found.rank / found.askable).toFixed(2)}; plain full-text search @1 ${of(found.plain, found.askable)}. Answers ${found.answered}, ${found.wrong} of them wrong; silent on ${found.silent} of ${found.none} without one`,
        );
        assert.ok(found.first >= found.plain && found.three / found.askable > 0.65);
        assert.ok(found.wrong <= 3 && found.silent / found.none > 0.9);
      }
    });

  type Question = { q: string; part: string | null; set: string };

  async function examine(questions: readonly Question[], language: string) {
    const sum = { askable: 0, none: 0, first: 0, three: 0, rank: 0, plain: 0, answered: 0, wrong: 0, silent: 0 };
    for (const { q, part } of questions) {
      const answer = await knowledge.answer(q, language, now);
      if (answer) sum.answered++;
      if (answer && answer.heading !== part) sum.wrong++;
      if (part === null) {
        sum.none++;
        if (!answer) sum.silent++;
        continue;
      }
      sum.askable++;
      const place = (await knowledge.search(q, language, 5)).findIndex(({ heading }) => heading === part);
      if (place === 0) sum.first++;
      if (place >= 0 && place < 3) sum.three++;
      if (place >= 0) sum.rank += 1 / (place + 1);
      if ((await plainSearch(q, language)) === part) sum.plain++;
    }
    return sum;
  }

  /** The yardstick: PostgreSQL's own ranking of the same parts. */
  async function plainSearch(question: string, language: string): Promise<string | null> {
    const configuration = { en: "english", de: "german", fr: "french", es: "spanish" }[language];
    const { rows } = await db.pool.query(
      `select heading from article_part,
        to_tsquery($2::regconfig, (select string_agg(quote_literal(lexeme), ' | ') from unnest(to_tsvector($2::regconfig, $1)) as t)) as q
      where language = $3 and to_tsvector($2::regconfig, coalesce(heading, '') || ' ' || text) @@ q
      order by ts_rank(to_tsvector($2::regconfig, coalesce(heading, '') || ' ' || text), q) desc limit 1`,
      [question, configuration, language],
    );
    return rows[0]?.heading ?? null;
  }

  test("articles for agents and those out of date are not told to customers, and another language's are not either", async () => {
    const question = "What is the secret discount for teachers?";
    const write = (head: string) =>
      knowledge.save(
        "teachers",
        "en",
        `---\ntitle: Teachers\n${head}---\n## Discount for teachers\n\nTeachers get the secret discount of ten percent.`,
        "user:a",
      );
    await write("");
    assert.equal((await knowledge.answer(question, "en", now))!.heading, "Discount for teachers");
    assert.equal(await knowledge.answer(question, "de", now), null);
    await write("audience: agents\n");
    assert.equal(await knowledge.answer(question, "en", now), null);
    assert.equal((await knowledge.search(question, "en", 1))[0]!.name, "teachers");
    await write("valid_until: 2026-03-11\n");
    assert.equal(await knowledge.answer(question, "en", now), null);
    const other = await openKnowledge(db.pool);
    await knowledge.remove("teachers", "en", "user:a");
    assert.equal(await other.reload(), true);
    await assert.rejects(knowledge.remove("teachers", "en", "user:a"), { code: "not_found" });
  });
});

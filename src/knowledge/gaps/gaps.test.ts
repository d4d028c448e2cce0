import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { eraseCustomer, exportCustomer } from "../../checkpoint/customers.ts";
import { ada, addUsers, conversation, receive, work } from "../../checkpoint/fixture-checkpoint.ts";
import { replyAsPerson } from "../../checkpoint/people.ts";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import type { FoundArticle } from "../../domain/found-article.ts";
import { askedOf, hideText } from "../../main-parts.ts";
import { echo } from "../../mailbox/fixture-desk.ts";
import type { Decide } from "../../mailbox/decide.ts";
import { modelsForTest, scripted } from "../../models/fixture-models.ts";
import { createGist, type Gist } from "../../understand/gist.ts";
import { loadModels } from "../../understand/load-reader.ts";
import { loadArticle } from "../article.ts";
import { openKnowledge, type Knowledge } from "../knowledge.ts";
import { purgeQuestions, recordSearch } from "../questions.ts";
import { decideGapAlone, listOpenGaps } from "./gaps.ts";
import { proposeArticle, type ProposeParts } from "./propose.ts";
import { withoutFrame } from "./replies.ts";

const starter = join(import.meta.dirname, "../../../starter");

describe("questions that no article answers", () => {
  let db: TestDb;
  let gist: Gist | null;
  let knowledge: Knowledge;
  let parts: ProposeParts;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
    const { category } = await loadModels({ labelsDir: join(starter, "labels"), shippedDir: join(starter, "models") });
    gist = createGist(category);
    knowledge = await openKnowledge(db.pool, { gist });
    parts = { db: db.pool, gist, search: knowledge.search, now: () => new Date(), hide: hideText, write: async () => null };
  });
  after(() => db.close());

  let threads = 0;
  /** A message whose run asks the articles, and what they say. */
  async function asks(text: string, language = "en", article: FoundArticle | null = null): Promise<string> {
    const decide: Decide = async (input) => {
      const decision = await echo(input);
      const read = [{ key: `article:${language}`, value: article }];
      return { ...decision, trace: { ...decision.trace, steps: [{ step: "find", path: "0", read, why: "" }] } };
    };
    const id = await receive(db.pool, `t${++threads}`, 1, {
      text,
      sender: { kind: "email", value: `ana.lima${threads}@example.com`, name: "Ana Lima", proof: "proven" },
    });
    await work(db.pool, decide, undefined, { askedOf });
    return id;
  }
  const gaps = (state: "open" | "covered" | "dismissed" = "open") => listOpenGaps(parts, state, 1);
  const about = async (words: RegExp, state?: "covered" | "dismissed") =>
    (await gaps(state)).find(({ examples }) => examples.some(({ text }) => words.test(text)));
  const questionOf = async (id: string) =>
    (await db.pool.query("select question, article from article_question where conversation_id = $1", [id])).rows[0];

  test("what a run asked is kept in the customer's words, without their data, and goes when they are erased", async () => {
    const id = await asks(
      "Hello, my name is Ana Lima and my order is #10423. Do you repair zips on old jackets? Write to ana.lima1@example.com or call +49 170 1234567.",
    );
    assert.deepEqual(await questionOf(id), { question: "Do you repair zips on old jackets?", article: null });
    const told = await asks("Please tell Ana Lima about order #10423", "en", {
      name: "orders",
      title: "",
      heading: null,
      text: "",
      url: null,
    });
    const kept = await questionOf(told);
    assert.equal(kept.article, "orders");
    assert.doesNotMatch(kept.question, /Ana|Lima|10423/);
    const { customer_id: customer } = await conversation(db.pool, id);
    const everything: any = await exportCustomer(db.pool, customer, ada);
    assert.match(JSON.stringify(everything.conversations[0].questions), /repair zips/);
    await eraseCustomer(db.pool, customer, ada);
    assert.equal(await questionOf(id), undefined);
    await gaps();
    await purgeQuestions(db.pool);
    assert.equal(await about(/repair zips/), undefined);
  });

  test("questions about one thing are one gap, in whatever language, with how often they are asked", async () => {
    const first = await asks("Can I use a gift card together with a discount code?");
    await asks("is it possible to use a gift card and a discount code together?");
    await asks("Kann ich einen Gutschein und einen Rabattcode zusammen benutzen?", "de");
    await asks("Do you have a shop in Lisbon where I can try on boots?");
    const search = { language: "en", question: "gift card with discount code", article: null, storeId: null, at: new Date() };
    await recordSearch(db.pool, search);
    await recordSearch(db.pool, search);
    const gap = (await about(/gift card/))!;
    assert.deepEqual(
      gap.languages.map(({ language, times }) => `${language} ${times}`),
      ["en 4", "de 1"],
    );
    assert.deepEqual([gap.asked_30, gap.asked_90, gap.asked_before, gap.trend], [5, 5, 0, "rising"]);
    assert.ok(gap.examples.some(({ text }) => /Gutschein/.test(text)));
    assert.notEqual((await about(/Lisbon/))!.id, gap.id);
    // Asked again, the same questions are in the same gaps.
    assert.equal((await about(/gift card/))!.id, gap.id);
    assert.ok((await questionOf(first)).question);
  });

  test("the proposed article has the customers' questions and the reply people gave most alike, without anybody's data", async () => {
    const answers = [
      "Hi Ana,\nyes, of course.\n\nBest wishes\nAda",
      "Hello Ana Lima,\n\nEvery jacket can be waxed again by us for 25 euros. It takes two weeks.\n\nKind regards\nAda",
      "Dear Ana,\nwe can wax your jacket again for 25 euros, and it takes two weeks. Ask for it at ana.lima9@example.com.\nAda",
    ];
    for (const [nth, text] of answers.entries()) {
      const conversationId = await asks(`Can you wax my old jacket ${["again", "anew", "once more"][nth]}?`);
      await replyAsPerson(db.pool, { conversationId, by: ada, text });
    }
    const gap = (await about(/wax/))!;
    const proposal = await proposeArticle(parts, gap.id);
    assert.equal(proposal.replies.length, 3);
    assert.match(proposal.replies[0]!.text, /25 euros/);
    assert.doesNotMatch(JSON.stringify(proposal), /Ana|Lima|regards|Ada/);
    assert.equal(proposal.written_by, null);
    const loaded = loadArticle(proposal.source, `${proposal.name}.${proposal.language}.md`);
    assert.ok("article" in loaded);
    assert.match(loaded.article.parts[0]!.text, /25 euros/);
    assert.ok(loaded.article.questions.every((question) => /wax/.test(question)));
  });

  test("a connected model writes the text from the replies; what no reply says is not taken from it", async () => {
    const gap = (await about(/wax/))!;
    const { models, connect } = modelsForTest(db.pool);
    const written = async (say: string) => {
      await connect("writer", scripted({ otherwise: say }));
      const write: ProposeParts["write"] = ({ text, ...request }) =>
        models.run("draft", { ...request, messages: [{ role: "user", text }], maxTokens: 300 });
      return proposeArticle({ ...parts, write }, gap.id);
    };
    const good = await written("We can wax a jacket again for 25 euros. It takes two weeks.");
    assert.equal(good.written_by, "scripted-1");
    assert.match(good.source, /\nWe can wax a jacket again for 25 euros\. It takes two weeks\.\n/);
    const invented = await written("We wax jackets for 19 euros.");
    assert.equal(invented.written_by, null);
    assert.match(invented.note, /which no reply says/);
    assert.match(invented.source, /25 euros/);
  });

  test("saving the article closes the gap; it opens again when the article goes", async () => {
    const gap = (await about(/wax/))!;
    const { name, language, source } = await proposeArticle(parts, gap.id);
    await knowledge.save(name, language, source, "user:ada", gap.id);
    assert.equal(await about(/wax/), undefined);
    assert.equal((await about(/wax/, "covered"))!.article, `${name}.${language}`);
    await knowledge.remove(name, language, "user:ada");
    assert.equal((await about(/wax/))!.id, gap.id);
    await assert.rejects(knowledge.save(name, language, source, "user:ada", crypto.randomUUID()), { code: "not_found" });
    assert.equal(await knowledge.source(name, language), null);
  });

  test("a dismissed gap stays away until it is asked for as often again", async () => {
    const gap = (await about(/Lisbon/))!;
    await decideGapAlone(db.pool, gap.id, { state: "dismissed", reason: "We have no shops." }, "user:ada", new Date());
    assert.equal(await about(/Lisbon/), undefined);
    assert.equal((await about(/Lisbon/, "dismissed"))!.reason, "We have no shops.");
    await asks("Do you have a shop in Lisbon?");
    const back = (await about(/Lisbon/))!;
    assert.deepEqual([back.id, back.reason], [gap.id, "We have no shops."]);
  });

  test("greeting and signature are no part of an answer, lists are", () => {
    assert.equal(withoutFrame("Hi Ana, yes we do.\n\nBest\nAda", "en"), "Yes we do.");
    assert.equal(withoutFrame("Guten Tag Frau Lima,\n\nwir haben:\n- Rot\n- Blau\n\nViele Grüße\nAda", "de"), "Wir haben:\n- Rot\n- Blau");
    assert.equal(withoutFrame("No.", "en"), "No.");
  });
});

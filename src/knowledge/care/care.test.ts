import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import { newId } from "../../domain/ids.ts";
import { addDemoArticles } from "../../demo/demo.ts";
import { pendingDraft } from "../../checkpoint/fixture-checkpoint.ts";
import { createGist, type Gist } from "../../understand/gist.ts";
import { loadModels } from "../../understand/load-reader.ts";
import { openKnowledge, type Knowledge } from "../knowledge.ts";
import { recordSearch } from "../questions.ts";
import { startTestServer } from "../../server/fixture-server.ts";
import { gapRoutes } from "../gaps/routes.ts";
import type { ProposeParts } from "../gaps/propose.ts";
import { createCare, setUntouchedMonths, type Care, type CareParts } from "./findings.ts";
import { careRoutes } from "./routes.ts";
import type { PolicyFigure, PricedProduct } from "./shop-figures.ts";

const starter = join(import.meta.dirname, "../../../starter");

describe("articles that somebody should look at", () => {
  let db: TestDb;
  let gist: Gist | null;
  let knowledge: Knowledge;
  let care: Care;
  let limits: PolicyFigure[] = [];
  let products: PricedProduct[] = [];
  const now = new Date("2026-03-12T10:00:00.000Z");
  before(async () => {
    db = await createTestDb();
    const { category } = await loadModels({ labelsDir: join(starter, "labels"), shippedDir: join(starter, "models") });
    gist = createGist(category);
    knowledge = await openKnowledge(db.pool);
    care = createCare({
      db: db.pool,
      gist,
      publicUrl: "https://desk.example",
      policies: async () => limits,
      products: async () => products,
      now: () => now,
    });
  });
  after(() => db.close());

  const write = (name: string, body: string, { head = "", language = "en" } = {}) =>
    knowledge.save(name, language, `---\ntitle: ${name}\n${head}---\n${body}\n`, "user:a");
  const clear = async (...names: string[]) => {
    for (const { name, language } of await knowledge.list())
      if (names.length === 0 || names.includes(name)) await knowledge.remove(name, language, "user:a");
  };
  /** Kind, articles and marked words of what is found. */
  const found = async (with_: Care = care) =>
    (await with_.list()).map(({ kind, passages }) => {
      const marked = passages.map(
        ({ name, language, text, marks }) => `${name}.${language} ${marks.map(({ start, end }) => text.slice(start, end)).join()}`,
      );
      return `${kind}: ${marked.join(" / ").trim()}`;
    });

  test("two passages with other figures of one thing stand side by side, with the figures marked; other things do not", async () => {
    await write(
      "warranty",
      "## Warranty on tents\n\nOur tents come with a warranty of two years.\n\n## Repairs\n\nA repair takes three weeks.",
    );
    await write(
      "tents",
      "## Is there a warranty?\n\nYes, there is a warranty of five years on every tent.\n\n## Weight\n\nThe tent weighs two kilos.",
    );
    await write("gutschein", "## Wie lange ein Gutschein gilt\n\nEin Gutschein gilt drei Jahre.", { language: "de" });
    await write("karten", "## Gültigkeit von Gutscheinen\n\nGutscheine sind nach dem Kauf zwei Jahre gültig.", { language: "de" });
    assert.deepEqual((await found()).sort(), [
      "figures: gutschein.de drei Jahre / karten.de zwei Jahre",
      "figures: tents.en five years / warranty.en two years",
    ]);
  });

  test("what is about different stores, or for the team and for customers, does not contradict", async () => {
    await write("tents", "## Is there a warranty?\n\nYes, there is a warranty of five years on every tent.", {
      head: "audience: agents\n",
    });
    await clear("gutschein", "karten");
    assert.deepEqual(await found(), []);
    await db.pool.query(
      "insert into connection (id, kind, connector, title) values ('north', 'store', 'demo', 'North'), ('south', 'store', 'demo', 'South')",
    );
    await write("tents", "## Is there a warranty?\n\nYes, there is a warranty of five years on every tent.", { head: "store: north\n" });
    await write("warranty", "## Warranty on tents\n\nOur tents come with a warranty of two years.", { head: "store: south\n" });
    assert.deepEqual(await found(), []);
    await clear();
  });

  test("the opposite of a statement, and a translation with another figure, are found", async () => {
    await write("gifts", "## Gift wrapping\n\nWe wrap presents in gift paper on request.");
    await write("presents", "## Presents\n\nWe do not wrap presents in gift paper.");
    await write("pickup", "## Opening hours\n\nA parcel waits for you for 7 days.");
    await write("pickup", "## Öffnungszeiten\n\nEin Paket wartet dort 10 Tage auf Sie.", { language: "de" });
    assert.deepEqual((await found()).sort(), [
      "opposite: gifts.en We wrap presents in gift paper on request. / presents.en We do not wrap presents in gift paper.",
      "translation: pickup.de 10 Tage / pickup.en 7 days",
    ]);
    await clear();
  });

  test("what the policies and the shop's prices say otherwise is told with what they say", async () => {
    await write(
      "returns",
      "## How long can I return something?\n\nYou can return articles within 30 days.\n\n## Your money\n\nIt is back after 5 days.",
    );
    await write("boots", "## Which boots?\n\nThe Ridge Hiking Boots cost €129.90.");
    limits = [{ days: 14, text: "makes return labels within 14 days", asks: "How many days do I have to return articles?" }];
    products = [{ title: "Ridge Hiking Boots", prices: [{ value: 149.9, currency: "EUR" }] }];
    assert.deepEqual((await found()).sort(), ["policy: returns.en 30 days", "price: boots.en €129.90"]);
    const policy = (await care.list()).find(({ kind }) => kind === "policy")!;
    assert.match(policy.why, /“30 days”, the policy makes return labels within 14 days/);
    limits = [{ ...limits[0]!, days: 30 }];
    products = [{ title: "Ridge Hiking Boots", prices: [{ value: 129.9, currency: "EUR" }] }];
    const other = createCare({
      db: db.pool,
      gist,
      publicUrl: "",
      policies: async () => limits,
      products: async () => products,
      now: () => now,
    });
    assert.deepEqual(await found(other), []);
    await clear();
  });

  test("articles out of date, untouched, disliked, corrected by people or with links that lead nowhere are listed, each with why", async () => {
    await write("over", "## A\n\nText one.", { head: "valid_until: 2026-03-01\n" });
    await write("soon", "## A\n\nText two.", { head: "valid_until: 2026-03-20\n" });
    await write(
      "links",
      "## A\n\nSee [this](/help/en/gone), [that](over.en.md), [these](https://desk.example/help/de/soon) and [x](https://else.example/help/de/x).",
    );
    await write("lost", "## A\n\nText three.", { head: "store: nowhere\n" });
    await write("old", "## A\n\nText four.");
    await db.pool.query("update article set updated_at = '2025-01-01' where name = 'old'");
    for (let n = 0; n < 10; n++) await recordSearch(db.pool, { language: "en", question: "old?", article: "old", storeId: null, at: now });
    await db.pool.query("insert into article_feedback (name, language, day, yes, no) values ('soon', 'en', '2026-03-01', 1, 3)");
    for (const [nth, state] of ["rejected", "edited", "approved"].entries()) {
      const { draftId } = await pendingDraft(db.pool, `care${nth}`);
      await db.pool.query("update draft set state = $2, sent_text = 'other', decided_at = $3, evidence = $4 where id = $1", [
        draftId,
        state,
        now,
        JSON.stringify([{ source: "article:over" }]),
      ]);
    }
    assert.deepEqual((await found()).sort(), [
      "broken_link: links.en",
      "broken_link: links.en",
      "corrected: over.en",
      "disliked: soon.en",
      "ended: over.en",
      "ends_soon: soon.en",
      "unknown_store: lost.en",
      "untouched: old.en",
    ]);
    await setUntouchedMonths(db.pool, 24, "user:a");
    assert.ok(!(await found()).some((one) => one.startsWith("untouched")));
  });

  test("what somebody checked stays away until the article changes", async () => {
    const { id, digest } = (await care.list()).find(({ kind }) => kind === "ends_soon")!;
    await assert.rejects(care.check(id, "0".repeat(32), "user:a"), { code: "conflict" });
    await care.check(id, digest, "user:a");
    assert.ok(!(await found()).includes("ends_soon: soon.en"));
    await assert.rejects(care.check(id, digest, "user:a"), { code: "not_found" });
    await write("soon", "## A\n\nText two, changed.", { head: "valid_until: 2026-03-20\n" });
    assert.ok((await found()).includes("ends_soon: soon.en"));
    await assert.rejects(care.check(newId(), digest, "user:a"), { code: "not_found" });
    await clear();
  });

  test("the demo's articles, in which nothing is wrong, give next to nothing to look at", async () => {
    await addDemoArticles(db.pool);
    limits = [{ days: 30, text: "makes return labels", asks: "How many days do I have to return articles?" }];
    products = [];
    assert.ok((await found()).length <= 2, (await found()).join("\n"));
  });
});

test("over HTTP a key that may only read sees gaps and findings and decides on neither", async () => {
  const parts: CareParts = {
    db: undefined as never,
    gist: null,
    publicUrl: "",
    policies: async () => [],
    products: async () => [],
    now: () => new Date(),
  };
  const hide = (text: string) => text;
  const proposing: ProposeParts = { ...parts, hide, write: async () => null, search: async () => [] };
  const server = await startTestServer({ more: [careRoutes(parts), gapRoutes(proposing)] as never });
  try {
    parts.db = proposing.db = server.db;
    const reader = {
      authorization: `Bearer ${(await server.keys.create({ name: "reader", scopes: ["workflows:read"], createdBy: "system" })).key}`,
    };
    await (await openKnowledge(server.db)).save("over", "en", "---\ntitle: Over\nvalid_until: 2020-01-01\n---\nText.", "user:a");
    await recordSearch(server.db, { language: "en", question: "Do you sell kites?", article: null, storeId: null, at: new Date() });
    const [gap] = (await server.call("GET", "/api/v1/gaps", undefined, reader)).body["items"];
    const [finding] = (await server.call("GET", "/api/v1/article-findings", undefined, reader)).body["items"];
    assert.deepEqual([gap.title, finding.kind], ["Do you sell kites?", "ended"]);
    const calls: [string, string, object][] = [
      ["POST", `/api/v1/gaps/${gap.id}/dismiss`, { reason: "Never" }],
      ["POST", `/api/v1/gaps/${gap.id}/reopen`, {}],
      ["POST", "/api/v1/article-findings/check", { id: finding.id, digest: finding.digest }],
      ["PUT", "/api/v1/article-findings/settings", { untouched_months: 6 }],
    ];
    for (const [method, path, body] of calls) {
      assert.equal((await server.call(method, path, body, reader)).status, 403, path);
      assert.equal((await server.call(method, path, body)).status, 204, path);
    }
    const proposal = await server.call("POST", `/api/v1/gaps/${gap.id}/proposal`, {}, reader);
    assert.match(proposal.body["source"], /Do you sell kites/);
    const left = (await server.call("GET", "/api/v1/article-findings")).body;
    assert.deepEqual([left["items"], left["untouched_months"]], [[], 6]);
    assert.equal((await server.call("POST", `/api/v1/gaps/${newId()}/proposal`, {})).status, 404);
  } finally {
    await server.close();
  }
});

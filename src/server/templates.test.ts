import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { starterDir } from "../desk.ts";
import { applyFolder, exportFolder } from "../library/folder.ts";
import { openLibrary, type Library } from "../library/library.ts";
import { saveRules } from "../library/rules.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { line, now, order, shipment, sources } from "../workflow/test-desk.ts";
import { allSteps } from "../workflow/steps/all.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { templateRoutes } from "./routes/templates.ts";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

describe("Templates, as people of a shop work on them", () => {
  let db: TestDb, library: Library, server: TestServer;
  before(async () => {
    db = await createTestDb();
    await applyFolder(db.pool, starterDir, allSteps, "system");
    library = await openLibrary(db.pool, allSteps, quiet);
    const ways = () => [
      { connectionId: "window", channel: "chat", title: "Chat on our pages", isLetter: false },
      { connectionId: "mails", channel: "email", title: "hello@shop.example", isLetter: true },
    ];
    const ofRug = order({ id: "o4", number: "1044", lines: [{ ...line("Harbour rug", 1, 1), sku: "RUG-1" }] });
    const routes = templateRoutes({
      library,
      sources: () => sources([order(), ofRug], [shipment("in_transit")]),
      ways,
      now: () => new Date(now),
    });
    server = await startTestServer({ more: [routes] });
  });
  after(async () => {
    await server.close();
    await db.close();
  });

  test("the list says in which languages each is written", async () => {
    const { items, channels } = (await server.call("GET", "/api/v1/templates")).body;
    assert.deepEqual(channels, [
      { id: "chat", title: "Chat on our pages" },
      { id: "email", title: "hello@shop.example" },
    ]);
    const one = items.find(({ name }: { name: string }) => name === "order-on-its-way");
    assert.deepEqual(
      one.texts.map(({ language }: { language: string }) => language),
      ["de", "en", "es", "fr", "it", "nl"],
    );
  });

  test("a preview shows a real order in every language, with each fact's source and what the brand's voice says", async () => {
    const { body } = await server.call("POST", "/api/v1/templates/preview", { name: "order-on-its-way", order_number: "#1042" });
    assert.deepEqual(body.order, { number: "1042", store: "shop" });
    assert.equal(body.texts.length, 6);
    for (const text of body.texts) {
      assert.match(text.text, /1042/, text.language);
      assert.equal(text.problem, null);
      assert.deepEqual(text.unsourced, [], text.text);
      assert.ok(text.evidence.length > 2);
      assert.equal(text.voice.score, 100, JSON.stringify(text.voice.findings));
    }
  });

  test("a preview of what the shop says of products shows the first article of the order and what is like it", async () => {
    for (const name of ["product-comparison", "product-recommendation", "product-feature", "bought-together"]) {
      const { body } = await server.call("POST", "/api/v1/templates/preview", { name, order_number: "#1044" });
      for (const text of body.texts) assert.deepEqual([text.problem, text.unsourced], [null, []], `${name}.${text.language}`);
    }
  });

  test("what a template needs and the order has not is said, and an order that is nowhere, too", async () => {
    const cancelled = (await server.call("POST", "/api/v1/templates/preview", { name: "back-in-stock-on" })).body;
    assert.match(cancelled.texts[0].problem, /availability/);
    assert.equal(cancelled.texts[0].is_fact_missing, true);
    const nowhere = await server.call("POST", "/api/v1/templates/preview", { name: "order-on-its-way", order_number: "9" });
    assert.equal(nowhere.status, 404);
    assert.match(nowhere.text, /No connected shop has an order 9/);
  });

  test("an unsaved text is previewed beside the saved ones, and its mistakes are told with their line", async () => {
    const unsaved = { id: "order-on-its-way.de.casual", source: "Hey, deine Bestellung {{ order.number }} kommt." };
    const { texts } = (await server.call("POST", "/api/v1/templates/preview", { name: "order-on-its-way", order_number: "1042", unsaved }))
      .body;
    assert.equal(texts.find(({ id }: { id: string }) => id === unsaved.id).text, "Hey, deine Bestellung 1042 kommt.");
    const wrong = { ...unsaved, source: "x\n{{ order.nmber }}" };
    const { problems } = (await server.call("POST", "/api/v1/templates/preview", { name: "order-on-its-way", unsaved: wrong })).body;
    assert.equal(problems[0].line, 2);
  });

  test("every text is kept; an earlier one can be read and saved again", async () => {
    const path = "/api/v1/templates/order-delivered.en";
    const first = (await server.call("GET", path)).body;
    const saved = await server.call("PUT", path, { source: "Order {{ order.number }} was delivered." });
    assert.deepEqual(saved.body, { problems: [] });
    const second = (await server.call("GET", path)).body;
    assert.equal(second.source, "Order {{ order.number }} was delivered.");
    assert.deepEqual(
      second.versions.map(({ version }: { version: string }) => version),
      [second.version, first.version],
    );
    const earlier = (await server.call("GET", `${path}/versions/${first.version}`)).body;
    assert.equal(earlier.source, first.source);
    assert.match(library.templates().render("order-delivered", "en", { order: { number: "7" } }, {}).text, /Order 7 was delivered/);
  });

  test("a text that a workflow could not do with is refused, and nothing changes", async () => {
    const path = "/api/v1/templates/which-order.en";
    const before = (await server.call("GET", path)).body;
    const refused = (await server.call("PUT", path, { source: "Is it {{ order.number }}?" })).body;
    assert.match(refused.problems[0].message, /order/);
    assert.equal((await server.call("GET", path)).body.version, before.version);
    assert.equal((await server.call("PUT", "/api/v1/templates/Wrong.en", { source: "x" })).status, 422);
    assert.equal((await server.call("GET", "/api/v1/templates/nothing.en")).status, 404);
  });

  test("the voice of the brand changes every reply at once, and moves as a file", async () => {
    await saveRules(db.pool, "voice", "voice:\n  languages:\n    de: { greeting: 'Moin!', sign_off: Tschüs }\n", "user:a");
    await library.reload();
    const { texts } = (await server.call("POST", "/api/v1/templates/preview", { name: "order-on-its-way", order_number: "1042" })).body;
    const german = texts.find(({ language }: { language: string }) => language === "de").text;
    assert.ok(german.startsWith("Moin!") && german.endsWith("Tschüs"), german);
    const dir = await mkdtemp(join(tmpdir(), "handrail-export-"));
    await exportFolder(db.pool, dir);
    assert.ok((await readdir(dir)).includes("voice.yaml"));
    await assert.rejects(saveRules(db.pool, "voice", "voice: { tone: rude }", "user:a"), { code: "policy_invalid" });
  });

  test("any text can be held against the voice", async () => {
    const { body } = await server.call("POST", "/api/v1/voice/check", { text: "THIS IS LATE!!", language: "en", is_letter: true });
    assert.deepEqual(
      body.findings.map(({ rule }: { rule: string }) => rule),
      ["shouting", "greeting", "sign_off"],
    );
    assert.equal(body.score, 70);
  });

  test("a reply is held against what its channel wants: a letter greets, and the footer below it is the desk's work", async () => {
    await saveRules(db.pool, "voice", "voice:\n  length: { chat: 40 }\n  languages:\n    en: { footer: Acme Ltd }\n", "user:a");
    await library.reload();
    const rules = async (body: object): Promise<string[]> =>
      (
        await server.call("POST", "/api/v1/voice/check", { text: "It comes tomorrow, at noon, with the large van.", ...body })
      ).body.findings.map(({ rule }: { rule: string }) => rule);
    assert.deepEqual(await rules({ connection_id: "window" }), ["length"]);
    assert.deepEqual(await rules({ connection_id: "mails" }), ["greeting", "sign_off"]);
    assert.deepEqual(await rules({ channel: "email", is_letter: true }), ["greeting", "sign_off", "footer"]);
  });
});

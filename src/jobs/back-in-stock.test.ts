import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ada, conversation, count, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { eraseCustomer, exportCustomer } from "../checkpoint/customers.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { Mode } from "../domain/run.ts";
import type { Product } from "../domain/order.ts";
import { auditSum } from "../mailbox/audit.ts";
import type { Decide } from "../mailbox/decide.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { runWorkflow } from "../workflow/engine/interpreter.ts";
import { lamp, memoryStore, parts, rug, workflows as starter } from "../workflow/test-desk.ts";
import { forgetExpired, lookForStock } from "./back-in-stock.ts";
import { refreshDraft } from "./refresh-drafts.ts";
import { takeUpHappenings, tellHappening } from "./happenings.ts";

describe("One message when something is back in stock", () => {
  let db: TestDb;
  let mode: Mode = "auto";
  /** Pieces of the red lamp and of the rug. */
  const stock = { red: 0, rug: 0 };
  let isDown = false;
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());

  const products = (): Product[] => [
    { ...lamp, variants: lamp.variants.map((one) => (one.id === "v2" ? { ...one, stock: stock.red } : one)) },
    { ...rug, variants: rug.variants.map((one) => ({ ...one, stock: stock.rug })) },
  ];
  const store = {
    ...memoryStore([]),
    findProducts: async (query: Parameters<ReturnType<typeof memoryStore>["findProducts"]>[0]) => {
      if (isDown) throw new Error("down");
      return memoryStore([], [], products()).findProducts(query);
    },
  };
  const sources = () => ({ stores: [{ connectionId: "shop", store, name: "Shop" }], carriers: [] });
  const workflows = () => starter.map((one) => ({ ...one, mode }));
  const look = () => lookForStock({ db: db.pool, workflows, sources, log: quiet });
  const takeUp = () => takeUpHappenings({ db: db.pool, workflows, sources, channelFor: () => null });
  const decideIn =
    (language: string): Decide =>
    (input) => {
      const one = workflows().find(({ name }) => name === (input.resume?.workflow ?? "availability"))!;
      return runWorkflow(one, { ...input, understanding: { ...input.understanding, language } }, parts(sources()));
    };
  const works = (language = "en") => work(db.pool, decideIn(language));
  const sentIn = async (id: string): Promise<string[]> =>
    (await db.pool.query("select text from message where conversation_id = $1 and direction = 'out' order by seq", [id])).rows.map(
      ({ text }) => text,
    );
  const dueNow = () => db.pool.query("update stock_notice set ready_at = now() where notified_at is null");
  const open = (id: string) => count(db.pool, "stock_notice where conversation_id = $1 and notified_at is null", [id]);
  const asks = async (thread: string, text = "Please let me know when the red desk lamp is back", language = "en", nth = 1) => {
    const id = await receive(db.pool, thread, nth, { text });
    await works(language);
    return id;
  };
  const told = (key: string, product = "LAMP-RED") =>
    tellHappening(db.pool, { key, name: "product.back_in_stock", at: new Date(), storeId: "shop", orderNumber: null, product });

  test("a wish is noted in the conversation and its language, however often it is said, and for half a year", async () => {
    const id = await asks("noted", "Bitte sagen Sie mir Bescheid, wenn die Harbour desk lamp in Rot wieder da ist", "de");
    await asks("noted", "Bitte sagen Sie mir Bescheid, wenn die Harbour desk lamp in Rot wieder da ist", "de", 2);
    const { rows } = await db.pool.query(
      "select store_id, product_id, variant_id, language, customer_id, extract(day from expires_at - asked_at)::int as days from stock_notice where conversation_id = $1",
      [id],
    );
    const { customer_id } = await conversation(db.pool, id);
    assert.deepEqual(rows, [{ store_id: "shop", product_id: "p1", variant_id: "v2", language: "de", customer_id, days: 180 }]);
    assert.match((await sentIn(id))[0]!, /notiert: Harbour desk lamp \(Red\)\. Sobald der Artikel wieder auf Lager ist/);
  });

  test("the shop tells, the desk looks, and two workers are at it: the customer gets one message", async () => {
    const [id] = (await db.pool.query("select conversation_id as id from stock_notice")).rows.map((row) => row.id);
    await dueNow();
    assert.equal(await look(), 0, "it is still sold out");
    stock.red = 5;
    await dueNow();
    assert.equal(await told("one"), true);
    assert.equal(await told("one"), false);
    await told("two");
    const before = (await sentIn(id)).length;
    for (let round = 0; round < 3; round++) {
      await Promise.all([look(), takeUp(), look(), takeUp()]);
      await Promise.all([works("de"), works("de"), dueNow()]);
    }
    const texts = (await sentIn(id)).slice(before);
    assert.equal(texts.length, 1);
    assert.match(texts[0]!, /Harbour desk lamp \(Red\) ist wieder auf Lager und kostet 59,00/);
    assert.equal(await count(db.pool, "stock_notice where conversation_id = $1 and notified_at is not null", [id]), 1);
    assert.equal(await count(db.pool, "run where workflow = 'back-in-stock-notice'"), 1);
    stock.red = 0;
  });

  test("what is gone again before the message is written is not announced, and is the next time", async () => {
    const id = await asks("gone-again");
    stock.red = 1;
    await dueNow();
    assert.equal(await look(), 1);
    stock.red = 0;
    await works();
    assert.equal((await sentIn(id)).length, 1, "only that it was noted");
    assert.equal(await open(id), 1);
    stock.red = 1;
    await dueNow();
    assert.equal(await look(), 1);
    await works();
    assert.match((await sentIn(id)).at(-1)!, /Harbour desk lamp \(Red\) is back in stock, for €59\.00/);
    assert.equal(await open(id), 0);
    stock.red = 0;
  });

  test("a whole product may be waited for, and any variant of it will do", async () => {
    const id = await asks("any", "Tell me when the rug is back");
    stock.rug = 2;
    await told("rug", "p2");
    assert.equal(await takeUp(), 1);
    await works();
    assert.match((await sentIn(id)).at(-1)!, /Harbour rug is back in stock/);
    stock.rug = 0;
  });

  test("while a person has the conversation nothing is said, and after it is", async () => {
    const id = await asks("person");
    await db.pool.query("update conversation set needs_person = true where id = $1", [id]);
    stock.red = 1;
    await dueNow();
    assert.equal(await look(), 0);
    await db.pool.query("update conversation set needs_person = false, status = 'closed' where id = $1", [id]);
    await dueNow();
    assert.equal(await look(), 1);
    await works();
    assert.equal((await sentIn(id)).length, 2);
    stock.red = 0;
  });

  test("who does not want to be told any more is not", async () => {
    const id = await asks("stopped");
    await asks("stopped", "Please do not notify me about the red desk lamp any more", "en", 2);
    assert.equal(await open(id), 0);
    stock.red = 1;
    await dueNow();
    assert.equal(await look(), 0);
    stock.red = 0;
  });

  test("a wish that is half a year old is forgotten", async () => {
    const id = await asks("old");
    await db.pool.query("update stock_notice set expires_at = now() - interval '1 minute' where conversation_id = $1", [id]);
    stock.red = 1;
    await dueNow();
    assert.equal(await look(), 0);
    await forgetExpired(db.pool);
    assert.equal(await count(db.pool, "stock_notice where conversation_id = $1", [id]), 0);
    stock.red = 0;
  });

  test("in draft mode a person reads the message first, and there is one draft of it", async () => {
    const id = await asks("draft");
    mode = "draft";
    stock.red = 1;
    for (let round = 0; round < 2; round++) {
      await dueNow();
      await look();
      await works();
    }
    assert.equal(await count(db.pool, "draft where conversation_id = $1 and state = 'pending'", [id]), 1);
    assert.equal(await open(id), 0);
    // Sold out again before anybody has read it: it is not sent, and the customer is told the next time.
    stock.red = 0;
    const [draft] = (await db.pool.query("select id from draft where conversation_id = $1 and state = 'pending'", [id])).rows;
    const later = () => new Date(Date.now() + 120_000);
    assert.equal(await refreshDraft({ db: db.pool, decide: decideIn("en"), log: quiet, now: later }, draft.id), "changed");
    assert.equal(await count(db.pool, "draft where conversation_id = $1 and state = 'pending'", [id]), 0);
    assert.equal(await open(id), 1);
    mode = "auto";
  });

  test("in shadow mode nothing is noted", async () => {
    mode = "shadow";
    const id = await asks("shadow");
    assert.equal(await open(id), 0);
    mode = "auto";
  });

  test("a shop that cannot be asked delays the message, it does not lose it", async () => {
    const id = await asks("down");
    stock.red = 1;
    isDown = true;
    await dueNow();
    assert.equal(await look(), 0);
    await told("down");
    assert.equal(await takeUp(), 0);
    isDown = false;
    await db.pool.query("update happening set ready_at = now() where key = 'down'");
    assert.equal(await takeUp(), 1);
    await works();
    assert.equal((await sentIn(id)).length, 2);
    stock.red = 0;
  });

  test("an event of a product says which, and one of an order names the order", async () => {
    await assert.rejects(told("none", ""), { code: "invalid", message: /send its id or article number as `product`/ });
    await assert.rejects(tellHappening(db.pool, { key: "x", name: "order.paid", at: new Date(), storeId: null, orderNumber: null }), {
      code: "invalid",
      message: /send its number as `order`/,
    });
  });

  test("the wish is part of what a customer may have, and is erased with them", async () => {
    const id = await asks("erased");
    const { customer_id: customer } = await conversation(db.pool, id);
    const everything = (await exportCustomer(db.pool, customer)) as { conversations: { stock_notices: { product_id: string }[] }[] };
    assert.deepEqual(
      everything.conversations[0]!.stock_notices.map(({ product_id }) => product_id),
      ["p1"],
    );
    await eraseCustomer(db.pool, customer, ada);
    assert.equal(await count(db.pool, "stock_notice where conversation_id = $1", [id]), 0);
  });

  test("the sum of all messages still holds", async () => {
    assert.deepEqual((await auditSum(db.pool)).problems, []);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { approveDraft } from "../checkpoint/drafts.ts";
import { ada, conversation, draftParts, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { Order } from "../domain/order.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import type { Decide } from "../mailbox/decide.ts";
import { order as anOrder, parts, sources, unshipped, workflows } from "../workflow/test-desk.ts";
import { runWorkflow } from "../workflow/engine/interpreter.ts";
import { refreshDraft, refreshWaitingDrafts } from "./refresh-drafts.ts";

const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
const waiting = () => unshipped({ placedAt: new Date().toISOString(), shipsBy: soon, promisedBy: soon });

describe("A draft that waits while the shop goes on", () => {
  let db: TestDb;
  let shop: Order[] | Error = [waiting()];
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());

  const orderStatus = workflows.find(({ name }) => name === "order-status")!;
  const decide: Decide = (input) => {
    const facts = sources(shop instanceof Error ? [] : shop, []);
    const store = facts.stores[0]!.store;
    if (shop instanceof Error) store.findOrders = () => Promise.reject(shop);
    const entities = { order_number: [{ text: "1042", value: "1042", start: 0, end: 4 }] };
    return runWorkflow(orderStatus, { ...input, understanding: { ...input.understanding, entities } }, parts(facts, "test"));
  };
  const refresh = (id: string) => refreshDraft({ db: db.pool, decide, log: quiet, now: () => new Date(Date.now() + 120_000) }, id);
  const drafted = async (thread: string) => {
    const conversationId = await receive(db.pool, thread, 1, {
      text: "Where is 1042?",
      sender: { kind: "email", value: "ana@example.com", proof: "proven" },
    });
    await work(db.pool, decide);
    return { conversationId, draft: await pending(conversationId) };
  };
  const pending = async (conversationId: string) =>
    (await db.pool.query("select id, text, template from draft where conversation_id = $1 and state = 'pending'", [conversationId]))
      .rows[0];

  test("a draft whose facts still hold is sent as it stands", async () => {
    const { draft } = await drafted("same");
    assert.equal(draft.template, "order-being-prepared");
    assert.equal(await refresh(draft.id), "same");
    await approveDraft(db.pool, { draftId: draft.id, by: ada }, draftParts);
  });

  test("a draft that says the order is being prepared is not sent after the order was cancelled: it is written anew", async () => {
    shop = [waiting()];
    const { conversationId, draft } = await drafted("cancelled");
    shop = [anOrder({ status: "cancelled", fulfillments: [] })];
    assert.equal(await refresh(draft.id), "changed");
    const anew = await pending(conversationId);
    assert.equal(anew.template, "order-cancelled");
    await assert.rejects(() => approveDraft(db.pool, { draftId: draft.id, by: ada }, draftParts), { code: "conflict" });
    await approveDraft(db.pool, { draftId: anew.id, by: ada }, draftParts);
  });

  test("facts that now need a person bring one", async () => {
    shop = [waiting()];
    const { conversationId, draft } = await drafted("person");
    shop = [unshipped({ payment: "voided" })];
    assert.equal(await refresh(draft.id), "changed");
    assert.equal(await pending(conversationId), undefined);
    const state = await conversation(db.pool, conversationId);
    assert.equal(state["needs_person"], true);
    assert.match(state["handover_reason"], /not paid and not shipped/);
  });

  test("a shop that cannot be asked changes nothing, and whoever reads the draft decides", async () => {
    shop = [waiting()];
    const { conversationId, draft } = await drafted("down");
    shop = new Error("down");
    assert.equal(await refresh(draft.id), "unknown");
    assert.equal((await pending(conversationId)).id, draft.id);
  });

  test("drafts that wait are looked at now and then, each in its turn", async () => {
    shop = [waiting()];
    const { conversationId, draft } = await drafted("waits");
    const look = () => refreshWaitingDrafts({ db: db.pool, decide, log: quiet, now: () => new Date() });
    shop = [anOrder({ status: "cancelled", fulfillments: [] })];
    assert.equal(await look(), 0, "too fresh to look at");
    await db.pool.query("update draft set created_at = now() - interval '1 hour' where id = $1", [draft.id]);
    assert.equal(await look(), 1);
    assert.equal((await pending(conversationId)).template, "order-cancelled");
    assert.equal(await look(), 0);
  });
});

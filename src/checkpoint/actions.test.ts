import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import { refundable } from "../policy/amounts.ts";
import { demoStore } from "../stores/demo/store.ts";
import type { Store } from "../stores/store.ts";
import { agreeToAction, refuseAction, requestAction, resolveActions, type ActionRequest } from "./actions.ts";
import { saveRules } from "../library/rules.ts";
import { policiesOf } from "../policy/fixture-policy.ts";
import { readPolicies } from "./policies.ts";
import { count, receive } from "./fixture-checkpoint.ts";
import { quiet } from "../mailbox/fixture-desk.ts";

const policy = policiesOf;
const limits = "max_amount: { EUR: 100000, GBP: 100000, USD: 100000 }";
const generous = policy(`
  refund: { allowed_by: { roles: [admin, agent] }, within: { days: 3650 }, ${limits} }
  cancel: { allowed_by: { roles: [admin] }, within: { days: 3650 } }
`);
/** The refund of `generous`, with other limits. */
const refunds = (more: string) => policy(`  refund: { allowed_by: { roles: [admin, agent] }, ${more} }`);

describe("refunds and cancellations", () => {
  let db: TestDb;
  let store: Store;
  before(async () => {
    db = await createTestDb({ max: 20 });
    store = openDemo();
  });
  after(() => db.close());

  function openDemo(faults: object = {}, state = memoryState()): Store {
    return demoStore.open({
      connectionId: "shop",
      settings: demoStore.settings.parse({ faults }),
      state,
      log: quiet,
      now: () => new Date(),
      publicUrl: "http://desk.test",
    });
  }
  async function order(number: string, from = store) {
    return (await from.findOrders({ number }))[0]!;
  }
  async function ask(number: string, more: Partial<ActionRequest> = {}, from = store) {
    const conversationId = more.conversationId ?? (await receive(db.pool, `${number}-${Math.random()}`));
    return requestAction(db.pool, [{ connectionId: "shop", store: from }], {
      connectionId: "shop",
      kind: "refund",
      orderId: (await order(number, openDemo())).id,
      reason: "Parcel lost",
      requestedBy: { kind: "user", id: "u-ada", role: "agent" },
      policy: generous,
      ...more,
      conversationId,
    });
  }

  test("without a policy everything is refused, and the refusal is recorded", async () => {
    assert.deepEqual(await readPolicies(db.pool), {});
    const before = await order("1042");
    const asked = await ask("1042", { policy: {} });
    assert.deepEqual([asked.state, asked.verdict.rule], ["denied", "no_policy"]);
    assert.deepEqual(await order("1042"), before);
    assert.equal(await count(db.pool, "action where id = $1 and state = 'denied'", [asked.id]), 1);
    assert.equal(await count(db.pool, "audit_log where act = 'action.refund' and data->>'action' = $1", [asked.id]), 1);
  });

  test("twenty full refunds at once, from as many conversations, pay once", async () => {
    const paid = refundable(await order("1042"));
    assert.ok(paid.amount > 0);
    const conversations = await Promise.all(Array.from({ length: 20 }, (_, n) => receive(db.pool, `many-${n}`)));
    const results = await Promise.allSettled(conversations.map((conversationId) => ask("1042", { conversationId })));
    const done = results.filter((result) => result.status === "fulfilled" && result.value.state === "done");
    assert.equal(done.length, 1);
    for (const result of results) if (result.status === "rejected") assert.equal(result.reason.code, "conflict");
    const after = await order("1042");
    assert.deepEqual(
      after.refunds.map(({ amount }) => amount),
      [paid],
    );
    assert.equal(refundable(after).amount, 0);
    const later = await ask("1042");
    assert.deepEqual([later.state, later.verdict.rule], ["denied", "per_order"]);
  });

  test("the same wish in one conversation is carried out once, however often it is sent", async () => {
    const conversationId = await receive(db.pool, "again");
    const first = await ask("1043", {
      conversationId,
    });
    assert.equal(first.state, "done", first.verdict.explanation);
    const second = await ask("1043", { conversationId });
    assert.deepEqual([second.id, second.state, second.repeated], [first.id, "done", true]);
    assert.equal((await order("1043")).refunds.length, 1);
  });

  test("each limit of the policy refuses by name", async () => {
    const rule = async (more: Partial<ActionRequest>) => (await ask("1047", more)).verdict.rule;
    assert.equal(await rule({ requestedBy: { kind: "key", id: "k" } }), "allowed_by");
    assert.equal(await rule({ requestedBy: { kind: "automation", workflow: "refunds" } }), "allowed_by");
    assert.equal(await rule({ policy: refunds("max_amount: { EUR: 0.01 }") }), "max_amount");
    assert.equal(await rule({ policy: refunds("max_amount: {}") }), "max_amount");
    assert.equal(await rule({ details: { amount: { amount: 100, currency: "USD" } } }), "currency");
    assert.equal(await rule({ details: { amount: { amount: 99_999_999, currency: "EUR" } } }), "paid_amount");
    assert.equal(await rule({ now: new Date(Date.now() + 4_000 * 86_400_000) }), "within");
    assert.equal(await rule({ kind: "cancel", requestedBy: { kind: "user", id: "u", role: "admin" } }), "order_state");
    assert.equal((await order("1047")).refunds.length, 0);
  });

  test("an order that was not shipped is cancelled, once", async () => {
    const admin = { kind: "user", id: "u", role: "admin" } as const;
    assert.equal((await ask("1056", { kind: "cancel", requestedBy: admin })).state, "done");
    assert.equal((await order("1056")).status, "cancelled");
    assert.equal((await ask("1056", { kind: "cancel", requestedBy: admin })).state, "denied");
  });

  test("a refund whose answer was lost is unknown, keeps the order locked, and is settled with the same key", async () => {
    const state = memoryState();
    const losing = openDemo({ timeoutAfterSuccess: true }, state);
    const asked = await ask("1047", {}, losing);
    assert.equal(asked.state, "unknown");
    await assert.rejects(ask("1047", {}, losing), { code: "conflict" });
    assert.equal(await resolveActions(db.pool, [{ connectionId: "shop", store: openDemo({}, state) }]), 0);
    await db.pool.query("update action set lease_until = now() - interval '1 s' where id = $1", [asked.id]);
    assert.equal(await resolveActions(db.pool, [{ connectionId: "shop", store: openDemo({}, state) }]), 1);
    assert.equal(await count(db.pool, "action where id = $1 and state = 'done'", [asked.id]), 1);
    assert.equal((await order("1047", openDemo({}, state))).refunds.length, 1);
  });

  test("an intent whose process died before it asked the shop is given up, and the order is free again", async () => {
    const { id } = await order("1048");
    await db.pool.query(
      `insert into action (id, connection_id, kind, target, request, idempotency_key, state, verdict, requested_by, lease_until)
      values (gen_random_uuid(), 'shop', 'refund', $1, '{}', 'dead', 'intended', '{}', 'user:u', now() - interval '1 s')`,
      [id],
    );
    await assert.rejects(ask("1048"), { code: "conflict" });
    assert.equal(await resolveActions(db.pool, []), 1);
    assert.equal((await ask("1048")).state, "done");
  });

  test("what the shop refuses is failed and can be tried again under a new key", async () => {
    const keys: string[] = [];
    const real = openDemo();
    const refusing: Store = {
      ...real,
      actions: {
        refund: async ({ key }) => {
          keys.push(key);
          throw new AppError("conflict", "The shop says no.");
        },
      },
    };
    const conversationId = await receive(db.pool, "refused");
    assert.equal((await ask("1049", { conversationId }, refusing)).state, "failed");
    assert.equal((await ask("1049", { conversationId }, refusing)).state, "failed");
    assert.equal(new Set(keys).size, 2);
    await assert.rejects(ask("1049", { kind: "cancel" }, refusing), { code: "invalid" });
    await assert.rejects(
      requestAction(db.pool, [], {
        conversationId,
        connectionId: "shop",
        kind: "refund",
        orderId: "x",
        reason: "r",
        requestedBy: { kind: "key", id: "k" },
        policy: {},
      }),
      { code: "not_found" },
    );
  });

  test("an order that cannot be read is not acted on and not locked", async () => {
    await assert.rejects(ask("1050", {}, openDemo({ failReads: "vendor_unavailable" })), (error: any) => error.code.startsWith("vendor_"));
    assert.equal(await count(db.pool, "action where state in ('intended', 'unknown')"), 0);
  });

  const ada = { kind: "user", id: "u-ada", role: "agent" } as const;
  const bob = { kind: "user", id: "u-bob", role: "agent" } as const;
  const everything = policy(`
  refund: { allowed_by: { roles: [agent] }, times: { per_order: null }, ${limits}, max_share: 80% }
  change_address: { allowed_by: { roles: [agent] }, rules: [{ rule: same-country, require: action.country == order.country, why: Only within a country. }] }
  change_items: { allowed_by: { roles: [agent] }, rules: [{ rule: same-product, require: "action.lines.all(l, l.product == l.new_product)", why: Only for another version of the same article. }] }
  reship: { allowed_by: { roles: [agent] } }
  return_label: { allowed_by: { roles: [agent] } }
  discount_code: { allowed_by: { roles: [agent] }, max_percent: 15 }
  tag: { allowed_by: { roles: [agent] } }`);

  test("every kind of write is made in the shop, and what it made comes back", async () => {
    const sent = await order("1047"),
      unsent = await order("1064");
    const lines = [{ line: sent.lines[0]!.id, quantity: 1 }];
    const again = await ask("1047", { kind: "reship", details: { lines }, policy: everything });
    assert.equal(again.state, "done", again.verdict.explanation);
    assert.equal((await order(again.result!.made!.order!)).lines[0]!.sku, sent.lines[0]!.sku);
    const label = await ask("1047", { kind: "return_label", details: { lines }, policy: everything });
    assert.match(label.result!.made!.url!, /^http:\/\/desk\.test\/shop\?return=/);
    const code = await ask("1047", { kind: "discount_code", details: { percent: 10, valid_days: 30 }, policy: everything });
    assert.match(code.result!.made!.code!, /^NORD-/);
    assert.equal((await ask("1047", { kind: "tag", details: { tags: ["late"] }, policy: everything })).state, "done");
    assert.ok((await order("1047")).tags.includes("late"));
    const address = { ...unsent.shippingAddress!, line1: "Lindenweg 4" };
    const move = (to: typeof address) => ask("1064", { kind: "change_address", details: { address: to }, policy: everything });
    assert.equal((await move({ ...address, country: "DE" })).verdict.rule, "same-country");
    assert.equal((await move(address)).state, "done");
    assert.equal((await order("1064")).shippingAddress!.line1, "Lindenweg 4");
  });

  test("the lines and the shipping of an order, given back one after the other, give back all of it to the cent", async () => {
    const all = policy(`  refund: { allowed_by: { roles: [agent] }, times: { per_order: null }, ${limits} }`);
    for (const number of ["1044", "1068", "1070"]) {
      const before = await order(number);
      for (const { id, quantity } of before.lines)
        for (let piece = 0; piece < quantity; piece++) {
          const one = await ask(number, { details: { lines: [{ line: id, quantity: 1 }] }, policy: all });
          assert.equal(one.state, "done", one.verdict.explanation);
        }
      if (before.shipping.amount > 0) assert.equal((await ask(number, { details: { shipping: true }, policy: all })).state, "done");
      const after = await order(number);
      assert.equal(refundable(after).amount, 0);
      assert.equal(
        after.refunds.reduce((sum, { amount }) => sum + amount.amount, 0),
        before.total.amount,
      );
    }
  });

  test("a budget of the day holds, however many orders are refunded at once", async () => {
    const day = policy(`  refund: { allowed_by: { roles: [agent] }, max_amount: { EUR: 10 }, budget: { day: { EUR: 25 } } }`);
    await db.pool.query("update action set state = 'failed' where state = 'done'");
    const fresh = openDemo();
    const euros = [];
    for (let number = 1100; euros.length < 8; number++) {
      const [one] = await fresh.findOrders({ number: String(number) });
      if (one?.currency === "EUR" && refundable(one).amount > 1_000) euros.push(one.number);
    }
    const results = await Promise.all(
      euros.map((number) => ask(number, { details: { amount: { amount: 1_000, currency: "EUR" } }, policy: day })),
    );
    assert.equal(results.filter(({ state }) => state === "done").length, 2);
    const refused = results.find(({ state }) => state === "denied")!;
    assert.deepEqual([refused.verdict.rule, refused.verdict.instead], ["budget_day", "Up to 5.00 EUR."]);
  });

  test("above a limit two different people have to agree, and the second one's yes is judged anew", async () => {
    const two = policy(`  refund: { allowed_by: { roles: [agent] }, ${limits}, two_people: { above: { EUR: 1 } } }`);
    const first = await ask("1053", { policy: two });
    assert.deepEqual([first.state, first.verdict.rule], ["waiting", "two_people"]);
    assert.equal((await order("1053")).refunds.length, 0);
    const stores = [{ connectionId: "shop", store }];
    await assert.rejects(agreeToAction(db.pool, stores, { id: first.id, by: ada, policy: two }), { code: "conflict" });
    const second = await agreeToAction(db.pool, stores, { id: first.id, by: bob, policy: two });
    assert.equal(second.state, "done", second.verdict.explanation);
    assert.equal((await order("1053")).refunds.length, 1);
    await assert.rejects(agreeToAction(db.pool, stores, { id: first.id, by: bob, policy: two }), { code: "conflict" });
    const other = await ask("1054", { policy: two });
    await refuseAction(db.pool, { id: other.id, by: "user:u-bob" });
    await assert.rejects(agreeToAction(db.pool, stores, { id: other.id, by: bob, policy: two }), { code: "conflict" });
    assert.equal((await order("1054")).refunds.length, 0);
  });

  test("after a payment dispute was opened or announced nothing is paid back", async () => {
    const disputed: Store = {
      ...store,
      findOrders: async (query) => (await store.findOrders(query)).map((one) => ({ ...one, hasChargeback: true })),
    };
    assert.equal((await ask("1055", {}, disputed)).verdict.rule, "not_after");
  });

  test("a program and a workflow act only for somebody who has proven to own the order, and only after their yes where it is asked for", async () => {
    const open = policy(
      `  tag: { allowed_by: { keys: true, automation: [tagger] }, confirmation: automation, times: { per_order: null } }`,
    );
    const one = await order("1047");
    const stranger = await receive(db.pool, "stranger", 1, { sender: { kind: "email", value: "eve@example.net", proof: "proven" } });
    const owner = await receive(db.pool, "owner", 1, { sender: { kind: "email", value: one.customer.email!, proof: "proven" } });
    const key = { kind: "key", id: "k" } as const;
    const tag = (more: Partial<ActionRequest>) =>
      ask("1047", { kind: "tag", details: { tags: ["x"] }, policy: open, requestedBy: key, ...more });
    assert.equal((await tag({ conversationId: stranger })).verdict.rule, "identity");
    assert.equal((await tag({ conversationId: owner })).verdict.rule, "confirmation");
    const messageOf = async (id: string) => (await db.pool.query("select id from message where conversation_id = $1", [id])).rows[0].id;
    assert.equal((await tag({ conversationId: owner, confirmedBy: await messageOf(stranger) })).verdict.rule, "confirmation");
    assert.equal((await tag({ conversationId: owner, requestedBy: { kind: "automation", workflow: "other" } })).verdict.rule, "allowed_by");
    const done = await tag({
      conversationId: owner,
      confirmedBy: await messageOf(owner),
      requestedBy: { kind: "automation", workflow: "tagger" },
    });
    assert.equal(done.state, "done", done.verdict.explanation);
  });

  test("the policy file is checked before it is stored, and its history is in the audit log", async () => {
    await assert.rejects(saveRules(db.pool, "policies", "policies:\n  refund: { max_amount: { EUR: 5 }, allowd_by: {} }", "user:a"), {
      code: "policy_invalid",
    });
    assert.deepEqual(await readPolicies(db.pool), {});
    await saveRules(db.pool, "policies", "policies: { tag: {} }", "user:a");
    assert.deepEqual(Object.keys(await readPolicies(db.pool)), ["tag"]);
    assert.equal(await count(db.pool, "audit_log where act = 'rules.save'"), 1);
  });
});

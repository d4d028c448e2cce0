import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { Policies } from "../domain/policy.ts";
import { refundable } from "../domain/policy.ts";
import { demoStore } from "../stores/demo/store.ts";
import type { Store } from "../stores/store.ts";
import { readPolicies, requestAction, resolveActions, type ActionRequest } from "./actions.ts";
import { count, receive } from "./fixture-checkpoint.ts";
import { quiet } from "../mailbox/fixture-desk.ts";

const generous: Policies = {
  refund: {
    allowed_by: { roles: ["admin", "agent"], keys: false, automation: false },
    window_days: 3_650,
    once_per_order: true,
    max_amount: { EUR: 10_000_000 },
  },
  cancel: { allowed_by: { roles: ["admin"], keys: false, automation: false }, window_days: 3_650, once_per_order: true, max_amount: {} },
};

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
    assert.deepEqual([later.state, later.verdict.rule], ["denied", "once_per_order"]);
  });

  test("the same wish in one conversation is carried out once, however often it is sent", async () => {
    const conversationId = await receive(db.pool, "again");
    const first = await ask("1043", {
      conversationId,
      policy: { refund: { ...generous.refund!, max_amount: { GBP: 10_000_000, EUR: 10_000_000 } } },
    });
    assert.equal(first.state, "done", first.verdict.explanation);
    const second = await ask("1043", { conversationId });
    assert.deepEqual([second.id, second.state, second.repeated], [first.id, "done", true]);
    assert.equal((await order("1043")).refunds.length, 1);
  });

  test("each limit of the policy refuses by name", async () => {
    const rule = async (more: Partial<ActionRequest>) => (await ask("1047", more)).verdict.rule;
    const refund = generous.refund!;
    assert.equal(await rule({ requestedBy: { kind: "key", id: "k" } }), "allowed_by");
    assert.equal(await rule({ requestedBy: { kind: "automation", workflow: "refunds" } }), "allowed_by");
    assert.equal(await rule({ policy: { refund: { ...refund, max_amount: { EUR: 1 } } } }), "max_amount");
    assert.equal(await rule({ policy: { refund: { ...refund, max_amount: {} } } }), "max_amount");
    assert.equal(await rule({ amount: { amount: 100, currency: "USD" } }), "currency");
    assert.equal(await rule({ amount: { amount: 99_999_999, currency: "EUR" } }), "paid_amount");
    assert.equal(await rule({ now: new Date(Date.now() + 4_000 * 86_400_000) }), "window_days");
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
});

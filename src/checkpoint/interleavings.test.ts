/** Thousands of ways in which parallel wishes can get in each other's way, with a shop that lies, repeats and loses answers. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { ActionDetails, ActionKind } from "../domain/action.ts";
import type { ConnectionState } from "../domain/connection.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { Order } from "../domain/order.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { refundable } from "../policy/amounts.ts";
import type { DemoStoreSettings } from "../stores/demo/settings.ts";
import { demoStore } from "../stores/demo/store.ts";
import type { Store } from "../stores/store.ts";
import { requestAction, resolveActions, type ConnectedStore } from "./actions.ts";
import { receive } from "./fixture-checkpoint.ts";
import { policiesOf } from "../policy/fixture-policy.ts";

const rounds = 2_000;
const wishesPerRound = 6;
const atOnce = 4;
/** Wide enough for several refunds of an order and narrow enough to be reached. */
const policy =
  policiesOf(`  refund: { allowed_by: { roles: [agent] }, times: { per_order: 3 }, max_amount: { EUR: 100000 }, budget: { order: { EUR: 90 } } }
  cancel: { allowed_by: { roles: [agent] } }
  discount_code: { allowed_by: { roles: [agent] }, max_percent: 10 }`);

describe("parallel writes to an order", () => {
  let db: TestDb;
  let threads: string[];
  before(async () => {
    db = await createTestDb({ max: 10 });
    threads = await Promise.all(["one", "two", "three"].map((thread) => receive(db.pool, thread)));
  });
  after(() => db.close());

  test("never pay back more than was paid, more often or more than the policy says, and the books always fit the shop's", async (t) => {
    const shops = Array.from({ length: atOnce }, (_, lane) => openShop(`shop-${lane}`));
    const seen = { done: 0, denied: 0, unknown: 0, conflict: 0, failed: 0, resolved: 0 };
    for (let round = 0; round < rounds; round += atOnce) {
      const checks = await Promise.all(
        Array.from({ length: atOnce }, (_, lane) => playRound(db, shops[lane]!, threads, round + lane, seen)),
      );
      await db.pool.query("update action set lease_until = now() - interval '1 s' where state = 'unknown'");
      seen.resolved += await resolveActions(
        db.pool,
        shops.map(({ connectionId, honest }) => ({ connectionId, store: honest })),
        1_000,
      );
      await Promise.all(checks.map((check) => check()));
    }
    t.diagnostic(`${rounds} interleavings of ${wishesPerRound} wishes: ${JSON.stringify(seen)}`);
    for (const [what, count] of Object.entries(seen)) assert.ok(what === "failed" || count > 50, `${what} happened ${count} times`);
  });
});

type Shop = { connectionId: string; settings: DemoStoreSettings; honest: Store; lying: Store; forget(): void };

/** The same shop twice, with and without faults, whose memory can be wiped: its thousand orders are made once. */
function openShop(connectionId: string): Shop {
  let memory = memoryState();
  const state: ConnectionState = {
    get: (key) => memory.get(key),
    getMany: (keys) => memory.getMany(keys),
    set: (key, value) => memory.set(key, value),
    update: (key, change) => memory.update(key, change),
    list: (prefix) => memory.list(prefix),
    delete: (key) => memory.delete(key),
  };
  const open = (settings: DemoStoreSettings): Store =>
    demoStore.open({ connectionId, settings, state, log: quiet, now: () => fixedDay, publicUrl: "http://desk.test" });
  const settings = demoStore.settings.parse({});
  return {
    connectionId,
    settings,
    honest: open(demoStore.settings.parse({})),
    lying: open(settings),
    forget: () => (memory = memoryState()),
  };
}

async function playRound(
  db: TestDb,
  shop: Shop,
  threads: string[],
  seed: number,
  seen: Record<string, number>,
): Promise<() => Promise<void>> {
  const luck = generator(seed + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(luck() * from.length)]!;
  const { connectionId, honest } = shop;
  const { faults } = shop.settings;
  Object.assign(faults, { timeoutAfterSuccess: false, duplicateWrites: luck() < 0.3, staleReads: luck() < 0.4 });
  shop.forget();
  await db.pool.query("delete from action where connection_id = $1", [connectionId]);
  const store = jittery(shop.lying, luck, () => (faults.timeoutAfterSuccess = luck() < 0.3));
  const shops: ConnectedStore[] = [{ connectionId, store }];
  const orders = await Promise.all(["1044", pick(["1054", "1070"])].map(async (number) => (await honest.findOrders({ number }))[0]!));

  await Promise.all(
    Array.from({ length: wishesPerRound }, async (_, nth) => {
      await pause(luck);
      const order = luck() < 0.75 ? orders[0]! : orders[1]!;
      const kind: ActionKind = luck() < 0.8 ? "refund" : pick(["cancel", "discount_code"] as const);
      const details = kind === "refund" ? wishFor(order, luck) : kind === "cancel" ? {} : { percent: 10, valid_days: 30 };
      const by = { kind: "user" as const, id: `u${nth % 2}`, role: "agent" as const };
      const request = {
        conversationId: pick(threads),
        connectionId,
        kind,
        orderId: order.id,
        details,
        reason: "Late",
        requestedBy: by,
        policy,
      };
      const result = await requestAction(db.pool, shops, request).catch((error: { code: string }) => {
        assert.equal(error.code, "conflict");
        return { state: "conflict" };
      });
      seen[result.state]!++;
    }),
  );
  return () => checkBooks(db, honest, connectionId, orders, `round ${seed}`);
}

async function checkBooks(db: TestDb, honest: Store, connectionId: string, orders: Order[], round: string): Promise<void> {
  for (const before of orders) {
    const [order] = await honest.findOrders({ id: before.id });
    const { rows } = await db.pool.query(
      "select kind, state, amount::int from action where connection_id = $1 and target = $2 and state in ('done', 'intended', 'unknown')",
      [connectionId, before.id],
    );
    const made = order!.refunds.slice(before.refunds.length).map(({ amount }) => amount.amount);
    const booked = rows.filter(({ kind }) => kind === "refund").map(({ amount }) => amount as number);
    const about = `${round}, order ${before.number}: ${JSON.stringify(rows)}`;
    assert.ok(
      rows.every(({ state: one }) => one === "done"),
      about,
    );
    assert.ok(sum(made) <= refundable(before).amount, about);
    assert.deepEqual(made.toSorted(), booked.toSorted(), about);
    assert.ok(made.length <= 3 && sum(made) <= 9_000, about);
    assert.ok(rows.filter(({ kind }) => kind === "cancel").length <= 1, about);
    assert.equal(order!.status === "cancelled", before.status === "cancelled" || rows.some(({ kind }) => kind === "cancel"), about);
    for (const line of order!.lines) assert.ok(line.refundedQuantity <= line.quantity, about);
  }
}

const fixedDay = new Date("2026-03-02T10:00:00Z");
const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** A sum, a line, the shipping costs or all that is left; often the same as another wish. */
function wishFor(order: Order, luck: () => number): ActionDetails {
  const roll = luck();
  if (roll < 0.25) return {};
  if (roll < 0.5) return { lines: [{ line: order.lines[Math.floor(luck() * order.lines.length)]!.id, quantity: 1 }] };
  if (roll < 0.6 && order.shipping.amount > 0) return { shipping: true };
  return { amount: { amount: 100 * (1 + Math.floor(luck() * 60)), currency: order.currency } };
}

/** Every call takes a random turn, and `before` may change the shop's mood. */
function jittery(store: Store, luck: () => number, before: () => void): Store {
  const actions = Object.fromEntries(
    Object.entries(store.actions).map(([kind, act]) => [
      kind,
      async (request: never) => {
        await pause(luck);
        before();
        return (act as (request: never) => Promise<unknown>)(request);
      },
    ]),
  );
  const findOrders: Store["findOrders"] = async (query) => {
    await pause(luck);
    return store.findOrders(query);
  };
  return { ...store, findOrders, actions: actions as Store["actions"] };
}

async function pause(luck: () => number): Promise<void> {
  for (let turns = Math.floor(luck() * 6); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
}

function generator(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

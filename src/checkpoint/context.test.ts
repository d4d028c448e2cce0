import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { demoCarrier } from "../carriers/demo/carrier.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { Sender } from "../domain/message.ts";
import type { OutlookQuestion } from "../domain/outlook.ts";
import { memoryState } from "../domain/memory-state.ts";
import { context as wireContext } from "../domain/wire.ts";
import { echo, quiet } from "../mailbox/fixture-desk.ts";
import { demoStore } from "../stores/demo/store.ts";
import { readContext } from "./context.ts";
import { ada, conversation, receive, work } from "./fixture-checkpoint.ts";
import { eraseCustomer } from "./customers.ts";

describe("what stands beside the thread", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());
  const base = { state: memoryState(), log: quiet, now: () => new Date(), publicUrl: "http://desk.test" };
  const sources = (faults: object = {}) => ({
    stores: [
      {
        connectionId: "shop",
        name: "Nordlicht",
        store: demoStore.open({ ...base, connectionId: "shop", settings: demoStore.settings.parse({ faults }) }),
      },
    ],
    carriers: [
      {
        connectionId: "parcels",
        carrier: demoCarrier.open({ ...base, connectionId: "parcels", settings: demoCarrier.settings.parse({}) }),
      },
    ],
  });
  const ana: Sender = { kind: "email", value: "ana@example.com", name: "Ana", proof: "proven" };
  async function thread(key: string, sender: Sender, orderNumber?: string): Promise<string> {
    const id = await receive(db.pool, key, 1, { sender });
    await work(db.pool, async (input) => {
      const decision = await echo(input);
      if (orderNumber)
        decision.trace.understanding = {
          ...decision.trace.understanding,
          entities: { order_number: [{ text: orderNumber, value: orderNumber, start: 0, end: 4 }] },
        };
      return decision;
    });
    return id;
  }

  test("the customer's orders and parcels are shown, the mentioned one first", async () => {
    const id = await thread("own", ana, "1042");
    const beside = wireContext.parse(await readContext(db.pool, sources(), id));
    assert.equal(beside.problem, null);
    assert.deepEqual([beside.orders[0]?.number, beside.orders[0]?.mentioned, beside.orders[0]?.owner_proven], ["1042", true, true]);
    assert.ok(beside.orders.length > 1);
    assert.equal(beside.orders[0]?.shipments[0]?.status, "in_transit");
    assert.equal(beside.customer?.identities[0]?.value, "ana@example.com");
    assert.ok(beside.customer?.lifetime_value);
    assert.equal((await readContext(db.pool, sources(), await thread("own-2", ana))).other_conversations[0]?.id, id);
  });

  test("beside a parcel on its way stands what the shop's own deliveries say of it, and beside one that arrived nothing", async () => {
    const asked: string[] = [];
    const outlook = async ({ shipment, storeId }: OutlookQuestion) => {
      asked.push(storeId);
      if (shipment?.status !== "in_transit") return null;
      const window = { from: "2026-03-05T12:00:00.000Z", to: "2026-03-09T12:00:00.000Z", likely: "2026-03-06T12:00:00.000Z" };
      return {
        window,
        chanceInTime: 0.15,
        isLikelyLate: true,
        likelyDaysLate: 2,
        stuckReason: null,
        basis: "predicted from 412 deliveries",
      };
    };
    const beside = wireContext.parse(await readContext(db.pool, { ...sources(), outlook }, await thread("outlook", ana, "1042")));
    const [shipment] = beside.orders[0]!.shipments;
    assert.equal(shipment!.outlook?.chance_in_time, 0.15);
    assert.equal(shipment!.outlook?.basis, "predicted from 412 deliveries");
    assert.ok(shipment!.promised_at);
    const others = beside.orders.flatMap(({ shipments }) => shipments).filter(({ status }) => status !== "in_transit");
    assert.ok(others.length > 0 && others.every((other) => other.outlook === null));
    assert.ok(asked.every((store) => store === "shop"));
  });

  test("somebody else's order, or one only claimed, is marked as not proven", async () => {
    const eve = await readContext(
      db.pool,
      sources(),
      await thread("eve", { kind: "email", value: "eve@example.net", proof: "proven" }, "1042"),
    );
    assert.deepEqual(
      eve.orders.map(({ number, owner_proven }) => [number, owner_proven]),
      [["1042", false]],
    );
    const claimed = await readContext(db.pool, sources(), await thread("claim", { ...ana, proof: "none" }));
    assert.ok(claimed.orders.length > 0);
    assert.ok(claimed.orders.every(({ owner_proven }) => !owner_proven));
    const replied = await readContext(db.pool, sources(), await thread("mail", { ...ana, proof: "reply_address" }));
    assert.ok(replied.orders.every(({ owner_proven }) => owner_proven));
  });

  test("one proven writer does not vouch for another one in the same thread", async () => {
    const id = await thread("shared", ana, "1042");
    await receive(db.pool, "shared", 2, { sender: { kind: "email", value: "eve@example.net", proof: "none" } });
    assert.equal((await readContext(db.pool, sources(), id)).orders.find(({ number }) => number === "1042")?.owner_proven, false);
  });

  test("a shop that does not answer is a sentence, and the rest is still shown", async () => {
    const beside = await readContext(db.pool, sources({ failReads: "vendor_unavailable" }), await thread("down", ana));
    assert.match(beside.problem!, /^Nordlicht could not be asked: /);
    assert.deepEqual(beside.orders, []);
    assert.equal(beside.customer?.name, "Ana");
  });

  test("unknown and erased conversations have nothing beside them", async () => {
    await assert.rejects(readContext(db.pool, sources(), "nope"), { code: "not_found" });
    const id = await thread("erased", { kind: "email", value: "gone@example.com", proof: "proven" });
    await eraseCustomer(db.pool, (await conversation(db.pool, id))["customer_id"], ada);
    await assert.rejects(readContext(db.pool, sources(), id), { code: "gone" });
  });
});

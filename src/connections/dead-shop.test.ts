/** A shop that is away, with the workers, the workflows and the demo shop as they are at work. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { silentLog } from "../log/log.ts";
import { createIntake } from "../mailbox/intake.ts";
import { inbound, isQuiet, startDesk, waitFor, type Desk } from "../mailbox/fixture-desk.ts";
import type { Decide } from "../mailbox/decide.ts";
import { demoCarrier } from "../carriers/demo/carrier.ts";
import { demoStore } from "../stores/demo/store.ts";
import { decide as decideBy, understood, naming } from "../workflow/test-desk.ts";
import { failuresToRest } from "./breaker.ts";
import { openConnections, saveConnection, type Connections } from "./connections.ts";

const definitions = { channels: [], stores: [demoStore], carriers: [demoCarrier] };
const secretKey = randomBytes(32);
let db: TestDb, connections: Connections, desk: Desk;

async function shopWith(faults: object): Promise<void> {
  const settings = { faults };
  await saveConnection(db.pool, { definitions, secretKey }, { id: "shop", kind: "store", connector: "demo", title: "Nordlicht", settings });
  await connections.reload();
}

/** Orders by the workflow of the starter pack; everything else is answered without asking anybody. */
const decide: Decide = async (input) => {
  const text = input.messages.map((message) => message.text).join(" ");
  const stores = connections.stores().map(({ id, title, store }) => ({ connectionId: id, name: title, store }));
  const understanding = /#1042/.test(text)
    ? understood(naming("1042"))
    : understood({ category: "feedback_thanks", intents: ["feedback_thanks"] });
  return decideBy(
    { ...input, understanding },
    { stores, carriers: connections.carriers().map(({ id, carrier }) => ({ connectionId: id, carrier })) },
  );
};

type Run = { workflow: string; outcome: string; reason: string | null };
async function runs(): Promise<Run[]> {
  await waitFor(() => isQuiet(db.pool), "every message is decided");
  return (await db.pool.query<Run>("select workflow, outcome, reason from run order by started_at")).rows;
}
let count = 0;
async function write(text: string, howMany: number): Promise<void> {
  const take = createIntake(db.pool, () => desk.worker.wake());
  const messages = Array.from({ length: howMany }, () =>
    inbound(`ana-${++count}`, 1, { text, sender: { kind: "email", value: "ana@example.com", proof: "proven" } }),
  );
  await take(messages.map((message) => ({ connectionId: "mail", isDemo: false, message })));
}

before(async () => {
  db = await createTestDb();
  const carrier = { id: "parcels", kind: "carrier", connector: "demo", title: "Parcels", settings: {} } as const;
  await saveConnection(db.pool, { definitions, secretKey }, carrier);
});
after(() => db.close());
beforeEach(async () => {
  connections = await openConnections({
    db: db.pool,
    definitions,
    secretKey,
    publicUrl: "http://127.0.0.1:3000",
    log: silentLog(),
    readLimitMs: 200,
  });
  desk = startDesk(db.pool, { decide });
});
afterEach(async () => {
  await desk.stop();
  await connections.health.close();
});

test("while the shop hangs, other conversations go on, and order questions come to a person with the reason", async () => {
  await shopWith({ slowMs: 400 });
  await write("Where is my order #1042?", 3 * failuresToRest);
  await write("Thank you!", 10);
  const all = await runs();
  const orders = all.filter(({ workflow }) => workflow === "order-status");
  assert.equal(orders.length, 3 * failuresToRest);
  for (const { outcome, reason } of orders) {
    assert.equal(outcome, "handed_over");
    assert.match(reason!, /Nordlicht (?:did not answer within|has not answered since)/);
  }
  assert.deepEqual(
    new Set(all.filter(({ workflow }) => workflow === "feedback-thanks").map(({ outcome }) => outcome)),
    new Set(["closed"]),
  );

  const { faults } = connections.health.standing("shop");
  await write("Where is my order #1042?", 5);
  assert.match((await runs()).at(-1)!.reason!, /Nordlicht has not answered since \d{4}-\d\d-\d\d/);
  assert.equal(connections.health.standing("shop").faults, faults, "the shop is left alone");
  const store = connections.stores()[0]!.store;
  await assert.rejects(store.actions.cancel!({ key: "k", orderId: "1", reason: "" }), /has not answered since/);

  await shopWith({});
  // The demo makes its world with the first question, which may take longer than this test allows.
  await connections
    .stores()[0]!
    .store.findOrders({ number: "1042" })
    .catch(() => undefined);
  await write("Where is my order #1042?", 1);
  assert.equal((await runs()).at(-1)!.outcome, "drafted", "an admin who mended it does not wait for the end of the rest");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../domain/errors.ts";
import type { Order, Shipment, ShipmentStatus } from "../../domain/order.ts";
import {
  ana,
  decide,
  desk,
  inDays,
  input,
  line,
  memoryStore,
  order,
  shipment,
  sources,
  templates,
  understood,
  workflows,
} from "../test-desk.ts";
import type { Decision, RunInput } from "./decision.ts";
import { runWorkflow } from "./interpreter.ts";
import { canonicalJson, replayRun } from "./replay.ts";

/** mulberry32: the same cases in every run of the tests. */
function random(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return choices[((bits ^ (bits >>> 14)) >>> 0) % choices.length]!;
  };
}

const statuses: ShipmentStatus[] = [
  "label_created",
  "accepted",
  "in_transit",
  "out_for_delivery",
  "available_for_pickup",
  "delivered",
  "exception",
  "returned",
  "lost",
  "unknown",
];

function generate(seed: number): { from: RunInput; orders: Order[]; parcels: Shipment[] } {
  const pick = random(seed);
  const one = order({
    status: pick(["open", "open", "open", "cancelled", "completed"]),
    payment: pick(["paid", "paid", "refunded", "pending"]),
    fulfillment: pick(["fulfilled", "fulfilled", "partial", "unfulfilled"]),
    promisedBy: pick([null, inDays(-1), inDays(3)]),
    shipsBy: pick([null, inDays(-3), inDays(2)]),
    refunds: pick([[], [{ id: "r", at: inDays(-1), amount: { amount: 990, currency: "EUR" }, shipping: null, reason: "late" }]]),
    lines: [line(pick(["Blue shirt", "Mug {{ order.number }}", "Tea <b>"]), pick([1, 2]), pick([0, 1])), line("Socks", 1, 0)],
  });
  const orders = [
    { ...one, fulfillments: one.fulfillment === "unfulfilled" ? [] : one.fulfillments },
    order({ id: "o2", number: "1043", placedAt: inDays(-pick([1, 9])) }),
  ];
  const parcels = pick([[], [shipment(pick(statuses), { promisedAt: pick([null, inDays(-1), inDays(-6), inDays(1)]) })]]);
  const numbers = pick([["1042"], ["1042"], ["9999"], ["1042", "1043"], []]);
  const from = input({
    proven: pick([ana, ana, []]),
    replyAddress: pick([null, "ana@example.com", "else@example.com"]),
    storeId: pick([null, "shop", "other"]),
    asked: pick([null, null, { workflow: "order-status", question: pick(["which-order", "code"]), text: "about 1042" }]),
    customer: { id: null, name: pick(["Ana Silva", null, "x <y>"]), isVip: pick([false, false, true]), language: null, contacts30d: 1 },
    understanding: understood({
      category: pick(["order_status", "missing_delivery", "complaint", "spam_or_solicitation", "feedback_thanks", "warranty_repair"]),
      language: pick(["en", "de", "fr"]),
      abstain: pick([false, false, true]),
      needs_more: pick([false, false, false, true]),
      confidence: pick([0.5, 0.97]),
      signals: pick([{}, {}, { asks_for_human: true as const }]),
      entities: { order_number: numbers.map((value) => ({ text: value, value, start: 0, end: value.length })) },
    }),
  });
  return { from, orders, parcels };
}

function faulty(seed: number, facts: ReturnType<typeof sources>): ReturnType<typeof sources> {
  if (seed % 5 === 0)
    facts.carriers[0]!.carrier.track = async () => {
      throw new AppError("vendor_timeout", "The carrier took more than 5 s");
    };
  if (seed % 11 === 0)
    facts.stores[0]!.store.findOrders = async () => {
      throw new AppError("vendor_unavailable", "The shop answered 503");
    };
  return facts;
}

/** As it comes back from a JSON column: other order of keys, nothing but JSON. */
function fromDatabase(decision: Decision): Decision {
  return JSON.parse(canonicalJson(decision));
}

test("500 generated runs replay to the same decision, byte for byte, without asking anybody", async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 500; seed++) {
    const { from, orders, parcels } = generate(seed);
    const decision = await decide(from, faulty(seed, sources(orders, parcels)));
    seen.add(`${decision.workflow?.name}/${decision.outcome.kind}/${decision.effects.map((effect) => effect.kind).join()}`);
    const workflow = workflows.find((one) => one.name === decision.workflow?.name) ?? null;
    const replay = await replayRun(workflow, from, fromDatabase(decision), { desk, templates });
    assert.equal(replay.difference, null, `seed ${seed}`);
    assert.equal(canonicalJson(replay.decision), canonicalJson(decision), `seed ${seed}`);
  }
  assert.ok(seen.size >= 10, [...seen].join("\n"));
});

test("parcels of several carriers replay in the order in which their carriers were asked", async () => {
  const [parcel] = order().fulfillments;
  const second = { ...parcel!, id: "f2", at: inDays(-1), trackingNumber: "QQ987654321" };
  const carrier = (shipments: Shipment[], likely: string) => ({
    ...sources([], shipments).carriers[0]!.carrier,
    recognises: ({ trackingNumber }: { trackingNumber: string }) =>
      trackingNumber.startsWith(likely) ? ("likely" as const) : ("possible" as const),
  });
  const theirs = shipment("in_transit", { trackingNumber: "QQ987654321" });
  for (const away of ["neither", "a", "b"]) {
    const facts = {
      ...sources([order({ fulfillments: [parcel!, second] })], []),
      // Each looks like the other's and is not: both are asked for both parcels, in two orders.
      carriers: [
        { connectionId: "a", carrier: carrier([theirs], "PP") },
        { connectionId: "b", carrier: carrier([shipment("in_transit")], "QQ") },
      ],
    };
    for (const one of facts.carriers)
      if (one.connectionId === away)
        one.carrier.track = async () => {
          throw new AppError("vendor_timeout", `Carrier ${away} took too long`);
        };
    const from = input({ understanding: understood({ entities: { order_number: [{ text: "1042", value: "1042", start: 0, end: 4 }] } }) });
    const decision = await decide(from, facts);
    const workflow = workflows.find((one) => one.name === decision.workflow?.name)!;
    const replay = await replayRun(workflow, from, fromDatabase(decision), { desk, templates });
    assert.equal(replay.difference, null, away);
    assert.equal(canonicalJson(replay.decision), canonicalJson(decision), away);
  }
});

test("a replay of another version says where it differs", async () => {
  const { from, orders } = generate(3);
  const stored = await decide(from, sources(orders, []));
  const workflow = workflows.find((one) => one.name === stored.workflow?.name)!;
  const replay = await replayRun({ ...workflow, version: "other" }, from, stored, { desk, templates });
  assert.deepEqual([replay.isSame, replay.difference], [false, "workflow.version"]);
});

test("a replay that asks something else than the run did ends with a person, not with a guess", async () => {
  const from = input({ understanding: understood({ entities: { order_number: [{ text: "1", value: "1042", start: 0, end: 1 }] } }) });
  const stored = await decide(from, sources([order()], [shipment("in_transit")]));
  const other = input({ understanding: understood({ entities: { order_number: [{ text: "1", value: "1043", start: 0, end: 1 }] } }) });
  const workflow = workflows.find((one) => one.name === "order-status")!;
  const replay = await replayRun(workflow, other, stored, { desk, templates });
  assert.equal(replay.isSame, false);
  assert.equal(replay.decision.outcome.kind, "handed_over");
});

test("a run gives the same decision whatever the store did before", async () => {
  const store = memoryStore([order()]);
  const facts = { ...sources([], [shipment("in_transit")]), stores: [{ connectionId: "shop", store }] };
  const workflow = workflows.find((one) => one.name === "order-status")!;
  const from = generate(7).from;
  const runs = [
    await runWorkflow(workflow, from, { sources: facts, desk, templates }),
    await runWorkflow(workflow, from, { sources: facts, desk, templates }),
  ];
  assert.equal(canonicalJson(runs[0]), canonicalJson(runs[1]));
});

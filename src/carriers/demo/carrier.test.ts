import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, readDemoParcel, writeDemoParcel, type DemoParcel } from "../../domain/demo-parcel.ts";
import { AppError } from "../../domain/errors.ts";
import { memoryState } from "../../domain/memory-state.ts";
import type { Shipment } from "../../domain/order.ts";
import { testCarrierContract } from "../contract.ts";
import { demoCarrier } from "./carrier.ts";

const instant = new Date("2026-03-02T00:00:00Z");
const log = { debug() {}, info() {}, warn() {}, error() {} };
const settings = demoCarrier.settings.parse({});

function openDemo(now = instant, used = settings) {
  return demoCarrier.open({
    connectionId: "demo-carrier",
    settings: used,
    state: memoryState(),
    log,
    now: () => now,
    publicUrl: "http://127.0.0.1:4000",
  });
}

const stories: readonly [DemoParcel["scenario"], number, number, Shipment["status"]][] = [
  ["in_transit", 2, 4, "in_transit"],
  ["late", 9, 4, "in_transit"],
  ["stuck", 8, 9, "in_transit"],
  ["customs", 4, 5, "exception"],
  ["bad_address", 9, 7, "exception"],
  ["out_for_delivery", 3, 3, "out_for_delivery"],
  ["pickup", 10, 9, "available_for_pickup"],
  ["delivered_signed", 5, 3, "delivered"],
  ["delivered_mailbox", 96, 4, "delivered"],
  ["delivered_disputed", 4, 2, "delivered"],
  ["returned", 16, 9, "returned"],
  ["lost", 24, 8, "lost"],
  ["label_only", 2, 7, "label_created"],
];

function numberOf([scenario, ageDays, transitDays]: (typeof stories)[number]): string {
  return writeDemoParcel({ scenario, ageDays, transitDays, serial: 82 });
}

/** Every age and promise a story can have: each must be a proper history. */
function everyNumber(): string[] {
  const numbers: string[] = [];
  for (const [scenario] of stories) {
    for (let transitDays = 1; transitDays <= 9; transitDays++) {
      for (let ageDays = 1; ageDays <= 30; ageDays++)
        numbers.push(...possible({ scenario, ageDays, transitDays, serial: ageDays * 9 + transitDays }));
    }
  }
  return numbers;
}

function possible(parcel: DemoParcel): string[] {
  try {
    return [writeDemoParcel(parcel)];
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return [];
  }
}

async function tracked(scenario: DemoParcel["scenario"], now = instant): Promise<Shipment> {
  const shipment = await openDemo(now).track({ trackingNumber: numberOf(stories.find((story) => story[0] === scenario)!), carrier: null });
  assert.ok(shipment);
  return shipment;
}

const daysSince = (time: string | null | undefined, now = instant): number => (now.getTime() - Date.parse(time ?? "")) / dayMs;

testCarrierContract("demo", () => ({ carrier: openDemo(), now: instant }), {
  definition: demoCarrier,
  settings: {},
  known: everyNumber(),
  unknown: ["1Z999AA10123456784", "HT002400829XN", "HQ002400828XN", "HD002400828XN"],
});

for (const story of stories) {
  test(`${story[0]}: the carrier says ${story[3]}, today and in a month`, async () => {
    assert.equal((await tracked(story[0])).status, story[3]);
    assert.equal((await tracked(story[0], new Date("2026-04-02T23:59:59Z"))).status, story[3]);
  });
}

test("on time means the promised day is still to come", async () => {
  const shipment = await tracked("in_transit");
  assert.ok(daysSince(shipment.promisedAt) < -1);
  assert.equal(shipment.expectedAt, shipment.promisedAt);
  assert.ok(daysSince(shipment.events.at(-1)?.at) <= 1);
});

test("late means more than three days past the promise, and still moving", async () => {
  const shipment = await tracked("late");
  assert.ok(daysSince(shipment.promisedAt) > 3);
  assert.ok(daysSince(shipment.expectedAt) < 0);
  assert.ok(daysSince(shipment.events.at(-1)?.at) <= 1);
});

test("stuck means no scan for six days, though nothing was promised for earlier", async () => {
  const shipment = await tracked("stuck");
  assert.ok(daysSince(shipment.events.at(-1)?.at) >= 6);
  assert.ok(daysSince(shipment.promisedAt) < 0);
});

test("signed means signed, left at the door means nobody signed", async () => {
  assert.equal((await tracked("delivered_signed")).signedBy, "Recipient");
  assert.equal((await tracked("delivered_disputed")).signedBy, null);
  assert.ok(daysSince((await tracked("delivered_disputed")).deliveredAt) < 3);
});

test("a parcel that was only announced has not been shipped", async () => {
  const shipment = await tracked("label_only");
  assert.deepEqual([shipment.shippedAt, shipment.events.length], [null, 1]);
});

test("one wrong digit is noticed", () => {
  const number = numberOf(stories[0]!);
  for (let place = 2; place < 11; place++) {
    const wrong = number.slice(0, place) + ((Number(number[place]) + 1) % 10) + number.slice(place + 1);
    assert.equal(readDemoParcel(wrong), null, wrong);
  }
});

test("it fails when told to", async () => {
  const carrier = openDemo(instant, demoCarrier.settings.parse({ faults: { failReads: "vendor_timeout" } }) as typeof settings);
  await assert.rejects(
    () => carrier.track({ trackingNumber: "HT002400828XN", carrier: null }),
    (error) => error instanceof AppError && error.code === "vendor_timeout",
  );
  assert.match((await carrier.check?.()) ?? "", /failReads/);
});

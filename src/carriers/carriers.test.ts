import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryState } from "../domain/memory-state.ts";
import { hasGs1Check, isOneZNumber, isPostalNumber, plainTrackingNumber } from "../domain/tracking-number.ts";
import { withOffset, zoneOfPlace } from "../domain/zones.ts";
import { carriers } from "./all.ts";
import { whomToAsk } from "./carrier.ts";
import { toShipment, zoned, type ReadEvent } from "./shipment.ts";
import { dayAt, timeAt } from "./times.ts";

const now = new Date("2026-03-05T12:00:00Z");
const log = { debug() {}, info() {}, warn() {}, error() {} };
const filled: Record<string, object> = {
  ups: { clientId: "abc", clientSecret: "def" },
  fedex: { clientId: "abc", clientSecret: "def" },
  dhl: { apiKey: "abc" },
  usps: { clientId: "abc", clientSecret: "def" },
  easypost: { apiKey: "abc" },
};
/** The carriers themselves and one aggregator, connected in this order. */
const connected = Object.entries(filled)
  .toReversed()
  .map(([id, settings]) => {
    const definition = carriers.find((one) => one.id === id)!;
    const context = {
      connectionId: id,
      settings: definition.settings.parse(settings),
      state: memoryState(),
      log,
      now: () => now,
      publicUrl: "http://desk",
    };
    return { id, carrier: definition.open(context as never) };
  });
const asked = (trackingNumber: string, carrier: string | null = null) =>
  whomToAsk(connected, { trackingNumber, carrier }).map(({ id }) => id);

test("a number is taken first to the carrier whose check digit it has, and to none that cannot know it", () => {
  assert.deepEqual(asked("1Z999AA10123456784"), ["ups", "easypost"]);
  assert.deepEqual(asked("9400 1112 0108 0805 4830 16"), ["usps", "easypost", "dhl", "fedex", "ups"]);
  assert.deepEqual(asked("986578788855")[0], "fedex");
  assert.deepEqual(asked("00340434161094042557")[0], "dhl");
  assert.deepEqual(asked("RR123456785DE"), ["dhl", "easypost", "usps"]);
});

test("the name the shop gives is a hint where the number says nothing, and stands behind a check digit", () => {
  assert.equal(asked("123456789013", "FedEx Ground")[0], "fedex");
  assert.equal(asked("123456789013", "UPS Standard")[0], "ups");
  assert.deepEqual(asked("1Z999AA10123456784", "DHL"), ["ups", "easypost"]);
});

test("a number is plain however it is written, and what cannot be one is nothing", () => {
  assert.equal(plainTrackingNumber(" 1z 999-aa1 0123456784 "), "1Z999AA10123456784");
  for (const text of ["", "12345", "ABCDEFGH", "1Z999!", "9".repeat(81), "12 34 5"]) assert.equal(plainTrackingNumber(text), "", text);
});

test("check digits hold for right numbers and for no neighbour of theirs", () => {
  for (const [number, isRight] of [
    ["1Z999AA10123456784", isOneZNumber],
    ["RR123456785DE", isPostalNumber],
    ["9400111201080805483016", hasGs1Check],
  ] as const) {
    assert.ok(isRight(number));
    const digit = number.search(/\d(?=\D*$)/);
    for (let step = 1; step < 10; step++) {
      const wrong = number.slice(0, digit) + ((Number(number[digit]) + step) % 10) + number.slice(digit + 1);
      assert.ok(!isRight(wrong), wrong);
    }
  }
});

test("a local time gets the offset its place has on that day, also on the days clocks change", () => {
  assert.equal(timeAt("2026-07-01T12:00:00", { country: "US", region: "CA" }), "2026-07-01T12:00:00-07:00");
  assert.equal(timeAt("2026-01-01T12:00:00", { country: "us", region: "ca" }), "2026-01-01T12:00:00-08:00");
  assert.equal(timeAt("2026-03-29T01:30:00", { country: "DE" }), "2026-03-29T01:30:00+01:00");
  assert.equal(timeAt("2026-03-29T03:30:45", { country: "DE" }), "2026-03-29T03:30:45+02:00");
  assert.equal(timeAt("2026-10-25T03:30:00", { country: "DE" }), "2026-10-25T03:30:00+01:00");
  assert.equal(timeAt("2026-03-05T12:00:00+05:30", { country: "US" }), "2026-03-05T12:00:00+05:30");
  assert.equal(timeAt("2026-03-05T12:00", { country: "IN" }), "2026-03-05T12:00:00+05:30");
  assert.equal(timeAt("2026-03-05T12:00:00", { country: null }), "2026-03-05T12:00:00+00:00");
  assert.deepEqual(
    [timeAt("yesterday", { country: "DE" }), timeAt("", { country: "DE" }), withOffset("2026-13-05T12:00:00", "UTC")],
    [null, null, null],
  );
  assert.deepEqual(
    [zoneOfPlace({ country: "AU", region: "WA" }), zoneOfPlace({ country: "GB" }), zoneOfPlace({ country: "England" })],
    ["Australia/Perth", "Europe/London", null],
  );
});

test("a day stays that day, written in the zone of its place or in UTC", () => {
  for (const place of [{ country: "NZ" }, { country: "US", region: "HI" }, { country: null }]) {
    const time = dayAt("20260305", place)!;
    assert.equal(time.slice(0, 10), "2026-03-05");
    assert.equal(new Date(time).toISOString().slice(0, 10), "2026-03-05");
  }
  assert.equal(dayAt("2026-03-05T23:59:59Z", { country: "DE" }), "2026-03-05T12:00:00+01:00");
  assert.equal(dayAt("soon", { country: "DE" }), null);
});

test("times of vendors are written one way", () => {
  assert.equal(zoned("2026-03-05 12:00:00+0100"), "2026-03-05T12:00:00+01:00");
  assert.equal(zoned("2026-03-05T12:00Z"), "2026-03-05T12:00:00Z");
  assert.equal(zoned("2026-03-05T12:00:00.123456789Z"), "2026-03-05T12:00:00.123456Z");
  for (const time of ["2026-03-05T12:00:00", "2026-03-05", "2026-13-05T12:00:00Z", "", null]) assert.equal(zoned(time), null, String(time));
});

const event = (at: string | null, status: ReadEvent["status"], description: string | null = "scan"): ReadEvent => ({
  at,
  status,
  description,
  location: null,
});
const made = (events: ReadEvent[], more: object = {}) => toShipment({ trackingNumber: "TN123456", carrier: "Post", events, ...more }, now);

test("events that say nothing of the place keep the state, also at the beginning", () => {
  const events = [event("2026-03-01T10:00:00Z", null), event("2026-03-01T11:00:00Z", "accepted"), event("2026-03-01T12:00:00Z", null)];
  assert.deepEqual(
    made(events).events.map(({ status }) => status),
    ["accepted", "accepted", "accepted"],
  );
  assert.equal(made([event("2026-03-01T10:00:00Z", null)]).status, "unknown");
});

test("what is planned has not happened, and a clock that is a little ahead is set right", () => {
  const shipment = made([
    event("2026-03-05T12:30:00Z", "in_transit"),
    event("2026-03-09T12:00:00Z", "delivered"),
    event(null, "delivered"),
  ]);
  assert.deepEqual(
    shipment.events.map(({ at, status }) => [at, status]),
    [[now.toISOString(), "in_transit"]],
  );
});

test("a parcel that arrived twice arrived when it was last brought, and one without events when its carrier says", () => {
  const events = [
    event("2026-03-01T10:00:00Z", "delivered"),
    event("2026-03-02T10:00:00Z", "in_transit"),
    event("2026-03-03T10:00:00Z", "delivered"),
    event("2026-03-03T11:00:00Z", "delivered", " "),
  ];
  assert.equal(made(events).deliveredAt, "2026-03-03T10:00:00Z");
  assert.equal(made(events).events.at(-1)!.description, "delivered");
  const told = made([], { current: "delivered", deliveredAt: "2026-03-01T10:00:00Z", signedBy: " Ana " });
  assert.deepEqual([told.status, told.deliveredAt, told.signedBy], ["delivered", "2026-03-01T10:00:00Z", "Ana"]);
});

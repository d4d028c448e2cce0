import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf, hookRequest } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { aftershipCarrier, aftershipSettings, openAftership } from "./carrier.ts";
import { twoLetters } from "./countries.ts";
import { stateOf, subtags, tags } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { apiKey: "asat_the-shops-key", webhookSecret: "the-shops-hook-secret" };

type Checkpoint = Record<string, string | null>;
const checkpoint = (checkpoint_time: string, subtag: string, message: string, more: Checkpoint = {}): Checkpoint => ({
  checkpoint_time,
  tag: subtag.split("_")[0]!,
  subtag,
  subtag_message: message,
  message,
  location: null,
  city: "Coventry",
  state: null,
  country_region: "GBR",
  slug: "royal-mail",
  ...more,
});
const told = checkpoint("2026-03-01T10:00:00", "InfoReceived_001", "Sender preparing item");
const taken = checkpoint("2026-03-01T18:00:00+00:00", "InTransit_002", "Accepted at post office");
const abroad = checkpoint("2026-03-02T06:00:00", "InTransit_004", "Arrived in the destination country", {
  city: "Frankfurt",
  country_region: "DEU",
});
const out = checkpoint("2026-03-03T08:00:00", "OutForDelivery_001", "Out for delivery", { city: "Berlin", country_region: "DEU" });
const there = checkpoint("2026-03-03T12:00:00", "Delivered_003", "Delivered and signed", { city: "Berlin", country_region: "DEU" });
const late = checkpoint("2026-03-03T12:00:00", "Exception_004", "Delayed by customs", { city: "Berlin", country_region: "DEU" });
const back = checkpoint("2026-03-04T12:00:00", "Exception_010", "Returning to sender", { city: "Berlin", country_region: "DEU" });
const lost = checkpoint("2026-03-04T12:00:00", "Exception_013", "The item is lost", {
  city: null,
  location: "Berlin depot",
  country_region: null,
});
const shelf = checkpoint("2026-03-04T12:00:00", "AvailableForPickup_001", "Ready at the parcel shop", {
  city: "Berlin",
  country_region: "DEU",
});
/** A subtag of next year. */
const fresh = checkpoint("2026-03-02T07:00:00", "InTransit_099", "Something new", { city: "Berlin", country_region: "DEU" });

function tracking(tracking_number: string, checkpoints: Checkpoint[]) {
  const last = checkpoints.at(-1);
  return {
    id: `id-${tracking_number}`,
    tracking_number,
    slug: "royal-mail",
    tag: last?.["tag"] ?? "Pending",
    subtag: last?.["subtag"] ?? "Pending_001",
    signed_by: last === there ? "A. Weber" : null,
    updated_at: "2026-03-05T10:00:00+00:00",
    destination_country_region: "DEU",
    destination_state: null,
    first_estimated_delivery: {
      type: "specific",
      source: "AfterShip AI",
      datetime: "2026-03-03",
      datetime_min: null,
      datetime_max: null,
    },
    latest_estimated_delivery: {
      type: "specific",
      source: "AfterShip AI",
      datetime: "2026-03-04",
      datetime_min: null,
      datetime_max: null,
    },
    courier_tracking_link: "https://www.royalmail.com/track",
    shipment_delivery_date: last === there ? "2026-03-03T12:00:00" : null,
    checkpoints,
  };
}

const ways: [number: string, checkpoints: Checkpoint[]][] = [
  ["RA100000001GB", [told]],
  ["RA100000002GB", [told, taken]],
  ["RA100000003GB", [told, taken, abroad, fresh, late]],
  ["RA100000004GB", [told, taken, abroad, out]],
  ["RA100000005GB", [told, taken, abroad, out, there]],
  ["RA100000006GB", [told, taken, abroad, shelf]],
  ["RA100000007GB", [told, taken, abroad, back]],
  ["RA100000008GB", [told, taken, abroad, lost]],
];

const sign = (body: string, secret = secrets.webhookSecret) =>
  hookRequest(body, { "aftership-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64") });
const hook = JSON.stringify({
  ts: 1772668800,
  event: "tracking_update",
  event_id: "1",
  is_tracking_first_tag: true,
  msg: tracking("RA100000004GB", [told]),
});

describe("AfterShip", () => {
  let aftership: FixtureVendor;
  const added = new Set<string>();
  before(async () => {
    const meta = (code: number, message = "") => ({ code, message, errors: [] });
    aftership = await fixtureVendor(({ method, path, query, headers, body }) => {
      if (headers["as-api-key"] !== secrets.apiKey) return { status: 401, body: { meta: meta(401, "The API key is invalid."), data: {} } };
      assert.equal(path, "/tracking/2025-04/trackings");
      if (method === "GET") {
        const number = query.get("tracking_numbers") ?? "";
        const known = ways.find(([one]) => one === number);
        const trackings = known && added.has(number) ? [tracking(number, []), tracking(...known)] : [];
        return { status: 200, body: { meta: meta(200), data: { pagination: { total: trackings.length }, trackings } } };
      }
      const number = JSON.parse(body).tracking_number as string;
      const known = ways.find(([one]) => one === number);
      if (number.startsWith("9")) return { status: 201, body: { meta: meta(201), data: tracking(number, []) } };
      if (!known) return { status: 400, body: { meta: meta(4012, "Cannot detect courier."), data: {} } };
      if (added.has(number)) return { status: 400, body: { meta: meta(4003, "Tracking already exists."), data: {} } };
      added.add(number);
      // Another process added the last one at the same time.
      return number === ways.at(-1)![0]
        ? { status: 400, body: { meta: meta(4003, "Tracking already exists."), data: {} } }
        : { status: 201, body: { meta: meta(201), data: tracking(...known) } };
    });
  });
  after(() => aftership.close());
  const open = () =>
    openAftership(contextOf(aftershipSettings.parse({ ...secrets, baseUrl: aftership.url }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (number: string) => (await open().track({ trackingNumber: number, carrier: null }))!;

  testCarrierContract("AfterShip", () => ({ carrier: open(), now }), {
    definition: aftershipCarrier,
    settings: secrets,
    known: ways.map(([number]) => number),
    unknown: ["1234567890", "9999999999"],
    vocabulary: [
      {
        table: tags,
        documented: "InfoReceived InTransit OutForDelivery AttemptFail Delivered AvailableForPickup Exception Expired Pending".split(" "),
      },
      {
        table: subtags,
        documented: Object.entries({
          Delivered: 5,
          AvailableForPickup: 1,
          Exception: 13,
          AttemptFail: 3,
          InTransit: 9,
          InfoReceived: 1,
          OutForDelivery: 1,
          Pending: 6,
          Expired: 1,
        })
          .flatMap(([tag, count]) => Array.from({ length: count }, (_, nth) => `${tag}_${String(nth + 1).padStart(3, "0")}`))
          .concat("OutForDelivery_003", "OutForDelivery_004", "Exception_016", "Exception_017", "Exception_018"),
      },
    ],
    hook: { body: hook, parcels: ["RA100000004GB"], sign, forge: (body) => sign(body, "another") },
  });

  testCarrierFaults("AfterShip", {
    url: () => aftership.url,
    open: ({ url, asking, ...parts }) => openAftership(contextOf(aftershipSettings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "RA100000004GB",
    secrets: Object.values(secrets),
    forbidden: /tracking:read/,
  });

  test("each parcel has the state of its finest word, also where another process adds it at the same time", async () => {
    const states = await Promise.all(ways.map(async ([number]) => (await tracked(number)).status));
    assert.equal(states.join(" "), "label_created accepted in_transit out_for_delivery delivered available_for_pickup returned lost");
    assert.deepEqual(
      [stateOf("InTransit", "InTransit_099"), stateOf("New", "New_001"), stateOf("Expired", "Expired_001")],
      ["in_transit", null, null],
    );
  });

  test("times without a zone are those of the checkpoint's country, and the first estimate is the promise", async () => {
    const { events, deliveredAt, signedBy, promisedAt, expectedAt, carrier } = await tracked("RA100000005GB");
    assert.deepEqual(
      events.map(({ at }) => at),
      [
        "2026-03-01T10:00:00+00:00",
        "2026-03-01T18:00:00+00:00",
        "2026-03-02T06:00:00+01:00",
        "2026-03-03T08:00:00+01:00",
        "2026-03-03T12:00:00+01:00",
      ],
    );
    assert.deepEqual([deliveredAt, signedBy, carrier], ["2026-03-03T12:00:00+01:00", "A. Weber", "Royal Mail"]);
    assert.deepEqual([promisedAt, expectedAt], ["2026-03-03T12:00:00+01:00", "2026-03-04T12:00:00+01:00"]);
    assert.equal((await tracked("RA100000008GB")).events.at(-1)!.location, "Berlin depot");
  });

  test("a parcel is added once, however often it is asked for", async () => {
    aftership.asked.length = 0;
    for (let time = 0; time < 3; time++) await tracked("RA100000004GB");
    assert.deepEqual(
      aftership.asked.map(({ method }) => method),
      ["GET", "GET", "GET"],
    );
  });

  test("countries in three letters are read in two", () => {
    assert.deepEqual(["GBR", "DEU", "AUT", "CHN", "usa", "SWE", "PL", "x", null].map(twoLetters), [
      "GB",
      "DE",
      "AT",
      "CN",
      "US",
      "SE",
      "PL",
      null,
      null,
    ]);
  });
});

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf, hookRequest } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { easypostCarrier, easypostSettings, openEasypost } from "./carrier.ts";
import { details, stateOf, statuses } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { apiKey: "EZAK-the-shops-own-key", webhookSecret: "a-lóng-random-secret" };
const recordings = join(import.meta.dirname, "../../../../shared/data/payloads/easypost");

type Tracker = { tracking_code: string; status: string };

/** What EasyPost itself answered: every tracker of the recordings. */
function recorded(): Tracker[] {
  if (!existsSync(recordings)) return [];
  const answers = readdirSync(recordings)
    .filter((file) => file.startsWith("Tracker"))
    .flatMap(
      (file) => JSON.parse(readFileSync(join(recordings, file), "utf8")).log.entries as { response: { content: { text: string } } }[],
    )
    .flatMap(({ response }) => {
      const json = response.content.text.startsWith("{") ? JSON.parse(response.content.text) : {};
      return (json.trackers ?? [json]) as Tracker[];
    });
  return answers.filter(({ tracking_code: code }) => code !== undefined);
}

/** In the form of the recordings; how far: the last scan's status. */
function made(code: string, scans: [status: string, detail: string, datetime: string][], more: object = {}): Tracker {
  const [status, status_detail] = scans.at(-1)!;
  return {
    object: "Tracker",
    tracking_code: code,
    status,
    status_detail,
    signed_by: null,
    est_delivery_date: "2026-03-06T00:00:00Z",
    carrier: "USPS",
    updated_at: "2026-03-05T10:00:00Z",
    public_url: `https://track.easypost.com/${code}`,
    tracking_details: scans.map(([state, detail, datetime]) => ({
      object: "TrackingDetail",
      message: `${state} ${detail}`,
      description: "",
      status: state,
      status_detail: detail,
      datetime,
      tracking_location: {
        city: "HOUSTON",
        state: "TX",
        country: "US",
        zip: "77063",
      },
    })),
    carrier_detail: {
      est_delivery_date_local: null,
      guaranteed_delivery_date: "2026-03-06",
      destination_tracking_location: null,
    },
    ...more,
  } as Tracker;
}
const scans: [string, string, string][] = [
  ["pre_transit", "label_created", "2026-03-01T10:00:00Z"],
  ["in_transit", "received_at_origin_facility", "2026-03-01T18:00:00-06:00"],
  ["in_transit", "arrived_at_facility", "2026-03-02T08:00:00Z"],
  ["out_for_delivery", "out_for_delivery", "2026-03-03T13:00:00Z"],
];
const trackers = [
  made("EZ2000000001", scans.slice(0, 2)),
  made("EZ2000000002", scans),
  made("EZ2000000003", [...scans, ["delivered", "arrived_at_destination", "2026-03-03T20:00:00Z"]], { signed_by: "J. MILLER" }),
  made("EZ2000000004", [...scans, ["failure", "lost", "2026-03-04T20:00:00Z"]]),
  made("EZ2000000005", [...scans, ["return_to_sender", "return", "2026-03-04T20:00:00Z"]]),
  // Its scans are not sorted.
  made("EZ2000000006", [scans[2]!, scans[0]!, scans[1]!], { status: "in_transit", status_detail: "arrived_at_facility" }),
];

const sign = (body: string, secret = secrets.webhookSecret) =>
  hookRequest(body, { "x-hmac-signature": `hmac-sha256-hex=${createHmac("sha256", secret.normalize("NFKD")).update(body).digest("hex")}` });
const hook = JSON.stringify({
  object: "Event",
  id: "evt_1",
  description: "tracker.updated",
  result: { object: "Tracker", tracking_code: "EZ2000000002" },
});

describe("EasyPost", () => {
  const all = [...recorded(), ...trackers];
  let easypost: FixtureVendor;
  before(async () => {
    easypost = await fixtureVendor(({ method, path, headers, body }) => {
      const key = Buffer.from(headers.authorization?.slice("Basic ".length) ?? "", "base64").toString();
      if (key !== `${secrets.apiKey}:`)
        return { status: 401, body: { error: { code: "UNAUTHORIZED", message: "This api key is no longer active." } } };
      if (method === "GET" && path === "/v2/trackers") return { status: 200, body: { trackers: [], has_more: false } };
      assert.deepEqual([method, path], ["POST", "/v2/trackers"]);
      const code = JSON.parse(body).tracker.tracking_code;
      const found = all.find((one) => one.tracking_code === code);
      if (found) return { status: 200, body: found };
      if (/^9{6}/.test(code)) return { status: 200, body: { ...made(code, [["unknown", "unknown", ""]]), tracking_details: [] } };
      return { status: 422, body: { error: { code: "TRACKER.CREATE.ERROR", message: "Unable to detect the carrier.", errors: [] } } };
    });
  });
  after(() => easypost.close());
  const open = (more: object = {}) =>
    openEasypost(contextOf(easypostSettings.parse({ ...secrets, baseUrl: easypost.url, ...more }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (trackingNumber: string) => (await open().track({ trackingNumber, carrier: null }))!;

  testCarrierContract("EasyPost", () => ({ carrier: open(), now }), {
    definition: easypostCarrier,
    settings: secrets,
    known: all.map(({ tracking_code: code }) => code),
    unknown: ["1234567890", "999999123456"],
    vocabulary: [
      {
        table: statuses,
        documented:
          "unknown pre_transit in_transit out_for_delivery delivered available_for_pickup return_to_sender failure cancelled error".split(
            " ",
          ),
      },
      {
        table: details,
        documented:
          "address_correction arrived_at_destination arrived_at_facility arrived_at_pickup_location awaiting_information cancelled damaged delayed delivery_exception departed_facility departed_origin_facility expired failure held in_transit label_created lost missorted out_for_delivery received_at_destination_facility received_at_origin_facility refused return status_update transferred_to_destination_carrier transit_exception unknown weather_delay".split(
            " ",
          ),
      },
    ],
    hook: { body: hook, parcels: ["EZ2000000002"], sign, forge: (body) => sign(body, "another") },
  });

  testCarrierFaults("EasyPost", {
    url: () => easypost.url,
    open: ({ url, asking, ...parts }) => openEasypost(contextOf(easypostSettings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "EZ2000000002",
    secrets: Object.values(secrets),
    forbidden: /Billing/,
    notFound: '{"error":{"code":"NOT_FOUND","message":"The requested resource could not be found."}}',
  });

  test(
    "what EasyPost really answered is read whole",
    { skip: existsSync(recordings) ? false : "the recordings are not here" },
    async () => {
      const shipment = await tracked("EZ1000000001");
      assert.deepEqual([shipment.status, shipment.carrier, shipment.events.length], ["label_created", "USPS", 2]);
      assert.deepEqual(shipment.events[1]!.location, "HOUSTON, TX");
      assert.match(shipment.url!, /^https:\/\/track\.easypost\.com\//);
      assert.ok(shipment.expectedAt);
    },
  );

  test("each parcel has the state its tracker says, also where its scans are not in order", async () => {
    const states = await Promise.all(trackers.map(async ({ tracking_code: code }) => (await tracked(code)).status));
    assert.equal(states.join(" "), "accepted out_for_delivery delivered lost returned in_transit");
    const { signedBy, deliveredAt, shippedAt, promisedAt } = await tracked("EZ2000000003");
    assert.deepEqual([signedBy, deliveredAt, shippedAt], ["J. MILLER", "2026-03-03T20:00:00Z", "2026-03-01T18:00:00-06:00"]);
    assert.equal(promisedAt, "2026-03-06T12:00:00+00:00");
  });

  test("a delivered parcel stays delivered whatever the detail says", () => {
    assert.equal(stateOf("delivered", "return"), "delivered");
    assert.equal(stateOf("in_transit", "lost"), "lost");
    assert.equal(stateOf("something new", "label_created"), "label_created");
    assert.equal(stateOf("something new", "something else"), null);
  });

  test("a web hook of something else than a tracker is acknowledged and nothing more", async () => {
    const body = JSON.stringify({ description: "batch.updated", result: { object: "Batch", id: "batch_1" } });
    assert.deepEqual((await open().receive!(sign(body))).parcels, []);
  });
});

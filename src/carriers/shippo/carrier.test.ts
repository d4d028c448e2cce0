import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { AppError } from "../../domain/errors.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf, hookRequest } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { openShippo, shippoCarrier, shippoSettings } from "./carrier.ts";
import { stateOf, statuses, substatuses } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { apiToken: "shippo_live_the-shops-token", webhookToken: "a-long-random-token" };
const carriers = [
  { token: "harbour_post", title: "Harbour Post" },
  { token: "hill_express", title: "Hill Express" },
];

const scan = (status_date: string, status: string, code: string, city = "Las Vegas") => ({
  status,
  status_date,
  status_details: `${status} ${code}`,
  object_created: status_date,
  object_updated: null,
  substatus: {
    code,
    text: code,
    action_required: false,
  },
  location: {
    city,
    state: "NV",
    zip: "89101",
    country: "US",
  },
});
type Scan = ReturnType<typeof scan>;
const told = scan("2026-03-01T10:00:00Z", "PRE_TRANSIT", "information_received");
const taken = scan("2026-03-01T18:00:00Z", "TRANSIT", "package_accepted");
const moved = scan("2026-03-02T06:00:00Z", "TRANSIT", "package_departed");
const out = scan("2026-03-03T15:00:00Z", "TRANSIT", "out_for_delivery");
const there = scan("2026-03-03T20:00:00Z", "DELIVERED", "delivered");
const shelf = scan("2026-03-03T20:00:00Z", "TRANSIT", "pickup_available");
const notice = scan("2026-03-03T20:00:00Z", "TRANSIT", "notice_left");
const back = scan("2026-03-04T20:00:00Z", "RETURNED", "return_to_sender");
const lost = scan("2026-03-04T20:00:00Z", "FAILURE", "package_lost");
const plain = { ...scan("2026-03-02T06:00:00", "TRANSIT", "other"), substatus: null };

const ways: [number: string, scans: Scan[] | (typeof plain)[]][] = [
  ["HP1000000001", [told]],
  ["HP1000000002", [told, taken]],
  ["HP1000000003", [told, taken, moved]],
  ["HP1000000004", [told, taken, moved, out]],
  ["HP1000000005", [told, taken, moved, out, there]],
  ["HP1000000006", [told, taken, moved, out, shelf]],
  ["HP1000000007", [told, taken, moved, out, notice]],
  ["HP1000000008", [told, taken, moved, out, back]],
  ["HP1000000009", [told, taken, moved, out, lost]],
  ["HP1000000010", [plain]],
];
const trackOf = (carrier: string, tracking_number: string, scans: object[]) => ({
  carrier,
  tracking_number,
  eta: "2026-03-04T00:00:00Z",
  original_eta: "2026-03-03T00:00:00Z",
  servicelevel: {
    token: null,
    name: null,
  },
  address_from: null,
  address_to: {
    city: "Las Vegas",
    state: "NV",
    zip: "89101",
    country: "US",
  },
  transaction: null,
  metadata: null,
  messages: [],
  tracking_status: scans.at(-1) ?? null,
  tracking_history: scans,
});

const sign = (body: string, token = secrets.webhookToken) => hookRequest(body, {}, { token });
const hook = JSON.stringify({ event: "track_updated", test: false, data: trackOf("harbour_post", "HP1000000004", [told]) });

describe("Shippo", () => {
  let shippo: FixtureVendor;
  before(async () => {
    shippo = await fixtureVendor(({ method, path, headers, body }) => {
      if (headers.authorization !== `ShippoToken ${secrets.apiToken}`) return { status: 401, body: { detail: "Token does not exist" } };
      if (path === "/webhooks") return { status: 200, body: { results: [] } };
      const form = new URLSearchParams(body);
      const [carrier, number] =
        method === "POST" ? [form.get("carrier")!, form.get("tracking_number")!] : (path.split("/").slice(2) as [string, string]);
      const scans = ways.find(([one]) => one === number)?.[1];
      if (scans && carrier === "harbour_post") return { status: 200, body: trackOf(carrier, number, scans) };
      // Some carriers say they know nothing, others that there is no such thing.
      return carrier === "harbour_post"
        ? { status: 404, body: { detail: "Not found." } }
        : { status: 200, body: trackOf(carrier, number, []) };
    });
  });
  after(() => shippo.close());
  const open = (more: object = {}) =>
    openShippo(contextOf(shippoSettings.parse({ ...secrets, carriers, baseUrl: shippo.url, ...more }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (number: string, carrier: string | null = null) => (await open().track({ trackingNumber: number, carrier }))!;

  testCarrierContract("Shippo", () => ({ carrier: open(), now }), {
    definition: shippoCarrier,
    settings: { ...secrets, carriers },
    known: ways.map(([number]) => number),
    unknown: ["1234567890"],
    vocabulary: [
      { table: statuses, documented: "UNKNOWN PRE_TRANSIT TRANSIT DELIVERED RETURNED FAILURE".split(" ") },
      {
        table: substatuses,
        documented:
          "information_received address_issue contact_carrier delayed delivery_attempted delivery_rescheduled delivery_scheduled location_inaccessible notice_left out_for_delivery package_accepted package_arrived package_damaged package_departed package_forwarded package_held package_processed package_processing pickup_available reschedule_delivery delivered return_to_sender package_unclaimed package_undeliverable package_disposed package_lost other".split(
            " ",
          ),
      },
    ],
    hook: { body: hook, parcels: ["HP1000000004"], sign, forge: (body) => sign(body, "another") },
  });

  testCarrierFaults("Shippo", {
    url: () => shippo.url,
    open: ({ url, asking, ...parts }) => openShippo(contextOf(shippoSettings.parse({ ...secrets, carriers, baseUrl: url }), parts), asking),
    now,
    known: "HP1000000004",
    secrets: Object.values(secrets),
    forbidden: /Billing/,
  });

  test("each parcel has the state of its finest word", async () => {
    const states = await Promise.all(ways.map(async ([number]) => (await tracked(number)).status));
    assert.equal(
      states.join(" "),
      "label_created accepted in_transit out_for_delivery delivered available_for_pickup exception returned lost in_transit",
    );
    assert.deepEqual([stateOf("TRANSIT", "brand_new"), stateOf("NEW", null)], ["in_transit", null]);
    const { carrier, deliveredAt, promisedAt, expectedAt } = await tracked("HP1000000005");
    assert.deepEqual([carrier, deliveredAt], ["Harbour Post", "2026-03-03T20:00:00Z"]);
    assert.deepEqual([promisedAt, expectedAt], ["2026-03-03T12:00:00-08:00", "2026-03-04T12:00:00-08:00"]);
    assert.equal((await tracked("HP1000000010")).events[0]!.at, "2026-03-02T06:00:00-08:00");
  });

  test("the carrier the shop names is asked first, and no other once it knows the parcel", async () => {
    const asked = async (hint: string | null) => {
      shippo.asked.length = 0;
      await tracked("HP1000000004", hint);
      return shippo.asked.map(({ path }) => path.split("/")[2]);
    };
    assert.deepEqual(await asked("Hill Express Overnight"), ["hill_express", "harbour_post"]);
    assert.deepEqual(await asked("harbour-post"), ["harbour_post"]);
    assert.deepEqual(await asked(null), ["harbour_post"]);
  });

  test("parcels are registered to be told of where a web hook could be verified", async () => {
    assert.deepEqual(await open().watch!(["HP1000000004", "1234567890"]), ["HP1000000004"]);
    assert.equal(open({ webhookToken: undefined }).watch, undefined);
  });

  test("with an HMAC secret the token alone is not enough, and an old signature is none", async () => {
    const signed = open({ webhookSecret: "hmac-secret-of-the-shop" });
    const at = (seconds: number, body = hook) =>
      hookRequest(hook, {
        "shippo-auth-signature": `t=${seconds},v1=${createHmac("sha256", "hmac-secret-of-the-shop").update(`${seconds}.${body}`).digest("hex")}`,
      });
    const present = now.getTime() / 1_000;
    assert.deepEqual((await signed.receive!(at(present))).parcels, ["HP1000000004"]);
    for (const request of [sign(hook), at(present - 301), at(present, "another body")])
      await assert.rejects(
        async () => signed.receive!(request),
        (error) => error instanceof AppError && error.code === "bad_signature",
      );
    assert.deepEqual((await open().receive!(sign(JSON.stringify({ event: "transaction_created", data: {} })))).parcels, []);
  });
});

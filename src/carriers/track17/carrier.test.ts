import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { AppError } from "../../domain/errors.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf, hookRequest } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { openTrack17, track17Carrier, track17Settings } from "./carrier.ts";
import { stateOf, statuses, subStatuses } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { apiKey: "THE-SHOPS-SECURITY-KEY" };

const scan = (time_iso: string, sub_status: string, description: string, country = "CN", city = "Shenzhen") => ({
  time_iso,
  time_utc: new Date(time_iso).toISOString(),
  description,
  location: city,
  stage: null,
  sub_status,
  address: {
    country,
    state: null,
    city,
    street: null,
    postal_code: null,
  },
});
type Scan = ReturnType<typeof scan>;
const told = scan("2026-02-20T10:00:00+08:00", "InfoReceived", "Order received");
const taken = scan("2026-02-21T10:00:00+08:00", "InTransit_PickedUp", "Picked up by the carrier");
const left = scan("2026-02-23T10:00:00+08:00", "InTransit_Departure", "Departed from the country");
const customs = scan("2026-02-26T10:00:00+01:00", "InTransit_CustomsRequiringInformation", "Customs want a paper", "DE", "Leipzig");
const out = scan("2026-03-02T08:00:00+01:00", "OutForDelivery_Other", "Out for delivery", "DE", "Berlin");
const there = scan("2026-03-02T12:00:00+01:00", "Delivered_Other", "Delivered", "DE", "Berlin");
const shelf = scan("2026-03-02T12:00:00+01:00", "AvailableForPickup_Other", "At the parcel shop", "DE", "Berlin");
const back = scan("2026-03-03T12:00:00+01:00", "Exception_Returning", "On its way back", "DE", "Berlin");
const lost = scan("2026-03-03T12:00:00+01:00", "Exception_Lost", "Lost", "DE", "Berlin");

const ways: [number: string, scans: Scan[]][] = [
  ["LB100000001CN", [told]],
  ["LB100000002CN", [told, taken]],
  ["LB100000003CN", [told, taken, left]],
  ["LB100000004CN", [told, taken, left, customs]],
  ["LB100000005CN", [told, taken, left, out]],
  ["LB100000006CN", [told, taken, left, out, there]],
  ["LB100000007CN", [told, taken, left, out, shelf]],
  ["LB100000008CN", [told, taken, left, out, back]],
  ["LB100000009CN", [told, taken, left, out, lost]],
];

/** Two carriers tell of a parcel: the one it left with, and the one that brings it. */
function infoOf(scans: Scan[]) {
  const first = scans.filter(({ address }) => address.country === "CN");
  const last = scans.filter(({ address }) => address.country !== "CN");
  const provider = (name: string, events: Scan[]) => ({
    provider: { key: 1, name, alias: name, homepage: "https://example" },
    service_type: null,
    events: events.toReversed(),
  });
  return {
    shipping_info: { shipper_address: { country: "CN" }, recipient_address: { country: "DE", state: null, city: null } },
    latest_status: { status: scans.at(-1)!.sub_status.split("_")[0], sub_status: scans.at(-1)!.sub_status, sub_status_descr: null },
    time_metrics: { estimated_delivery_date: { source: "Official", from: "2026-03-03T00:00:00+01:00", to: "2026-03-04T00:00:00+01:00" } },
    tracking: { providers_hash: 1, providers: [provider("China Post", first), ...(last.length > 0 ? [provider("Hermes", last)] : [])] },
  };
}

const sign = (body: string, key = secrets.apiKey) =>
  hookRequest(body, { sign: createHash("sha256").update(`${body}/${key}`).digest("hex") });
const hook = JSON.stringify({
  event: "TRACKING_UPDATED",
  data: { number: "LB100000005CN", carrier: 3011, tag: "", track_info: infoOf([told]) },
});

describe("17TRACK", () => {
  let vendor: FixtureVendor;
  const registered = new Set<string>();
  let quota = Infinity;
  before(async () => {
    vendor = await fixtureVendor(({ method, path, headers, body }) => {
      if (headers["17token"] !== secrets.apiKey)
        return { status: 401, body: { code: -18010002, data: { errors: [{ code: -18010002, message: "Invalid security key." }] } } };
      assert.equal(method, "POST");
      const number = JSON.parse(body)[0]?.number as string;
      const scans = ways.find(([one]) => one === number)?.[1];
      const rejected = (code: number, message: string) => ({
        status: 200,
        body: { code: 0, data: { accepted: [], rejected: [{ number, error: { code, message } }] } },
      });
      switch (path) {
        case "/track/v2.2/getquota":
          return { status: 200, body: { code: 0, data: { quota_total: 100, quota_used: 1, quota_remain: 99 } } };
        case "/track/v2.2/register":
          if (registered.size >= quota) return rejected(-18019908, "The tracking quota is used up.");
          if (!scans && !number.startsWith("8")) return rejected(-18019903, "Carrier cannot be detected.");
          if (registered.has(number)) return rejected(-18019901, "The number is already registered.");
          registered.add(number);
          return { status: 200, body: { code: 0, data: { accepted: [{ origin: 1, number, carrier: 3011 }], rejected: [] } } };
        case "/track/v2.2/gettrackinfo":
          if (!registered.has(number)) return rejected(-18019902, "The number is not registered.");
          if (!scans) return rejected(-18019909, "No tracking information at the moment.");
          return {
            status: 200,
            body: { code: 0, data: { accepted: [{ number, carrier: 3011, track_info: infoOf(scans) }], rejected: [] } },
          };
        default:
          return { status: 404, body: {} };
      }
    });
  });
  after(() => vendor.close());
  beforeEach(() => void (quota = Infinity));
  const open = () =>
    openTrack17(contextOf(track17Settings.parse({ ...secrets, baseUrl: vendor.url }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (number: string) => (await open().track({ trackingNumber: number, carrier: null }))!;

  testCarrierContract("17TRACK", () => ({ carrier: open(), now }), {
    definition: track17Carrier,
    settings: secrets,
    known: ways.map(([number]) => number),
    unknown: ["1234567890", "8888888888"],
    vocabulary: [
      {
        table: statuses,
        documented: "NotFound InfoReceived InTransit Expired AvailableForPickup OutForDelivery DeliveryFailure Delivered Exception".split(
          " ",
        ),
      },
      {
        table: subStatuses,
        documented:
          "NotFound_Other NotFound_InvalidCode InfoReceived InTransit_PickedUp InTransit_Other InTransit_Departure InTransit_Arrival InTransit_CustomsProcessing InTransit_CustomsReleased InTransit_CustomsRequiringInformation Expired_Other AvailableForPickup_Other OutForDelivery_Other DeliveryFailure_Other DeliveryFailure_NoBody DeliveryFailure_Security DeliveryFailure_Rejected DeliveryFailure_InvalidAddress Delivered_Other Exception_Other Exception_Returning Exception_Returned Exception_NoBody Exception_Security Exception_Damage Exception_Rejected Exception_Delayed Exception_Lost Exception_Destroyed Exception_Cancel".split(
            " ",
          ),
      },
    ],
    hook: { body: hook, parcels: ["LB100000005CN"], sign, forge: (body) => sign(body, "another") },
  });

  testCarrierFaults("17TRACK", {
    url: () => vendor.url,
    open: ({ url, asking, ...parts }) => openTrack17(contextOf(track17Settings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "LB100000005CN",
    secrets: [secrets.apiKey],
    forbidden: /allow list/,
  });

  test("each parcel has the state of its last scan, whichever carrier made it", async () => {
    const states = await Promise.all(ways.map(async ([number]) => (await tracked(number)).status));
    assert.equal(
      states.join(" "),
      "label_created accepted in_transit exception out_for_delivery delivered available_for_pickup returned lost",
    );
    assert.deepEqual([stateOf("Exception_New"), stateOf("New_New"), stateOf(null, "InTransit")], ["exception", null, "in_transit"]);
    const { carrier, deliveredAt, expectedAt, events } = await tracked("LB100000006CN");
    assert.deepEqual([carrier, deliveredAt, expectedAt], ["Hermes", "2026-03-02T12:00:00+01:00", "2026-03-04T12:00:00+01:00"]);
    assert.deepEqual([events[0]!.at, events[0]!.location], ["2026-02-20T10:00:00+08:00", "Shenzhen, CN"]);
  });

  test("a parcel is registered once, however often it is asked for", async () => {
    vendor.asked.length = 0;
    for (let time = 0; time < 3; time++) await tracked("LB100000005CN");
    assert.deepEqual(
      vendor.asked.map(({ path }) => path.split("/").at(-1)),
      ["gettrackinfo", "gettrackinfo", "gettrackinfo"],
    );
  });

  test("a plan that is used up is a fault with a sentence, and not an unknown parcel", async () => {
    quota = 0;
    await assert.rejects(
      () => open().track({ trackingNumber: "7777777777", carrier: null }),
      (error) => error instanceof AppError && error.code === "vendor_refused" && /used up/.test(error.message),
    );
  });

  test("a key that is refused with an answer of 200 is a refused key all the same", async () => {
    const strict = await fixtureVendor(() => ({
      status: 200,
      body: { code: -18010002, data: { errors: [{ code: -18010002, message: "Invalid security key." }] } },
    }));
    try {
      const carrier = openTrack17(contextOf(track17Settings.parse({ ...secrets, baseUrl: strict.url }), { now: () => now }), {
        ask: fetchHttp,
        wait: async () => undefined,
      });
      assert.match((await carrier.check!())!, /security key/);
    } finally {
      await strict.close();
    }
  });
});

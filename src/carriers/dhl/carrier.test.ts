import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { dhlCarrier, dhlSettings, openDhl } from "./carrier.ts";
import { stateOf, statusCodes } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { apiKey: "the-shops-dhl-key" };

const at = (countryCode: string, addressLocality: string) => ({ address: { countryCode, addressLocality } });
const scan = (timestamp: string, statusCode: string, description: string, location: object) => ({
  timestamp,
  statusCode,
  status: description,
  description,
  location,
});
const announced = scan("2026-03-01T10:00:00", "pre-transit", "The shipment data was provided by the sender", at("DE", "Bonn"));
const posted = scan("2026-03-01T18:30:00", "transit", "The shipment was picked up", at("DE", "Bonn"));
const arrived = scan("2026-03-02T05:10:00", "transit", "Arrived at the parcel center", at("FR", "Paris"));
const loaded = scan("2026-03-03T07:00:00", "transit", "The shipment has been loaded onto the delivery vehicle", at("FR", "Paris"));
const delivered = scan("2026-03-03T12:15:00", "delivered", "The shipment has been delivered", at("FR", "Paris"));
const failed = scan("2026-03-03T12:15:00", "failure", "The recipient was not at home", at("FR", "Paris"));
const back = scan("2026-03-04T12:15:00", "failure", "The shipment is returned to the sender", at("FR", "Paris"));

const ways: Record<string, ReturnType<typeof scan>[]> = {
  "00340434161094042557": [announced],
  "00340434161094042564": [announced, posted],
  // A number as a key would come before the others.
  JD014600006281230704: [announced, posted, arrived],
  JJD000390007882823423: [announced, posted, arrived, loaded],
  RR123456785DE: [announced, posted, arrived, loaded, delivered],
  GM60511234500000001: [announced, posted, arrived, loaded, failed],
  "420123459261293": [announced, posted, arrived, loaded, failed, back],
};

const answerOf = (id: string, scans: ReturnType<typeof scan>[]) => ({
  id,
  service: "parcel-de",
  origin: at("DE", "Bonn"),
  destination: at("FR", "Paris"),
  status: scans.at(-1),
  events: scans.toReversed(),
  estimatedTimeOfDelivery: "2026-03-04T00:00:00Z",
  ...(scans.includes(delivered)
    ? {
        details: {
          proofOfDelivery: {
            timestamp: "2026-03-03T12:15:00",
            signed: {
              givenName: "Anne",
              familyName: "Martin",
            },
          },
        },
      }
    : {}),
});

describe("DHL", () => {
  let dhl: FixtureVendor;
  before(async () => {
    dhl = await fixtureVendor(({ path, query, headers }) => {
      if (headers["dhl-api-key"] !== secrets.apiKey)
        return { status: 401, body: { title: "Unauthorized", status: 401, detail: "Unauthorized for given resource." } };
      assert.equal(path, "/track/shipments");
      const number = query.get("trackingNumber")!;
      const scans = ways[number];
      if (!scans)
        return {
          status: 404,
          body: {
            title: "No result found",
            status: 404,
            detail: "No shipment with given tracking number found.",
            instance: `/shipment/${number}`,
          },
        };
      // Another division has a shipment whose number contains this one.
      return { status: 200, body: { shipments: [answerOf(`${number}0`, [announced]), answerOf(number, scans)] } };
    });
  });
  after(() => dhl.close());
  const open = (more: object = {}) =>
    openDhl(contextOf(dhlSettings.parse({ ...secrets, baseUrl: dhl.url, ...more }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (trackingNumber: string) => (await open().track({ trackingNumber, carrier: null }))!;

  testCarrierContract("DHL", () => ({ carrier: open(), now }), {
    definition: dhlCarrier,
    settings: secrets,
    known: Object.keys(ways),
    unknown: ["00340434161094049999", "1Z999AA10123456784"],
    vocabulary: [{ table: statusCodes, documented: ["pre-transit", "transit", "delivered", "failure", "unknown"] }],
  });

  testCarrierFaults("DHL", {
    url: () => dhl.url,
    open: ({ url, asking, ...parts }) => openDhl(contextOf(dhlSettings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "JD014600006281230704",
    secrets: [secrets.apiKey],
    forbidden: /Shipment Tracking - Unified/,
    notFound: '{"title":"No result found","status":404}',
  });

  test("each parcel has the state DHL says, in its code or, where that leaves it open, in its sentence", async () => {
    const states = await Promise.all(Object.keys(ways).map(async (number) => (await tracked(number)).status));
    assert.equal(states.join(" "), "label_created accepted in_transit out_for_delivery delivered exception returned");
    assert.equal(stateOf("pre-transit", "Out for delivery on Monday, it says"), "label_created");
    assert.equal(stateOf("unknown", "delivered"), "unknown");
    assert.equal(stateOf("something new", "delivered"), null);
  });

  test("times without a zone are those of the place, and who signed is told", async () => {
    const shipment = await tracked("RR123456785DE");
    assert.deepEqual(shipment.events.map(({ at: time }) => time).slice(1, 3), ["2026-03-01T18:30:00+01:00", "2026-03-02T05:10:00+01:00"]);
    assert.deepEqual(
      [shipment.deliveredAt, shipment.signedBy, shipment.expectedAt],
      ["2026-03-03T12:15:00+01:00", "Anne Martin", "2026-03-04T12:00:00+01:00"],
    );
    assert.equal(shipment.events[2]!.location, "Paris, FR");
  });

  test("its numbers are recognised by their check digits", () => {
    const looks = (trackingNumber: string, carrier: string | null = null) => open().recognises!({ trackingNumber, carrier });
    for (const number of ["00340434161094042557", "1234567891", "JJD000390007882823423", "RR123456785DE", "jvgl 0123456789"])
      assert.equal(looks(number), "likely", number);
    for (const number of ["00340434161094042558", "1234567890", "RR123456785FR"]) assert.equal(looks(number), "possible", number);
    assert.equal(looks("1234567890", "DHL Paket"), "likely");
    assert.equal(looks("1Z999AA10123456784"), "no");
  });

  test("six tenths of the day's requests are for looking", () => {
    assert.equal(open().pace!.perDay, 150);
    assert.equal(open({ requestsPerDay: 60_000 }).pace!.perDay, 36_000);
  });
});

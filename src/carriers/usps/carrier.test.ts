import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { openUsps, uspsCarrier, uspsSettings } from "./carrier.ts";
import { categories, categoryState, scanCodes, scanState } from "./states.ts";

const now = new Date("2026-03-05T18:00:00Z");
const secrets = { clientId: "consumer-key-of-the-shop", clientSecret: "consumer-secret-of-the-shop" };

type Scan = Record<string, string>;
const scan = (
  eventTimestamp: string,
  eventCode: string,
  eventType: string,
  eventCity: string,
  eventState: string,
  more: Scan = {},
): Scan => ({
  eventTimestamp,
  eventCode,
  eventType,
  eventCity,
  eventState,
  eventCountry: "",
  eventZIP: "77063",
  ...more,
});
const label = scan("2026-03-01T10:00:00", "GX", "Shipping Label Created, USPS Awaiting Item", "HOUSTON", "TX");
const accepted = scan("2026-03-01T17:30:00", "03", "USPS in possession of item", "HOUSTON", "TX");
const arrived = scan("2026-03-02T04:10:00", "10", "Arrived at USPS Regional Facility", "PHOENIX", "AZ", {
  GMTTimestamp: "2026-03-02T11:10:00.000Z",
  GMTOffset: "-7:00",
});
const out = scan("2026-03-03T07:10:00", "OF", "Out for Delivery", "FRESNO", "CA", { GMTTimestamp: "2026-03-03T15:10:00.000Z" });
const there = scan("2026-03-03T13:15:00", "01", "Delivered, Left with Individual", "FRESNO", "CA", { name: "J MILLER" });
const notice = scan("2026-03-03T13:15:00", "53", "Notice Left (Receptacle Blocked)", "FRESNO", "CA");
const pickup = scan("2026-03-04T09:00:00", "16", "Available for Pickup", "FRESNO", "CA");
const back = scan("2026-03-04T09:00:00", "09", "Return to Sender", "FRESNO", "CA");
const backHome = scan("2026-03-05T09:00:00", "01", "Delivered, To Original Sender", "HOUSTON", "TX");
const gone = scan("2026-03-05T09:00:00", "11", "Sent to Mail Recovery Center", "ATLANTA", "GA");
/** A code the tables do not have: the parcel's category says what it is. */
const odd = scan("2026-03-02T05:10:00", "Q9", "Something new", "PHOENIX", "AZ");

const ways: [number: string, category: string, scans: Scan[]][] = [
  ["9400111201080805480008", "Pre-Shipment", [label]],
  ["9400111201080805480015", "Accepted", [label, accepted]],
  ["9400111201080805480022", "In Transit", [label, accepted, odd]],
  ["9400111201080805480039", "Out for Delivery", [label, accepted, arrived, out]],
  ["9400111201080805480046", "Delivered", [label, accepted, arrived, out, there]],
  ["9400111201080805480053", "Delivery Attempt: Action Needed", [label, accepted, arrived, out, notice]],
  ["9400111201080805480060", "Available for Pickup", [label, accepted, arrived, out, notice, pickup]],
  ["9400111201080805480077", "Delivered", [label, accepted, arrived, out, notice, back, backHome]],
  ["EA123456785US", "Alert", [label, accepted, arrived, gone]],
];

describe("USPS", () => {
  let usps: FixtureVendor;
  const valid = new Set<string>();
  let given = 0;
  before(async () => {
    usps = await fixtureVendor(({ path, query, headers, body }) => {
      const refused = (status: number, message: string, parameter = "") => ({
        status,
        body: {
          apiVersion: "/tracking/v3",
          error: { code: String(status), message, errors: [{ title: message, detail: message, source: { parameter } }] },
        },
      });
      if (path === "/oauth2/v3/token") {
        const { client_id: id, client_secret: secret, scope } = JSON.parse(body);
        if (id !== secrets.clientId || secret !== secrets.clientSecret || scope !== "tracking") return refused(401, "Invalid client");
        valid.add(`Bearer token-${++given}`);
        return { status: 200, body: { access_token: `token-${given}`, token_type: "Bearer", expires_in: 28_799 } };
      }
      if (!valid.has(headers.authorization ?? "")) return refused(401, "Invalid token");
      assert.equal(query.get("expand"), "DETAIL");
      const number = path.slice("/tracking/v3/tracking/".length);
      const [, statusCategory, scans] = ways.find(([known]) => known === number) ?? [];
      if (number.startsWith("1234")) return refused(400, "The request is not valid", "trackingNumber");
      if (!scans) return refused(404, "A status update is not yet available on your package.");
      return {
        status: 200,
        body: {
          trackingNumber: number,
          statusCategory,
          status: scans.at(-1)!["eventType"],
          destinationState: "CA",
          destinationZIP: "93650",
          expectedDeliveryTimeStamp: "2026-03-04T21:00:00Z",
          guaranteedDeliveryTimeStamp: "2026-03-03T18:00:00Z",
          trackingEvents: scans.toReversed(),
        },
      };
    });
  });
  after(() => usps.close());
  const open = (more: object = {}) =>
    openUsps(contextOf(uspsSettings.parse({ ...secrets, baseUrl: usps.url, ...more }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (number: string) => (await open().track({ trackingNumber: number, carrier: null }))!;

  testCarrierContract("USPS", () => ({ carrier: open(), now }), {
    definition: uspsCarrier,
    settings: secrets,
    known: ways.map(([number]) => number),
    unknown: ["9400111201080805489999", "12345678901234567890", "1Z999AA10123456784"],
    vocabulary: [
      {
        table: scanCodes,
        documented:
          "01 02 03 04 05 06 07 08 09 10 11 14 15 16 17 19 21 22 23 24 25 26 27 28 29 30 31 41 42 43 44 51 52 53 54 55 56 71 80 81 82 A1 DX EF GX MA NT OA OF PA PC SF T1 TM".split(
            " ",
          ),
      },
      {
        table: categories,
        documented:
          "pre-shipment,accepted,in transit,moving through network,out for delivery,available for pickup,delivery attempt,delivery attempt: action needed,delivered,delivered to agent,alert".split(
            ",",
          ),
      },
    ],
  });

  testCarrierFaults("USPS", {
    url: () => usps.url,
    open: ({ url, asking, ...parts }) => openUsps(contextOf(uspsSettings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "9400111201080805480039",
    secrets: Object.values(secrets),
    forbidden: /Tracking/,
    expireTokens: () => valid.clear(),
    notFound: '{"apiVersion":"/tracking/v3","error":{"code":"404","message":"not found"}}',
  });

  test("each parcel has the state of its category and last scan; delivered to its sender it is returned", async () => {
    const states = await Promise.all(ways.map(async ([number]) => (await tracked(number)).status));
    assert.equal(
      states.join(" "),
      "label_created accepted in_transit out_for_delivery delivered exception available_for_pickup returned lost",
    );
    assert.deepEqual([scanState("of"), scanState("??"), categoryState("Something new")], ["out_for_delivery", null, null]);
  });

  test("times are taken with their offset, from GMT, or by the clocks of the state", async () => {
    const { events, signedBy, deliveredAt, promisedAt, expectedAt } = await tracked("9400111201080805480046");
    assert.deepEqual(
      events.map(({ at }) => at),
      [
        "2026-03-01T10:00:00-06:00",
        "2026-03-01T17:30:00-06:00",
        "2026-03-02T04:10:00-07:00",
        "2026-03-03T15:10:00.000Z",
        "2026-03-03T13:15:00-08:00",
      ],
    );
    assert.deepEqual([signedBy, deliveredAt], ["J MILLER", "2026-03-03T13:15:00-08:00"]);
    assert.deepEqual([promisedAt, expectedAt], ["2026-03-03T12:00:00-08:00", "2026-03-04T12:00:00-08:00"]);
  });

  test("its numbers are recognised by their check digits", () => {
    const looks = (trackingNumber: string, carrier: string | null = null) => open().recognises!({ trackingNumber, carrier });
    for (const number of ["9400 1112 0108 0805 4830 16", "420936509361289878700317633795", "EA123456785US"])
      assert.equal(looks(number), "likely", number);
    for (const number of ["9400111201080805483017", "RR123456785DE"]) assert.equal(looks(number), "possible", number);
    assert.equal(looks("9400111201080805483017", "USPS"), "likely");
    for (const number of ["1Z999AA10123456784", "776094337600", "JJD000390007882823423"]) assert.equal(looks(number), "no", number);
  });

  test("six tenths of its requests are for looking", () => {
    assert.equal(open().pace!.perDay, 864);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf } from "../fixture-context.ts";
import { fixtureVendor, type FixtureVendor } from "../fixture-vendor.ts";
import { fedexCarrier, fedexSettings, openFedex } from "./carrier.ts";
import { stateOf, statusCodes } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
const secrets = { clientId: "l7-the-shops-key", clientSecret: "the-shops-secret-key" };

const memphis = { city: "MEMPHIS", stateOrProvinceCode: "TN", countryCode: "US" };
const fresno = { city: "FRESNO", stateOrProvinceCode: "CA", countryCode: "US" };
const scan = (
  date: string,
  eventType: string,
  eventDescription: string,
  scanLocation: object = memphis,
  derivedStatusCode = eventType,
) => ({
  date,
  eventType,
  derivedStatusCode,
  eventDescription,
  exceptionDescription: "",
  scanLocation,
});
type Scan = ReturnType<typeof scan>;
const told = scan("2026-03-01T10:36:00-06:00", "OC", "Shipment information sent to FedEx");
const picked = scan("2026-03-01T18:00:00-06:00", "PU", "Picked up");
const onTime = scan("2026-03-02T06:00:00-06:00", "AR", "Arrived at FedEx location");
const out = scan("2026-03-03T08:52:00-08:00", "OD", "On FedEx vehicle for delivery", fresno);
const there = scan("2026-03-03T12:41:00-08:00", "DL", "Delivered", fresno);
const held = scan("2026-03-03T12:41:00-08:00", "HP", "Ready for recipient pickup", fresno);
const away = {
  ...scan("2026-03-03T12:41:00-08:00", "DE", "Delivery exception", fresno),
  exceptionDescription: "Customer not available or business closed",
};
const back = scan("2026-03-04T09:00:00-08:00", "RS", "Returning package to shipper", fresno);
const backHome = scan("2026-03-05T01:00:00-06:00", "DL", "Delivered", memphis);
/** A code that is not in the documentation, of which the derived one is. */
const early = scan("2026-03-02T18:40:00-06:00", "AE", "Shipment arriving early", memphis, "IT");

const ways: [number: string, scans: Scan[]][] = [
  ["776094337600", [told]],
  ["776094337610", [told, picked]],
  ["776094337621", [told, picked, onTime, early]],
  ["776094337632", [told, picked, onTime, out]],
  ["776094337643", [told, picked, onTime, out, there]],
  ["776094337654", [told, picked, onTime, out, held]],
  ["986578788855", [told, picked, onTime, out, away]],
  ["477179081230", [told, picked, onTime, out, away, back, backHome]],
];

function resultOf(trackingNumber: string, scans: Scan[]) {
  const last = scans.at(-1)!;
  return {
    trackingNumberInfo: { trackingNumber, carrierCode: "FDXE" },
    latestStatusDetail: { code: last.eventType, derivedCode: last.derivedStatusCode, description: last.eventDescription },
    scanEvents: scans.toReversed(),
    dateAndTimes: [
      { type: "COMMITMENT", dateTime: "2026-03-03T00:00:00-06:00" },
      { type: "ESTIMATED_DELIVERY", dateTime: "2026-03-04T20:00:00-08:00" },
      ...(last === there ? [{ type: "ACTUAL_DELIVERY", dateTime: last.date }] : []),
    ],
    deliveryDetails: last === there ? { signedByName: "J.MILLER", receivedByName: "J.MILLER" } : {},
    recipientInformation: { address: fresno },
  };
}

describe("FedEx", () => {
  let fedex: FixtureVendor;
  const valid = new Set<string>();
  let given = 0;
  before(async () => {
    fedex = await fixtureVendor(({ path, headers, body }) => {
      const refused = { status: 401, body: { errors: [{ code: "NOT.AUTHORIZED.ERROR", message: "Access token expired." }] } };
      if (path === "/oauth/token") {
        const form = new URLSearchParams(body);
        if (form.get("client_id") !== secrets.clientId || form.get("client_secret") !== secrets.clientSecret) return refused;
        valid.add(`Bearer token-${++given}`);
        return { status: 200, body: { access_token: `token-${given}`, token_type: "bearer", expires_in: 3_599, scope: "CXS" } };
      }
      if (!valid.has(headers.authorization ?? "")) return refused;
      assert.equal(path, "/track/v1/trackingnumbers");
      const { trackingInfo, includeDetailedScans } = JSON.parse(body);
      assert.equal(includeDetailedScans, true);
      const number = trackingInfo[0].trackingNumberInfo.trackingNumber as string;
      const scans = ways.find(([known]) => known === number)?.[1];
      const error = { code: "TRACKING.TRACKINGNUMBER.NOTFOUND", message: "Tracking number cannot be found." };
      if (number.length > 25)
        return { status: 400, body: { errors: [{ code: "TRACKING.TRACKINGNUMBER.INVALID", message: "Invalid tracking number." }] } };
      // The same number was another parcel's, years ago.
      const old = resultOf(number, [scan("2023-01-05T10:00:00-06:00", "DL", "Delivered")]);
      const trackResults = scans ? [old, resultOf(number, scans)] : [{ trackingNumberInfo: { trackingNumber: number }, error }];
      return { status: 200, body: { transactionId: "1", output: { completeTrackResults: [{ trackingNumber: number, trackResults }] } } };
    });
  });
  after(() => fedex.close());
  const open = () =>
    openFedex(contextOf(fedexSettings.parse({ ...secrets, baseUrl: fedex.url }), { now: () => now }), {
      ask: fetchHttp,
      wait: async () => undefined,
    });
  const tracked = async (number: string) => (await open().track({ trackingNumber: number, carrier: null }))!;

  testCarrierContract("FedEx", () => ({ carrier: open(), now }), {
    definition: fedexCarrier,
    settings: secrets,
    known: ways.map(([number]) => number),
    unknown: ["776094337699", "1Z999AA10123456784", "96".padEnd(30, "1")],
    vocabulary: [
      {
        // "Tracking Status Codes", movement and regulatory.
        table: statusCodes,
        documented:
          "AA AC AD AF AO AP AR AX CA CH DD DE DL DP DR DS DY EA ED EO EP FD HL HP IT IX LO OC OD OF OW OX PD PF PL PM PU PX RR RM RC RS RP LP RG RD SE SF SP TR CC CD CP".split(
            " ",
          ),
      },
    ],
  });

  testCarrierFaults("FedEx", {
    url: () => fedex.url,
    open: ({ url, asking, ...parts }) => openFedex(contextOf(fedexSettings.parse({ ...secrets, baseUrl: url }), parts), asking),
    now,
    known: "776094337621",
    secrets: Object.values(secrets),
    forbidden: /Basic Integrated Visibility/,
    expireTokens: () => valid.clear(),
  });

  test("each parcel has the state its last scan says, of the parcel that has the number now; the way back is none to the customer", async () => {
    const states = await Promise.all(ways.map(async ([number]) => (await tracked(number)).status));
    assert.equal(states.join(" "), "label_created accepted in_transit out_for_delivery delivered available_for_pickup exception returned");
    assert.equal(stateOf("ow"), "in_transit");
    assert.equal(stateOf("ZZ", null), null);
  });

  test("promise, estimate, delivery and who signed are told by the clock of the place", async () => {
    const { deliveredAt, signedBy, promisedAt, expectedAt, shippedAt, events } = await tracked("776094337643");
    assert.deepEqual([deliveredAt, signedBy, shippedAt], ["2026-03-03T12:41:00-08:00", "J.MILLER", "2026-03-01T18:00:00-06:00"]);
    assert.deepEqual([promisedAt, expectedAt], ["2026-03-03T12:00:00-08:00", "2026-03-04T12:00:00-08:00"]);
    assert.equal(events.at(-1)!.location, "FRESNO, CA, US");
    assert.equal(
      (await tracked("986578788855")).events.at(-1)!.description,
      "Delivery exception: Customer not available or business closed",
    );
  });

  test("its numbers are recognised by their check digits", () => {
    const looks = (trackingNumber: string, carrier: string | null = null) => open().recognises!({ trackingNumber, carrier });
    for (const number of ["986578788855", "0414 4176 0228 964", "568283610012734"]) assert.equal(looks(number), "likely", number);
    assert.equal(looks("986578788856"), "possible");
    assert.equal(looks("986578788856", "FedEx Ground"), "likely");
    for (const number of ["1Z999AA10123456784", "RR123456785DE", "JJD000390007882823423"]) assert.equal(looks(number), "no", number);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AppError } from "../../domain/errors.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { testCarrierContract } from "../contract.ts";
import { testCarrierFaults } from "../contract-faults.ts";
import { contextOf, hookRequest } from "../fixture-context.ts";
import { openUps, upsCarrier } from "./carrier.ts";
import { fixtureUps, missing, numbers, oneZ, type FixtureUps } from "./fixture-ups.ts";
import { readTrack, trackAnswer } from "./read.ts";
import { upsSettings } from "./settings.ts";
import { activityTypes, statusCodes } from "./states.ts";

const now = new Date("2026-03-05T12:00:00Z");
/** Codes the appendix leaves out. */
const gaps = [1, 2, 4, 8, 9, 15, 31, 150, 151, 152];
const secrets = { clientId: "client-of-the-shop", clientSecret: "s3cret-of-the-app", webhookCredential: "a-long-random-credential" };
const asking = { ask: fetchHttp, wait: async () => undefined };

const sign = (body: string, credential = secrets.webhookCredential) =>
  hookRequest(body, { credential, "user-agent": "UPSPubSubTrackingService" });
const alert = {
  trackingNumber: numbers[3]!,
  localActivityDate: "20260304",
  localActivityTime: "091519",
  activityStatus: { type: "I", code: "OT", description: "Out for Delivery", descriptionCode: "021" },
};

describe("UPS", { skip: missing }, () => {
  let ups: FixtureUps;
  before(async () => void (ups = await fixtureUps({ id: secrets.clientId, secret: secrets.clientSecret })));
  after(async () => {
    await ups.close();
    assert.deepEqual(ups.violations, [], "nothing was asked or answered that UPS's specification does not allow");
  });
  const open = (more: object = {}) =>
    openUps(contextOf(upsSettings.parse({ ...secrets, baseUrl: ups.url, ...more }), { now: () => now }), asking);
  const tracked = async (nth: number) => (await open().track({ trackingNumber: numbers[nth]!, carrier: null }))!;

  testCarrierContract("UPS", () => ({ carrier: open(), now }), {
    definition: upsCarrier,
    settings: secrets,
    known: numbers,
    unknown: [oneZ(900), "RR123456785DE", "123456789"],
    vocabulary: [
      // "Status/Description Codes" of the appendix: 0 to 169 with gaps.
      {
        table: statusCodes,
        documented: Array.from({ length: 170 }, (_, code) => String(code)).filter((code) => !gaps.includes(Number(code))),
      },
      // "Package Activity Types" of the appendix.
      { table: activityTypes, documented: ["D", "I", "M", "MV", "X", "DO", "DD", "W", "NA", "U"] },
    ],
    hook: { body: JSON.stringify(alert), parcels: [numbers[3]!], sign, forge: (body) => sign(body, "another credential") },
  });

  testCarrierFaults("UPS", {
    url: () => ups.url,
    open: ({ url, asking: given, ...parts }) => openUps(contextOf(upsSettings.parse({ ...secrets, baseUrl: url }), parts), given),
    now,
    known: numbers[2]!,
    secrets: Object.values(secrets),
    forbidden: /product “Tracking”/,
    expireTokens: () => ups.expireTokens(),
    notFound: '{"response":{"errors":[{"code":"TW0001","message":"Tracking Information Not Found"}]}}',
  });

  test("each parcel has the state its last scan says; a photo afterwards changes nothing", async () => {
    const states = await Promise.all(numbers.map(async (_, nth) => (await tracked(nth)).status));
    const expected = "label_created accepted in_transit out_for_delivery delivered available_for_pickup exception returned lost";
    assert.equal(states.join(" "), expected);
  });

  test("a delivered parcel says when, by the clock of the place, and who took it", async () => {
    const shipment = await tracked(4);
    assert.equal(shipment.deliveredAt, "2026-03-04T13:15:00-08:00");
    assert.equal(shipment.signedBy, "MILLER");
    assert.equal(shipment.shippedAt, "2026-03-01T18:05:00-05:00");
    assert.deepEqual(shipment.events.at(1), {
      at: "2026-03-01T18:05:00-05:00",
      status: "accepted",
      description: "Pickup Scan",
      location: "Wayne, NJ, US",
    });
  });

  test("a rescheduled parcel keeps its first promise beside the new day", async () => {
    const { expectedAt, promisedAt } = await tracked(2);
    assert.deepEqual([expectedAt, promisedAt], ["2026-03-06T12:00:00-08:00", "2026-03-04T12:00:00-08:00"]);
  });

  test("the token is fetched once for many questions, and no process can read it without the app's secret", async () => {
    const before = ups.tokensGiven();
    const context = contextOf(upsSettings.parse({ ...secrets, baseUrl: ups.url }), { now: () => now });
    const carrier = openUps(context, asking);
    await Promise.all(numbers.map((trackingNumber) => carrier.track({ trackingNumber, carrier: null })));
    assert.equal(ups.tokensGiven(), before + 1);
    assert.ok(!JSON.stringify(await context.state.list("")).includes("token-"));
  });

  test("UPS is made to tell of its own numbers, and is not asked to where it could not be verified", async () => {
    assert.deepEqual(await open().watch!([numbers[0]!, "RR123456785DE"]), [numbers[0]]);
    assert.deepEqual(ups.subscribed, [numbers[0]]);
    assert.equal(open({ webhookCredential: undefined }).watch, undefined);
  });

  test("the credential is taken as a bearer token, too", async () => {
    const request = hookRequest(JSON.stringify(alert), { authorization: `Bearer ${secrets.webhookCredential}` });
    assert.deepEqual((await open().receive!(request)).parcels, [numbers[3]]);
  });

  test("without a credential no web hook is taken", async () => {
    await assert.rejects(
      async () => open({ webhookCredential: undefined }).receive!(sign("{}", "")),
      (error) => error instanceof AppError && error.code === "bad_signature",
    );
  });
});

test("a number of UPS's is recognised by its check digit, and a postal one is none", () => {
  const carrier = openUps(contextOf(upsSettings.parse(secrets), { now: () => now }), asking);
  const looks = (trackingNumber: string, name: string | null = null) => carrier.recognises!({ trackingNumber, carrier: name });
  assert.equal(looks(oneZ(5)), "likely");
  assert.equal(looks("1Z999AA10123456785"), "possible", "a wrong check digit");
  assert.equal(looks("123456789012", "UPS Ground"), "likely", "the shop says so");
  assert.equal(looks("123456789012"), "possible");
  assert.equal(looks("RR123456785DE"), "no");
  assert.equal(looks("?"), "no");
});

test("times are taken with the offset UPS gives, else from its GMT, else from the place; of nowhere they are UTC", () => {
  const status = { type: "I", statusCode: "005", description: "On the Way" };
  const at = (activity: object) => {
    const answer = {
      trackResponse: { shipment: [{ package: [{ activity: [{ status, date: "20260210", time: "71356", ...activity }] }] }] },
    };
    return readTrack(trackAnswer.parse(answer), oneZ(1), now)!.events[0]!.at;
  };
  assert.equal(at({ gmtDate: "20260210", gmtTime: "121356", gmtOffset: "-05:00" }), "2026-02-10T07:13:56-05:00");
  assert.equal(at({ gmtDate: "20260210", gmtTime: "12:13:56" }), "2026-02-10T12:13:56Z");
  assert.equal(at({ location: { address: { countryCode: "DE" } } }), "2026-02-10T07:13:56+01:00");
  assert.equal(at({}), "2026-02-10T07:13:56+00:00");
});

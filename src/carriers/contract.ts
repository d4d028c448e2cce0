/** What every carrier has to hold, run against each of them in a few lines of its own test file. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { HookRequest } from "../domain/hook.ts";
import type { Shipment } from "../domain/order.ts";
import { secretFields, settingFields } from "../domain/secret-fields.ts";
import type { Carrier, CarrierDefinition } from "./carrier.ts";
import type { StateTable } from "./shipment.ts";

export type CarrierSamples = {
  definition: CarrierDefinition;
  /** Valid settings with every secret filled in. */
  settings: Record<string, unknown>;
  /** Numbers the carrier knows, of as many states as it has. */
  known: readonly string[];
  /** Numbers it does not know; nonsense is tried anyway. */
  unknown: readonly string[];
  /** Each table of the connector beside the words that the vendor's documentation lists, copied from there. */
  vocabulary?: readonly { table: StateTable; documented: readonly string[] }[];
  hook?: HookSamples;
};

export type HookSamples = {
  /** A body as the vendor sends it, and the tracking numbers it has news of. */
  body: string;
  parcels: readonly string[];
  /** The request with a genuine signature over any body. */
  sign(body: string): HookRequest;
  /** The same with a wrong secret. */
  forge(body: string): HookRequest;
};

export type OpenedCarrier = { carrier: Carrier; now: Date; close?(): Promise<void> };
export type OpenCarrier = () => OpenedCarrier | Promise<OpenedCarrier>;

export function testCarrierContract(name: string, openCarrier: OpenCarrier, samples: CarrierSamples): void {
  describe(`the ${name} carrier keeps the contract of all carriers`, () => {
    testSettings(samples);
    testHistories(openCarrier, samples);
    testUnknown(openCarrier, samples);
    testVocabulary(samples);
    if (samples.hook) testHooks(openCarrier, samples.hook);
  });
}

async function withCarrier(openCarrier: OpenCarrier, run: (carrier: Carrier, now: Date) => Promise<void>): Promise<void> {
  const opened = await openCarrier();
  try {
    await run(opened.carrier, opened.now);
  } finally {
    await opened.close?.();
  }
}

const secretName = /secret|token|password|private|api_?key/i;

function testSettings({ definition, settings }: CarrierSamples): void {
  test("every setting that sounds like a secret is marked as one", () => {
    assert.match(definition.id, /^[a-z][a-z0-9-]*$/);
    assert.ok(definition.title.length > 0);
    assert.ok(definition.settings.safeParse(settings).success, "the sample settings are valid");
    const marked = new Set(secretFields(definition.settings));
    assert.deepEqual(
      settingFields(definition.settings)
        .map((field) => field.path)
        .filter((path) => secretName.test(path) && !marked.has(path)),
      [],
    );
  });
}

function testHistories(openCarrier: OpenCarrier, { known }: CarrierSamples): void {
  const eachParcel = (check: (shipment: Shipment, now: Date) => void) => () =>
    withCarrier(openCarrier, async (carrier, now) => {
      assert.ok(known.length > 0, "there are sample numbers");
      for (const trackingNumber of known) {
        const shipment = await carrier.track({ trackingNumber, carrier: null });
        assert.ok(shipment, `${trackingNumber} is known`);
        check(shipment, now);
      }
    });

  test(
    "events come oldest first, none of them in the future",
    eachParcel(({ events, trackingNumber }, now) => {
      const times = events.map((event) => Date.parse(event.at));
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
        trackingNumber,
      );
      for (const time of times) assert.ok(time <= now.getTime(), `${trackingNumber}: ${new Date(time).toISOString()}`);
    }),
  );

  test(
    "the parcel's state is that of its last event",
    eachParcel(({ events, status, trackingNumber }) => {
      if (events.length > 0) assert.equal(status, events.at(-1)?.status, trackingNumber);
    }),
  );

  test(
    "a parcel has a delivery time exactly when it is delivered",
    eachParcel(({ status, deliveredAt, signedBy, trackingNumber }) => {
      assert.equal(deliveredAt !== null, status === "delivered", trackingNumber);
      if (status !== "delivered") assert.equal(signedBy, null, trackingNumber);
    }),
  );

  test(
    "times are ISO 8601 with a zone, and what is unknown is null",
    eachParcel((shipment) => {
      const times = [
        shipment.shippedAt,
        shipment.expectedAt,
        shipment.promisedAt,
        shipment.deliveredAt,
        shipment.updatedAt,
        ...shipment.events.map((event) => event.at),
      ];
      for (const time of times)
        assert.ok(
          time === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(time),
          `${shipment.trackingNumber}: "${time}"`,
        );
      const texts = [
        shipment.carrier,
        shipment.signedBy,
        shipment.url,
        ...shipment.events.flatMap((event) => [event.description, event.location]),
      ];
      assert.ok(!texts.includes(""), shipment.trackingNumber);
    }),
  );

  test("reading twice gives the same twice", () =>
    withCarrier(openCarrier, async (carrier) => {
      for (const trackingNumber of known) {
        const first = structuredClone(await carrier.track({ trackingNumber, carrier: null }));
        assert.deepEqual(await carrier.track({ trackingNumber, carrier: "whatever the store calls it" }), first);
      }
    }));

  test("a number is found however the customer writes it", () =>
    withCarrier(openCarrier, async (carrier) => {
      const [trackingNumber] = known as readonly [string];
      for (const spelling of [trackingNumber.toLowerCase(), ` ${trackingNumber} `, trackingNumber.replace(/(.{4})/g, "$1 ")]) {
        assert.equal(
          (await carrier.track({ trackingNumber: spelling, carrier: null }))?.trackingNumber,
          trackingNumber,
          `written as "${spelling}"`,
        );
      }
    }));
}

function testUnknown(openCarrier: OpenCarrier, { known, unknown }: CarrierSamples): void {
  test("a number it does not know is null, not an error", () =>
    withCarrier(openCarrier, async (carrier) => {
      const nonsense = ["", " ", "?", "\u0000", `${known[0]}x`, "9".repeat(100_000), "' OR 1=1 --", "../../etc/passwd"];
      for (const trackingNumber of [...unknown, ...nonsense]) {
        assert.equal(await carrier.track({ trackingNumber, carrier: null }), null, trackingNumber.slice(0, 40));
      }
    }));
}

const states = "label_created accepted in_transit out_for_delivery available_for_pickup delivered exception returned lost unknown".split(
  " ",
);

function testVocabulary({ vocabulary = [] }: CarrierSamples): void {
  if (vocabulary.length > 0)
    test("every word of its documented vocabulary has a meaning, and there is none besides", () => {
      for (const { table, documented } of vocabulary) {
        assert.deepEqual(Object.keys(table).sort(), [...new Set(documented)].sort());
        for (const [word, state] of Object.entries(table)) assert.ok(state === null || states.includes(state), `${word}: ${state}`);
      }
    });
}

function testHooks(openCarrier: OpenCarrier, { body, parcels, sign, forge }: HookSamples): void {
  const receive = (request: HookRequest, check: (answer: { status: number; parcels: string[] }) => void) =>
    withCarrier(openCarrier, async (carrier) => check(await carrier.receive!(request)));
  const refused = (request: HookRequest, code: ErrorCode, what: string) =>
    withCarrier(openCarrier, async (carrier) => {
      const error = await carrier.receive!(request).then(
        () => assert.fail(`${what}: it was taken`),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AppError && error.code === code, `${what}: ${String(error)}`);
    });

  test("a genuine web hook names the parcels that have news, told once or twice", async () => {
    for (let time = 0; time < 2; time++)
      await receive(sign(body), (answer) => {
        assert.deepEqual(answer.parcels, parcels);
        assert.ok(answer.status >= 200 && answer.status < 300);
      });
  });

  test("a web hook with a wrong signature, with none, or changed on its way is refused", async () => {
    await refused(forge(body), "bad_signature", "a wrong secret");
    const genuine = sign(body);
    await refused({ ...genuine, headers: { "content-type": "application/json" }, query: {}, path: "" }, "bad_signature", "no signature");
  });

  test("a web hook that is signed and makes no sense is refused as such", async () => {
    for (const nonsense of ["", "{", "[]", "null", '"text"', "<h1>Hello</h1>"]) await refused(sign(nonsense), "bad_request", nonsense);
  });
}

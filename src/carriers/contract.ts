/** What every carrier has to hold, run against each of them in a few lines of its own test file. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Shipment } from "../domain/order.ts";
import { secretFields, settingFields } from "../domain/secret-fields.ts";
import type { Carrier, CarrierDefinition } from "./carrier.ts";

export type CarrierSamples = {
  definition: CarrierDefinition;
  /** Valid settings with every secret filled in. */
  settings: Record<string, unknown>;
  /** Numbers the carrier knows, of as many states as it has. */
  known: readonly string[];
  /** Numbers it does not know; nonsense is tried anyway. */
  unknown: readonly string[];
};

export type OpenedCarrier = { carrier: Carrier; now: Date; close?(): Promise<void> };
export type OpenCarrier = () => OpenedCarrier | Promise<OpenedCarrier>;

export function testCarrierContract(name: string, openCarrier: OpenCarrier, samples: CarrierSamples): void {
  describe(`the ${name} carrier keeps the contract of all carriers`, () => {
    testSettings(samples);
    testHistories(openCarrier, samples);
    testUnknown(openCarrier, samples);
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

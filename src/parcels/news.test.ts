import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Carrier } from "../carriers/carrier.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import type { Shipment, ShipmentStatus } from "../domain/order.ts";
import { tellHappening } from "../jobs/happenings.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { order as anOrder } from "../workflow/test-desk.ts";
import { lookAfterParcels } from "./look.ts";
import { noteParcelNews } from "./news.ts";
import { createObserver } from "./observe.ts";
import { nextLookMs, sharePerLook } from "./pace.ts";

const start = Date.parse("2026-03-12T10:00:00.000Z");
const hours = (count: number): Date => new Date(start + count * 3_600_000);

/** How a parcel goes: a scan every six hours. */
const way: ShipmentStatus[] = ["label_created", "accepted", "in_transit", "out_for_delivery", "exception", "out_for_delivery", "delivered"];

/** The parcel after so many scans. */
function parcel(scans: number, more: Partial<Shipment> = {}): Shipment {
  const events = way
    .slice(0, scans)
    .map((status, nth) => ({ at: hours(6 * nth).toISOString(), status, description: status, location: null }));
  const status = events.at(-1)?.status ?? "unknown";
  return {
    trackingNumber: "TN1234567",
    carrier: "Post",
    status,
    events,
    shippedAt: events[1]?.at ?? null,
    expectedAt: null,
    promisedAt: null,
    deliveredAt: status === "delivered" ? events.at(-1)!.at : null,
    signedBy: null,
    url: null,
    updatedAt: hours(0).toISOString(),
    ...more,
  };
}

describe("news of a parcel", () => {
  let db: TestDb;
  let clock = hours(0);
  let shipment: Shipment | null = null;
  let asked: string[] = [];
  const watched: string[][] = [];
  const post: Carrier = {
    async track({ trackingNumber }) {
      asked.push(`post ${trackingNumber}`);
      return shipment;
    },
  };
  before(async () => void (db = await createTestDb()));
  after(() => db.close());
  beforeEach(async () => {
    [clock, shipment, asked, watched.length] = [hours(0), parcel(1), [], 0];
    await db.pool.query("delete from parcel");
    await db.pool.query("delete from happening");
    await db.pool.query("delete from setting where key like 'carrier_told:%'");
    const observer = createObserver({ db: db.pool, log: quiet, now: () => clock, isDemo: () => false });
    observer.orders("shop", [
      anOrder({
        number: "4711",
        placedAt: hours(-24).toISOString(),
        fulfillments: [
          { id: "f1", at: hours(-1).toISOString(), lines: [], carrier: "Post", trackingNumber: "tn 1234567", trackingUrl: null },
        ],
      }),
    ]);
    await observer.close();
  });

  const look = (carriers: { connectionId: string; carrier: Carrier }[] = [{ connectionId: "post", carrier: post }]) =>
    lookAfterParcels({
      db: db.pool,
      carriers,
      foresight: { learnt: () => ({ model: null, silences: {} as never }), lateBelow: 0.2 },
      tell: tellHappening,
      log: quiet,
      now: () => clock,
    });
  const hook = () => noteParcelNews(db.pool, "post", ["TN1234567"], clock);
  const told = async () =>
    (await db.pool.query("select name from happening where name <> 'shipment.stuck' order by at, id")).rows.map(({ name }) => name);
  const row = async () => (await db.pool.query("select state, stage, look_at, watched_at, delivered_at from parcel")).rows[0];
  /** The carrier has scanned so often, and so much time has gone by. */
  const scanned = (scans: number) => ((clock = hours(6 * (scans - 1) + 0.1)), (shipment = parcel(scans)));

  const wholeWay = ["shipment.out_for_delivery", "shipment.exception", "shipment.delivered"];

  test("is told of once each, whether the carrier is asked or tells, twice or in any order", async () => {
    const ways: Record<string, (scans: number) => Promise<unknown>> = {
      "asked each time": async () => {
        await db.pool.query("update parcel set look_at = $1 where state = 'under_way'", [clock]);
        await look();
      },
      "told each time": async () => {
        await hook();
        await look();
      },
      "told twice each time": async () => {
        await hook();
        await hook();
        await look();
        await hook();
        await look();
      },
      "an agent looked at it first": async () => {
        const observer = createObserver({ db: db.pool, log: quiet, now: () => clock, isDemo: () => false, tell: tellHappening });
        await observer.watchCarrier(post).track({ trackingNumber: "TN1234567", carrier: null });
        await observer.close();
        await hook();
        await look();
      },
    };
    for (const [name, learn] of Object.entries(ways)) {
      await db.pool.query("delete from happening");
      await db.pool.query(
        "update parcel set state = 'under_way', stage = null, is_tracked = false, tracking_number = 'TN1234567', order_number = '4711', look_at = $1, seen_at = $1",
        [hours(0)],
      );
      for (let scans = 1; scans <= way.length; scans++) {
        scanned(scans);
        await learn(scans);
      }
      assert.deepEqual(await told(), wholeWay, name);
      const { state, stage, delivered_at: at } = await row();
      assert.deepEqual([state, stage, at.getTime()], ["delivered", "delivered", hours(36).getTime()], name);
    }
  });

  test("that was lost on its way is found by looking", async () => {
    scanned(1);
    await look();
    scanned(4);
    await look();
    assert.deepEqual(await told(), ["shipment.out_for_delivery"]);
    scanned(7);
    await look();
    assert.deepEqual(await told(), ["shipment.out_for_delivery", "shipment.delivered"]);
    assert.equal((await row()).state, "delivered");
  });

  test("an answer that was given earlier and comes later changes nothing", async () => {
    scanned(4);
    await look();
    const observer = createObserver({ db: db.pool, log: quiet, now: () => hours(12), isDemo: () => false, tell: tellHappening });
    observer.shipment(parcel(3));
    await observer.close();
    assert.equal((await row()).stage, "out_for_delivery");
  });

  test("that comes while its carrier is being asked is not forgotten", async () => {
    scanned(3);
    const slow: Carrier = {
      async track() {
        const before = shipment;
        scanned(4);
        await hook();
        return before;
      },
    };
    await look([{ connectionId: "post", carrier: slow }]);
    assert.deepEqual((await row()).look_at, clock, "it is looked at again at once");
    await look();
    assert.equal((await row()).stage, "out_for_delivery");
  });

  test("is nobody's when it is older than the desk's knowledge of the parcel, or than three days", async () => {
    await db.pool.query("update parcel set noted_at = $1", [hours(40)]);
    scanned(7);
    await look();
    assert.deepEqual(await told(), []);
    await db.pool.query(
      "update parcel set state = 'under_way', stage = null, tracking_number = 'TN1234567', order_number = '4711', noted_at = $1, look_at = $1",
      [hours(0)],
    );
    clock = hours(24 * 9);
    await look();
    assert.deepEqual(await told(), []);
  });

  test("that the shop's own systems have told is not told again", async () => {
    await tellHappening(db.pool, { key: "api:1", name: "shipment.out_for_delivery", at: hours(18), storeId: null, orderNumber: "4711" });
    scanned(4);
    await look();
    assert.deepEqual(await told(), ["shipment.out_for_delivery"]);
  });

  test("of a slipping estimate is told once; one that was late from the first look on is not news", async () => {
    const estimate = (days: number) => ({ promisedAt: "2026-03-14T12:00:00Z", expectedAt: `2026-03-${14 + days}T12:00:00Z` });
    const lookAgain = async (days: number) => {
      await db.pool.query("update parcel set look_at = $1", [clock]);
      shipment = parcel(3, estimate(days));
      await look();
    };
    scanned(3);
    await lookAgain(0);
    await lookAgain(2);
    await lookAgain(3);
    assert.deepEqual(await told(), ["shipment.delayed"]);
    await db.pool.query("delete from happening");
    await db.pool.query("update parcel set delayed_at = null, is_tracked = false, likely_late_at = null");
    await lookAgain(2);
    await lookAgain(3);
    assert.deepEqual(await told(), []);
  });

  test("a carrier that can tell is made to, and asked less often once it does", async () => {
    const telling: Carrier = {
      ...post,
      watch: async (numbers) => {
        watched.push([...numbers]);
        return [...numbers];
      },
    };
    const carriers = [{ connectionId: "post", carrier: telling }];
    scanned(3);
    await look(carriers);
    assert.deepEqual(watched, [["TN1234567"]]);
    const first = (await row()).look_at.getTime() - clock.getTime();
    await hook();
    await look(carriers);
    assert.equal(watched.length, 1, "not again so soon");
    assert.equal((await row()).look_at.getTime() - clock.getTime(), 4 * first);
    clock = hours(24 * 13);
    await look(carriers);
    assert.equal(watched.length, 2, "carriers forget");
  });

  test("the likeliest carrier is asked first, one that cannot know it not at all, and one over its share another time", async () => {
    const other = (name: string, likeness: "likely" | "possible" | "no", more: Partial<Carrier> = {}) => ({
      connectionId: name,
      carrier: {
        recognises: () => likeness,
        track: async () => {
          asked.push(name);
          return null;
        },
        ...more,
      },
    });
    await look([other("a", "no"), other("b", "possible"), other("c", "likely")]);
    assert.deepEqual(asked, ["c", "b"]);
    await db.pool.query('insert into parcel select (jsonb_populate_record(p, \'{"key": "second"}\')).* from parcel p');
    await db.pool.query("update parcel set look_at = $1", [clock]);
    asked = [];
    await look([other("d", "likely", { pace: { perDay: 100 } })]);
    assert.deepEqual(asked, ["d"], "a hundred a day are one each ten minutes");
    const waits = (await db.pool.query("select look_at from parcel order by look_at")).rows.map(
      ({ look_at: at }) => (at - clock.getTime()) / 60_000,
    );
    assert.deepEqual(waits, [10, 24 * 60]);
  });

  test("a carrier that has had enough is asked when it said", async () => {
    const tired: Carrier = {
      track: async () => {
        throw new AppError("vendor_unavailable", "Too many requests.", { retryAfterMs: 3_600_000 });
      },
    };
    await look([{ connectionId: "post", carrier: tired }]);
    assert.equal((await row()).look_at.getTime() - clock.getTime(), 3_600_000);
  });
});

test("parcels about to arrive are looked at often, silent ones and told ones seldom, none more than daily or less than each ten minutes", () => {
  const now = hours(18.1);
  const inHours = (shipment: Shipment, more: Partial<Parameters<typeof nextLookMs>[1]> = {}) =>
    nextLookMs(shipment, { isTold: false, now, ...more }) / 3_600_000;
  assert.equal(inHours(parcel(4)), 1);
  assert.equal(inHours(parcel(3)), 4);
  assert.equal(inHours(parcel(3), { isTold: true }), 16);
  assert.equal(inHours(parcel(3), { now: hours(24 * 5) }), 8);
  assert.equal(inHours(parcel(3), { now: hours(24 * 9) }), 16);
  assert.equal(inHours(parcel(0), { isTold: true }), 24);
  assert.equal(inHours(parcel(4), { pace: { afterMs: { out_for_delivery: 1_000 } } }), 1 / 6);
  assert.deepEqual([sharePerLook(undefined), sharePerLook({ perDay: 10 }), sharePerLook({ perDay: 1_000 })], [Infinity, 1, 6]);
});

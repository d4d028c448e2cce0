import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { demoCarrier } from "../carriers/demo/carrier.ts";
import type { Carrier } from "../carriers/carrier.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { clearDemo } from "../demo/demo.ts";
import { AppError } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { Order, Shipment, TrackingEvent } from "../domain/order.ts";
import { trainDeliveryInThread } from "../jobs/delivery.ts";
import { tellHappening } from "../jobs/happenings.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { demoStore } from "../stores/demo/store.ts";
import type { Store } from "../stores/store.ts";
import { memoryCarrier, memoryStore, order as anOrder } from "../workflow/test-desk.ts";
import { collectParcels } from "./collect.ts";
import { learnDelivery } from "./learn.ts";
import { lookAfterParcels, noteShopEvent } from "./look.ts";
import { followForesight } from "./models.ts";
import { createObserver, type Observer } from "./observe.ts";
import { trainDeliveryIfDue } from "./retrain.ts";
import { deliveryStatus } from "./status.ts";

const now = new Date("2026-03-12T10:00:00.000Z");
const day = (offset: number, hour = 10): string => new Date(now.getTime() + offset * 86_400_000 + (hour - 10) * 3_600_000).toISOString();

/** An order of days ago, handed over the next morning and promised within ten days; arrived after `transit` days, or not yet. */
function parcel(nth: number, placed: number, transit: number, carrier = "Post"): { order: Order; shipment: Shipment } {
  const trackingNumber = `TN${nth}`;
  const shipped = -placed + 1;
  const isThere = shipped + transit <= 0;
  const event = (at: number, status: TrackingEvent["status"]): TrackingEvent => ({
    at: day(at),
    status,
    description: status,
    location: null,
  });
  const scans = Array.from({ length: Math.max(0, Math.min(transit, -shipped + 1)) }, (_, days) => event(shipped + days, "in_transit"));
  const events = [...scans, ...(isThere ? [event(shipped + transit, "delivered")] : [])];
  const address = { name: "Ana Silva", line1: "Rua 1", line2: null, postalCode: "10115", city: "Berlin", region: null, country: "DE" };
  const order = anOrder({
    id: `o${nth}`,
    number: String(5_000 + nth),
    placedAt: day(-placed),
    updatedAt: day(shipped),
    shippingAddress: address,
    promisedBy: day(-placed + 10),
    fulfillments: [{ id: `f${nth}`, at: day(shipped), lines: [], carrier, trackingNumber, trackingUrl: null, service: "express" }],
  });
  const shipment: Shipment = {
    trackingNumber,
    carrier,
    status: isThere ? "delivered" : "in_transit",
    events,
    shippedAt: day(shipped),
    expectedAt: day(-placed + 10),
    promisedAt: day(-placed + 10),
    deliveredAt: isThere ? day(shipped + transit) : null,
    signedBy: null,
    url: null,
    updatedAt: day(0),
  };
  return { order, shipment };
}

/** Half a year of a shop whose parcels take three to ten days by post, and one by a courier. */
const past = Array.from({ length: 160 }, (_, nth) =>
  nth % 2 === 0 ? parcel(nth, 12 + nth, 3 + (((nth / 2) * 5) % 8)) : parcel(nth, 12 + nth, 1, "Courier"),
);
const fine = parcel(900, 3, 4);
/** Promised for today, and only one of eight such parcels comes on its third day. */
const slow = parcel(901, 4, 99);
slow.shipment.promisedAt = day(0, 18);
const silent = parcel(902, 6, 99);
silent.shipment.events = silent.shipment.events.slice(0, 1);
const open = [fine, slow, silent];

function shop(parcels: readonly { order: Order }[]): Store & { pages: number } {
  const orders = parcels.map(({ order }) => order).toSorted((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1));
  return {
    ...memoryStore(orders),
    pages: 0,
    async changedOrders({ since, cursor }) {
      this.pages++;
      const changed = orders.filter(({ updatedAt }) => since === null || updatedAt >= since);
      const from = Number(cursor ?? 0);
      return { orders: changed.slice(from, from + 100), cursor: from + 100 < changed.length ? String(from + 100) : null };
    },
  };
}

describe("the desk learns from its own parcels", () => {
  let db: TestDb, observer: Observer;
  const told: string[] = [];
  const carriers = [{ connectionId: "post", carrier: memoryCarrier([...past, ...open].map(({ shipment }) => shipment)) }];
  const store = shop([...past, ...open]);
  const stores = [{ connectionId: "shop", store }];
  before(async () => {
    db = await createTestDb();
    observer = createObserver({ db: db.pool, log: quiet, now: () => now, isDemo: () => false });
  });
  after(async () => {
    await observer.close();
    await db.close();
  });
  const foresight = () => followForesight(db.pool, { lateBelow: 0.2, log: quiet });
  const look = async (asked: { connectionId: string; carrier: Carrier }[] = carriers, at = now) =>
    lookAfterParcels({
      db: db.pool,
      carriers: asked,
      foresight: await foresight(),
      tell: async (client, happening) => {
        if (await tellHappening(client, happening)) told.push(`${happening.name} ${happening.orderNumber}`);
      },
      log: quiet,
      now: () => at,
    });
  const stateOf = async (number: number) => {
    const rows = (await db.pool.query("select state, order_number, tracking_number from parcel where order_number = $1", [String(number)]))
      .rows;
    return rows[0]?.state ?? "arrived or unknown";
  };

  test("orders are read in pages, and again only those that changed since", async () => {
    const parts = { db: db.pool, stores, observer, log: quiet, now: () => now, pauseMs: 0 };
    assert.equal(await collectParcels(parts), 163);
    assert.equal(store.pages, 2);
    assert.equal((await db.pool.query("select count(*) as n from parcel")).rows[0].n, 163);
    const again = await collectParcels(parts);
    assert.ok(again <= 3, `${again} orders read again`);
    assert.equal((await db.pool.query("select count(*) as n from parcel")).rows[0].n, 163);
  });

  test("a shop that cannot be read keeps its place and does not keep others from being read", async () => {
    const broken = {
      ...store,
      changedOrders: async () => {
        throw new AppError("vendor_unavailable", "The shop is away.");
      },
    };
    const parts = { db: db.pool, observer, log: quiet, now: () => now };
    await collectParcels({ ...parts, stores: [{ connectionId: "away", store: broken }, ...stores] });
    assert.equal((await db.pool.query("select 1 from setting where key = 'parcels_read:away'")).rowCount, 0);
  });

  test("with too few deliveries nothing is predicted, and how many are missing is said", async () => {
    await look();
    assert.equal(await trainDeliveryIfDue(db.pool, async (material) => learnDelivery(material), now), null);
    const status = await deliveryStatus(db.pool);
    assert.ok(status.deliveries > 60 && status.deliveries < status.needed);
    assert.equal(status.in_force, null);
    assert.equal(
      await (await foresight()).ask({ storeId: "shop", order: fine.order, fulfillment: null, shipment: null }, now.toISOString()),
      null,
    );
  });

  test("a carrier that cannot be asked loses no parcel: it is asked again", async () => {
    const before = (await deliveryStatus(db.pool)).deliveries;
    const away = {
      track: async () => {
        throw new AppError("vendor_unavailable", "The carrier is away.");
      },
    };
    await look([{ connectionId: "post", carrier: away }]);
    assert.equal((await deliveryStatus(db.pool)).deliveries, before);
    await look(carriers, new Date(now.getTime() + 5 * 3_600_000));
    assert.equal((await deliveryStatus(db.pool)).deliveries, 160);
  });

  test("what is kept of a parcel names nobody, and of one that arrived not even its order", async () => {
    const rows = (await db.pool.query("select * from parcel")).rows;
    assert.doesNotMatch(JSON.stringify(rows), /ana|silva|rua 1|10115|berlin/i);
    const arrived = rows.filter(({ state }) => state === "delivered");
    assert.ok(arrived.every((row) => row.order_number === null && row.tracking_number === null && row.look_at === null));
    const { carrier, service, country, area, promised_on, silences } = arrived.find((row) => row.carrier === "Post")!;
    assert.deepEqual([carrier, service, country, area], ["Post", "express", "DE", "10"]);
    assert.match(promised_on, /^\d{4}-\d\d-\d\d$/);
    assert.equal(silences.in_transit, 24);
  });

  test("a model is trained beside the running desk, the same from the same parcels, and predicts once it has won", async () => {
    const notes: unknown[] = [];
    const why = await trainDeliveryIfDue(
      db.pool,
      async (material) => {
        const [one, other] = [await trainDeliveryInThread(material), learnDelivery(material)];
        assert.deepEqual(one, other);
        notes.push(one.contest);
        return one;
      },
      now,
    );
    assert.match(why!, /better than the promise/, JSON.stringify(notes));
    assert.equal(await trainDeliveryIfDue(db.pool, async (material) => learnDelivery(material), now), null, "not again the same night");
    const status = await deliveryStatus(db.pool);
    assert.equal(status.in_force?.as_of, "2026-03-12");
    assert.ok(status.in_force!.contest.errorDays.challenger < 2 && status.in_force!.contest.errorDays.promised! > 3);
  });

  test("an open parcel has a window of days, with how many deliveries it rests on", async () => {
    const { order, shipment } = fine;
    const outlook = await (
      await foresight()
    ).ask({ storeId: "shop", order, fulfillment: order.fulfillments[0]!, shipment }, now.toISOString());
    // Handed over two days ago: it comes three days after that at the earliest, which is tomorrow, and ten at the latest.
    const { from, to } = outlook!.window!;
    assert.ok(from >= "2026-03-13" && from < "2026-03-15" && to >= "2026-03-16" && to < "2026-03-21", `${from} to ${to}`);
    assert.match(outlook!.basis, /^predicted from \d+ deliveries.*, model of 2026-03-12$/);
    assert.deepEqual([outlook!.isLikelyLate, outlook!.stuckReason], [false, null]);
  });

  test("a carrier's own estimate that has proven better is told instead, and one whose day is over is not", async () => {
    await db.pool.query("update delivery_model set contest = jsonb_set(contest, '{carriers}', $1)", [
      JSON.stringify({ POST: { parcels: 90, estimate: 0.2, predicted: 0.9 } }),
    ]);
    const { ask } = await foresight();
    const { order, shipment } = fine;
    const asked = (expectedAt: string) =>
      ask({ storeId: "shop", order, fulfillment: order.fulfillments[0]!, shipment: { ...shipment, expectedAt } }, now.toISOString());
    const believed = (await asked(day(1)))!;
    assert.deepEqual([believed.window, believed.chanceInTime, believed.isLikelyLate], [null, null, false]);
    assert.equal((await asked(day(9)))!.isLikelyLate, true, "the carrier itself expects it after the promise");
    assert.ok((await asked(day(-1)))!.window);
    await db.pool.query("update delivery_model set contest = jsonb_set(contest, '{carriers}', '{}')");
    await db.pool.query("update delivery_model set contest = jsonb_set(contest, '{carriers}', $1)", [
      JSON.stringify({ POST: { parcels: 90, estimate: 3.2, predicted: 0.9 } }),
    ]);
  });

  test("of a parcel that will probably miss its day and of one that is stuck workflows are told, once each", async () => {
    told.length = 0;
    await db.pool.query("update parcel set look_at = $1 where look_at is not null", [now]);
    await look();
    assert.deepEqual(told.toSorted(), ["shipment.likely_late 5901", "shipment.stuck 5902"]);
    await db.pool.query("update parcel set look_at = $1 where look_at is not null", [now]);
    await look();
    assert.equal(told.length, 2);
    // Also when a crash came between telling and noting that it was told.
    await db.pool.query("update parcel set look_at = $1, stuck_at = null where look_at is not null", [now]);
    await look();
    assert.equal(told.length, 2);
  });

  test("what passes through the desk is noted as well: an answer of the carrier, and the shop's word that a parcel arrived", async () => {
    // After the last look, which was five hours from now.
    const evening = createObserver({ db: db.pool, log: quiet, now: () => new Date(day(0, 18)), isDemo: () => false });
    const watched = evening.watchCarrier(memoryCarrier([{ ...fine.shipment, status: "delivered", deliveredAt: day(0) }]));
    await watched.track({ trackingNumber: fine.shipment.trackingNumber, carrier: null });
    await evening.flush();
    assert.equal(await stateOf(5_900), "arrived or unknown");
    const another = parcel(903, 4, 99);
    const read = await observer.watchStore("shop", shop([another])).findOrders({ number: "5903" });
    await observer.flush();
    assert.equal(read.length, 1);
    assert.equal(await stateOf(5_903), "under_way");
    await noteShopEvent(db.pool, { name: "shipment.delivered", orderNumber: "5903", storeId: null, at: now }, now);
    assert.equal(await stateOf(5_903), "arrived or unknown");
    assert.equal((await deliveryStatus(db.pool)).deliveries, 162);
  });
});

test("the demo shop's parcels are learnt from too, and are gone with it", async () => {
  const db = await createTestDb();
  try {
    const base = { state: memoryState(), log: quiet, now: () => now, publicUrl: "http://desk.test" };
    const store = demoStore.open({ ...base, connectionId: "demo-shop", settings: demoStore.settings.parse({}) });
    const carrier = demoCarrier.open({ ...base, connectionId: "demo-carrier", settings: demoCarrier.settings.parse({}) });
    const observer = createObserver({ db: db.pool, log: quiet, now: () => now, isDemo: (id) => id === "demo-shop" });
    const collect = () =>
      collectParcels({ db: db.pool, stores: [{ connectionId: "demo-shop", store }], observer, log: quiet, now: () => now, pauseMs: 0 });
    while ((await collect()) > 400);
    const foresight = await followForesight(db.pool, { lateBelow: 0.2, log: quiet });
    for (let looks = 0; looks < 4; looks++)
      await lookAfterParcels({
        db: db.pool,
        carriers: [{ connectionId: "demo-carrier", carrier }],
        foresight,
        tell: tellHappening,
        log: quiet,
        now: () => now,
      });
    const status = await deliveryStatus(db.pool);
    assert.ok(status.is_demo && status.deliveries > 100, JSON.stringify(status));
    assert.match((await trainDeliveryIfDue(db.pool, async (material) => learnDelivery(material), now))!, /\w/);
    await clearDemo(db.pool, "test");
    assert.equal((await deliveryStatus(db.pool)).deliveries, 0);
    assert.equal((await db.pool.query("select 1 from delivery_model")).rowCount, 0);
  } finally {
    await db.close();
  }
});

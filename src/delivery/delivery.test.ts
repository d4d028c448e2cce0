import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { holdContest, isCarrierBelieved, type KeptShipment } from "./contest.ts";
import { isoDay } from "./days.ts";
import { evaluateEarly } from "./evaluate-early.ts";
import { outlookOf } from "./outlook.ts";
import { estimateDays } from "./predict.ts";
import { limitFor, silenceLimits } from "./silence.ts";
import { trainDelivery } from "./train.ts";

const first = 20_500;
const moment = (day: number, hour = 10) => ({ day, hour, at: (day * 24 + hour) * 3_600_000 });

/** Repeatable chance: a linear congruential generator. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** A shop that ships the next day; Germany takes 2 to 4 days, Spain 5 to 9; everybody is promised ten days. */
function shop(count: number, days = { DE: [2, 3], ES: [5, 5] }, seed = 7): KeptShipment[] {
  const luck = chance(seed);
  return Array.from({ length: count }, (_, nth) => {
    const ordered = first + Math.floor((nth * 200) / count);
    const country = luck() < 0.7 ? "DE" : "ES";
    const [least, spread] = days[country];
    const delivered = ordered + 1 + least! + Math.floor(luck() * spread!);
    return {
      ordered: moment(ordered),
      shipped: moment(ordered + 1),
      promised: ordered + 10,
      delivered,
      destination: { country, region: "", postcode: "" },
      origin: { country: "", region: "", postcode: "" },
      carrier: "POST",
      service: "",
      estimate: { on: ordered + 10, seenOn: ordered + 1 },
    };
  });
}

const shipments = shop(400);
const asOf = first + 200;
const model = trainDelivery(shipments, asOf);
const parcelTo = (country: string, promised: number | null = null) => ({
  ordered: moment(asOf),
  shipped: moment(asOf + 1),
  promised,
  destination: { country, region: "", postcode: "" },
  origin: { country: "", region: "", postcode: "" },
  carrier: "POST",
  service: "",
});

describe("what is to be expected of a parcel", () => {
  test("on the day it sets off it is the window of its destination", () => {
    const parcel = parcelTo("DE");
    const outlook = outlookOf(model, parcel, asOf + 1)!;
    const { from, to } = outlook.window!;
    assert.deepEqual([from, to], estimateDays(model, parcel)!.interval80);
    assert.ok(from >= asOf + 3 && to <= asOf + 6, `${isoDay(from)} to ${isoDay(to)}`);
    assert.ok(outlookOf(model, parcelTo("ES"), asOf + 1)!.window!.from > from);
    assert.match(outlook.pool!, /to DE$/);
    assert.ok(outlook.deliveries > 200 && outlook.deliveries < outlook.of);
  });

  test("each day without it moves the window on, and never into the past", () => {
    let before = 0;
    for (let today = asOf + 1; today <= asOf + 8; today++) {
      const { from, to, likely } = outlookOf(model, parcelTo("ES"), today)!.window!;
      assert.ok(from >= today && to >= likely && likely >= from && from >= before);
      before = from;
    }
  });

  test("the chance to be in time falls with each day it does not come, and is none when the day is over", () => {
    const parcel = parcelTo("ES", asOf + 8);
    const chances = [1, 7, 8].map((days) => outlookOf(model, parcel, asOf + days)!.chanceInTime!);
    assert.ok(chances[0]! > 0.4 && chances[0]! < 0.8, String(chances));
    for (const [nth, value] of chances.entries()) assert.ok(nth === 0 || value < chances[nth - 1]!, String(chances));
    assert.equal(outlookOf(model, parcel, asOf + 9)!.chanceInTime, 0);
    assert.equal(outlookOf(model, parcelTo("ES"), asOf + 2)!.chanceInTime, null);
  });

  test("nothing is said of countries no parcel went to, and no window of days when all such parcels had come long ago", () => {
    assert.equal(outlookOf(model, parcelTo("JP"), asOf + 1), null);
    for (const late of [8, 12, 20, 40, 100, 300]) assert.equal(outlookOf(model, parcelTo("DE"), asOf + late)!.window, null, `${late} days`);
  });
});

describe("whether a model may predict", () => {
  test("a shop with few deliveries is told how many are missing", () => {
    assert.match(String(holdContest(shop(60), null, asOf)), /There are \d\d deliveries; a prediction needs 100/);
  });

  test("it is used when it is better than the promise and as good as the median on later parcels, and the carrier's estimates are judged beside it", () => {
    const contest = holdContest(shipments, null, asOf);
    assert.ok(typeof contest !== "string");
    assert.equal(contest.isUsed, true, contest.why);
    assert.ok(contest.errorDays.challenger < contest.errorDays.promised! && contest.errorDays.challenger <= contest.errorDays.median);
    assert.ok(contest.parcels >= 100 && contest.coverage80 >= 0.7);
    assert.equal(isCarrierBelieved(contest.carriers, "POST"), false, "always ten days is worse");
    assert.equal(isCarrierBelieved(contest.carriers, "OTHER"), true, "nobody knows better");
  });

  test("a shop that keeps its promises to the day needs no prediction", () => {
    const exact = shipments.map((one) => ({ ...one, promised: one.delivered! }));
    const contest = holdContest(exact, null, asOf);
    assert.ok(typeof contest !== "string" && !contest.isUsed);
    assert.match(contest.why, /the promised date only 0\.00/);
  });

  test("the model in force stays until enough has arrived that it had not learnt from, and while it is better", () => {
    assert.match(String(holdContest(shipments, model, asOf)), /0 parcels that the model in force has not learnt from/);
    const early = trainDelivery(shipments, first + 100);
    const later = holdContest(shipments, early, asOf);
    assert.ok(typeof later !== "string" && later.errorDays.champion !== null);
    // The post has become three days slower: who learnt it is better than who did not.
    const slower = shipments.map((one) => (one.ordered.day < first + 110 ? one : { ...one, delivered: one.delivered! + 3 }));
    const contest = holdContest(slower, early, asOf);
    assert.ok(typeof contest !== "string" && contest.isUsed);
    assert.ok(contest.errorDays.challenger < contest.errorDays.champion! - 0.5);
  });
});

test("late parcels are told before the promise is broken, earlier than on the promised day", () => {
  const tight = shop(600, undefined, 11).map((one) => ({ ...one, promised: one.ordered.day + (one.destination.country === "DE" ? 5 : 6) }));
  const from = first + 140;
  const learnt = tight.filter(({ delivered }) => delivered! < from);
  const known = trainDelivery(tight, from);
  const early = evaluateEarly(
    tight.filter(({ ordered }) => ordered.day >= from),
    learnt,
    () => known,
  )!;
  const [half, promise] = ["chance below 50 %", "on the promised day"].map((name) => early.rules.find(({ rule }) => rule === name)!);
  assert.ok(early.late > 20 && early.late < early.parcels);
  assert.ok(half!.leadDays!.mean > 1 && half!.precision! > 0.6 && half!.recall > 0.8, JSON.stringify(half));
  assert.equal(promise!.leadDays!.mean, 0);
  assert.deepEqual([promise!.recall], [1]);
});

describe("how long parcels are silent", () => {
  const silent = (country: string, hours: number) => ({ carrier: "POST", country, region: "", silences: { in_transit: hours } });
  const limits = silenceLimits([
    ...Array.from({ length: 100 }, (_, nth) => silent("DE", nth + 1)),
    ...Array.from({ length: 10 }, () => silent("JP", 500)),
  ]);
  test("95 of a hundred stay below the limit of their country", () => {
    assert.deepEqual(limitFor(limits, "in_transit", { carrier: "POST", country: "DE", region: "BE" }), {
      hours: 95,
      parcels: 100,
      pool: "by POST to DE",
    });
  });
  test("a country with few parcels leans on all of the carrier's, and a stage nobody was seen at says nothing", () => {
    assert.equal(limitFor(limits, "in_transit", { carrier: "POST", country: "JP", region: "" })!.pool, "by POST");
    assert.equal(limitFor(limits, "accepted", { carrier: "POST", country: "DE", region: "" }), null);
  });
});

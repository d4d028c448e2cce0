/** The scenery: what became of every order that is not part of the cast. The older an order, the more likely it is done. */
import { castPlans, demoCast, type OrderPlan, type Parcel } from "./cast.ts";
import type { Person } from "./customers.ts";
import { chance, type Chance } from "./random.ts";

export const firstNumber = 1001;
export const lastNumber = 2000;
const oldestDays = 300;

/**
 * One plan per order number, in order of number. Numbers rise with time, and the shop grows, so that the last weeks
 * hold the most orders. The cast stands outside of that: its numbers are low and easy to type, its orders recent.
 */
export function makePlans(seed: number, people: readonly Person[]): OrderPlan[] {
  const byNumber = new Map(castPlans.map((plan) => [plan.number, plan]));
  const scenery = people.slice(demoCast.length);
  const plans: OrderPlan[] = [];
  for (let number = firstNumber; number <= lastNumber; number++) {
    plans.push(byNumber.get(number) ?? sceneryPlan(seed, number, scenery));
  }
  return plans;
}

function sceneryPlan(seed: number, number: number, scenery: readonly Person[]): OrderPlan {
  const luck = chance(`${seed}/plan/${number}`);
  const share = (lastNumber - number) / (lastNumber - firstNumber);
  const placedDaysAgo = 1 + Math.floor(share * share * oldestDays);
  const buyer = luck.pick(scenery);
  const base = { number, email: buyer.email, placedDaysAgo };
  if (luck.happens(5)) return { ...base, parcels: [], ...cancelled(luck) };
  if (placedDaysAgo <= 2 || (placedDaysAgo <= 6 && luck.happens(25))) return { ...base, parcels: [], ...waiting(luck, placedDaysAgo) };
  const ageDays = Math.max(1, placedDaysAgo - luck.whole(1, 2));
  const transitDays = buyer.country.transit;
  const parcels = [parcel(luck, ageDays, transitDays)];
  if (ageDays <= 12 && luck.happens(12)) return { ...base, parcels, isPartial: true, shipsInDays: luck.whole(1, 6) };
  if (ageDays >= 3 && luck.happens(8)) parcels.push(parcel(luck, ageDays - 1, transitDays));
  return { ...base, parcels, ...paidBack(luck, parcels, transitDays) };
}

function cancelled(luck: Chance): Partial<OrderPlan> {
  const cancelReason = luck.pick(["Changed my mind", "Out of stock", "Payment failed", "Ordered twice"]);
  return cancelReason === "Payment failed" ? { cancelReason, payment: "pending" } : { cancelReason, refund: "full" };
}

function waiting(luck: Chance, placedDaysAgo: number): Partial<OrderPlan> {
  const payment = luck.happens(12) ? "pending" : luck.happens(12) ? "authorized" : "paid";
  return { payment, shipsInDays: placedDaysAgo > 4 && payment === "paid" ? -luck.whole(1, 2) : luck.whole(1, 3) };
}

/** A story that is possible at that age (see domain/demo-parcel.ts). */
function parcel(luck: Chance, ageDays: number, transitDays: number): Parcel {
  const delivered = luck.happens(50) ? "delivered_signed" : "delivered_mailbox";
  if (ageDays < transitDays) return { ageDays, scenario: luck.happens(ageDays <= 2 ? 20 : 0) ? "label_only" : "in_transit" };
  if (ageDays === transitDays) return { ageDays, scenario: ageDays >= 2 ? "out_for_delivery" : "label_only" };
  if (ageDays > 40) return { ageDays, scenario: luck.happens(2) && ageDays < 80 ? "lost" : delivered };
  if (luck.happens(72)) return { ageDays, scenario: delivered };
  return { ageDays, scenario: luck.pick(troubles(ageDays, transitDays)) };
}

function troubles(ageDays: number, transitDays: number): Parcel["scenario"][] {
  const choices: Parcel["scenario"][] = ["bad_address", "delivered_disputed"];
  if (ageDays >= 3 && ageDays <= transitDays + 8) choices.push("pickup");
  if (ageDays >= 4) choices.push("customs");
  if (ageDays >= 8) choices.push("stuck");
  if (ageDays >= transitDays + 4 && ageDays <= transitDays + 12) choices.push("late", "late");
  if (ageDays >= transitDays + 5) choices.push("returned");
  if (ageDays >= 14) choices.push("lost");
  return choices;
}

function paidBack(luck: Chance, parcels: readonly Parcel[], transitDays: number): Partial<OrderPlan> {
  const isOver = parcels.every((item) => item.scenario.startsWith("delivered_") && item.ageDays >= transitDays + 4);
  const draw = luck.whole(1, 100);
  if (!isOver || draw > 14) return {};
  return { refund: draw <= 7 ? "full" : "part" };
}

/** When a parcel will probably arrive, as it is told to workflows, to the inbox and, through templates, to customers. */
import type { Fulfillment, Order, Shipment } from "./order.ts";

export type OutlookQuestion = {
  /** The connection of the shop. */
  storeId: string;
  order: Order;
  /** Null while nothing has been handed to a carrier. */
  fulfillment: Fulfillment | null;
  /** What the carrier says; null when none knows it. */
  shipment: Shipment | null;
};

export type Outlook = {
  /**
   * First and last day of the window in which eight of ten such parcels come, and the day by which half have; ISO, at noon UTC,
   * which is that day in nearly every zone. Null when the carrier's own estimate is the better one.
   */
  window: { from: string; to: string; likely: string } | null;
  /** Chance to arrive by the end of the promised day, 0 to 1; null without a promise, or where the carrier's estimate decides. */
  chanceInTime: number | null;
  isLikelyLate: boolean;
  /** Whole days from the promised day to the likely one, when that is later; else 0. */
  likelyDaysLate: number;
  /** Why it counts as stuck, in plain words; null when it does not. */
  stuckReason: string | null;
  /** "predicted from 412 deliveries to DE/BE, model of 2026-03-01" */
  basis: string;
};

/** Null when nothing can be predicted: too few deliveries, no such country, or it has arrived. Never throws for bad data. */
export type AskOutlook = (question: OutlookQuestion, now: string) => Promise<Outlook | null>;

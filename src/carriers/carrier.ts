/** The contract of a carrier (or a tracking aggregator): where is the parcel? */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { HookRequest } from "../domain/hook.ts";
import type { Shipment, ShipmentStatus } from "../domain/order.ts";

export type TrackRequest = { trackingNumber: string; /** As the store names it; a hint only. */ carrier: string | null };

/** How much a number looks like one of the carrier's own. A hint whom to ask first, never a fact: the formats overlap. */
export type Likeness = "likely" | "possible" | "no";

/** What a web hook said. `parcels`: tracking numbers that have news. What the news is, the carrier is asked. */
export type CarrierHook = { status: number; headers?: Record<string, string>; body?: string | object; parcels: string[] };

/** How often a carrier may be asked in the background. */
export type Pace = {
  /** Requests of one day that are free for looking; the rest is for questions of customers and agents. */
  perDay?: number;
  /** From one look at a parcel to the next, by its state, in ms; what is left out is as usual (src/parcels/pace.ts). */
  afterMs?: Partial<Record<ShipmentStatus, number>>;
};

export type Carrier = {
  /** The parcel with its whole history, or null when this carrier does not know the number. Throws AppError vendor_*. */
  track(request: TrackRequest): Promise<Shipment | null>;
  /** "no" means it need not be asked. Left out: it may know any number. */
  recognises?(request: TrackRequest): Likeness;
  /** Verifies a web hook of the carrier. Throws AppError bad_signature or bad_request; nothing is noted then. */
  receive?(request: HookRequest): Promise<CarrierHook>;
  /**
   * Makes the carrier tell of these parcels (up to 100); resolves to those it will tell of. Asked again while they are on their way, as
   * such orders run out. Left out where it tells by itself or cannot.
   */
  watch?(trackingNumbers: readonly string[]): Promise<string[]>;
  pace?: Pace;
  /** Hosts of its tracking pages, where replies may lead. Left out: every link it gives as a fact counts. */
  hosts?: readonly string[];
  check?: CheckConnection;
};

export type CarrierDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Carrier>;

const order: readonly Likeness[] = ["likely", "possible"];

/** Those who may know the number, the likeliest first and otherwise in the order given. */
export function whomToAsk<Asked extends { carrier: Carrier }>(carriers: readonly Asked[], request: TrackRequest): Asked[] {
  const looks = carriers.map((one) => ({ one, rank: order.indexOf(one.carrier.recognises?.(request) ?? "possible") }));
  return looks
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

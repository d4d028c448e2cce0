import { whomToAsk } from "../../../carriers/carrier.ts";
import { toAppError } from "../../../domain/errors.ts";
import type { Fulfillment, Order, Shipment } from "../../../domain/order.ts";
import { storeShipment } from "../../../domain/store-shipment.ts";
import type { Outlook } from "../../../domain/outlook.ts";
import { parcelFact, parcelThatMatters, predictedFields, shipmentFacts, type Parcel } from "../../shipment-facts.ts";
import type { StepContext } from "../../step.ts";
import type { FoundOrder, Search } from "./find-order.ts";

const maxParcels = 10;

/** All parcels of the order through the carriers; `shipment` is the one that matters. */
export async function findShipment(context: StepContext): Promise<Search> {
  const { order, source } = (context.pending["order"] ?? {
    order: null,
    source: null,
  }) as FoundOrder;
  // The loader sees to it that `verify` comes first; this holds for files it never saw.
  if (!order || !source || context.facts["order"] === undefined) return { result: "none", why: "There is no verified order to track." };
  const { now } = context.input;
  const newest = [...order.fulfillments].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, maxParcels);
  const parcels: Parcel[] = [];
  for (const fulfillment of newest) parcels.push(await track(fulfillment, source, context));
  const parcel = parcelThatMatters(parcels);
  const at = { source: parcel?.source ?? source, at: now };
  const outlook = await foresee(parcel, order, source, context);
  const predicted = outlook ? predictedFields.map((field) => [`shipment.${field}`, { source: outlook.basis, at: now }]) : [];
  return {
    result: parcel ? "on" : "none",
    why: [whyOf(parcel, parcels.length), ...outlookWhy(outlook)].join(" "),
    facts: { shipment: shipmentFacts(parcel, order, now, outlook), shipments: parcels.map(parcelFact) },
    sources: { shipment: at, shipments: at, ...Object.fromEntries(predicted) },
  };
}

/** Recorded like what carriers say, because tomorrow's model says something else. */
async function foresee(parcel: Parcel | undefined, order: Order, storeId: string, context: StepContext): Promise<Outlook | null> {
  const { outlook } = context.sources;
  if (!outlook || parcel?.shipment?.status === "delivered" || order.status === "cancelled") return null;
  const { fulfillment = null, shipment = null } = parcel ?? {};
  return context.read<Outlook | null>(`outlook:${fulfillment?.id ?? "order"}`, () =>
    outlook({ storeId, order, fulfillment, shipment }, context.input.now),
  );
}

function outlookWhy(outlook: Outlook | null): string[] {
  if (!outlook) return [];
  const { window, chanceInTime, stuckReason, basis } = outlook;
  const when = window ? `Usually there between ${window.from.slice(0, 10)} and ${window.to.slice(0, 10)}` : "";
  const chance = chanceInTime === null ? "" : `${Math.round(100 * chanceInTime)} % to be in time`;
  const said = [when, chance].filter(Boolean).join(", ");
  return [...(said ? [`${said} (${basis}).`] : []), ...(stuckReason ? [stuckReason] : [])];
}

/** The likeliest carrier first, until one knows the number; what the store says itself where none does. One that cannot be asked only matters when no other knows the parcel. */
async function track(fulfillment: Fulfillment, store: string, context: StepContext): Promise<Parcel> {
  const { trackingNumber, carrier: hint } = fulfillment;
  let fault: unknown;
  const carriers = trackingNumber === null ? [] : whomToAsk(context.sources.carriers, { trackingNumber, carrier: hint });
  for (const { connectionId, carrier } of carriers) {
    try {
      const shipment: Shipment | null = await context.read(`track:${connectionId}:${trackingNumber}`, () =>
        carrier.track({ trackingNumber: trackingNumber!, carrier: hint }),
      );
      if (shipment) return { fulfillment, shipment, source: connectionId };
    } catch (error) {
      if (!toAppError(error).code.startsWith("vendor_")) throw error;
      fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return { fulfillment, shipment: storeShipment(fulfillment), source: store };
}

function whyOf(parcel: Parcel | undefined, count: number): string {
  if (!parcel) return "Nothing has been shipped yet.";
  const number = parcel.fulfillment.trackingNumber ?? "without a number";
  const which = count === 1 ? `The parcel ${number}` : `Of ${count} parcels the one that matters, ${number},`;
  return parcel.shipment
    ? `${which} is ${parcel.shipment.status.replaceAll("_", " ")} according to ${parcel.source}.`
    : `${which} is not known to any carrier.`;
}

/** What happened to a demo parcel, told from its tracking number and today's date alone. */
import { dayMs, demoCarrierName, parcelTimes, type DemoParcel, type ParcelScenario } from "../../domain/demo-parcel.ts";
import type { Shipment, ShipmentStatus, TrackingEvent } from "../../domain/order.ts";

/** Something that happens `day` days after hand-over at `time` (UTC). */
type Leg = { day: number; time: `${number}:${number}`; status: ShipmentStatus; text: string; place: string | null };

const warehouse = "Kiel, Germany";
const hub = "Hamburg, Germany";
const depot = "Destination depot";

/** The whole shipment as of `day` (today, 00:00 UTC, in milliseconds). Nothing lies in the future except estimates. */
export function shipmentOf(parcel: DemoParcel, trackingNumber: string, day: number, url: string): Shipment {
  const events = eventsOf(parcel, day);
  const last = events.at(-1)!;
  const isDelivered = last.status === "delivered";
  const { shippedAt, promisedAt } = parcelTimes(parcel, day);
  return {
    trackingNumber,
    carrier: demoCarrierName,
    status: last.status,
    events,
    shippedAt: parcel.scenario === "label_only" ? null : iso(shippedAt),
    expectedAt: expectedAt(parcel.scenario, day, promisedAt),
    promisedAt: iso(promisedAt),
    deliveredAt: isDelivered ? last.at : null,
    signedBy: parcel.scenario === "delivered_signed" ? "Recipient" : null,
    url,
    updatedAt: last.at,
  };
}

/** What the carrier expects today. Where a person has to do something first, it expects nothing. */
function expectedAt(scenario: ParcelScenario, day: number, promisedAt: number): string | null {
  switch (scenario) {
    case "in_transit":
    case "label_only":
    case "delivered_signed":
    case "delivered_mailbox":
    case "delivered_disputed":
      return iso(promisedAt);
    case "late":
      return iso(day + 2 * dayMs + 18 * 3_600_000);
    case "out_for_delivery":
      return iso(day + 18 * 3_600_000);
    default:
      return null;
  }
}

function eventsOf(parcel: DemoParcel, day: number): TrackingEvent[] {
  const handOverDay = day - parcel.ageDays * dayMs;
  const label = event(handOverDay, {
    day: 0,
    time: "8:30",
    status: "label_created",
    text: "The sender has announced the parcel",
    place: null,
  });
  if (parcel.scenario === "label_only") return [label];
  const accepted = {
    at: iso(parcelTimes(parcel, day).shippedAt),
    status: "accepted",
    description: "Parcel received from the sender",
    location: warehouse,
  } as const;
  return [label, accepted, ...legsOf(parcel).map((leg) => event(handOverDay, leg))];
}

function event(handOverDay: number, leg: Leg): TrackingEvent {
  const [hours, minutes] = leg.time.split(":").map(Number) as [number, number];
  const at = handOverDay + leg.day * dayMs + (hours * 60 + minutes) * 60_000;
  return { at: iso(at), status: leg.status, description: leg.text, location: leg.place };
}

const left: Leg = { day: 0, time: "20:15", status: "in_transit", text: "Left the sorting centre", place: warehouse };
const atHub: Leg = { day: 1, time: "6:05", status: "in_transit", text: "Arrived at the hub", place: hub };
const attempt = (day: number, time: Leg["time"], text: string): Leg => ({ day, time, status: "exception", text, place: depot });
const onVan = (day: number): Leg => ({ day, time: "0:00", status: "out_for_delivery", text: "Out for delivery", place: depot });
const delivered = (day: number, time: Leg["time"], text: string): Leg => ({ day, time, status: "delivered", text, place: null });

/**
 * Carriers promise with a margin: of ten parcels that are longer on their way, eight come a day early, or two on the longest ways,
 * and none after the promised day. That is what there is to learn from the demo's deliveries.
 */
function arrivalDay({ transitDays, serial }: DemoParcel): number {
  if (transitDays < 3 || serial % 10 >= 8) return transitDays;
  return transitDays - (transitDays > 6 && serial % 10 < 3 ? 2 : 1);
}

/** Everything after hand-over, oldest first; the last one is how it stands today. */
function legsOf(parcel: DemoParcel): Leg[] {
  const { ageDays: age, transitDays: transit } = parcel;
  const toDepot: Leg[] = [left, ...(transit > 1 ? [atHub] : [])];
  const home = [...toDepot, onVan(transit)];
  switch (parcel.scenario) {
    case "in_transit":
      return [left, ...(age >= 2 ? [atHub] : []), ...(age >= 3 ? [moving(age - 1, "On its way to the destination region")] : [])];
    case "late":
      return [left, atHub, moving(transit, "Delayed: the connection was missed"), moving(age - 1, "On its way to the destination region")];
    case "stuck":
      return [left, atHub];
    case "customs":
      return [
        left,
        atHub,
        {
          day: 2,
          time: "9:40",
          status: "exception",
          text: "Held at customs: an invoice or a duty payment is missing",
          place: "Customs office",
        },
      ];
    case "bad_address":
      return [...home, attempt(transit, "15:20", "Not delivered: the address label is damaged and cannot be read")];
    case "out_for_delivery":
      return [left, atHub, onVan(age)];
    case "pickup":
      return [
        left,
        atHub,
        onVan(age - 1),
        {
          day: age - 1,
          time: "17:10",
          status: "available_for_pickup",
          text: "Waiting at the parcel shop, kept for 10 days",
          place: "Parcel shop",
        },
      ];
    case "delivered_signed":
      return [...toDepot, onVan(arrivalDay(parcel)), delivered(arrivalDay(parcel), "10:42", "Delivered and signed for")];
    case "delivered_mailbox":
      return [...toDepot, onVan(arrivalDay(parcel)), delivered(arrivalDay(parcel), "12:18", "Delivered to the letter box")];
    case "delivered_disputed":
      return [...home, delivered(transit, "13:56", "Delivered: left at the front door")];
    case "returned":
      return [
        ...home,
        attempt(transit, "14:30", "Not delivered: nobody was there"),
        moving(transit + 2, "On its way back to the sender"),
        { day: age - 1, time: "11:00", status: "returned", text: "Returned to the sender", place: warehouse },
      ];
    case "lost":
      return [
        left,
        atHub,
        { day: 9, time: "9:00", status: "exception", text: "Search started: no scan for eight days", place: hub },
        { day: age - 1, time: "16:00", status: "lost", text: "Search closed: the parcel is considered lost", place: hub },
      ];
    case "label_only":
      return [];
  }
}

function moving(day: number, text: string): Leg {
  return { day, time: "7:25", status: "in_transit", text, place: hub };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

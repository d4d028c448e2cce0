/**
 * Parcels. WooCommerce itself has none: they are in the extra data of two widespread plugins (Shipment Tracking, Advanced Shipment
 * Tracking), which use the same place. Where there is none, a shipped order is told as one parcel nobody knows a number of.
 */
import { z } from "zod";
import type { Fulfillment } from "../../domain/order.ts";
import { known } from "../order-checks.ts";
import { metaOf, type RawOrder } from "./raw.ts";
import type { WoocommerceSettings } from "./settings.ts";
import { utc } from "./text.ts";

export const trackingKey = "_wc_shipment_tracking_items";

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
const piece = z.object({ item_id: text, qty: z.coerce.number().catch(0) });
/** `date_shipped`: seconds since 1970. `products_list`: only of orders sent in several parcels. */
const item = z.object({
  tracking_id: text,
  tracking_provider: text,
  formatted_tracking_provider: text,
  custom_tracking_provider: text,
  tracking_number: text,
  custom_tracking_link: text,
  formatted_tracking_link: text,
  ast_tracking_link: text,
  date_shipped: text,
  products_list: z.array(piece).nullish().catch(null),
});
type Item = z.infer<typeof item>;
type Pieces = { id: string; quantity: number };

export function parcelsOf(raw: RawOrder, lines: readonly Pieces[], settings: WoocommerceSettings): Fulfillment[] {
  const items = itemsOf(metaOf(raw.meta_data, trackingKey));
  const isShipped = settings.shippedStatuses.includes(raw.status);
  const isPartly = settings.partlyShippedStatuses.includes(raw.status);
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  const at = latest(utc(raw.date_created_gmt), utc(raw.date_completed_gmt) ?? utc(raw.date_modified_gmt));
  const parcels = items.map((one, index) => mapItem(one, raw, index, at, take(left, one)));
  const isListed = parcels.some((parcel) => parcel.lines.length > 0);
  // Without lists the plugins mean the whole order, unless its status says otherwise.
  const first = parcels[0];
  if (first && !isListed && !isPartly) first.lines = take(left, null);
  const rest = isShipped ? take(left, null) : [];
  if (rest.length === 0) return parcels;
  return [...parcels, { id: `${raw.id}-shipped`, at, lines: rest, carrier: null, trackingNumber: null, trackingUrl: null }];
}

function itemsOf(value: unknown): Item[] {
  const list = Array.isArray(value) ? value : typeof value === "object" && value !== null ? Object.values(value) : [];
  return list
    .flatMap((one: unknown) => item.safeParse(one).data ?? [])
    .filter((one) => known(one.tracking_number) || known(one.custom_tracking_link));
}

/** Takes what the parcel holds from what is left; everything for null. */
function take(left: Map<string, number>, of: Item | null): Fulfillment["lines"] {
  const wanted = of
    ? (of.products_list ?? []).map(({ item_id: id, qty }) => ({ id: id ?? "", qty }))
    : [...left].map(([id, qty]) => ({ id, qty }));
  return wanted.flatMap(({ id, qty }) => {
    const quantity = Math.min(Math.max(0, Math.floor(qty)), left.get(id) ?? 0);
    if (quantity === 0) return [];
    left.set(id, left.get(id)! - quantity);
    return [{ lineId: id, quantity }];
  });
}

function mapItem(one: Item, raw: RawOrder, index: number, at: string, lines: Fulfillment["lines"]): Fulfillment {
  const seconds = Number(one.date_shipped);
  const shipped = Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1_000).toISOString() : at;
  return {
    id: known(one.tracking_id) ?? `${raw.id}-${index + 1}`,
    // The plugins keep a day, without an hour: the day of the order begins before the order.
    at: latest(utc(raw.date_created_gmt), shipped),
    lines,
    carrier: known(one.formatted_tracking_provider) ?? known(one.custom_tracking_provider) ?? known(one.tracking_provider),
    trackingNumber: known(one.tracking_number),
    trackingUrl: known(one.formatted_tracking_link) ?? known(one.ast_tracking_link) ?? known(one.custom_tracking_link),
  };
}

const latest = (one: string | null, other: string | null): string => {
  const [first, second] = [one ?? other, other ?? one];
  if (first === null || second === null) return new Date(0).toISOString();
  return Date.parse(first) > Date.parse(second) ? first : second;
};

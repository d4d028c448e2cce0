/** What every write to the shop has in common: one at a time for an order, on the order as it is now, and a receipt. */
import { AppError } from "../../domain/errors.ts";
import type { ActionMade } from "../../domain/hold.ts";
import type { Address, Order } from "../../domain/order.ts";
import type { ActionReceipt, WriteLine } from "../store.ts";
import type { ConnectionState } from "../../domain/connection.ts";
import type { InTurn } from "../turns.ts";
import type { Client } from "./client.ts";
import { mapOrder, unknownPart } from "./map-order.ts";
import type { RawOrder } from "./raw.ts";
import type { OrderReader } from "./read-orders.ts";
import type { ShopifySettings } from "./settings.ts";
import { toGid } from "./text.ts";

export type WriteParts = {
  client: Client;
  reader: OrderReader;
  settings: ShopifySettings;
  state: ConnectionState;
  connectionId: string;
  inTurn: InTurn;
  now(): Date;
};

/** The order as the shop has it at this moment. */
export type Ground = { raw: RawOrder; order: Order };
export type Done = { externalId: string; alreadyDone: boolean; made?: ActionMade };

export function writing<Request extends { orderId: string }>(
  parts: WriteParts,
  act: (parts: WriteParts, ground: Ground, request: Request) => Promise<Done>,
): (request: Request) => Promise<ActionReceipt> {
  return (request) =>
    parts.inTurn(toGid("Order", request.orderId) ?? request.orderId, async () => {
      const done = await act(parts, await groundOf(parts, request.orderId), request);
      return { ...done, order: (await groundOf(parts, request.orderId)).order };
    });
}

async function groundOf({ reader, connectionId }: WriteParts, orderId: string): Promise<Ground> {
  const raw = await reader.raw(orderId);
  if (!raw) throw new AppError("not_found", `Shopify has no order with the id "${orderId.slice(0, 60)}".`);
  return { raw, order: mapOrder(raw, connectionId) };
}

export function refuseUnlessOpen({ number, status, fulfillment }: Order): void {
  if (status === "cancelled") throw new AppError("conflict", `Order ${number} is already cancelled.`);
  if (fulfillment !== "unfulfilled")
    throw new AppError("conflict", `Order ${number} was already shipped, at least in part, and cannot be changed or cancelled.`);
}

/** AppError invalid for what the order does not have, conflict for pieces that were given back already. */
export function refuseStrayLines({ number, lines }: Order, wanted: readonly WriteLine[]): void {
  const counts = new Map<string, number>();
  for (const { lineId, quantity } of wanted) {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw new AppError("invalid", `Order ${number} has no line "${lineId.slice(0, 60)}".`);
    if (!Number.isSafeInteger(quantity) || quantity <= 0) throw new AppError("invalid", "A quantity is a whole number above 0.");
    const count = (counts.get(lineId) ?? 0) + quantity;
    const left = line.quantity - line.refundedQuantity;
    if (count > left) throw new AppError("conflict", `Of "${line.title}" ${left} are left, not ${count}.`);
    counts.set(lineId, count);
  }
}

/** What was read as unknown is not written as a hyphen. */
const said = (part: string): string => (part === unknownPart ? "" : part);

/** All fields, so that nothing of the address before is left: a company's name, a second line. */
export function toShopAddress(address: Address): Record<string, string> {
  const country = address.country.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(country))
    throw new AppError("invalid", `A country is its code of two letters, not "${address.country.slice(0, 40)}".`);
  const names = address.name.trim().split(/\s+/);
  const region = address.region?.trim() ?? "";
  return {
    firstName: names.slice(0, -1).join(" "),
    lastName: names.at(-1) ?? "",
    company: "",
    address1: said(address.line1),
    address2: address.line2 ?? "",
    zip: said(address.postalCode),
    city: said(address.city),
    countryCode: country,
    // A region without a code is one the shop knows by name.
    ...(region === "" || /^[A-Z0-9]{1,3}$/.test(region) ? { provinceCode: region } : { province: region }),
  };
}

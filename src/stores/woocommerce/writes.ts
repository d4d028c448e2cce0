/** What every write to the shop has in common: one at a time for an order, on the order as it is now, and a receipt. */
import type { ConnectionState } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { ActionMade } from "../../domain/hold.ts";
import { marked, markOf } from "../order-checks.ts";
import type { ActionReceipt } from "../store.ts";
import type { InTurn } from "../turns.ts";
import type { Client } from "./client.ts";
import { rawCurrency, rawNote } from "./raw.ts";
import type { Ground, OrderReader } from "./read-orders.ts";
import type { WoocommerceSettings } from "./settings.ts";

/** Of prices, coupons and sums over orders. */
export type ShopCurrency = () => Promise<string>;
export type WriteParts = {
  client: Client;
  reader: OrderReader;
  settings: WoocommerceSettings;
  storeId: string;
  state: ConnectionState;
  inTurn: InTurn;
  currency: ShopCurrency;
  now(): Date;
};
export type Done = { externalId: string; alreadyDone: boolean; made?: ActionMade };

const currencyMs = 600_000;

export function shopCurrency(client: Client, now: () => Date): ShopCurrency {
  let asked: { at: number; code: Promise<string> } | null = null;
  return () => {
    const at = now().getTime();
    if (asked && at - asked.at < currencyMs) return asked.code;
    const code = client.get("/data/currencies/current", rawCurrency).then((found) => {
      if (!found) throw new AppError("vendor_unavailable", "The shop does not say what its currency is.");
      return found.code;
    });
    asked = { at, code };
    code.catch(() => (asked = null));
    return code;
  };
}

export function writing<Request extends { orderId: string }>(
  parts: WriteParts,
  act: (parts: WriteParts, ground: Ground, request: Request) => Promise<Done>,
): (request: Request) => Promise<ActionReceipt> {
  return (request) =>
    parts.inTurn(request.orderId, async () => {
      const done = await act(parts, await groundOf(parts, request.orderId), request);
      return { ...done, order: (await groundOf(parts, request.orderId)).order };
    });
}

async function groundOf({ reader }: WriteParts, orderId: string): Promise<Ground> {
  const ground = await reader.ground(orderId);
  if (!ground) throw new AppError("not_found", `The shop has no order with the id "${orderId.slice(0, 60)}".`);
  return ground;
}

const maxNoteChars = 500;

/** For the shop's own people, once per key. */
export async function noteOnce({ client }: WriteParts, orderId: number, key: string, text: string): Promise<void> {
  const { items } = await client.list(`/orders/${orderId}/notes`, rawNote, { type: "internal" });
  if (items.some(({ note }) => note.includes(markOf(key)))) return;
  await client.write("POST", `/orders/${orderId}/notes`, { note: marked(text, key, maxNoteChars), customer_note: false }, rawNote);
}

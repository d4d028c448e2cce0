/** What every write to the shop has in common: one at a time for an order, on the order as it is now, and a receipt. */
import { AppError } from "../../domain/errors.ts";
import type { ActionMade } from "../../domain/hold.ts";
import type { Address } from "../../domain/order.ts";
import { known, splitName } from "../order-checks.ts";
import type { ActionReceipt } from "../store.ts";
import type { InTurn } from "../turns.ts";
import type { Client } from "./client.ts";
import { rawStore } from "./raw.ts";
import type { Ground, OrderReader } from "./read-orders.ts";
import type { BigcommerceSettings } from "./settings.ts";

/** `currency`: of prices and of sums over orders. `url`: where the shop's pages are. */
export type ShopFacts = () => Promise<{ currency: string; url: string | null }>;
export type WriteParts = {
  client: Client;
  reader: OrderReader;
  settings: BigcommerceSettings;
  inTurn: InTurn;
  facts: ShopFacts;
  now(): Date;
};
export type Done = { externalId: string; alreadyDone: boolean; made?: ActionMade };

const factsMs = 600_000;

export function shopFacts(client: Client, now: () => Date): ShopFacts {
  let asked: { at: number; facts: ReturnType<ShopFacts> } | null = null;
  return () => {
    const at = now().getTime();
    if (asked && at - asked.at < factsMs) return asked.facts;
    const facts = client.get("/v2/store", rawStore).then((store) => {
      if (!store) throw new AppError("vendor_unavailable", "The shop does not say what its currency is.");
      return { currency: store.currency, url: known(store.secure_url) };
    });
    asked = { at, facts };
    facts.catch(() => (asked = null));
    return facts;
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

const countries = new Intl.DisplayNames("en", { type: "region" });

/** All fields, so that nothing of the address before is left. The shop wants the country's name, too. */
export function toShopAddress({ name, line1, line2, postalCode, city, region, country: given }: Address) {
  const country = given.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(country)) throw new AppError("invalid", `A country is its code of two letters, not "${given.slice(0, 40)}".`);
  const { first, last } = splitName(name);
  return {
    first_name: first,
    last_name: last,
    company: "",
    street_1: line1,
    street_2: line2 ?? "",
    city,
    state: region ?? "",
    zip: postalCode,
    country: countries.of(country) ?? country,
    country_iso2: country,
  };
}

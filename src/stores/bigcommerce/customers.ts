/** Customers with an account, and guests, of whom only their orders tell. */
import { z } from "zod";
import { sumMoney, type Money } from "../../domain/money.ts";
import type { StoreCustomer } from "../../domain/order.ts";
import { known, sum } from "../order-checks.ts";
import type { CustomerQuery } from "../store.ts";
import type { Client } from "./client.ts";
import { moneyIn, nameOf, status, time } from "./map-order.ts";
import { inData, rawCustomer, type RawOrder } from "./raw.ts";
import { isId, maxPerPage, type OrderReader } from "./read-orders.ts";
import type { BigcommerceSettings } from "./settings.ts";
import type { ShopFacts } from "./writes.ts";

export type CustomerParts = { client: Client; reader: OrderReader; settings: BigcommerceSettings; facts: ShopFacts };

const maxPages = 4;
const guest = "guest:";

export async function findCustomer(parts: CustomerParts, query: CustomerQuery): Promise<StoreCustomer | null> {
  if ("phone" in query) {
    const [order] = await parts.reader.find({ phone: query.phone, limit: 1 });
    return order?.customer.id ? account(parts, { "id:in": order.customer.id }) : null;
  }
  if ("id" in query && !query.id.startsWith(guest)) return isId(query.id) ? account(parts, { "id:in": query.id }) : null;
  const email = ("id" in query ? query.id.slice(guest.length) : query.email).trim().toLowerCase().slice(0, 254);
  if (!email.includes("@") || email.includes(",")) return null;
  return (await account(parts, { "email:in": email })) ?? ofGuest(parts, email);
}

async function account(parts: CustomerParts, query: Record<string, string>): Promise<StoreCustomer | null> {
  const found = await parts.client.get("/v3/customers", inData(z.array(rawCustomer)), { ...query, include: "addresses", limit: 1 });
  const raw = found?.data[0];
  if (!raw) return null;
  const raws = await ordersOf(parts.reader, { customer_id: raw.id });
  const email = known(raw.email);
  return {
    id: String(raw.id),
    name: nameOf(raw) ?? email ?? "Customer",
    email,
    phone: known(raw.phone),
    language: languageOf(raws),
    country: known(raw.addresses?.[0]?.country_code) ?? known(raws[0]?.billing_address.country_iso2),
    isVip: parts.settings.vipGroups.includes(raw.customer_group_id ?? 0),
    ...(await worthOf(parts, raws)),
    createdAt: time(raw.date_created) ?? new Date(0).toISOString(),
    tags: [],
    paymentMethods: [],
  };
}

async function ofGuest(parts: CustomerParts, email: string): Promise<StoreCustomer | null> {
  const raws = (await ordersOf(parts.reader, { email })).filter(({ billing_address: billing }) => billing.email?.toLowerCase() === email);
  const [newest] = raws;
  if (!newest) return null;
  const billing = newest.billing_address;
  return {
    id: guest + email,
    name: nameOf(billing) ?? email,
    email,
    phone: known(billing.phone),
    language: languageOf(raws),
    country: known(billing.country_iso2),
    isVip: false,
    ...(await worthOf(parts, raws)),
    createdAt: time(raws.at(-1)!.date_created) ?? new Date(0).toISOString(),
    tags: [],
    paymentMethods: [],
  };
}

async function ordersOf(reader: OrderReader, query: Record<string, string | number>): Promise<RawOrder[]> {
  const found: RawOrder[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const { raws, read } = await reader.page({ ...query, sort: "date_created:desc", limit: maxPerPage, page });
    found.push(...raws);
    if (read < maxPerPage) break;
  }
  return found;
}

/** In the shop's currency; what was paid in others is left out, as nobody knows at which rate. */
async function worthOf({ facts }: CustomerParts, raws: readonly RawOrder[]): Promise<{ orderCount: number; lifetimeValue: Money }> {
  const { currency } = await facts();
  const counted = raws.filter(({ status_id: id }) => id !== status.cancelled && id !== status.declined);
  const isPaid = (raw: RawOrder): boolean =>
    !["pending", "declined", "void", "void pending"].includes(raw.payment_status ?? "") && raw.status_id !== 1 && raw.status_id !== 7;
  const amounts = counted
    .filter(isPaid)
    .map((raw) => moneyIn(raw, sum([Number(raw.total_inc_tax ?? 0), -Number(raw.refunded_amount ?? 0)])));
  return {
    orderCount: counted.length,
    lifetimeValue: sumMoney(
      amounts.filter((one) => one.currency === currency),
      currency,
    ),
  };
}

function languageOf(raws: readonly RawOrder[]): string | null {
  const locale = raws.map((raw) => raw.customer_locale).find((one) => /^[a-z]{2}\b/i.test(one ?? ""));
  return locale ? locale.slice(0, 2).toLowerCase() : null;
}

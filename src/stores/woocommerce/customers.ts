/** Customers with an account, and guests, of whom only their orders tell. */
import { sumMoney, type Money } from "../../domain/money.ts";
import type { Order, StoreCustomer } from "../../domain/order.ts";
import { known, sum } from "../order-checks.ts";
import type { CustomerQuery } from "../store.ts";
import type { Client } from "./client.ts";
import { nameOf, type MapParts } from "./map-order.ts";
import { metaOf, rawCustomer, type RawCustomer, type RawOrder } from "./raw.ts";
import { maxPerPage, type OrderReader } from "./read-orders.ts";
import { isId, money, utc } from "./text.ts";
import type { ShopCurrency } from "./writes.ts";

export type CustomerParts = MapParts & { client: Client; reader: OrderReader; currency: ShopCurrency };

/** Of how many orders the worth is added up; the shop itself does not tell it. */
const maxPages = 10;
const guest = "guest:";

export async function findCustomer(parts: CustomerParts, query: CustomerQuery): Promise<StoreCustomer | null> {
  if ("id" in query) return query.id.startsWith(guest) ? ofEmail(parts, query.id.slice(guest.length)) : ofId(parts, query.id);
  if ("email" in query) return ofEmail(parts, query.email);
  const [order] = await parts.reader.find({ phone: query.phone, limit: 1 });
  if (!order) return null;
  const found = order.customer.id === null ? null : await ofId(parts, order.customer.id);
  return found ?? (order.customer.email === null ? null : ofEmail(parts, order.customer.email));
}

export const readCustomer = async (client: Client, id: string): Promise<RawCustomer | null> =>
  isId(id) ? client.get(`/customers/${id}`, rawCustomer) : null;

async function ofId(parts: CustomerParts, id: string): Promise<StoreCustomer | null> {
  const raw = await readCustomer(parts.client, id);
  return raw && withOrders(parts, raw);
}

async function ofEmail(parts: CustomerParts, given: string): Promise<StoreCustomer | null> {
  const email = given.trim().toLowerCase().slice(0, 254);
  if (!email.includes("@")) return null;
  const { items } = await parts.client.list("/customers", rawCustomer, { email, role: "all", per_page: 1 });
  const [raw] = items;
  return raw && raw.email?.toLowerCase() === email ? withOrders(parts, raw) : ofGuest(parts, email);
}

async function withOrders(parts: CustomerParts, raw: RawCustomer): Promise<StoreCustomer> {
  const raws: RawOrder[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const found = await parts.reader.page({ customer: raw.id, orderby: "date", order: "desc", per_page: maxPerPage, page });
    raws.push(...found.raws);
    if (found.read < maxPerPage) break;
  }
  const role = known(raw.role);
  const email = known(raw.email);
  return {
    id: String(raw.id),
    name: nameOf(raw as never) ?? nameOf(raw.billing) ?? email ?? "Customer",
    email,
    phone: known(raw.billing.phone),
    language: languageOf(raws),
    country: known(raw.billing.country) ?? known(raw.shipping.country),
    isVip: role?.toLowerCase() === parts.settings.vipRole.toLowerCase(),
    ...(await worthOf(parts, raws)),
    createdAt: utc(raw.date_created_gmt) ?? new Date(0).toISOString(),
    tags: role === null || role === "customer" ? [] : [role],
    paymentMethods: [],
  };
}

async function ofGuest(parts: CustomerParts, email: string): Promise<StoreCustomer | null> {
  const orders = await parts.reader.find({ email, limit: maxPerPage });
  const [newest] = orders;
  if (!newest) return null;
  const counted = orders.filter(({ status }) => status !== "cancelled");
  return {
    id: guest + email,
    name: newest.customer.name,
    email,
    phone: newest.customer.phone,
    language: null,
    country: newest.shippingAddress?.country ?? null,
    isVip: false,
    orderCount: counted.length,
    lifetimeValue: sumOf(counted.map(paidFor), await parts.currency()),
    createdAt: orders.at(-1)!.placedAt,
    tags: [],
    paymentMethods: [],
  };
}

function paidFor({ total, refunds, payment }: Order): Money {
  const isPaid = payment === "paid" || payment === "partially_refunded";
  return { ...total, amount: isPaid ? total.amount - sum(refunds.map(({ amount }) => amount.amount)) : 0 };
}

async function worthOf(
  { currency, settings }: CustomerParts,
  raws: readonly RawOrder[],
): Promise<{ orderCount: number; lifetimeValue: Money }> {
  const counted = raws.filter(({ status }) => !settings.cancelledStatuses.includes(status) && status !== "failed");
  const amounts = counted.map((raw) => {
    const back = sum((raw.refunds ?? []).map(({ total }) => Math.abs(money(total, raw.currency).amount)));
    const isPaid = known(raw.date_paid_gmt) !== null || ["processing", "completed"].includes(raw.status);
    return { amount: isPaid ? Math.max(0, money(raw.total, raw.currency).amount - back) : 0, currency: raw.currency };
  });
  return { orderCount: counted.length, lifetimeValue: sumOf(amounts, await currency()) };
}

/** In the shop's currency; what was paid in others is left out, as nobody knows at which rate. */
const sumOf = (amounts: readonly Money[], currency: string): Money =>
  sumMoney(
    amounts.filter((one) => one.currency === currency),
    currency,
  );

/** Two widespread plugins for several languages keep the order's beside it. */
function languageOf(raws: readonly RawOrder[]): string | null {
  const value = raws
    .map(({ meta_data: meta }) => metaOf(meta, "wpml_language") ?? metaOf(meta, "lang"))
    .find((one) => typeof one === "string");
  return typeof value === "string" && /^[a-z]{2}\b/i.test(value) ? value.slice(0, 2).toLowerCase() : null;
}

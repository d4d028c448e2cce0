/** Writes that make something new: an order that replaces another one, a coupon for one customer. */
import { createHash } from "node:crypto";
import { AppError, toAppError } from "../../domain/errors.ts";
import { decimal, known, markOf, refuseDiscount, refuseStrayLines } from "../order-checks.ts";
import type { DiscountCodeRequest, ReshipRequest, WriteLine } from "../store.ts";
import { metaKeys, numberOf } from "./map-order.ts";
import { toShopAddress } from "./order-changes.ts";
import { findProducts } from "./products.ts";
import { metaOf, rawCoupon, rawOrder, type RawOrder } from "./raw.ts";
import type { Ground } from "./read-orders.ts";
import type { Done, WriteParts } from "./writes.ts";

/** An order of its own that costs nothing, below the order it replaces, so that it is found there when it was made already. */
export async function reship(parts: WriteParts, { raw, order }: Ground, request: ReshipRequest): Promise<Done> {
  const { key, reason, lines, address, returns } = request;
  const there = await madeBefore(parts, raw.id, key);
  if (there) return { externalId: String(there.id), alreadyDone: true, made: { order: numberOf(there) } };
  if (order.status === "cancelled") throw new AppError("conflict", `Order ${order.number} is cancelled.`);
  refuseStrayLines(order, lines);
  const line_items = [];
  for (const line of lines) line_items.push(await itemOf(parts, { raw, order }, line));
  const body = {
    parent_id: raw.id,
    status: "processing",
    currency: raw.currency,
    customer_id: raw.customer_id ?? 0,
    billing: withoutNulls(raw.billing),
    shipping: address ? toShopAddress(address) : withoutNulls(raw.shipping ?? {}),
    customer_note: `Replacement for order ${order.number}: ${reason.slice(0, 300)}${returns ? " The pieces it replaces come back." : ""}`,
    line_items,
    meta_data: [{ key: metaKeys.replaces, value: markOf(key) }],
  };
  const made = await parts.client.write("POST", "/orders", body, rawOrder);
  return { externalId: String(made.id), alreadyDone: false, made: { order: numberOf(made) } };
}

async function madeBefore({ reader }: WriteParts, parent: number, key: string): Promise<RawOrder | undefined> {
  const { raws } = await reader.page({ parent: [parent], orderby: "id", order: "desc", per_page: 50 });
  return raws.find(({ meta_data: meta }) => metaOf(meta, metaKeys.replaces) === markOf(key));
}

type Item = { product_id: number; variation_id?: number; quantity: number; subtotal: string; total: string };

/** The same article again, or the one that is wanted instead. */
async function itemOf(
  parts: WriteParts,
  { raw, order }: Pick<Ground, "raw" | "order">,
  { lineId, quantity, sku }: WriteLine,
): Promise<Item> {
  const line = raw.line_items.find(({ id }) => String(id) === lineId)!;
  const wanted = sku ?? order.lines.find(({ id }) => id === lineId)!.sku;
  const products =
    sku === undefined && line.product_id
      ? await findProducts(parts, { id: String(line.product_id) })
      : await findProducts(parts, { sku: wanted });
  const variants = products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
  const found = variants.find(({ variant }) =>
    sku === undefined ? variant.id === String(line.variation_id || line.product_id) : variant.sku.toUpperCase() === wanted.toUpperCase(),
  );
  if (!found) throw new AppError("conflict", `The shop sells no article "${wanted.slice(0, 60)}" any more.`);
  const { product, variant } = found;
  if (variant.stock < quantity) throw new AppError("conflict", `Of "${product.title}" (${variant.sku}) ${variant.stock} are in stock.`);
  return {
    product_id: Number(product.id),
    ...(variant.id === product.id ? {} : { variation_id: Number(variant.id) }),
    quantity,
    subtotal: "0",
    total: "0",
  };
}

const withoutNulls = (address: object): object =>
  Object.fromEntries(Object.entries(address).filter(([, value]) => value !== null && value !== undefined));

/** The code follows from the key, and there is only one of each code: made twice, it is found the second time. */
export async function discountCode(parts: WriteParts, { raw, order }: Ground, request: DiscountCodeRequest): Promise<Done> {
  const { client, settings, now } = parts;
  const code =
    `${settings.codePrefix}-${createHash("sha256").update(`${parts.storeId}/${request.key}`).digest("hex").slice(0, 10)}`.toLowerCase();
  const made = { code: code.toUpperCase() };
  const currency = await parts.currency();
  refuseDiscount(request, currency, now());
  const there = await couponId(parts, code);
  if (there) return { externalId: there, alreadyDone: true, made };
  const email = known(raw.billing.email);
  const body = {
    code,
    discount_type: request.percent === undefined ? "fixed_cart" : "percent",
    amount: request.percent === undefined ? decimal(request.amount!) : String(request.percent),
    description: `For order ${order.number}: ${request.reason.slice(0, 300)}`,
    date_expires_gmt: new Date(request.expiresAt).toISOString().slice(0, 19),
    usage_limit: 1,
    ...(email ? { email_restrictions: [email] } : {}),
  };
  try {
    return { externalId: String((await client.write("POST", "/coupons", body, rawCoupon)).id), alreadyDone: false, made };
  } catch (error) {
    if (toAppError(error).details["shopCode"] !== "woocommerce_rest_coupon_code_already_exists") throw error;
    return { externalId: (await couponId(parts, code)) ?? code, alreadyDone: true, made };
  }
}

async function couponId({ client }: WriteParts, code: string): Promise<string | null> {
  const { items } = await client.list("/coupons", rawCoupon, { code });
  const found = items.find((one) => one.code.toLowerCase() === code);
  return found ? String(found.id) : null;
}

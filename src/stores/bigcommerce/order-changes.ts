/** Writes that change an order or what belongs to it. What was done, and our key, goes into the staff notes in the same step. */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { known, markOf, refuseStrayLines, refuseUnlessOpen, splitName } from "../order-checks.ts";
import type { CancelRequest, ChangeAddressRequest, ChangeProfileRequest, ReshipRequest, TagRequest, WriteLine } from "../store.ts";
import { nameOf, status } from "./map-order.ts";
import { findProducts } from "./products.ts";
import { inData, rawAccountAddress, rawWritten } from "./raw.ts";
import type { Ground } from "./read-orders.ts";
import { isNoted, withLine } from "./staff-notes.ts";
import { toShopAddress, type Done, type WriteParts } from "./writes.ts";

/** Moves no money: what was paid goes back by a refund. */
export async function cancel({ client, now }: WriteParts, { raw, order }: Ground, { key, reason }: CancelRequest): Promise<Done> {
  const externalId = `${raw.id}-cancelled`;
  if (order.status === "cancelled" && isNoted(raw.staff_notes, "cancelled", key)) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  const body = { status_id: status.cancelled, staff_notes: withLine(raw.staff_notes, "cancelled", now(), reason, key) };
  const made = await client.write("PUT", `/v2/orders/${raw.id}`, body, rawWritten);
  if (made.status_id !== status.cancelled)
    throw new AppError("conflict", `The shop did not cancel order ${order.number}. Its page in the shop says why.`);
  return { externalId, alreadyDone: false };
}

export async function changeAddress(
  { client, now }: WriteParts,
  { raw, order }: Ground,
  { key, reason, address }: ChangeAddressRequest,
): Promise<Done> {
  const externalId = `${raw.id}-${markOf(key)}`;
  if (isNoted(raw.staff_notes, "address", key)) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  const places = raw.consignments.shipping ?? [];
  if (places.length !== 1)
    throw new AppError("conflict", `Order ${order.number} goes to ${places.length} addresses. Change it in the shop.`);
  const body = {
    shipping_addresses: [{ id: places[0]!.id, ...toShopAddress(address) }],
    staff_notes: withLine(raw.staff_notes, "address", now(), reason, key),
  };
  await client.write("PUT", `/v2/orders/${raw.id}`, body, rawWritten);
  return { externalId, alreadyDone: false };
}

/** The shop has no tags of orders: they are a line of the staff notes. */
export async function tag({ client, now }: WriteParts, { raw, order }: Ground, { key, tags }: TagRequest): Promise<Done> {
  const externalId = `${raw.id}-${markOf(key)}`;
  const wanted = tags.map((one) => one.replace(/[,\s]+/g, " ").trim()).filter((one) => one !== "");
  const missing = wanted.filter((one) => !order.tags.some((there) => there.toLowerCase() === one.toLowerCase()));
  if (missing.length === 0) return { externalId, alreadyDone: true };
  await client.write(
    "PUT",
    `/v2/orders/${raw.id}`,
    { staff_notes: withLine(raw.staff_notes, "tags", now(), missing.join(", "), key) },
    rawWritten,
  );
  return { externalId, alreadyDone: false };
}

/** The first address of the customer's account; a second time there is nothing left to change. */
export async function changeProfile({ client }: WriteParts, { raw, order }: Ground, { address }: ChangeProfileRequest): Promise<Done> {
  if (!raw.customer_id) throw new AppError("conflict", `Order ${order.number} belongs to no customer's account.`);
  const found = await client.get("/v3/customers/addresses", inData(z.array(rawAccountAddress)), {
    "customer_id:in": raw.customer_id,
    limit: 1,
  });
  const there = found?.data[0];
  const { street_1, street_2, state, zip, country_iso2, city } = toShopAddress(address);
  const { first, last } = splitName(address.name);
  const wanted = {
    first_name: first || "-",
    last_name: last,
    company: "",
    address1: street_1,
    address2: street_2,
    city,
    state_or_province: state,
    postal_code: zip,
    country_code: country_iso2,
  };
  const isSame =
    there &&
    nameOf(there) === known(`${wanted.first_name} ${wanted.last_name}`) &&
    (["address1", "address2", "city", "state_or_province", "postal_code", "country_code"] as const).every(
      (name) => (there[name] ?? "") === wanted[name],
    );
  if (isSame) return { externalId: String(there.id), alreadyDone: true };
  const answer = inData(z.array(rawAccountAddress));
  const made = there
    ? await client.write("PUT", "/v3/customers/addresses", [{ id: there.id, ...wanted }], answer)
    : await client.write("POST", "/v3/customers/addresses", [{ customer_id: raw.customer_id, ...wanted }], answer);
  return { externalId: String(made.data[0]?.id ?? raw.customer_id), alreadyDone: false };
}

/** An order of its own that costs nothing. Its external number is our mark, by which the shop finds it again. */
export async function reship(parts: WriteParts, { raw, order }: Ground, request: ReshipRequest): Promise<Done> {
  const { key, reason, lines, address, returns } = request;
  const { raws } = await parts.reader.page({ external_order_id: markOf(key), limit: 1, page: 1 });
  const [there] = raws;
  if (there) return { externalId: String(there.id), alreadyDone: true, made: { order: String(there.id) } };
  if (order.status === "cancelled") throw new AppError("conflict", `Order ${order.number} is cancelled.`);
  refuseStrayLines(order, lines);
  const products = [];
  for (const line of lines) products.push(await articleOf(parts, { raw, order }, line));
  const to = address ?? order.shippingAddress;
  if (!to) throw new AppError("conflict", `Order ${order.number} has no address to send to.`);
  const { billing_address: billing } = raw;
  const body = {
    customer_id: raw.customer_id ?? 0,
    status_id: status.awaitingFulfillment,
    external_order_id: markOf(key),
    billing_address: Object.fromEntries(Object.entries({ ...billing, zip: billing.zip ?? "" }).filter(([, value]) => value != null)),
    shipping_addresses: [{ ...toShopAddress(to), ...(known(billing.email) ? { email: billing.email } : {}) }],
    products,
    shipping_cost_ex_tax: "0",
    shipping_cost_inc_tax: "0",
    staff_notes: `Replacement for order ${order.number}: ${reason.slice(0, 300)}${returns ? " The pieces it replaces come back." : ""}`,
  };
  const made = await parts.client.write("POST", "/v2/orders", body, rawWritten);
  return { externalId: String(made.id), alreadyDone: false, made: { order: String(made.id) } };
}

type Article = { product_id: number; variant_id: number; quantity: number; price_inc_tax: number; price_ex_tax: number };

async function articleOf(
  parts: WriteParts,
  { order }: Pick<Ground, "raw" | "order">,
  { lineId, quantity, sku }: WriteLine,
): Promise<Article> {
  const wanted = sku ?? order.lines.find(({ id }) => id === lineId)!.sku;
  const products = await findProducts(parts, { sku: wanted });
  const found = products
    .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
    .find(({ variant }) => variant.sku.toUpperCase() === wanted.toUpperCase());
  if (!found) throw new AppError("conflict", `The shop sells no article "${wanted.slice(0, 60)}" any more.`);
  const { product, variant } = found;
  if (variant.stock < quantity) throw new AppError("conflict", `Of "${product.title}" (${variant.sku}) ${variant.stock} are in stock.`);
  return { product_id: Number(product.id), variant_id: Number(variant.id), quantity, price_inc_tax: 0, price_ex_tax: 0 };
}

/** Writes that change an order or what belongs to it: cancelling, another address, tags, the customer's account. */
import { AppError } from "../../domain/errors.ts";
import type { Address } from "../../domain/order.ts";
import { markOf, refuseUnlessOpen, splitName } from "../order-checks.ts";
import type { CancelRequest, ChangeAddressRequest, ChangeProfileRequest, TagRequest } from "../store.ts";
import { readCustomer } from "./customers.ts";
import { cancellationOf, mapAddress, metaKeys, tagsOf } from "./map-order.ts";
import { metaOf, rawCustomer, rawOrder, type RawAddress, type RawOrder } from "./raw.ts";
import type { Ground } from "./read-orders.ts";
import { noteOnce, type Done, type WriteParts } from "./writes.ts";

const maxReasonChars = 300;

/** Moves no money: what was paid goes back by a refund. The shop puts the pieces back into stock. */
export async function cancel(parts: WriteParts, { raw, order }: Ground, { key, reason }: CancelRequest): Promise<Done> {
  const externalId = `${raw.id}-cancelled`;
  if (order.status === "cancelled" && cancellationOf(raw)?.mark === markOf(key)) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  await noteOnce(parts, raw.id, key, `To be cancelled: ${reason}`);
  const value = JSON.stringify({ at: parts.now().toISOString(), reason: reason.slice(0, maxReasonChars), mark: markOf(key) });
  const body = { status: parts.settings.cancelledStatuses[0] ?? "cancelled", meta_data: [{ key: metaKeys.cancelled, value }] };
  const made = await parts.client.write("PUT", `/orders/${raw.id}`, body, rawOrder);
  if (!parts.settings.cancelledStatuses.includes(made.status))
    throw new AppError("conflict", `The shop did not cancel order ${order.number}. Its page in the shop says why.`);
  return { externalId, alreadyDone: false };
}

const keptMarks = 20;

export async function changeAddress(
  parts: WriteParts,
  { raw, order }: Ground,
  { key, reason, address }: ChangeAddressRequest,
): Promise<Done> {
  const externalId = `${raw.id}-${markOf(key)}`;
  const before = marksOf(raw);
  if (before.includes(markOf(key))) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  await noteOnce(parts, raw.id, key, `Another shipping address: ${reason}`);
  const value = [...before, markOf(key)].slice(-keptMarks).join(" ");
  const body = { shipping: toShopAddress(address), meta_data: [{ key: metaKeys.done, value }] };
  await parts.client.write("PUT", `/orders/${raw.id}`, body, rawOrder);
  return { externalId, alreadyDone: false };
}

function marksOf({ meta_data: meta }: RawOrder): string[] {
  const value = metaOf(meta, metaKeys.done);
  return typeof value === "string" ? value.split(" ").filter((one) => one !== "") : [];
}

/** Written into a field beside the order, and into a note, as the shop has no tags of orders. */
export async function tag(parts: WriteParts, { raw }: Ground, { key, reason, tags }: TagRequest): Promise<Done> {
  const before = tagsOf(raw);
  const wanted = tags.map((one) => one.replace(/[,\s]+/g, " ").trim()).filter((one) => one !== "");
  const missing = wanted.filter((one) => !before.some((there) => there.toLowerCase() === one.toLowerCase()));
  const externalId = `${raw.id}-${markOf(key)}`;
  if (missing.length === 0) return { externalId, alreadyDone: true };
  await noteOnce(parts, raw.id, key, `${missing.join(", ")}: ${reason}`);
  const body = { meta_data: [{ key: metaKeys.tags, value: [...before, ...missing].join(", ") }] };
  await parts.client.write("PUT", `/orders/${raw.id}`, body, rawOrder);
  return { externalId, alreadyDone: false };
}

/** The shipping address in the customer's account; a second time there is nothing left to change. */
export async function changeProfile({ client }: WriteParts, { raw, order }: Ground, { address }: ChangeProfileRequest): Promise<Done> {
  const customer = raw.customer_id ? await readCustomer(client, String(raw.customer_id)) : null;
  if (!customer) throw new AppError("conflict", `Order ${order.number} belongs to no customer's account.`);
  const externalId = `customer-${customer.id}`;
  if (JSON.stringify(mapAddress(customer.shipping)) === JSON.stringify(address)) return { externalId, alreadyDone: true };
  await client.write("PUT", `/customers/${customer.id}`, { shipping: toShopAddress(address) }, rawCustomer);
  return { externalId, alreadyDone: false };
}

/** All fields, so that nothing of the address before is left: a company's name, a second line. */
export function toShopAddress(address: Address): RawAddress {
  const country = address.country.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(country))
    throw new AppError("invalid", `A country is its code of two letters, not "${address.country.slice(0, 40)}".`);
  const { first, last } = splitName(address.name);
  return {
    first_name: first,
    last_name: last,
    company: "",
    address_1: address.line1,
    address_2: address.line2 ?? "",
    city: address.city,
    state: address.region ?? "",
    postcode: address.postalCode,
    country,
  };
}

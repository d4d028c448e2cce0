/** Writes that change an order or what belongs to it: cancelling, another address, tags, the customer's account. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { CancelRequest, ChangeAddressRequest, ChangeProfileRequest, TagRequest } from "../store.ts";
import { readCustomer } from "./customers.ts";
import { mapAddress, unknownPart } from "./map-order.ts";
import { marked, markOf, refuseErrors, type UserError } from "./text.ts";
import { refuseUnlessOpen, toShopAddress, type Done, type Ground, type WriteParts } from "./writes.ts";

const maxStaffNoteChars = 255;
const pollMs = 500;
const polls = 30;

type Cancelled = { orderCancel: { job: { id: string; done: boolean } | null; orderCancelUserErrors: UserError[] } };

/** Moves no money: what was paid goes back by a refund. The shop does it in its own time, so it is waited for. */
export async function cancel(parts: WriteParts, { raw, order }: Ground, { key, reason }: CancelRequest): Promise<Done> {
  const externalId = `${raw.id}#cancelled`;
  if (raw.cancellation?.staffNote?.includes(markOf(key))) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  const place = `cancel:${raw.id}`;
  const begun = await parts.state.get(place);
  let job = typeof begun === "string" ? begun : null;
  if (job === null) {
    const { orderCancel: made } = await parts.client.write<Cancelled>("cancel", {
      orderId: raw.id,
      reason: "CUSTOMER",
      note: marked(reason, key, maxStaffNoteChars),
    });
    refuseErrors(made.orderCancelUserErrors, `cancel order ${order.number}`);
    job = made.job && !made.job.done ? made.job.id : null;
    if (job !== null) await parts.state.set(place, job);
  }
  if (job !== null) await waitForJob(parts, job);
  await parts.state.delete(place);
  const after = await parts.reader.raw(raw.id);
  if (after?.cancelledAt == null)
    throw new AppError("conflict", `Shopify did not cancel order ${order.number}. Its page in the shop says why.`);
  return { externalId, alreadyDone: begun !== undefined };
}

/** The job is remembered: who asks again with the same key waits for it, and does not cancel twice. */
async function waitForJob({ client }: WriteParts, id: string): Promise<void> {
  for (let nth = 0; nth < polls; nth++) {
    const { job } = await client.read<{ job: { done: boolean } | null }>("job", { id });
    if (!job || job.done) return;
    await client.wait(pollMs);
  }
  throw new AppError("vendor_unavailable", "Shopify is still at work on the cancellation.", { retryAfterMs: 10_000 });
}

/** In the order's own data, written with the address in one step. */
const place = { namespace: "$app:handrail", key: "address_changes" };
const marks = z.array(z.string());
const keptMarks = 20;

export async function changeAddress(parts: WriteParts, { raw, order }: Ground, { key, address }: ChangeAddressRequest): Promise<Done> {
  const externalId = `${raw.id}#${markOf(key)}`;
  const before = await addressMarks(parts, raw.id);
  if (before.includes(markOf(key))) return { externalId, alreadyDone: true };
  refuseUnlessOpen(order);
  type Made = { orderUpdate: { userErrors: UserError[] } };
  const value = JSON.stringify([...before, markOf(key)].slice(-keptMarks));
  const { orderUpdate: made } = await parts.client.write<Made>("orderUpdate", {
    input: { id: raw.id, shippingAddress: toShopAddress(address), metafields: [{ ...place, type: "json", value }] },
  });
  refuseErrors(made.userErrors, `change the address of order ${order.number}`);
  return { externalId, alreadyDone: false };
}

async function addressMarks({ client }: WriteParts, id: string): Promise<string[]> {
  const { order } = await client.read<{ order: { metafield: { value: string } | null } | null }>("addressMarks", { id, ...place });
  try {
    return marks.parse(JSON.parse(order?.metafield?.value ?? "[]"));
  } catch {
    return [];
  }
}

/** By its nature without a second effect. The shop reads a comma as the end of a tag. */
export async function tag({ client }: WriteParts, { raw }: Ground, { key, tags }: TagRequest): Promise<Done> {
  const wanted = tags.map((one) => one.replaceAll(",", " ").trim()).filter((one) => one !== "");
  const missing = wanted.filter((one) => !raw.tags.some((there) => there.toLowerCase() === one.toLowerCase()));
  const externalId = `${raw.id}#${markOf(key)}`;
  if (missing.length === 0) return { externalId, alreadyDone: true };
  type Made = { tagsAdd: { userErrors: UserError[] } };
  const { tagsAdd: made } = await client.write<Made>("tagsAdd", { id: raw.id, tags: missing });
  refuseErrors(made.userErrors, "take these tags");
  return { externalId, alreadyDone: false };
}

/** The address in the customer's account; a second time there is nothing left to change. */
export async function changeProfile({ client }: WriteParts, { raw, order }: Ground, { address }: ChangeProfileRequest): Promise<Done> {
  const customer = raw.customer && (await readCustomer(client, { id: raw.customer.id }));
  if (!customer) throw new AppError("conflict", `Order ${order.number} belongs to no customer's account.`);
  const there = customer.defaultAddress;
  const wanted = toShopAddress(address);
  const known = mapAddress(there);
  if (there && known && known.country !== unknownPart && isDeepStrictEqual(toShopAddress(known), wanted))
    return { externalId: there.id, alreadyDone: true };
  type Change = { address: { id: string } | null; userErrors: UserError[] };
  const ids = { customerId: customer.id, address: wanted };
  const made = there
    ? (await client.write<{ customerAddressUpdate: Change }>("addressUpdate", { ...ids, addressId: there.id })).customerAddressUpdate
    : (await client.write<{ customerAddressCreate: Change }>("addressCreate", ids)).customerAddressCreate;
  refuseErrors(made.userErrors, "change the customer's address");
  return { externalId: made.address?.id ?? customer.id, alreadyDone: false };
}

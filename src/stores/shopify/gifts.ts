/** What the shop gives: a replacement, as a draft order that costs nothing, and a discount code for one customer. */
import { createHash } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import type { DiscountCodeRequest, ReshipRequest, WriteLine } from "../store.ts";
import { mapAddress, numberOf } from "./map-order.ts";
import { findProducts } from "./products.ts";
import type { RawOrder } from "./raw.ts";
import { decimal } from "./refund.ts";
import { legacyId, markOf, refuseErrors, type UserError } from "./text.ts";
import { refuseStrayLines, toShopAddress, type Done, type Ground, type WriteParts } from "./writes.ts";

/**
 * A draft has no effect until it is completed, and one draft is completed once. So its id is remembered before that: whoever asks again
 * with the same key completes the same draft, or finds it completed.
 */
export async function reship(parts: WriteParts, ground: Ground, request: ReshipRequest): Promise<Done> {
  const { raw, order } = ground;
  const place = `reship:${raw.id}:${markOf(request.key)}`;
  const begun = await parts.state.get(place);
  if (typeof begun === "string") {
    const made = await completed(parts, begun);
    if (made) return made;
  }
  if (order.status === "cancelled") throw new AppError("conflict", `Order ${order.number} is cancelled.`);
  refuseStrayLines(order, request.lines);
  const draft = typeof begun === "string" ? begun : await createDraft(parts, ground, request);
  await parts.state.set(place, draft);
  return complete(parts, draft);
}

type Draft = { id: string; status: string; order: { id: string; name: string } | null };
const receiptOf = ({ id, name }: { id: string; name: string }, alreadyDone: boolean): Done => ({
  externalId: id,
  alreadyDone,
  made: { order: numberOf(name) },
});

async function completed({ client }: WriteParts, id: string): Promise<Done | null> {
  const { draftOrder } = await client.read<{ draftOrder: Draft | null }>("draft", { id });
  return draftOrder?.order ? receiptOf(draftOrder.order, true) : null;
}

async function complete(parts: WriteParts, id: string): Promise<Done> {
  type Made = { draftOrderComplete: { draftOrder: Draft | null; userErrors: UserError[] } };
  const { draftOrderComplete: made } = await parts.client.write<Made>("draftComplete", { id });
  if (made.userErrors.length > 0) {
    const already = await completed(parts, id);
    if (already) return already;
    refuseErrors(made.userErrors, "turn the draft into an order");
  }
  if (!made.draftOrder?.order) throw new AppError("vendor_unavailable", "Shopify does not say which order it made of the draft.");
  return receiptOf(made.draftOrder.order, false);
}

async function createDraft(
  parts: WriteParts,
  { raw, order }: Ground,
  { key, reason, lines, address, returns }: ReshipRequest,
): Promise<string> {
  const to = address ?? mapAddress(raw.shippingAddress);
  const lineItems = await Promise.all(lines.map((line) => draftLine(parts, raw, line)));
  const comesBack = returns ? " The pieces it replaces come back." : "";
  type Made = { draftOrderCreate: { draftOrder: { id: string } | null; userErrors: UserError[] } };
  const { draftOrderCreate: made } = await parts.client.write<Made>("draftCreate", {
    input: {
      lineItems,
      ...(raw.customer ? { purchasingEntity: { customerId: raw.customer.id } } : {}),
      ...(raw.email ? { email: raw.email } : {}),
      ...(to ? { shippingAddress: toShopAddress(to) } : {}),
      note: `Replacement for ${raw.name}: ${reason.slice(0, 300)}${comesBack}`,
      tags: ["handrail-replacement"],
      customAttributes: [
        { key: "replacement_for", value: raw.name },
        { key: "handrail", value: markOf(key) },
      ],
      appliedDiscount: { title: "Replacement", value: 100, valueType: "PERCENTAGE" },
      presentmentCurrencyCode: order.currency,
      taxExempt: true,
    },
  });
  refuseErrors(made.userErrors, "make a draft order");
  if (!made.draftOrder) throw new AppError("vendor_unavailable", "Shopify does not say which draft order it made.");
  return made.draftOrder.id;
}

/** The same article again, or the one that is wanted instead; one that is not in the catalogue any more by its name. */
async function draftLine(parts: WriteParts, raw: RawOrder, { lineId, quantity, sku }: WriteLine): Promise<object> {
  const line = raw.lineItems.nodes.find(({ id }) => id === lineId)!;
  if (sku === undefined && !line.variant)
    return { title: line.title, quantity, originalUnitPriceWithCurrency: line.originalUnitPriceSet.presentmentMoney };
  const wanted = sku ?? `variant-${legacyId(line.variant!.id)}`;
  const [product] = await findProducts(parts.client, { sku: wanted });
  const variant = product?.variants.find((one) =>
    sku === undefined ? one.id === line.variant!.id : one.sku.toUpperCase() === sku.toUpperCase(),
  );
  if (!product || !variant)
    throw new AppError("conflict", `Shopify sells no article "${(sku ?? line.sku ?? line.title).slice(0, 60)}" any more.`);
  if (variant.stock < quantity) throw new AppError("conflict", `Of "${product.title}" (${variant.sku}) ${variant.stock} are in stock.`);
  return { variantId: variant.id, quantity };
}

/** The code follows from the key, and there is only one of each code: made twice, it is found the second time. */
export async function discountCode(parts: WriteParts, { raw, order }: Ground, request: DiscountCodeRequest): Promise<Done> {
  const { key, percent, amount } = request;
  if ((percent === undefined) === (amount === undefined)) throw new AppError("invalid", "A discount has either percent or amount.");
  const code = codeOf(parts, key);
  const known = await codeId(parts, code);
  if (known) return { externalId: known, alreadyDone: true, made: { code } };
  const discount = {
    title: `${code}: order ${order.number}`,
    code,
    startsAt: parts.now().toISOString(),
    endsAt: endOf(request, parts.now()),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: raw.customer ? { customers: { add: [raw.customer.id] } } : { all: "ALL" },
    customerGets: { items: { all: true }, value: await valueOf(parts, request) },
  };
  type Made = { discountCodeBasicCreate: { codeDiscountNode: { id: string } | null; userErrors: UserError[] } };
  const { discountCodeBasicCreate: made } = await parts.client.write<Made>("codeCreate", { discount });
  const isTaken = made.userErrors.some((error) => error.code === "TAKEN");
  if (!isTaken) refuseErrors(made.userErrors, "make this discount code");
  const id = made.codeDiscountNode?.id ?? (await codeId(parts, code));
  if (!id) throw new AppError("vendor_unavailable", "Shopify does not say which discount code it made.");
  return { externalId: id, alreadyDone: isTaken, made: { code } };
}

const codeOf = ({ settings, connectionId }: WriteParts, key: string): string =>
  `${settings.codePrefix}-${createHash("sha256").update(`${connectionId}/${key}`).digest("hex").slice(0, 10)}`.toUpperCase();

async function codeId({ client }: WriteParts, code: string): Promise<string | null> {
  const { codeDiscountNodeByCode: node } = await client.read<{ codeDiscountNodeByCode: { id: string } | null }>("codeBy", { code });
  return node?.id ?? null;
}

function endOf({ expiresAt }: DiscountCodeRequest, now: Date): string {
  const at = new Date(expiresAt);
  if (Number.isNaN(at.getTime()) || at <= now)
    throw new AppError("invalid", `A discount code ends later than now, not at "${expiresAt.slice(0, 40)}".`);
  return at.toISOString();
}

async function valueOf({ client }: WriteParts, { percent, amount }: DiscountCodeRequest): Promise<object> {
  if (percent !== undefined) {
    if (!(percent > 0 && percent <= 100)) throw new AppError("invalid", "A discount is more than 0 and at most 100 per cent.");
    return { percentage: percent / 100 };
  }
  const { shop } = await client.read<{ shop: { currencyCode: string } }>("shopCurrency");
  if (!Number.isSafeInteger(amount!.amount) || amount!.amount <= 0)
    throw new AppError("invalid", "A discount is a whole number of minor units above 0.");
  if (amount!.currency !== shop.currencyCode)
    throw new AppError("invalid", `Discounts of this shop are in ${shop.currencyCode}, not ${amount!.currency}.`);
  return { discountAmount: { amount: decimal(amount!), appliesOnEachItem: false } };
}

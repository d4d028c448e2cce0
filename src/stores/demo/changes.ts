/** Writes to the demo shop as changes to the overlay of one order: each is checked and made in one step, once per key. */
import { createHash } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import type { ActionMade } from "../../domain/hold.ts";
import { currencyDigits, sumMoney, type Money } from "../../domain/money.ts";
import type { Order, OrderLine, Product } from "../../domain/order.ts";
import type {
  CancelRequest,
  ChangeAddressRequest,
  ChangeItemsRequest,
  DiscountCodeRequest,
  RefundRequest,
  ReshipRequest,
  ReturnLabelRequest,
  TagRequest,
  WriteLine,
} from "../store.ts";
import { localPrice } from "./countries.ts";
import { replacementNumber, withOverlay, type Article, type Overlay } from "./overlay.ts";

/** A change to one overlay: the new one and the receipt's id, or why it is refused. */
export type Change =
  | { outcome: "done"; overlay: Overlay; externalId: string; made?: ActionMade }
  | { outcome: "already_done"; externalId: string; made?: ActionMade }
  | { outcome: "refused"; error: AppError };

/** What a change is made on: the order without and with what was done to it. */
export type Ground = { base: Order; overlay: Overlay; at: string; products: readonly Product[]; shopUrl: string };

export function refund({ base, overlay, at }: Ground, request: RefundRequest): Change {
  const known = overlay.refunds.find(({ key }) => key === request.key);
  if (known) return { outcome: "already_done", externalId: known.id };
  const { amount, currency } = request.amount;
  if (!Number.isSafeInteger(amount) || amount <= 0) return refused("A refund is a whole number of minor units above 0.", "invalid");
  if (currency !== base.currency) return refused(`Order ${base.number} was paid in ${base.currency}, not ${currency}.`, "invalid");
  const order = withOverlay(base, overlay);
  const stray = strayLine(order, request.lines ?? []);
  if (stray) return stray;
  const left = refundable(order);
  if (amount > left.amount) return refused(`Order ${base.number} has ${plain(left)} left to refund, not ${plain(request.amount)}.`);
  const id = `ref_${base.number}_${base.refunds.length + overlay.refunds.length + 1}`;
  const lines = (request.lines ?? []).map(({ lineId, quantity }) => ({ lineId, quantity }));
  const made = { key: request.key, id, at, reason: request.reason, amount: request.amount, shipping: request.shipping ?? null, lines };
  return { outcome: "done", overlay: { ...overlay, refunds: [...overlay.refunds, made] }, externalId: id };
}

/** Cancelling moves no money by itself, except that an open authorisation lapses; refund what was paid with a refund. */
export function cancel({ base, overlay, at }: Ground, request: CancelRequest): Change {
  const externalId = `can_${base.number}`;
  if (overlay.cancelled?.key === request.key) return { outcome: "already_done", externalId };
  const late = notOpen({ base, overlay });
  if (late) return late;
  return { outcome: "done", overlay: { ...overlay, cancelled: { key: request.key, at, reason: request.reason } }, externalId };
}

export function changeAddress({ base, overlay, at }: Ground, { key, reason, address }: ChangeAddressRequest): Change {
  const known = overlay.addresses.find((one) => one.key === key);
  if (known) return { outcome: "already_done", externalId: known.id };
  const late = notOpen({ base, overlay });
  if (late) return late;
  const id = `adr_${base.number}_${overlay.addresses.length + 1}`;
  return { outcome: "done", overlay: { ...overlay, addresses: [...overlay.addresses, { key, id, at, reason, address }] }, externalId: id };
}

export function changeItems(ground: Ground, { key, reason, lines }: ChangeItemsRequest): Change {
  const { base, overlay, at } = ground;
  const known = overlay.items.find((one) => one.key === key);
  if (known) return { outcome: "already_done", externalId: known.id };
  const late = notOpen(ground) ?? strayLine(withOverlay(base, overlay), lines);
  if (late) return late;
  const id = `chg_${base.number}_${overlay.items.length + 1}`;
  const wanted = lines.map(({ lineId, quantity, sku }) => ({ lineId, quantity, article: articleOf(ground, sku, quantity) }));
  const missing = wanted.find(({ article }) => typeof article === "string");
  if (missing) return refused(missing.article as string);
  const made = { key, id, at, reason, lines: wanted as { lineId: string; quantity: number; article: Article }[] };
  return { outcome: "done", overlay: { ...overlay, items: [...overlay.items, made] }, externalId: id };
}

export function reship(ground: Ground, request: ReshipRequest): Change {
  const { base, overlay, at } = ground;
  const known = overlay.replacements.findIndex(({ key }) => key === request.key);
  const made = (index: number): ActionMade => ({ order: replacementNumber(base, index) });
  if (known >= 0) return { outcome: "already_done", externalId: overlay.replacements[known]!.id, made: made(known) };
  const order = withOverlay(base, overlay);
  if (order.status === "cancelled") return refused(`Order ${base.number} is cancelled.`);
  const stray = strayLine(order, request.lines);
  if (stray) return stray;
  const lines = request.lines.map(({ lineId, quantity, sku }) => {
    const line = order.lines.find(({ id }) => id === lineId)!;
    const isKept = sku === undefined && !isSold(ground, line);
    return { quantity, article: isKept ? articleOfLine(line) : articleOf(ground, sku ?? line.sku, quantity) };
  });
  const missing = lines.find(({ article }) => typeof article === "string");
  if (missing) return refused(missing.article as string);
  const index = overlay.replacements.length,
    id = `rep_${base.number}_${index + 1}`;
  const replacement = {
    key: request.key,
    id,
    at,
    reason: request.reason,
    returns: request.returns,
    address: request.address ?? null,
    lines: lines as { quantity: number; article: Article }[],
  };
  return {
    outcome: "done",
    overlay: { ...overlay, replacements: [...overlay.replacements, replacement] },
    externalId: id,
    made: made(index),
  };
}

export function returnLabel(ground: Ground, { key, reason, lines }: ReturnLabelRequest): Change {
  const { base, overlay, at, shopUrl } = ground;
  const made = (id: string): ActionMade => ({ url: `${shopUrl}?return=${id}` });
  const known = overlay.returns.find((one) => one.key === key);
  if (known) return { outcome: "already_done", externalId: known.id, made: made(known.id) };
  const order = withOverlay(base, overlay);
  const stray = strayLine(order, lines);
  if (stray) return stray;
  const unsent = lines.find(({ lineId, quantity }) => quantity > order.lines.find(({ id }) => id === lineId)!.fulfilledQuantity);
  if (unsent) return refused(`Order ${base.number} has pieces that were not sent, so they cannot come back.`);
  const id = `ret_${base.number}_${overlay.returns.length + 1}`;
  const entry = { key, id, at, reason, lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })) };
  return { outcome: "done", overlay: { ...overlay, returns: [...overlay.returns, entry] }, externalId: id, made: made(id) };
}

export function discountCode({ base, overlay, at }: Ground, { key, reason, percent, amount, expiresAt }: DiscountCodeRequest): Change {
  const known = overlay.codes.find((one) => one.key === key);
  if (known) return { outcome: "already_done", externalId: known.id, made: { code: known.code } };
  if ((percent === undefined) === (amount === undefined)) return refused("A discount has either percent or amount.", "invalid");
  const id = `cod_${base.number}_${overlay.codes.length + 1}`;
  const code = `NORD-${createHash("sha256").update(key).digest("hex").slice(0, 8).toUpperCase()}`;
  const entry = { key, id, at, reason, code, percent: percent ?? null, amount: amount ?? null, expiresAt };
  return { outcome: "done", overlay: { ...overlay, codes: [...overlay.codes, entry] }, externalId: id, made: { code } };
}

export function tag({ base, overlay, at }: Ground, { key, reason, tags }: TagRequest): Change {
  const known = overlay.tags.find((one) => one.key === key);
  if (known) return { outcome: "already_done", externalId: known.id };
  const id = `tag_${base.number}_${overlay.tags.length + 1}`;
  return { outcome: "done", overlay: { ...overlay, tags: [...overlay.tags, { key, id, at, reason, tags }] }, externalId: id };
}

function notOpen({ base, overlay }: Pick<Ground, "base" | "overlay">): Change | null {
  if (overlay.cancelled || base.status === "cancelled") return refused(`Order ${base.number} is already cancelled.`);
  if (base.fulfillment === "unfulfilled") return null;
  return refused(`Order ${base.number} was already shipped, at least in part, and cannot be changed or cancelled.`);
}

function strayLine(order: Order, lines: readonly WriteLine[]): Change | null {
  const wanted = new Map<string, number>();
  for (const { lineId, quantity } of lines) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line) return refused(`Order ${order.number} has no line "${lineId.slice(0, 60)}".`, "invalid");
    if (!Number.isSafeInteger(quantity) || quantity <= 0) return refused("A quantity is a whole number above 0.", "invalid");
    wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantity);
    if (wanted.get(lineId)! > line.quantity - line.refundedQuantity)
      return refused(`Of "${line.title}" ${line.quantity - line.refundedQuantity} are left, not ${wanted.get(lineId)}.`);
  }
  return null;
}

/** An article in the order's currency, or why it cannot be had. */
function articleOf({ base, products }: Ground, sku: string, quantity: number): Article | string {
  const product = products.find(({ variants }) => variants.some((variant) => variant.sku === sku));
  const variant = product?.variants.find((one) => one.sku === sku);
  if (!product || !variant) return `The demo shop has no article "${sku.slice(0, 60)}".`;
  if (variant.stock < quantity) return `Of "${product.title}" (${sku}) ${variant.stock} are in stock.`;
  return {
    productId: product.id,
    sku,
    title: product.title,
    variant: product.variants.length > 1 ? variant.title : null,
    unitPrice: { amount: localPrice(variant.price.amount, base.currency), currency: base.currency },
  };
}

const isSold = ({ products }: Ground, { sku }: OrderLine): boolean =>
  products.some(({ variants }) => variants.some((variant) => variant.sku === sku));

/** What is not in the catalogue any more is sent again from what is left. */
function articleOfLine({ sku, title, variant, unitPrice, productId }: OrderLine): Article {
  return { productId: productId ?? "", sku, title, variant, unitPrice };
}

/** What was paid and not yet given back. */
function refundable(order: Order): Money {
  const isPaid = order.payment === "paid" || order.payment === "partially_refunded";
  const back = sumMoney(
    order.refunds.map(({ amount }) => amount),
    order.currency,
  );
  return { amount: isPaid ? order.total.amount - back.amount : 0, currency: order.currency };
}

function refused(message: string, code: "conflict" | "invalid" = "conflict"): Change & { outcome: "refused" } {
  return { outcome: "refused", error: new AppError(code, message) };
}

function plain(money: Money): string {
  const digits = currencyDigits(money.currency);
  return `${(money.amount / 10 ** digits).toFixed(digits)} ${money.currency}`;
}

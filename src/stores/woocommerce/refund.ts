/**
 * Refunds. The shop has no idempotency of its own: our mark stands in the refund's reason, which the shop writes down before any money
 * moves, and is looked for first. The payment plugin pays, except for methods that are paid back by hand.
 */
import { AppError } from "../../domain/errors.ts";
import type { Money } from "../../domain/money.ts";
import { decimal, marked, markOf, refuseRefund, shares, sum } from "../order-checks.ts";
import type { RefundRequest } from "../store.ts";
import { rawRefund, type RawLine } from "./raw.ts";
import type { Ground } from "./read-orders.ts";
import { money } from "./text.ts";
import type { Done, WriteParts } from "./writes.ts";

const maxReasonChars = 200;

export async function refund({ client, settings }: WriteParts, ground: Ground, request: RefundRequest): Promise<Done> {
  const { raw, rawRefunds, order } = ground;
  const isByHand = settings.manualRefundMethods.includes(raw.payment_method ?? "");
  const known = rawRefunds.find(({ reason }) => reason?.includes(markOf(request.key)));
  // The shop writes a refund down first: while the payment plugin is at it, or broke off, nobody knows yet whether money moved.
  if (known?.refunded_payment === false && !isByHand)
    throw new AppError(
      "vendor_unavailable",
      `The shop has written down refund ${known.id} of order ${order.number} but does not say that it was paid. If that stays so, look at the payment.`,
    );
  if (known) return { externalId: String(known.id), alreadyDone: true };
  refuseRefund(order, request);
  const { method, amount } = request;
  if (method !== undefined && method !== raw.payment_method)
    throw new AppError("invalid", `Nothing of this order was paid by "${method.slice(0, 60)}".`);
  const body = {
    amount: decimal(amount),
    reason: marked(request.reason, request.key, maxReasonChars),
    api_refund: !isByHand,
    // Whether pieces come back is decided when they do.
    api_restock: false,
    line_items: itemsOf(ground, request),
  };
  const made = await client.write("POST", `/orders/${raw.id}/refunds`, body, rawRefund);
  return { externalId: String(made.id), alreadyDone: false };
}

type Item = { id: number; quantity: number; refund_total: number; refund_tax: { id: number; refund_total: number }[] };
type Part = { line: Pick<RawLine, "id" | "total" | "total_tax" | "taxes">; quantity: number; share: number };

/** The shop's books say for what the money went back: shipping first, then pieces, each with its part of the taxes. */
function itemsOf({ raw, order }: Ground, { amount, lines = [], shipping }: RefundRequest): Item[] {
  const { currency } = order;
  const shippingPart = shipping?.amount ?? 0;
  const shippingLines = raw.shipping_lines ?? [];
  const pieces = [
    ...new Map(lines.map(({ lineId }) => [lineId, sum(lines.filter((one) => one.lineId === lineId).map((one) => one.quantity))])),
  ];
  const chosen = pieces.map(([lineId, quantity]) => ({ line: raw.line_items.find(({ id }) => String(id) === lineId)!, quantity }));
  const values = chosen.map(({ line, quantity }) => Math.round((gross(line, currency) * quantity) / line.quantity));
  // More than the pieces cost is goodwill, and belongs to none of them.
  const forPieces = Math.min(amount.amount - shippingPart, sum(values));
  const pieceShares = shares(forPieces, values);
  const shippingShares = shares(
    shippingPart,
    shippingLines.map((line) => gross(line, currency)),
  );
  const parts: Part[] = [
    ...chosen.map((one, index) => ({ ...one, share: pieceShares[index]! })),
    ...shippingLines.map((line, index) => ({ line, quantity: 0, share: shippingShares[index]! })).filter(({ share }) => share > 0),
  ];
  return parts.map((part) => itemOf(part, currency));
}

const gross = (line: Part["line"], currency: string): number => money(line.total, currency).amount + money(line.total_tax, currency).amount;

function itemOf({ line, quantity, share }: Part, currency: string): Item {
  const taxes = (line.taxes ?? [])
    .map(({ id, total }) => ({ id, amount: money(total, currency).amount }))
    .filter(({ amount }) => amount > 0);
  const [net, ...taxShares] = shares(share, [money(line.total, currency).amount, ...taxes.map(({ amount }) => amount)]);
  const units = (amount: number): number => Number(decimal({ amount, currency } satisfies Money));
  return {
    id: line.id,
    quantity,
    refund_total: units(net ?? 0),
    refund_tax: taxes.map(({ id }, index) => ({ id, refund_total: units(taxShares[index]!) })),
  };
}

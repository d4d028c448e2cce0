/**
 * What was done to the demo's orders, kept in the connection's state under `order/<id>` and laid over the generated
 * world on every read. One key per order makes a write atomic: check and effect happen inside one `state.update`.
 */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { currencyDigits, sumMoney, type Money } from "../../domain/money.ts";
import type { Order, Refund } from "../../domain/order.ts";
import type { CancelRequest, RefundRequest } from "../store.ts";

const written = z.object({
  refunds: z.array(
    z.object({
      key: z.string(),
      id: z.string(),
      at: z.string(),
      amount: z.object({ amount: z.int(), currency: z.string() }),
      reason: z.string(),
    }),
  ),
  cancelled: z.object({ key: z.string(), at: z.string(), reason: z.string() }).nullable(),
});

export type Overlay = z.infer<typeof written>;

/** A change to one overlay: the new one and the receipt's id, or why it is refused. */
export type Change =
  | { outcome: "done"; overlay: Overlay; externalId: string }
  | { outcome: "already_done"; externalId: string }
  | { outcome: "refused"; error: AppError };

export function overlayKey(orderId: string): string {
  return `order/${orderId}`;
}

export function readOverlay(value: unknown): Overlay {
  return value === undefined ? { refunds: [], cancelled: null } : written.parse(value);
}

/** The order with everything that was done to it. Returns `base` itself when nothing was. */
export function withOverlay(base: Order, overlay: Overlay): Order {
  if (overlay.refunds.length === 0 && overlay.cancelled === null) return base;
  const refunds = [...base.refunds, ...overlay.refunds.map((refund) => asRefund(base, refund))];
  const cancelled = overlay.cancelled;
  const times = [base.updatedAt, ...refunds.map((refund) => refund.at), ...(cancelled ? [notBefore(base, cancelled.at)] : [])];
  return {
    ...base,
    refunds,
    status: cancelled ? "cancelled" : base.status,
    cancelledAt: cancelled ? notBefore(base, cancelled.at) : base.cancelledAt,
    cancelReason: cancelled ? cancelled.reason : base.cancelReason,
    // Nothing will be sent any more, so nothing is promised any more.
    ...(cancelled ? { promisedBy: null, shipsBy: null } : {}),
    payment: paymentOf(base, refunds, cancelled !== null),
    updatedAt: times.toSorted().at(-1)!,
  };
}

export function refundChange(base: Order, overlay: Overlay, request: RefundRequest, at: string): Change {
  const known = overlay.refunds.find((refund) => refund.key === request.key);
  if (known) return { outcome: "already_done", externalId: known.id };
  const { amount, currency } = request.amount;
  if (!Number.isSafeInteger(amount) || amount <= 0) return refused("A refund is a whole number of minor units above 0.", "invalid");
  if (currency !== base.currency) return refused(`Order ${base.number} was paid in ${base.currency}, not ${currency}.`, "invalid");
  const left = refundable(withOverlay(base, overlay));
  if (amount > left.amount) return refused(`Order ${base.number} has ${plain(left)} left to refund, not ${plain(request.amount)}.`);
  const id = `ref_${base.number}_${base.refunds.length + overlay.refunds.length + 1}`;
  const refunds = [...overlay.refunds, { key: request.key, id, at, amount: request.amount, reason: request.reason }];
  return { outcome: "done", overlay: { ...overlay, refunds }, externalId: id };
}

/** Cancelling moves no money by itself, except that an open authorisation lapses; refund what was paid with a refund. */
export function cancelChange(base: Order, overlay: Overlay, request: CancelRequest, at: string): Change {
  const externalId = `can_${base.number}`;
  if (overlay.cancelled?.key === request.key) return { outcome: "already_done", externalId };
  if (overlay.cancelled || base.status === "cancelled") return refused(`Order ${base.number} is already cancelled.`);
  if (base.fulfillment !== "unfulfilled")
    return refused(`Order ${base.number} was already shipped, at least in part, and cannot be cancelled.`);
  return { outcome: "done", overlay: { ...overlay, cancelled: { key: request.key, at, reason: request.reason } }, externalId };
}

/** What was paid and not yet given back. */
function refundable(order: Order): Money {
  const isPaid = order.payment === "paid" || order.payment === "partially_refunded";
  const back = sumMoney(
    order.refunds.map((refund) => refund.amount),
    order.currency,
  );
  return { amount: isPaid ? order.total.amount - back.amount : 0, currency: order.currency };
}

function paymentOf(base: Order, refunds: readonly Refund[], isCancelled: boolean): Order["payment"] {
  if (isCancelled && (base.payment === "pending" || base.payment === "authorized")) return "voided";
  if (refunds.length === 0) return base.payment;
  return sumMoney(
    refunds.map((refund) => refund.amount),
    base.currency,
  ).amount >= base.total.amount
    ? "refunded"
    : "partially_refunded";
}

function asRefund(base: Order, refund: Overlay["refunds"][number]): Refund {
  return { id: refund.id, at: notBefore(base, refund.at), amount: refund.amount, reason: refund.reason };
}

/** The world's dates move with the days, what was done stands still: without this an order would be placed after its refund. */
function notBefore(base: Order, at: string): string {
  return at < base.updatedAt ? base.updatedAt : at;
}

function refused(message: string, code: "conflict" | "invalid" = "conflict"): Change {
  return { outcome: "refused", error: new AppError(code, message) };
}

function plain(money: Money): string {
  const digits = currencyDigits(money.currency);
  return `${(money.amount / 10 ** digits).toFixed(digits)} ${money.currency}`;
}

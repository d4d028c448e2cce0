/**
 * Refunds. The shop's own idempotency key keeps one from being made twice while it remembers it (a day); our mark in the refund's note
 * is there for good, and looked for first. https://shopify.dev/docs/api/usage/idempotent-requests
 */
import { AppError, toAppError } from "../../domain/errors.ts";
import { currencyDigits, type Money } from "../../domain/money.ts";
import type { RefundRequest } from "../store.ts";
import { moneyOf } from "./map-order.ts";
import type { RawOrder, RawTransaction } from "./raw.ts";
import { marked, markOf, refuseErrors, uuidOf, type UserError } from "./text.ts";
import { refuseStrayLines, type Done, type Ground, type WriteParts } from "./writes.ts";

const maxNoteChars = 255;
/** A key of a failed attempt is used up at the shop. */
const maxKeys = 3;

export async function refund(parts: WriteParts, ground: Ground, request: RefundRequest): Promise<Done> {
  const known = refundOf(ground.raw, request.key);
  if (known) return { externalId: known, alreadyDone: true };
  refuseAmounts(ground, request);
  const input = inputOf(ground, request);
  for (let nth = 1; ; nth++) {
    try {
      return { externalId: await refundOnce(parts, input, `${parts.connectionId}/${request.key}/${nth}`), alreadyDone: false };
    } catch (error) {
      const { shopCode } = toAppError(error).details;
      if (shopCode !== "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" || nth === maxKeys) throw error;
    }
  }
}

const refundOf = ({ refunds }: RawOrder, key: string): string | null => refunds.find(({ note }) => note?.includes(markOf(key)))?.id ?? null;

async function refundOnce({ client }: WriteParts, input: object, key: string): Promise<string> {
  type Made = { refundCreate: { refund: { id: string } | null; userErrors: UserError[] } };
  const { refundCreate: made } = await client.write<Made>("refund", { input, key: uuidOf(key) });
  refuseErrors(made.userErrors, "make this refund");
  if (!made.refund) throw new AppError("vendor_unavailable", "Shopify does not say which refund it made.");
  return made.refund.id;
}

function refuseAmounts({ raw, order }: Ground, { amount, shipping, lines = [] }: RefundRequest): void {
  if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0)
    throw new AppError("invalid", "A refund is a whole number of minor units above 0.");
  for (const money of [amount, ...(shipping ? [shipping] : [])])
    if (money.currency !== order.currency)
      throw new AppError("invalid", `Order ${order.number} was paid in ${order.currency}, not ${money.currency}.`);
  refuseStrayLines(order, lines);
  const left = sum(refundableParts(raw).map((part) => part.left));
  if (amount.amount > left)
    throw new AppError("conflict", `Order ${order.number} has ${plain({ ...amount, amount: left })} left to refund, not ${plain(amount)}.`);
  if (!shipping) return;
  if (!Number.isSafeInteger(shipping.amount) || shipping.amount < 0 || shipping.amount > amount.amount)
    throw new AppError("invalid", "Of a refund, shipping is a whole number of minor units from 0 to its amount.");
  const shippingLeft = order.shipping.amount - sum(order.refunds.map((one) => one.shipping?.amount ?? 0));
  if (shipping.amount > shippingLeft)
    throw new AppError(
      "conflict",
      `Order ${order.number} has ${plain({ ...shipping, amount: shippingLeft })} of shipping left to refund, not ${plain(shipping)}.`,
    );
}

function inputOf({ raw, order }: Ground, { key, reason, amount, lines = [], shipping, method }: RefundRequest): object {
  return {
    orderId: raw.id,
    currency: order.currency,
    note: marked(reason, key, maxNoteChars),
    notify: false,
    // Whether pieces come back, and where to, is decided when they do.
    refundLineItems: lines.map(({ lineId, quantity }) => ({ lineItemId: lineId, quantity, restockType: "NO_RESTOCK" })),
    ...(shipping && shipping.amount > 0 ? { shipping: { amount: decimal(shipping) } } : {}),
    transactions: shares(raw, amount, method).map(({ transaction, share }) => ({
      orderId: raw.id,
      parentId: transaction.id,
      gateway: transaction.gateway ?? "manual",
      kind: "REFUND",
      amount: decimal({ ...amount, amount: share }),
    })),
  };
}

/** What was paid by each payment and has not gone back; what is on its way back counts as gone. */
function refundableParts(raw: RawOrder): { transaction: RawTransaction; left: number }[] {
  const isBack = ({ kind, status }: RawTransaction): boolean => kind === "REFUND" && status !== "ERROR" && status !== "FAILURE";
  return raw.transactions
    .filter(({ kind, status }) => (kind === "SALE" || kind === "CAPTURE") && status === "SUCCESS")
    .map((transaction) => {
      const back = raw.transactions.filter((one) => isBack(one) && one.parentTransaction?.id === transaction.id);
      return { transaction, left: moneyOf(transaction.amountSet).amount - sum(back.map(({ amountSet }) => moneyOf(amountSet).amount)) };
    });
}

/** By the way it was paid: the one asked for, or all of them in their order. */
function shares(raw: RawOrder, amount: Money, method: string | undefined): { transaction: RawTransaction; share: number }[] {
  const all = refundableParts(raw);
  const parts = method === undefined ? all : all.filter(({ transaction }) => transaction.gateway === method);
  if (parts.length === 0) throw new AppError("invalid", `Nothing of this order was paid by "${(method ?? "").slice(0, 60)}".`);
  let rest = amount.amount;
  const taken = parts.flatMap(({ transaction, left }) => {
    const share = Math.min(rest, left);
    rest -= share;
    return share > 0 ? [{ transaction, share }] : [];
  });
  if (rest > 0)
    throw new AppError(
      "conflict",
      `"${method ?? ""}" has ${plain({ ...amount, amount: amount.amount - rest })} left to refund, not ${plain(amount)}.`,
    );
  return taken;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

export function decimal({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
const plain = (money: Money): string => `${decimal(money)} ${money.currency}`;

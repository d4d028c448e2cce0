/** The facts rules see, from what the shop and the desk know. Nothing a customer wrote is among them. */
import type { ActionDetails, ActionKind } from "../domain/action.ts";
import { sumMoney, type Money } from "../domain/money.ts";
import type { Order, PaymentMethod, Product, StoreCustomer, Variant } from "../domain/order.ts";
import { moneyFact, orderFacts, type MoneyFact } from "../workflow/order-facts.ts";
import { refundable } from "./amounts.ts";

/** Who asks. `people`: ids of everybody who has agreed, the one who asks included; automation and keys are none. */
export type By = { kind: "user"; role: "admin" | "agent" } | { kind: "key" } | { kind: "automation"; workflow: string };

export type History = {
  /** Kinds of everything done to this order, oldest first. */
  orderKinds: ActionKind[];
  /** This kind, orders of this customer, within the policy's `times.days`. */
  customerCount: number;
  chargeback: boolean;
};

/** What is asked for, and what it is judged on. Times are ISO 8601 in UTC. */
export type ActionCase = {
  kind: ActionKind;
  details: ActionDetails;
  reason: string;
  order: Order;
  /** Whose order it is, as the store knows them; null when it does not. */
  customer: StoreCustomer | null;
  /** Products of the articles on the order and of those wanted instead, as far as the wish names lines. */
  products: readonly Product[];
  isProven: boolean;
  isConfirmed: boolean;
  by: By;
  people: number;
  history: History;
  now: string;
};

export type ActionFacts = ReturnType<typeof actionFacts>;

export function actionFacts(asked: ActionCase, amount: Money | null) {
  const { kind, details, order, customer, by, history } = asked;
  const lines = actionLines(asked);
  return {
    now: asked.now,
    action: {
      kind,
      reason: asked.reason,
      amount: amount && moneyFact(amount),
      percent: details.percent ?? null,
      valid_days: details.valid_days ?? null,
      lines,
      shipping: details.shipping === true,
      returns: details.returns === true,
      country: details.address?.country ?? null,
      tags: details.tags ?? [],
      difference: differenceOf(lines, order.currency),
      ...methodFacts(details.method, order, customer),
    },
    order: {
      ...orderFacts(order, asked.now),
      shipping: moneyFact(order.shipping),
      left: moneyFact(refundable(order)),
      country: order.shippingAddress?.country ?? null,
      chargeback: order.hasChargeback === true,
      payments: order.payments.map((payment) => ({ ...payment, amount: moneyFact(payment.amount) })),
    },
    customer: {
      proven: asked.isProven,
      confirmed: asked.isConfirmed,
      vip: customer?.isVip ?? false,
      country: customer?.country ?? null,
      order_count: customer?.orderCount ?? null,
      lifetime_value: customer && moneyFact(customer.lifetimeValue),
    },
    by: {
      kind: by.kind,
      role: by.kind === "user" ? by.role : null,
      workflow: by.kind === "automation" ? by.workflow : null,
      people: asked.people,
    },
    history: {
      order_kinds: history.orderKinds,
      order_count: history.orderKinds.filter((done) => done === kind).length,
      customer_count: history.customerCount,
      chargeback: history.chargeback,
    },
  };
}

/** `price` and `new_price` null: a store that does not sell the article any more does not price it. */
type LineFact = {
  title: string;
  sku: string;
  product: string;
  quantity: number;
  ordered: number;
  price: MoneyFact;
  new_sku: string | null;
  new_product: string | null;
  new_price: MoneyFact | null;
  new_stock: number;
};

function actionLines({ details, order, products }: ActionCase): LineFact[] {
  return (details.lines ?? []).flatMap(({ line: id, quantity, sku }) => {
    const line = order.lines.find((one) => one.id === id);
    if (!line) return [];
    const wanted = sku === undefined ? null : findVariant(products, sku);
    const price = { amount: line.unitPrice.amount * quantity, currency: line.unitPrice.currency };
    return [
      {
        title: line.title,
        sku: line.sku,
        product: line.productId ?? findVariant(products, line.sku)?.product.id ?? "",
        quantity,
        ordered: line.quantity,
        price: moneyFact(price),
        new_sku: sku ?? null,
        new_product: wanted?.product.id ?? null,
        new_price: wanted && moneyFact({ amount: wanted.variant.price.amount * quantity, currency: wanted.variant.price.currency }),
        new_stock: wanted?.variant.stock ?? 0,
      },
    ];
  });
}

function findVariant(products: readonly Product[], sku: string): { product: Product; variant: Variant } | null {
  for (const product of products) for (const variant of product.variants) if (variant.sku === sku) return { product, variant };
  return null;
}

/** Null when nothing else is wanted or it has no price in the order's currency. */
function differenceOf(lines: readonly LineFact[], currency: string): MoneyFact | null {
  const changed = lines.filter(({ new_sku }) => new_sku !== null);
  if (changed.length === 0 || changed.some(({ new_price }) => new_price?.currency !== currency)) return null;
  const sum = (pick: (line: LineFact) => MoneyFact) =>
    sumMoney(
      changed.map((line) => ({ amount: pick(line).amount, currency })),
      currency,
    ).amount;
  return moneyFact({ amount: sum(({ new_price }) => new_price!) - sum(({ price }) => price), currency });
}

function methodFacts(method: string | undefined, order: Order, customer: StoreCustomer | null) {
  const original = method === undefined ? undefined : order.payments.find((payment) => payment.method === method);
  const owned: PaymentMethod | undefined = customer?.paymentMethods.find(({ id }) => id === method);
  return {
    method: method ?? null,
    method_kind: owned?.kind ?? original?.kind ?? null,
    method_owned: owned !== undefined,
    method_original: original !== undefined,
    method_balance: owned?.balance ? moneyFact(owned.balance) : null,
  };
}

/** What the stand-in does when it is written to: by the rules its documentation names, and as carelessly about two at once as shops are. */
import type { GraphQLResolveInfo } from "graphql";
import { getDirectiveValues, GraphQLError } from "graphql";
import { currencyDigits } from "../../domain/money.ts";
import { backOf, gid, isBack, lineId, orderAnswer, totalOf } from "./fixture-answers.ts";
import { nextNumber, type FixtureAddress, type FixtureLine, type FixtureOrder } from "./fixture-data.ts";
import type { FixtureState } from "./fixture-shop.ts";

type Input = Record<string, any>;
const fault = (message: string, code?: string) => [{ message, field: null, ...(code ? { code } : {}) }];
const elsewhere = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const minor = (amount: string, currency: string): number => Math.round(Number(amount) * 10 ** currencyDigits(currency));

export function writesOf(state: FixtureState): Record<string, unknown> {
  const orderOf = (id: string): FixtureOrder | undefined => [...state.orders.values()].find(({ nr }) => gid("Order", nr) === id);

  function keyOf(info: GraphQLResolveInfo): string {
    const directive = info.schema.getDirective("idempotent")!;
    const found = getDirectiveValues(directive, info.fieldNodes[0]!, info.variableValues) as { key?: string } | undefined;
    if (!found?.key?.trim()) throw new GraphQLError("The @idempotent directive is required.", { extensions: { code: "BAD_REQUEST" } });
    return found.key;
  }

  async function refundCreate({ input }: { input: Input }, _context: unknown, info: GraphQLResolveInfo): Promise<unknown> {
    const key = keyOf(info);
    const known = state.idempotency.get(key);
    const asked = JSON.stringify(input);
    if (known === "failed")
      throw new GraphQLError("A previous request with this idempotency key failed.", {
        extensions: { code: "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" },
      });
    if (known) {
      if (known.asked !== asked)
        throw new GraphQLError("Other parameters.", { extensions: { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" } });
      return known.answer;
    }
    const order = orderOf(input["orderId"]);
    const refusal = order ? refusalOf(order, input) : "Order does not exist";
    if (!order || refusal) return { refund: null, userErrors: fault(refusal!) };
    // Between looking and doing lies a moment: who asks twice at once is paid twice.
    await elsewhere();
    const id = gid("Refund", nextNumber());
    const paid = (input["transactions"] as Input[]).map((one) => ({
      id: gid("OrderTransaction", nextNumber()),
      kind: one["kind"],
      status: "SUCCESS",
      gateway: one["gateway"],
      amount: minor(one["amount"], order.currency),
      parent: one["parentId"],
    }));
    order.transactions.push(...paid);
    order.refunds.push({
      id,
      at: state.now().toISOString(),
      note: input["note"] ?? "",
      lines: (input["refundLineItems"] as Input[]).map((one) => ({
        line: lineIndex(order, one["lineItemId"]),
        quantity: one["quantity"],
        restockType: one["restockType"],
      })),
      shipping: minor(input["shipping"]?.["amount"] ?? "0", order.currency),
      transactions: paid.map((one) => one.id),
    });
    touch(order);
    const answer = { refund: { id }, userErrors: [] };
    state.idempotency.set(key, { asked, answer });
    return answer;
  }

  function refusalOf(order: FixtureOrder, input: Input): string | null {
    if (input["currency"] !== order.currency) return "Currency must be the presentment currency";
    for (const one of input["refundLineItems"] as Input[]) {
      const index = lineIndex(order, one["lineItemId"]);
      if (index < 0) return "Line item does not exist";
      if (order.lines[index]!.quantity - backOf(order, index) < one["quantity"])
        return "Quantity cannot refund more items than were purchased";
    }
    for (const one of input["transactions"] as Input[]) {
      const parent = order.transactions.find(({ id }) => id === one["parentId"]);
      if (parent?.gateway !== one["gateway"]) return "Parent transaction is not of this gateway";
      const gone = order.transactions.filter((tx) => isBack(tx) && tx.parent === parent!.id).reduce((all, tx) => all + tx.amount, 0);
      if (minor(one["amount"], order.currency) > parent!.amount - gone) return "Refund amount is more than the amount left";
    }
    return null;
  }

  const lineIndex = (order: FixtureOrder, id: string): number => order.lines.findIndex((_line, index) => lineId(order, index) === id);
  const touch = (order: FixtureOrder): void => void (order.updatedAt = state.tick());

  return {
    refundCreate,
    async orderCancel({ orderId, staffNote, reason }: Input) {
      const order = orderOf(orderId);
      const why = !order ? "Order not found" : order.cancelledAt || order.parcels.length > 0 ? "Cannot cancel this order" : null;
      if (why) return { job: null, orderCancelUserErrors: fault(why, "INVALID") };
      await elsewhere();
      const id = gid("Job", nextNumber());
      state.jobs.set(id, {
        left: 2,
        run() {
          order!.cancelledAt = state.now().toISOString();
          order!.staffNote = staffNote;
          order!.cancelReason = reason;
          touch(order!);
        },
      });
      state.cancels++;
      return { job: { id, done: false }, orderCancelUserErrors: [] };
    },
    orderUpdate({ input }: Input) {
      const order = orderOf(input["id"]);
      if (!order) return { order: null, userErrors: fault("Order does not exist") };
      if (input["shippingAddress"]) order.address = merged(order.address, input["shippingAddress"]);
      for (const { namespace, key, value } of (input["metafields"] ?? []) as Input[]) order.metafields[`${namespace}.${key}`] = value;
      touch(order);
      return { order: orderAnswer(state, order), userErrors: [] };
    },
    tagsAdd({ id, tags }: Input) {
      const order = orderOf(id)!;
      order.tags = [...new Set([...order.tags, ...(tags as string[])])];
      touch(order);
      return { node: orderAnswer(state, order), userErrors: [] };
    },
    draftOrderCreate({ input }: Input) {
      const id = gid("DraftOrder", nextNumber());
      state.drafts.set(id, { id, status: "OPEN", input, order: null });
      return { draftOrder: { id }, userErrors: [] };
    },
    async draftOrderComplete({ id }: Input) {
      const draft = state.drafts.get(id);
      if (!draft) return { draftOrder: null, userErrors: fault("Draft order does not exist") };
      if (draft.order) return { draftOrder: null, userErrors: fault("This order has been paid") };
      const order = orderOfDraft(draft.input);
      state.orders.set(order.nr, order);
      Object.assign(draft, { status: "COMPLETED", order: { id: gid("Order", order.nr), name: order.name } });
      return { draftOrder: draft, userErrors: [] };
    },
    discountCodeBasicCreate({ basicCodeDiscount: discount }: Input) {
      if (state.codes.has(discount["code"])) return { codeDiscountNode: null, userErrors: fault("Code must be unique", "TAKEN") };
      const id = gid("DiscountCodeNode", nextNumber());
      state.codes.set(discount["code"], { id, discount: JSON.parse(JSON.stringify(discount)) });
      return { codeDiscountNode: { id }, userErrors: [] };
    },
    customerAddressCreate: ({ customerId, address }: Input) => saveAddress(customerId, address),
    customerAddressUpdate: ({ customerId, address }: Input) => saveAddress(customerId, address),
    webhookSubscriptionCreate({ topic, webhookSubscription: { uri, includeFields } }: Input) {
      if (state.webhooks.some((one) => one.topic === topic && one.uri === uri))
        return { webhookSubscription: null, userErrors: fault("Address for this topic has already been taken") };
      const made = { id: gid("WebhookSubscription", nextNumber()), topic, uri, includeFields };
      state.webhooks.push(made);
      return { webhookSubscription: made, userErrors: [] };
    },
    async bulkOperationRunQuery({ query, groupObjects }: Input) {
      if (state.bulkRefusal) return { bulkOperation: null, userErrors: fault(state.bulkRefusal, "OPERATION_IN_PROGRESS") };
      const made = await state.startBulk(query, groupObjects);
      return { bulkOperation: made, userErrors: [] };
    },
  };

  function saveAddress(customerId: string, address: FixtureAddress): object {
    const customer = state.customers.find(({ nr }) => gid("Customer", nr) === customerId)!;
    customer.address = merged(customer.address, address);
    return { address: { id: gid("MailingAddress", customer.nr) }, userErrors: [] };
  }

  function orderOfDraft(input: Input): FixtureOrder {
    const currency = input["presentmentCurrencyCode"] as string;
    const lines = (input["lineItems"] as Input[]).map((one): FixtureLine => {
      const variant = state.products
        .flatMap(({ variants, title }) => variants.map((v) => ({ ...v, product: title })))
        .find(({ nr }) => gid("ProductVariant", nr) === one["variantId"]);
      const price = variant ? variant.price : one["originalUnitPriceWithCurrency"]["amount"];
      const line = {
        sku: variant?.sku ?? "",
        title: variant?.product ?? one["title"],
        quantity: one["quantity"],
        unit: minor(price, currency),
      };
      const share = input["appliedDiscount"]["value"] / 100;
      return { ...line, discount: Math.round(line.unit * line.quantity * share), ...(variant ? { variant: variant.nr } : {}) };
    });
    const nr = nextNumber();
    const at = state.tick();
    const template = [...state.orders.values()][0]!;
    const order: FixtureOrder = {
      ...structuredClone(template),
      nr,
      name: `#${nr}`,
      at,
      updatedAt: at,
      closedAt: null,
      currency,
      taxesIncluded: false,
      tax: 0,
      shipping: 0,
      shippingDiscount: 0,
      tip: 0,
      lines,
      parcels: [],
      transactions: [],
      refunds: [],
      metafields: {},
      tags: input["tags"],
      note: input["note"],
      financial: "PAID",
      address: merged(null, input["shippingAddress"] ?? {}),
      email: input["email"] ?? null,
    };
    if (totalOf(order) !== 0) throw new Error("a replacement costs nothing");
    return order;
  }
}

/** What is not given stays, and "" takes away. */
function merged(before: FixtureAddress | null, given: FixtureAddress): FixtureAddress {
  const region = given["province"] ?? given["provinceCode"];
  return {
    province: null,
    provinceCode: null,
    phone: null,
    ...before,
    ...given,
    ...(region === "" ? { province: null, provinceCode: null } : {}),
  };
}

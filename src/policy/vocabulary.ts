/** Every fact the rules of a policy may use, with its type: the reference page and the checks are made from it. */
import { factGroups, listItems, type FactField, type Vocabulary } from "../domain/fact-catalog.ts";

export const actionLine: Record<string, FactField> = {
  title: ["text", "Product."],
  sku: ["text", "SKU."],
  product: ["text", "The store's id of the product; empty when the store does not say."],
  quantity: ["number", "Pieces the wish is about."],
  ordered: ["number", "Pieces ordered."],
  price: ["money", "What these pieces cost."],
  new_sku: ["text?", "SKU of the article wanted instead."],
  new_product: ["text?", "Its product."],
  new_price: ["money?", "What as many pieces of it cost."],
  new_stock: ["number", "How many of it can be had now."],
};

export const policyVocabulary: Vocabulary = {
  groups: {
    action: {
      about: "What is wished for.",
      from: "always there",
      fields: {
        kind: ["text", "refund, cancel, …"],
        reason: ["text", "Why, in the words of whoever asks."],
        amount: ["money?", "What it comes to, worked out from the order."],
        percent: ["number?", "Of a discount code."],
        valid_days: ["number?", "Of a discount code."],
        lines: ["list<action_line>", "The lines it is about; empty when it is about the whole order."],
        shipping: ["yes_no", "Shipping costs are part of it."],
        returns: ["yes_no", "The first articles come back."],
        country: ["text?", "Country of the new address."],
        tags: ["list<text>", "Tags to add."],
        difference: ["money?", "What the articles wanted instead cost more (or, below 0, less)."],
        method: ["text?", "The store's id of the payment method."],
        method_kind: ["text?", "card, paypal, gift_card, invoice, bank_transfer, cash or other."],
        method_owned: ["yes_no", "The payment method belongs to the customer of the order."],
        method_original: ["yes_no", "The order was paid with it."],
        method_balance: ["money?", "What is left on a gift card."],
      },
    },
    order: {
      about: "The order as the shop tells it now.",
      from: "always there",
      fields: {
        ...factGroups.order.fields,
        shipping: ["money", "Shipping costs."],
        left: ["money", "Paid and not yet given back."],
        country: ["text?", "Where it goes."],
        chargeback: ["yes_no", "A payment dispute was opened."],
        payments: ["list<payment>", "What it was paid with."],
      },
    },
    customer: {
      about: "Whose order it is.",
      from: "always there",
      fields: {
        proven: ["yes_no", "It is proven that the writer owns the order."],
        confirmed: ["yes_no", "The customer said yes to exactly this."],
        vip: ["yes_no", "Marked as VIP in the store."],
        country: ["text?", "ISO 3166."],
        order_count: ["number?", "Orders in the store so far."],
        lifetime_value: ["money?", "What they have bought so far."],
      },
    },
    by: {
      about: "Who asks for it.",
      from: "always there",
      fields: {
        kind: ["text", "user, key or automation."],
        role: ["text?", "admin or agent."],
        workflow: ["text?", "Name of the workflow."],
        people: ["number", "How many different people have agreed."],
      },
    },
    history: {
      about: "What was done before, through this desk.",
      from: "always there",
      fields: {
        order_kinds: ["list<text>", "Kinds of everything done to this order, oldest first."],
        order_count: ["number", "How often this kind was done to this order."],
        customer_count: ["number", "How often this kind was done to orders of this customer, within times.days."],
        chargeback: ["yes_no", "The customer spoke of a payment dispute in one of their conversations."],
      },
    },
  },
  singles: { now: ["time", "When it is judged."] },
  items: {
    ...listItems,
    action_line: actionLine,
    payment: {
      method: ["text?", "The store's id of the payment method."],
      kind: ["text", "card, paypal, gift_card, invoice, bank_transfer, cash or other."],
      amount: ["money", "How much."],
    },
  },
};

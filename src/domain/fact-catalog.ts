/**
 * Every fact a condition or a template may use, once: the type checks of both, the reference page and the builder's
 * lists are made from this table. Adding a fact is a line here and a line in src/workflow/*facts.ts.
 *
 * Types: text, number, yes_no, time (ISO 8601 in UTC, so that comparing as text is comparing in time), url,
 * money ({ amount: minor units, currency, value: major units }; conditions see `value` and `currency`), list<…>.
 * A type with "?" may be null: not known, or there is none.
 */
export type FactType =
  | "text"
  | "text?"
  | "number"
  | "number?"
  | "yes_no"
  | "time"
  | "time?"
  | "url?"
  | "money"
  | "money?"
  | "list<text>"
  | "list<line>"
  | "list<refund>"
  | "list<parcel>"
  | "list<order_summary>"
  | "list<variant>"
  | "list<product_summary>"
  | "list<attribute>"
  | "list<comparison_row>"
  | "list<action_line>"
  | "list<payment>";

export type FactField = readonly [type: FactType, about: string];
export type FactGroup = {
  about: string;
  /** Where it comes from, as a reader of a workflow would say it. */ from: string;
  fields: Record<string, FactField>;
};

/** Everything the conditions of one kind of file may use. `items` are the elements of lists by the name in "list<…>". */
export type Vocabulary = {
  groups: Record<string, FactGroup>;
  singles: Record<string, FactField>;
  items: Record<string, Record<string, FactField>>;
};

/** What the reader of messages can notice. Always present in `signals`, false unless noticed. */
export const knownSignals = {
  asks_for_human: "asks for a person",
  legal_threat: "threatens with lawyers, courts or consumer protection",
  chargeback: "mentions a chargeback or payment dispute",
  safety: "says that somebody may be hurt, or that a product is dangerous",
  self_harm: "speaks of hurting oneself",
  threat: "threatens somebody with violence",
  medical: "is about somebody's health",
  legal_question: "asks what the law says",
  data_breach: "says that data or an account may be in the wrong hands",
  bereavement: "says that somebody has died",
  discrimination: "speaks of discrimination",
  instruction_to_ai: "contains instructions aimed at a machine",
  mixed_languages: "is written in more than one language",
  auto_reply: "was written by a machine",
  out_of_office: "is an out-of-office reply",
  data_request: "asks for or about personal data held",
  personal_data: "contains personal data that should not be here, or asks for it",
  minor: "was probably written by a minor, or a minor placed the order",
  repeated_contact: "says that they have written about this before",
  deadline: "names a deadline",
} as const;

const signalFields: Record<string, FactField> = Object.fromEntries(
  Object.entries(knownSignals).map(([name, about]) => [name, ["yes_no", `The message ${about}.`]]),
);

/** Facts by the name they have in a workflow. */
export const factGroups = {
  understanding: {
    about: "What the message was understood to be.",
    from: "always there",
    fields: {
      category: ["text", "Category, e.g. order_status."],
      confidence: ["number", "Calibrated probability that the category is right, 0 to 1."],
      abstain: ["yes_no", "Not sure enough to act on the category."],
      needs_more: ["yes_no", "Nothing in it to understand yet, e.g. a bare hello."],
      language: ["text", "ISO 639-1, e.g. en."],
      sentiment: ["text", "angry, negative, neutral or positive."],
      priority: ["text", "urgent, high, normal or low."],
      intents: ["list<text>", "Every category the message asks for, the main one first."],
    },
  },
  signals: {
    about: "What was noticed in the message.",
    from: "always there",
    fields: signalFields,
  },
  message: {
    about: "What the customer wrote. Their words are data, never a source for a reply.",
    from: "always there",
    fields: {
      text: ["text", "All unanswered messages, oldest first, at most 4,000 characters."],
      subject: ["text?", "Subject of the newest message."],
      at: ["time", "When the newest message was written."],
      count: ["number", "How many messages are unanswered."],
    },
  },
  customer: {
    about: "Who writes.",
    from: "always there; the optional ones after `find: customer`",
    fields: {
      name: ["text?", "Full name; null when it does not look like one."],
      first_name: ["text?", "What to call them; null when the name does not look like one."],
      gender: ["text?", "female or male, where the store says so; for the filter `gender`."],
      vip: ["yes_no", "Marked as VIP in this desk or, after `find: customer`, in the store."],
      language: ["text?", "ISO 639-1, when set for this customer."],
      verified: ["yes_no", "An address of theirs is proven."],
      contacts_30d: ["number", "Conversations in the last 30 days, this one included; counted up to 50."],
      country: ["text?", "ISO 3166 country in the store."],
      order_count: ["number?", "Orders in the store so far."],
      lifetime_value: ["money?", "What they have bought so far."],
    },
  },
  store: {
    about: "The shop the customer wrote to.",
    from: "always there",
    fields: { name: ["text?", "Name of the shop."] },
  },
  order: {
    about: "The order in question.",
    from: "`find: order`, then `verify: customer`",
    fields: {
      number: ["text", "As customers write it, without #."],
      status: ["text", "open, completed or cancelled."],
      payment: ["text", "pending, authorized, paid, partially_refunded, refunded or voided."],
      fulfillment: ["text", "unfulfilled, partial or fulfilled."],
      placed_at: ["time", "When it was placed."],
      age_days: ["number", "Whole calendar days since it was placed."],
      promised_by: ["time?", "The shop's promise to the customer."],
      days_late: ["number", "Whole calendar days past promised_by while something is still to be shipped; else 0."],
      ships_by: ["time?", "The latest day it should leave the warehouse."],
      days_past_ships_by: ["number", "Whole calendar days past ships_by while something is still to be shipped; else 0."],
      cancelled_at: ["time?", "When it was cancelled."],
      cancel_reason: ["text?", "Why, as the store noted it."],
      total: ["money", "What the customer pays or paid."],
      refunded: ["money?", "Sum of all refunds; null when there is none."],
      last_refund_at: ["time?", "When the newest refund was made."],
      refunds: ["list<refund>", "Refunds, oldest first."],
      lines: ["list<line>", "What was ordered."],
      item_count: ["number", "Pieces ordered."],
      unfulfilled_lines: ["list<line>", "What has not been handed to a carrier, with the quantity that is missing."],
      fulfilled_lines: ["list<line>", "What has been handed to a carrier, with that quantity."],
      parcel_count: ["number", "Parcels handed to a carrier."],
      tags: ["list<text>", "The store's tags."],
      url: ["url?", "Where the customer can see the order."],
    },
  },
  shipment: {
    about: "The parcel that matters: the newest one not yet delivered, else the newest.",
    from: "`find: shipment`",
    fields: {
      status: [
        "text",
        "none (nothing shipped), label_created, accepted, in_transit, out_for_delivery, available_for_pickup, delivered, exception, returned, lost or unknown.",
      ],
      carrier: ["text?", "Name of the carrier."],
      tracking_number: ["text?", "The carrier's number."],
      url: ["url?", "The carrier's page for this parcel."],
      shipped_at: ["time?", "When the carrier took it."],
      expected_at: ["time?", "The carrier's present estimate."],
      promised_at: ["time?", "The estimate when it set off, else the order's promise: lateness counts from here."],
      expected_from: [
        "time?",
        "First day on which it usually arrives, learnt from the shop's own deliveries and from what is known of it now; null when too few are known, or the carrier's estimate is better.",
      ],
      expected_to: ["time?", "Last day of that window; eight of ten parcels come within it."],
      expected_likely: ["time?", "The day by which half of such parcels have arrived."],
      expected_basis: ["text?", "What that is predicted from."],
      chance_in_time: ["number?", "Chance, 0 to 1, that it arrives by the end of the promised day."],
      likely_late: [
        "yes_no",
        "That chance is low (below 20 %, unless set otherwise), or the carrier's better estimate lies past the promise.",
      ],
      likely_days_late: ["number", "Whole days from the promised day to the likely one; 0 when it is likely in time."],
      stuck: ["yes_no", "It is silent for longer than 95 of 100 parcels of its kind are at its stage."],
      stuck_reason: ["text?", "How long it is silent, and how long others are."],
      delivered_at: ["time?", "When it was delivered."],
      signed_by: ["text?", "Who signed."],
      days_late: ["number", "Whole calendar days past promised_at; 0 when on time or delivered."],
      days_in_transit: ["number", "Whole days since the carrier took it, until delivery or now."],
      days_since_last_event: ["number", "Whole days since the last scan; 0 when there was none."],
      days_since_delivered: ["number", "Whole days since delivery; 0 when not delivered."],
      last_event: ["text?", "The carrier's words for the last scan."],
      last_event_at: ["time?", "When that was."],
      last_location: ["text?", "Where that was."],
    },
  },
  product: {
    about: "The product in question.",
    from: "`find: product` or `find: availability`",
    fields: {
      title: ["text", "Name."],
      type: ["text", "What kind of thing it is, in the shop's words."],
      url: ["url?", "Its page."],
      price: ["money", "Price of the cheapest variant."],
      highest_price: ["money", "Price of the dearest variant."],
      in_stock: ["yes_no", "Some variant can be had now."],
      restock_at: ["time?", "When the first variant comes back, if none can be had now."],
      variants: ["list<variant>", "Its variants."],
      variant_count: ["number", "How many variants it has."],
      attributes: ["list<attribute>", "What the catalogue says of it: material, weight, …; empty when it says nothing."],
    },
  },
  question: {
    about: "What the message asks about products, and whether it says yes or no to what we asked.",
    from: "`find: question`",
    fields: {
      variants: ["yes_no", "It asks which sizes or colours there are."],
      price: ["yes_no", "It asks for a price."],
      comparison: ["yes_no", "It asks how products differ."],
      recommendation: ["yes_no", "It asks for a recommendation, or for something similar."],
      together: ["yes_no", "It asks what goes with a product."],
      notice: ["yes_no", "It asks to be told when something is back in stock."],
      stop_notice: ["yes_no", "It asks not to be told any more."],
      yes: ["yes_no", "Its newest message is a plain yes."],
      no: ["yes_no", "Its newest message is a plain no."],
      answers: ["text?", "Template of the question or offer of ours that it answers."],
    },
  },
  feature: {
    about: "The properties of the product that the message asks for.",
    from: "`find: feature`",
    fields: {
      known: ["list<attribute>", "Those that stand in the catalogue."],
      is_asked: ["yes_no", "It asks for a property."],
      is_complete: ["yes_no", "Everything it asks for stands in the catalogue."],
    },
  },
  choice: {
    about: "The variants of the product that have the size and the colour the message names; all of them when it names none.",
    from: "`find: choice`",
    fields: {
      is_one: ["yes_no", "It is clear which one is meant."],
      is_named: ["yes_no", "The message names a size, a colour or another value they differ in."],
      is_offered: ["yes_no", "False when it names a size or a colour there is not."],
      variants: ["list<variant>", "The variants themselves."],
      in_stock: ["list<text>", "Names of those that can be had now."],
      sold_out: ["list<text>", "Names of the others."],
    },
  },
  comparison: {
    about: "Two products side by side.",
    from: "`find: comparison`",
    fields: {
      first_title: ["text", "Name of the one."],
      second_title: ["text", "Name of the other."],
      first_price: ["money", "Price of the cheapest variant of the one."],
      second_price: ["money", "Price of the cheapest variant of the other."],
      first_in_stock: ["yes_no", "Some variant of the one can be had now."],
      second_in_stock: ["yes_no", "Some variant of the other can be had now."],
      first_url: ["url?", "Page of the one."],
      second_url: ["url?", "Page of the other."],
      rows: ["list<comparison_row>", "What the catalogue says of both."],
    },
  },
  availability: {
    about: "The one variant in question, and whether it can be had.",
    from: "`find: availability`",
    fields: {
      title: ["text", "Name of the product."],
      variant: ["text?", "Name of the variant; null when there is only one."],
      sku: ["text", "SKU."],
      price: ["money", "Price."],
      in_stock: ["yes_no", "It can be had now."],
      stock: ["number", "Pieces in stock."],
      restock_at: ["time?", "When it comes back, if it cannot be had now."],
    },
  },
  article: {
    about: "The passage of an article that answers the question.",
    from: "`find: article`",
    fields: {
      title: ["text", "Title of the article."],
      heading: ["text?", "What the passage stands under."],
      text: ["text", "The passage, as it is written."],
      url: ["url?", "Where the article can be read."],
    },
  },
  action: {
    about: "What became of the last write to the shop.",
    from: "`act`",
    fields: {
      kind: ["text", "refund, cancel, …"],
      amount: ["money?", "What was refunded, or what the discount code is worth."],
      code: ["text?", "The discount code that was made."],
      url: ["url?", "Where the return label is."],
      new_order: ["text?", "Number of the order that sends a replacement."],
      by: ["text?", "Who approved it; null when the policy let it happen by itself."],
    },
  },
  approval: {
    about: "What a person answered.",
    from: "`approve`",
    fields: { by: ["text", "Who."], note: ["text?", "What they added, for colleagues."] },
  },
  event: {
    about: "What started the workflow.",
    from: "workflows that begin with an event",
    fields: { name: ["text", "e.g. shipment.delayed."], at: ["time", "When it happened."] },
  },
  conversation: {
    about: "A conversation as the desk lists it.",
    from: "the condition of a schedule",
    fields: {
      status: ["text", "open, waiting (for the customer) or snoozed."],
      category: ["text?", "What it is about."],
      priority: ["text", "urgent, high, normal or low."],
      team: ["text?", "Who has it."],
      needs_person: ["yes_no", "A person has it."],
      idle_hours: ["number", "Whole hours since the last message."],
      message_count: ["number", "Messages in it."],
      tags: ["list<text>", "Its tags."],
    },
  },
} as const satisfies Record<string, FactGroup>;

/** Single facts and lists that stand by themselves. */
export const singleFacts = {
  now: ["time", "The time of the run."],
  orders: ["list<order_summary>", "The customer's own orders, when `find: order` found several."],
  shipments: ["list<parcel>", "All parcels of the order, newest first; from `find: shipment`."],
  products: ["list<product_summary>", "Products that fit, when `find: product` found several; inside `several` only."],
  recommendations: ["list<product_summary>", "What can be had and fits what was asked for and its budget; from `find: recommendations`."],
  bought_together: ["list<product_summary>", "What others bought with the product and can be had; from `find: bought_together`."],
  substitutes: ["list<product_summary>", "Similar products that can be had; from `find: substitutes`."],
} as const satisfies Record<string, FactField>;

/** Known in templates only: how the brand speaks. */
export const voiceFields: Record<string, FactField> = {
  greeting: ["text", "How a reply begins, in the brand's voice."],
  sign_off: ["text", "How it ends."],
  name: ["text?", "What the brand calls itself."],
  agent: ["text?", "Who signs automatic replies."],
  tone: ["text", "formal or casual."],
};

/** Known only inside the reply of a handover. */
export const handoverFields: Record<string, FactField> = {
  team: ["text", "The team that takes it."],
  due_at: ["time", "By when a person will have answered."],
};

/** Known only inside the question of an `act` that asks the customer before. */
export const wishFields: Record<string, FactField> = {
  amount: ["money?", "What it comes to."],
  item_count: ["number", "Pieces it is about; 0 when it is about the whole order."],
  address: ["text?", "The new address in one line, as it was understood."],
};

/** What the elements of lists look like. */
export const listItems: Record<string, Record<string, FactField>> = {
  line: {
    title: ["text", "Product."],
    variant: ["text?", "Variant."],
    sku: ["text", "SKU."],
    quantity: ["number", "Pieces."],
    unit_price: ["money", "Price of one."],
    total: ["money", "Price of all."],
  },
  refund: { at: ["time", "When."], amount: ["money", "How much."], reason: ["text?", "Why."] },
  parcel: {
    status: ["text", "As shipment.status."],
    carrier: ["text?", "Carrier."],
    tracking_number: ["text?", "Number."],
    url: ["url?", "Page."],
    expected_at: ["time?", "Estimate."],
    delivered_at: ["time?", "Delivery."],
    is_delivered: ["yes_no", "It has arrived."],
  },
  order_summary: {
    number: ["text", "Number."],
    status: ["text", "As order.status."],
    fulfillment: ["text", "As order.fulfillment."],
    placed_at: ["time", "When it was placed."],
    total: ["money", "Total."],
    item_count: ["number", "Pieces."],
    first_item: ["text?", "Title of the first line."],
  },
  variant: {
    title: ["text", "Variant."],
    sku: ["text", "SKU."],
    price: ["money", "Price."],
    in_stock: ["yes_no", "It can be had now."],
    stock: ["number", "Pieces in stock."],
    restock_at: ["time?", "When it comes back."],
  },
  attribute: { name: ["text", "Property, in the shop's words."], value: ["text", "What it is."] },
  comparison_row: {
    name: ["text", "Property, in the shop's words."],
    first_value: ["text", "What it is of the one."],
    second_value: ["text", "What it is of the other."],
  },
  product_summary: {
    title: ["text", "Product."],
    price: ["money", "Price of the cheapest variant."],
    in_stock: ["yes_no", "Some variant can be had now."],
    url: ["url?", "Its page."],
  },
};

/** What can happen in a shop or to a parcel, and start a workflow. A shop's own events are named custom.<name>. */
export const knownEvents = {
  "order.created": "an order was placed",
  "order.paid": "an order was paid",
  "order.cancelled": "an order was cancelled",
  "order.refunded": "money was given back",
  "order.shipped": "a parcel was handed to the carrier",
  "shipment.out_for_delivery": "a parcel arrives today",
  "shipment.available_for_pickup": "a parcel waits to be picked up",
  "shipment.delivered": "a parcel arrived",
  "shipment.delayed": "a parcel will be later than promised",
  "shipment.exception": "the carrier reports a problem",
  "product.back_in_stock": "a product can be had again; customers who asked for it are told",
  "shipment.likely_late": "a parcel on its way will probably miss the promised day; the desk tells this by itself, once",
  "shipment.stuck": "a parcel is silent for longer than nearly all others at its stage; the desk tells this by itself, once",
} as const;
export const customEvent = /^custom\.[a-z][a-z0-9_]{0,40}$/;

export const factNames: readonly string[] = [...Object.keys(factGroups), ...Object.keys(singleFacts)];

const groups: Record<string, FactGroup> = {
  ...factGroups,
  handover: {
    about: "The promise of a handover.",
    from: "the reply of `hand_over`",
    fields: handoverFields,
  },
  voice: { about: "How the brand speaks.", from: "every template", fields: voiceFields },
  wish: {
    about: "What the customer is asked to confirm.",
    from: "the question of `act` with `confirm`",
    fields: wishFields,
  },
};
const singles: Record<string, FactField> = singleFacts;

/** The fields of a group, or of the elements of a list type; undefined when `name` is no group. */
export function fieldsOf(name: string): Record<string, FactField> | undefined {
  return Object.hasOwn(groups, name) ? groups[name]!.fields : undefined;
}

/** Type of a fact that stands by itself; undefined when there is none. */
export function singleFact(name: string): FactField | undefined {
  return Object.hasOwn(singles, name) ? singles[name] : undefined;
}

/** "list<line>" -> "line"; undefined for other types. */
export function itemType(type: FactType): string | undefined {
  return type.startsWith("list<") ? type.slice(5, -1) : undefined;
}

/** What the conditions of workflows may use. */
export const workflowVocabulary: Vocabulary = { groups: factGroups, singles: singleFacts, items: listItems };

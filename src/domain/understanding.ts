/** The taxonomy the starter pack ships; a shop can rename, merge, split and extend it, so code takes any string. */
export const starterCategories = [
  "order_status",
  "order_change",
  "cancellation",
  "refund_return",
  "damaged_or_wrong_item",
  "missing_delivery",
  "product_question",
  "availability",
  "shipping_info",
  "payment_billing",
  "discount_promo",
  "account_access",
  "technical_issue",
  "complaint",
  "subscription_membership",
  "warranty_repair",
  "business_wholesale",
  "feedback_thanks",
  "spam_or_solicitation",
  "other",
] as const;

export type Category = string;
export type SentimentLabel = "angry" | "negative" | "neutral" | "positive";
export type Priority = "urgent" | "high" | "normal" | "low";

/** A piece of the text and what it means. `start` and `end` are UTF-16 offsets into the text that was read; end is exclusive. */
export type Entity = { text: string; value: string; start: number; end: number };
export type EntityKind = "order_number" | "tracking_number" | "email" | "phone" | "sku" | "amount" | "date" | "address";

/** The result of layer 1. Written with the names of the public contract, because it is printed, stored and served as it is. */
export type Understanding = {
  category: Category;
  /** Calibrated probability that `category` is right, 0 to 1. */
  confidence: number;
  /** Not sure enough to act on `category`. */
  abstain: boolean;
  /** Nothing in it to understand yet ("hi", "anyone there?"). */
  needs_more: boolean;
  alternatives: { category: Category; confidence: number }[];
  /** Every category the text asks for, the main one first. */
  intents: Category[];
  /** ISO 639-1. */
  language: string;
  /** `score` from -1 (worst) to 1. */
  sentiment: { label: SentimentLabel; score: number };
  priority: Priority;
  entities: Partial<Record<EntityKind, Entity[]>>;
  /** Names of what was noticed, true when present: asks_for_human, legal_threat, chargeback, auto_reply, … */
  signals: Record<string, true>;
  /** Field name -> why it has its value, in plain words, for the trace. */
  why: Record<string, string>;
};

export type ReadRequest = {
  text: string;
  subject?: string;
  /** Language of the conversation so far, used when the text is too short to tell. */
  language?: string;
};

/** What layers 2 to 4 know of layer 1. Synchronous: reading needs no I/O once the model is loaded. */
export type Reader = {
  read(request: ReadRequest): Understanding;
  /** Identifies the model that reads: stored with every run so that a decision can be replayed. */
  version: string;
};

/** Of a text nobody read: nothing understood, and why not. */
export function unread(why: string, language = "en"): Understanding {
  return {
    category: "other",
    confidence: 0,
    abstain: true,
    needs_more: false,
    alternatives: [],
    intents: [],
    language,
    sentiment: { label: "neutral", score: 0 },
    priority: "normal",
    entities: {},
    signals: {},
    why: { category: why },
  };
}

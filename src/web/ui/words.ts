/** Plain words for what the API names in identifiers. Every sentence about decisions that people read is made here. */
import type { RunSummary, WireDraft } from "../../domain/wire.ts";
import type { Tone } from "./badge.tsx";
import { dayTime } from "./time.ts";

/** "order_status" -> "Order status"; "order-status" and "shipment.shippedAt" -> "Shipment shipped at" too. */
export function inWords(name: string): string {
  const text = name
    .replaceAll(/[_.-]+/g, " ")
    .replaceAll(/([a-z])([A-Z])/g, (_pair, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where words and an underscore do not make a name that people would use. */
const categoryNames: Record<string, string> = {
  refund_return: "Refund or return",
  damaged_or_wrong_item: "Damaged or wrong item",
  shipping_info: "Shipping",
  payment_billing: "Payment and billing",
  discount_promo: "Discounts",
  account_access: "Account",
  subscription_membership: "Subscription",
  warranty_repair: "Warranty and repair",
  business_wholesale: "Business and wholesale",
  feedback_thanks: "Thanks and feedback",
  spam_or_solicitation: "Spam",
  any: "Everything no other workflow takes",
};
/** What a message is about, as people say it; a shop's own categories are put in words. */
export function categoryName(category: string): string {
  return (Object.hasOwn(categoryNames, category) && categoryNames[category]) || inWords(category);
}

const languageNames: Record<string, Intl.DisplayNames> = {};
/** By default in English, as most of the desk. */
export function languageName(code: string, into: "en" | "de" = "en"): string {
  const names = (languageNames[into] ??= new Intl.DisplayNames([into], { type: "language", fallback: "code" }));
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Languages to choose from when a text is added, by name. */
export const languageChoices: readonly { value: string; label: string }[] = (
  "ar bg cs da de el en es et fi fr he hr hu it ja ko lt lv nl no pl pt ro sk sl sv tr uk zh".split(" ") as string[]
)
  .map((value) => ({ value, label: languageName(value) }))
  .sort((a, b) => a.label.localeCompare(b.label));

type Outcome = NonNullable<RunSummary["outcome"]>;
const outcomeWords: Record<Outcome["kind"], string> = {
  answered: "answered automatically",
  drafted: "wrote a draft",
  asked: "asked the customer a question",
  handed_over: "handed to a person",
  closed: "closed, no reply needed",
  ignored: "automation is off here",
};
const shadowWords: Record<Outcome["kind"], string> = {
  answered: "would have answered",
  drafted: "would have drafted a reply",
  asked: "would have asked a question",
  handed_over: "would have handed it to a person",
  closed: "would have closed it",
  ignored: "would have left it alone",
};

const draftWords: Record<WireDraft["state"], string> = {
  pending: "draft waiting for you",
  approved: "draft approved and sent",
  edited: "draft edited and sent",
  rejected: "draft rejected",
  stale: "draft set aside",
};

/** One line under a message: "Order status · answered automatically". `draft` is what became of the run's draft, if it made one. */
export function runWords(run: Pick<RunSummary, "workflow" | "mode" | "outcome" | "state">, draft?: WireDraft["state"]): string {
  const name = run.workflow ? inWords(run.workflow) : "No workflow";
  return `${name} · ${outcomeText(run, draft)}`;
}

function outcomeText(run: Pick<RunSummary, "mode" | "outcome" | "state">, draft?: WireDraft["state"]): string {
  if (!run.outcome) return run.state === "waiting" ? "waiting" : "being read";
  if (run.mode === "shadow") return `watching only: ${shadowWords[run.outcome.kind]}`;
  if (run.outcome.kind === "drafted" && draft) return draftWords[draft];
  if (run.outcome.kind === "handed_over" && run.outcome.team) return `handed to ${inWords(run.outcome.team)}`;
  return outcomeWords[run.outcome.kind];
}

export const modeWords: Record<string, { label: string; does: string; tone: Tone }> = {
  off: { label: "Off", does: "Does nothing. People handle these messages.", tone: "neutral" },
  shadow: { label: "Shadow", does: "Decides and records, but shows customers nothing.", tone: "note" },
  draft: { label: "Draft", does: "Writes a reply that waits for a person.", tone: "auto" },
  auto: { label: "Auto", does: "Sends by itself when every fact has a source.", tone: "ok" },
};

export const proofWords: Record<string, { label: string; means: string; tone: Tone }> = {
  proven: { label: "Identity proven", means: "The channel vouches for who this is. Order facts may be told.", tone: "ok" },
  reply_address: {
    label: "Mail address only",
    means: "Our answer goes to this address. Tell the facts of orders that carry it, nothing else.",
    tone: "accent",
  },
  none: { label: "Not proven", means: "Anybody could have written this. Help, but tell no order facts.", tone: "warn" },
};

export const deliveryWords: Record<string, { label: string; tone: Tone }> = {
  queued: { label: "Sending", tone: "neutral" },
  sent: { label: "Sent", tone: "neutral" },
  delivered: { label: "Delivered", tone: "ok" },
  read: { label: "Read", tone: "ok" },
  failed: { label: "Not delivered", tone: "danger" },
};

export const automaticWords: Record<string, string> = {
  auto_reply: "An automatic reply: left unanswered, so that two machines do not write to each other",
  bounce: "A bounce: our mail could not be delivered",
  mailing_list: "From a mailing list",
  own_message: "One of our own messages that came back",
};

/** How good news a shipment or order state is. */
export function stateTone(state: string): Tone {
  if (["delivered", "paid", "fulfilled", "completed"].includes(state)) return "ok";
  if (["exception", "lost", "returned", "cancelled", "voided"].includes(state)) return "danger";
  if (["partial", "partially_refunded", "refunded", "pending", "unknown"].includes(state)) return "warn";
  return "accent";
}

/** Where a fact was read, for the little window over it. */
const sources: Record<string, string> = { customer: "What we know of the customer", desk: "This desk", store: "Your shop" };
export const sourceWords = (source: string): string => (Object.hasOwn(sources, source) && sources[source]) || inWords(source);

/** A moment as day and time, everything else as it is. */
export const factValue = (value: string): string => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? dayTime(value, true) : value);

/** "orders, demo shop, number 1042" from the key of what was looked up, "orders:demo-shop:number:1042". */
export function lookupWords(key: string): string {
  const [what = "", where = "", ...rest] = key.split(":");
  return [what === "track" ? "parcel" : what, where.replaceAll(/[_-]+/g, " "), rest.join(" ").replaceAll("_", " ")]
    .filter(Boolean)
    .join(", ");
}

/** "94 %" from 0.94; "" when it is not a number. */
export function percent(share: unknown): string {
  return typeof share === "number" && Number.isFinite(share) ? `${Math.round(share * 100)} %` : "";
}

/** Any fact as one short line: text as it is, everything else as compact JSON, cut at 300 characters. */
export function shortValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

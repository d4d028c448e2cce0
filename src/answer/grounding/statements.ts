/**
 * What a reply says of an order, a parcel or a product ("has not been shipped yet"), and whether the facts say so too.
 * True, false, or null when the facts are silent.
 */
import { clausesOf, type GroundingLanguage } from "./language.ts";
import type { Role, StateName } from "./words.ts";

export type Statement = {
  state: StateName | "will_arrive" | "will_restock";
  isNegated: boolean;
  start: number;
  end: number;
  /** Lower case. */ sentence: string;
};
type Facts = Readonly<Record<string, unknown>>;
type Fields = Record<string, unknown>;

/** `text` lower case. Conditions, questions and wishes state nothing. */
export function findStatements(text: string, language: GroundingLanguage): Statement[] {
  const found: Statement[] = [];
  for (const { clause, start, sentence } of clausesOf(text, language)) {
    if (/\?\s*$/.test(sentence) || language.unsaid.test(clause)) continue;
    const isFuture = language.future.test(clause);
    // German says "wird vorbereitet" of now; what is being done today is checked in either tense.
    if (isFuture)
      found.push(
        ...willArrive(clause, start, sentence, language),
        ...[...present(clause, start, sentence, language)].filter(({ state }) => nowInAnyTense.has(state)),
      );
    else found.push(...present(clause, start, sentence, language));
  }
  return found;
}

const nowInAnyTense = new Set<Statement["state"]>(["preparing", "out_for_delivery"]);

function* willArrive(clause: string, start: number, sentence: string, language: GroundingLanguage): Generator<Statement> {
  const word = (wanted: Role): RegExpExecArray | null => language.roles.find(([role]) => role === wanted)![1].exec(clause);
  const restock = word("restock");
  const said = restock ?? word("arrive");
  if (!said) return;
  const isNegated = language.not.test(reset(language.not, clause));
  yield {
    state: restock ? "will_restock" : "will_arrive",
    isNegated,
    start: start + said.index,
    end: start + clause.trimEnd().length,
    sentence,
  };
}

function* present(clause: string, start: number, sentence: string, language: GroundingLanguage): Generator<Statement> {
  for (const [state, pattern] of language.states) {
    const match = pattern.exec(reset(pattern, clause));
    if (!match) continue;
    // "none left" has its negation in itself.
    const around =
      state === "sold_out"
        ? clause.slice(0, match.index) + " ".repeat(match[0].length) + clause.slice(match.index + match[0].length)
        : clause;
    yield {
      state,
      isNegated: language.not.test(reset(language.not, around)),
      start: start + match.index,
      end: start + match.index + match[0].length,
      sentence,
    };
  }
}

function reset(pattern: RegExp, text: string): string {
  pattern.lastIndex = 0;
  return text;
}

/** What needs a fact behind it even when nothing speaks against it. */
export const needsFact: ReadonlySet<Statement["state"]> = new Set([
  "shipped",
  "delivered",
  "arrived",
  "cancelled",
  "refunded",
  "out_for_delivery",
  "pickup",
  "in_stock",
  "sold_out",
]);

/** Whether it is so. */
export function truthOf({ state, isNegated, sentence }: Pick<Statement, "state" | "isNegated" | "sentence">, facts: Facts): boolean | null {
  const order = group(facts, "order");
  // Of an order in several parcels most things are true of one and false of another.
  if (order?.["fulfillment"] === "partial" && ofParcels.has(state)) return true;
  if (state === "partial" && isNegated) return true;
  if (state === "in_stock" || state === "sold_out") {
    const named = stockOfNamed(sentence, facts);
    if (named !== undefined) return named === null ? null : (named === (state === "in_stock")) !== isNegated;
  }
  const isSo = truths[state](order, group(facts, "shipment"), facts);
  return isSo === null ? null : isSo !== isNegated;
}

function group(facts: Facts, name: string): Fields | null {
  const value = facts[name];
  return typeof value === "object" && value !== null ? (value as Fields) : null;
}

const ofParcels = new Set<Statement["state"]>(["shipped", "preparing", "in_transit", "delivered", "arrived", "will_arrive"]);
const onTheRoad = new Set(["accepted", "in_transit", "out_for_delivery", "exception"]);
const notHandedOver = new Set(["none", "label_created"]);

type Truth = (order: Fields | null, shipment: Fields | null, facts: Facts) => boolean | null;

const statusIs =
  (...wanted: string[]): Truth =>
  (order, shipment) => {
    const status = shipment?.["status"];
    if (typeof status === "string" && status !== "unknown") return wanted.includes(status);
    return order && (order["fulfillment"] === "unfulfilled" || order["status"] === "cancelled") ? false : null;
  };

/** Facts that hold variants of one product, and those that hold products. */
const variantLists = [
  ["product", "variants"],
  ["choice", "variants"],
] as const;
const productLists = ["substitutes", "recommendations", "bought_together", "products"] as const;

/**
 * Whether what the sentence names by its own name can be had: variants ("M is sold out"), else products beside the one in
 * question. Null when some can and some cannot; undefined when it names none.
 */
function stockOfNamed(sentence: string, facts: Facts): boolean | null | undefined {
  const variants = variantLists.flatMap(([root, name]) => stockItems(group(facts, root)?.[name]));
  const compared = group(facts, "comparison");
  const products = [
    ...productLists.flatMap((name) => stockItems(facts[name])),
    ...["first", "second"].flatMap((one) => stockItems([{ title: compared?.[`${one}_title`], in_stock: compared?.[`${one}_in_stock`] }])),
  ];
  const main = String(group(facts, "availability")?.["title"] ?? group(facts, "product")?.["title"] ?? "").toLowerCase();
  const named = variants.length > 1 ? variants.filter(({ title }) => isNamed(sentence, title)) : [];
  const others = named.length > 0 ? named : products.filter(({ title }) => title !== main && isNamed(sentence, title));
  if (others.length === 0) return undefined;
  const first = others[0]!.isInStock;
  return others.every(({ isInStock }) => isInStock === first) ? first : null;
}

function stockItems(list: unknown): { title: string; isInStock: boolean }[] {
  const items = Array.isArray(list) ? (list as Fields[]) : [];
  return items.flatMap(({ title, in_stock: isInStock }) =>
    typeof title === "string" && title !== "" && typeof isInStock === "boolean" ? [{ title: title.toLowerCase(), isInStock }] : [],
  );
}

/** By itself: "m" is not named in "i'm" or "12 m", "42" not in "42,00". */
function isNamed(sentence: string, title: string): boolean {
  for (let at = sentence.indexOf(title); at !== -1; at = sentence.indexOf(title, at + 1)) {
    const before = sentence.slice(Math.max(0, at - 2), at),
      after = sentence.slice(at + title.length, at + title.length + 2);
    if (!/(?:[\p{L}\p{N}'’-]|\p{N} |[€$£.,])$/u.test(before) && !/^(?:[\p{L}\p{N}'’]|[.,]\p{N})/u.test(after)) return true;
  }
  return false;
}

const inStock: Truth = (_order, shipment, facts) => {
  // "available at the pick-up point" speaks of a parcel.
  if (shipment && group(facts, "availability") === null && group(facts, "product") === null) return true;
  const fact = (group(facts, "availability") ?? group(facts, "product"))?.["in_stock"];
  return typeof fact === "boolean" ? fact : null;
};

const truths: Record<Statement["state"], Truth> = {
  shipped(order, shipment) {
    const status = shipment?.["status"];
    if (typeof status === "string" && status !== "unknown") return !notHandedOver.has(status);
    return order ? order["fulfillment"] !== "unfulfilled" : null;
  },
  preparing(order, shipment) {
    if (order?.["status"] === "cancelled") return false;
    if (order) return order["fulfillment"] !== "fulfilled" || notHandedOver.has(String(shipment?.["status"]));
    return shipment ? notHandedOver.has(String(shipment["status"])) : null;
  },
  in_transit(order, shipment) {
    const status = shipment?.["status"];
    if (typeof status === "string" && status !== "unknown") return onTheRoad.has(status);
    return order ? order["fulfillment"] !== "unfulfilled" && order["status"] !== "cancelled" : null;
  },
  out_for_delivery: statusIs("out_for_delivery"),
  pickup: statusIs("available_for_pickup"),
  delivered: statusIs("delivered"),
  arrived: statusIs("delivered", "available_for_pickup"),
  returned: statusIs("returned"),
  lost: statusIs("lost"),
  late(order, shipment) {
    if (!order && !shipment) return null;
    const days = Math.max(
      Number(order?.["days_late"] ?? 0),
      Number(shipment?.["days_late"] ?? 0),
      Number(order?.["days_past_ships_by"] ?? 0),
    );
    if (days > 0) return true;
    // A parcel that nobody has scanned for days is delayed whatever its date says.
    return ["exception", "lost"].includes(String(shipment?.["status"])) || Number(shipment?.["days_since_last_event"] ?? 0) >= 2;
  },
  on_time: (order, shipment) => {
    const isLate = truths.late(order, shipment, {});
    return isLate === null ? null : !isLate && order?.["status"] !== "cancelled";
  },
  cancelled: (order, _shipment, facts) => {
    // The order was read before the write that has just cancelled it.
    if (group(facts, "action")?.["kind"] === "cancel") return true;
    return order ? order["status"] === "cancelled" : null;
  },
  refunded(order, _shipment, facts) {
    if (["refund", "cancel"].includes(String(group(facts, "action")?.["kind"]))) return true;
    if (!order) return null;
    return order["refunded"] != null || ["refunded", "partially_refunded", "voided"].includes(String(order["payment"]));
  },
  partial(order) {
    if (!order) return null;
    return order["fulfillment"] === "partial" || Number(order["parcel_count"] ?? 0) > 1 || order["payment"] === "partially_refunded";
  },
  in_stock: inStock,
  sold_out(order, shipment, facts) {
    if (group(facts, "availability") === null && group(facts, "product") === null) return null;
    const fact = inStock(order, shipment, facts);
    return fact === null ? null : !fact;
  },
  paid(order) {
    if (!order || order["status"] === "cancelled") return null;
    return ["paid", "authorized", "refunded", "partially_refunded"].includes(String(order["payment"]));
  },
  will_restock(_order, _shipment, facts) {
    const product = group(facts, "availability") ?? group(facts, "product");
    return product ? product["in_stock"] === false && product["restock_at"] != null : null;
  },
  will_arrive(order, shipment) {
    if (!order && !shipment) return null;
    if (order?.["status"] === "cancelled") return false;
    return !["delivered", "returned", "lost"].includes(String(shipment?.["status"]));
  },
};

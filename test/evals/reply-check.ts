/**
 * The exam of the fact check: correct replies, written apart from the checker, filled with facts, and the same replies with one
 * fact made wrong. Slots in square brackets stand for facts.
 */
import { groundReply, type Piece } from "../../src/answer/grounding/ground-reply.ts";

export type ReplyLine = { state: string; text: string; passage?: string; wrong: { kind: "status" | "negation"; text: string }[] };
export type Case = { kind: string; state: string; text: string; pieces: Piece[] };

const now = "2026-03-18T10:00:00.000Z";
const day = (offset: number): string => new Date(Date.parse("2026-03-18T09:00:00.000Z") + offset * 86_400_000).toISOString();

type World = { facts: Record<string, unknown>; slots: Record<string, Slot> };
type Slot = { kind: "date" | "money" | "number" | "text" | "name" | "code"; value: string | number };

const people = ["Ana", "Jonas", "Zoé", "Mateo", "Birgit", "Luc"];
const items = ["Fjord Rain Jacket", "Kestrel Tent 3P", "Alpenstern Wanderschuh", "Lampe frontale Lynx", "Mochila Sierra", "Merino Sock"];
const carriers = ["DHL", "UPS", "GLS", "DPD", "Hermes", "Chronopost"];

/** Deterministic: the same line gets the same facts. */
export function worldOf(state: string, seed: number): World {
  const pick = <T>(list: readonly T[]): T => list[seed % list.length]!;
  const number = String(1_000 + ((seed * 7_919) % 89_000));
  const total = 1_990 + ((seed * 3_571) % 40_000);
  const price = 990 + ((seed * 1_237) % 20_000);
  const currency = pick(["EUR", "EUR", "GBP", "USD"]);
  const money = (amount: number) => ({ amount, currency, value: amount / 100 });
  const quantity = 2 + (seed % 4);
  const late = 3 + (seed % 6);
  const transit = 5 + (seed % 7);
  const line = {
    title: pick(items),
    variant: pick(["M", "XL", "42", "Blau"]),
    sku: `SK-${seed}`,
    quantity,
    unit_price: money(price),
    total: money(price * quantity),
  };
  const placed = day(-20 - (seed % 5)),
    shipped = day(-transit),
    expected = day(state === "late" ? -late : 2 + (seed % 6)),
    delivered = day(-2 - (seed % 3));
  const status: Record<string, string> = {
    in_transit: "in_transit",
    late: "in_transit",
    out_for_delivery: "out_for_delivery",
    pickup: "available_for_pickup",
    delivered: "delivered",
    refunded: "delivered",
    partial: "in_transit",
  };
  const isSent = status[state] !== undefined;
  const refunded = state === "refunded" || state === "cancelled" ? money(total) : null;
  const order = {
    number,
    status: state === "cancelled" ? "cancelled" : isSent && state !== "partial" ? "completed" : "open",
    payment: refunded ? "refunded" : "paid",
    fulfillment: state === "partial" ? "partial" : isSent ? "fulfilled" : "unfulfilled",
    placed_at: placed,
    days_late: 0,
    cancelled_at: state === "cancelled" ? day(-4) : null,
    total: money(total),
    refunded,
    last_refund_at: refunded ? day(-3) : null,
    refunds: refunded ? [{ at: day(-3), amount: refunded, reason: null }] : [],
    lines: [line],
    item_count: quantity,
    promised_by: isSent ? null : expected,
    parcel_count: isSent ? 1 : 0,
  };
  const shipment = {
    status: status[state] ?? "none",
    carrier: isSent ? pick(carriers) : null,
    tracking_number: isSent ? `JD0146${String(seed * 104_729).padStart(9, "0")}` : null,
    url: isSent ? `https://track.example/p/${seed * 31}` : null,
    shipped_at: isSent ? shipped : null,
    expected_at: isSent ? expected : null,
    delivered_at: ["delivered", "refunded"].includes(state) ? delivered : null,
    days_late: state === "late" ? late : 0,
    days_in_transit: isSent ? transit : 0,
    days_since_last_event: 0,
  };
  const isProduct = state === "in_stock" || state === "sold_out";
  const stock = state === "in_stock" ? 4 + (seed % 40) : 0;
  const restock = state === "sold_out" ? day(9 + (seed % 12)) : null;
  const availability = {
    title: line.title,
    variant: line.variant,
    sku: line.sku,
    price: money(price),
    in_stock: state === "in_stock",
    stock,
    restock_at: restock,
  };
  const name = pick(people);
  return {
    facts: {
      now,
      customer: { first_name: name, name: `${name} Example`, vip: false },
      store: { name: "Blue Harbour" },
      ...(isProduct ? { availability } : state === "policy" ? {} : { order, shipment }),
    },
    slots: {
      name: { kind: "name", value: name },
      order: { kind: "code", value: number },
      total: { kind: "money", value: `${total / 100} ${currency}` },
      refund: { kind: "money", value: `${total / 100} ${currency}` },
      price: { kind: "money", value: `${price / 100} ${currency}` },
      item: { kind: "text", value: line.title },
      variant: { kind: "text", value: line.variant },
      quantity: { kind: "number", value: quantity },
      placed: { kind: "date", value: placed },
      shipped: { kind: "date", value: shipped },
      expected: { kind: "date", value: expected },
      delivered: { kind: "date", value: delivered },
      refunded_on: { kind: "date", value: day(-3) },
      cancelled_on: { kind: "date", value: day(-4) },
      restock: { kind: "date", value: restock ?? day(9) },
      carrier: { kind: "text", value: shipment.carrier ?? "DHL" },
      tracking: { kind: "code", value: shipment.tracking_number ?? "JD1" },
      url: { kind: "text", value: shipment.url ?? "https://track.example" },
      days_late: { kind: "number", value: late },
      days_in_transit: { kind: "number", value: transit },
      stock: { kind: "number", value: stock },
      store: { kind: "text", value: "Blue Harbour" },
    },
  };
}

const dateStyles: Intl.DateTimeFormatOptions[] = [
  { day: "numeric", month: "long", year: "numeric" },
  { day: "numeric", month: "long" },
  { weekday: "long", day: "numeric", month: "long" },
  { day: "numeric", month: "long", year: "numeric" },
];

function write({ kind, value }: Slot, language: string, seed: number): string {
  const locale = language === "en" ? (seed % 2 ? "en-US" : "en-GB") : language;
  if (kind === "date")
    return new Intl.DateTimeFormat(locale, { ...dateStyles[seed % dateStyles.length]!, timeZone: "UTC" }).format(Date.parse(String(value)));
  if (kind === "money") {
    const [amount, currency] = String(value).split(" ");
    return new Intl.NumberFormat(locale, { style: "currency", currency: currency! }).format(Number(amount));
  }
  return String(value);
}

export function fill(text: string, slots: Record<string, Slot>, language: string, seed: number): string {
  return text.replace(/\[([a-z_]+)\]/g, (whole, name: string) => (slots[name] ? write(slots[name], language, seed) : whole));
}

/** The same slot with another value, near enough to be overlooked. */
function changed({ kind, value }: Slot, seed: number): Slot {
  if (kind === "date")
    return { kind, value: new Date(Date.parse(String(value)) + [1, -1, 7, 10, -3][seed % 5]! * 86_400_000).toISOString() };
  if (kind === "money") {
    const [amount, currency] = String(value).split(" ");
    const cents = Math.round(Number(amount) * 100);
    return { kind, value: `${(cents + [10, 100, -100, 1_000, 90][seed % 5]!) / 100} ${currency}` };
  }
  if (kind === "number") return { kind, value: Number(value) + 1 + (seed % 3) };
  const text = String(value);
  const at = 1 + (seed % (text.length - 1));
  return { kind, value: `${text.slice(0, at)}${/\d/.test(text[at]!) ? (Number(text[at]) + 1) % 10 : text[at]}${text.slice(at + 1)}` };
}

const kindOfMutation: Record<Slot["kind"], string> = {
  date: "date",
  money: "amount",
  number: "number",
  code: "number",
  text: "name",
  name: "name",
};

export type Evaluation = {
  sum: { replies: number; alarms: number; kinds: Record<string, string>; caught: number; mutants: number };
  alarms: Case[];
  missed: Case[];
};

/** `rounds`: how often each line is filled with other facts. */
export function evaluateReplies(lines: readonly ReplyLine[], language: string, rounds = 5): Evaluation {
  const alarms: Case[] = [],
    missed: Case[] = [];
  const tally: Record<string, [number, number]> = {};
  let replies = 0;
  const check = (text: string, facts: Record<string, unknown>): Piece[] =>
    groundReply(text, language, facts, {}, { timeZone: "UTC", now }).unsourced;
  const mutate = (kind: string, state: string, text: string, facts: Record<string, unknown>): void => {
    const pieces = check(text, facts);
    const [caught, all] = (tally[kind] ??= [0, 0]);
    tally[kind] = [caught + (pieces.length > 0 ? 1 : 0), all + 1];
    if (pieces.length === 0) missed.push({ kind, state, text, pieces });
  };
  for (const [index, line] of lines.entries())
    for (let round = 0; round < rounds; round++) {
      const seed = 1 + index * 13 + round * 101;
      const { facts, slots } = worldOf(line.state, seed);
      const known =
        line.passage === undefined ? facts : { ...facts, article: { title: "Returns", heading: "Returns", text: line.passage, url: null } };
      const text = fill(line.text, slots, language, seed);
      replies++;
      const pieces = check(text, known);
      if (pieces.length > 0) alarms.push({ kind: "none", state: line.state, text, pieces });
      for (const name of new Set([...line.text.matchAll(/\[([a-z_]+)\]/g)].map((match) => match[1]!))) {
        const slot = slots[name];
        if (!slot || (slot.kind === "text" && name !== "url")) continue;
        const other = name === "name" ? { ...slot, value: people.find((one) => one !== slot.value)! } : changed(slot, seed);
        const mutant = fill(line.text, { ...slots, [name]: other }, language, seed);
        if (mutant !== text) mutate(kindOfMutation[slot.kind], line.state, mutant, known);
      }
      if (round === 0) for (const { kind, text: wrong } of line.wrong) mutate(kind, line.state, fill(wrong, slots, language, seed), known);
    }
  const kinds = Object.fromEntries(Object.entries(tally).map(([kind, [caught, all]]) => [kind, `${caught}/${all}`]));
  const [caught, mutants] = Object.values(tally).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  return { sum: { replies, alarms: alarms.length, kinds, caught, mutants }, alarms, missed };
}

/**
 * What a workflow would have done with past tickets, beside what people did. Pure: whoever calls it reads and decides.
 *
 * What can be known about a mistake without a person: that the message was read as something else than somebody had said it
 * is (`category` of the ticket). What a person answered is shown beside the would-be reply, and tickets are sorted by risk, so
 * that whoever reviews them sees the likeliest mistakes first.
 */
import { logLowerBeta, logUpperBeta } from "./beta.ts";
import type { Ticket } from "./ticket.ts";

export type WouldBe = {
  /** The workflow took it. */
  isTaken: boolean;
  outcome: "answered" | "asked" | "drafted" | "handed_over" | "closed" | "ignored" | "acts";
  reason: string | null;
  reply: string | null;
  category: string;
  confidence: number;
  /** Shop facts came from the ticket (as it was), from the connected shops (as it is today), or none were needed. */
  facts: "then" | "today" | "none";
};
export type TicketResult = WouldBe & {
  id: string;
  text: string;
  human: string | null;
  expected: string | null;
  /** Right or wrong category; null where nobody said. */
  isRight: boolean | null;
  /** How alike the two replies are, 0 to 1; null without both. */
  likeness: number | null;
  /** Numbers, days and amounts in the person's reply that ours does not have. */
  onlyHuman: string[];
  /** 0 to 1, the likeliest mistakes highest. */
  risk: number;
  /** When the customer wrote, ISO 8601; null where nobody kept it. */
  at: string | null;
  /** The run that a verdict on this is a verdict on, when there is one (see pastRuns). */
  runId: string | null;
};

export type Interval = { judged: number; wrong: number; rate: number; low: number; high: number };
export type Report = {
  tickets: number;
  taken: number;
  outcomes: Record<WouldBe["outcome"], number>;
  /** Share of all tickets that would have been answered, asked or closed without a person. */
  coverage: number;
  /** Of what would have gone without a person, by the tickets' own categories; null where none has one. */
  error: Interval | null;
  meanLikeness: number | null;
  results: TicketResult[];
};

export function judgeTicket(ticket: Ticket, would: WouldBe): TicketResult {
  const likeness = would.reply !== null && ticket.reply !== null ? likenessOf(would.reply, ticket.reply) : null;
  const onlyHuman = would.reply !== null && ticket.reply !== null ? factsOnlyIn(ticket.reply, would.reply) : [];
  const isRight = ticket.category === null || !would.isTaken ? null : ticket.category === would.category;
  const result = {
    ...would,
    id: ticket.id,
    text: ticket.text,
    human: ticket.reply,
    expected: ticket.category,
    isRight,
    likeness,
    onlyHuman,
    at: ticket.at,
    runId: null,
  };
  return { ...result, risk: riskOf(result) };
}

/** Which tickets a person should look at first. Not a probability: an order. */
function riskOf({ outcome, isRight, confidence, likeness, onlyHuman }: Omit<TicketResult, "risk">): number {
  if (!goesAlone(outcome)) return 0;
  if (isRight === false) return 1;
  const unlike = likeness === null ? 0.5 : 1 - likeness;
  const missing = Math.min(1, onlyHuman.length / 3);
  return Math.round((0.5 * (1 - confidence) + 0.3 * unlike + 0.2 * missing) * 1000) / 1000;
}

function goesAlone(outcome: WouldBe["outcome"]): boolean {
  return outcome === "answered" || outcome === "asked" || outcome === "closed";
}

export function summarize(results: TicketResult[]): Report {
  const outcomes = { answered: 0, asked: 0, drafted: 0, handed_over: 0, closed: 0, ignored: 0, acts: 0 };
  const taken = results.filter(({ isTaken }) => isTaken);
  for (const { outcome } of taken) outcomes[outcome]++;
  const alone = taken.filter(({ outcome }) => goesAlone(outcome));
  const judged = alone.filter(({ isRight }) => isRight !== null);
  const alike = taken.flatMap(({ likeness }) => (likeness === null ? [] : [likeness]));
  return {
    tickets: results.length,
    taken: taken.length,
    outcomes,
    coverage: results.length > 0 ? alone.length / results.length : 0,
    error: judged.length > 0 ? intervalOf(judged.filter(({ isRight }) => isRight === false).length, judged.length) : null,
    meanLikeness: alike.length > 0 ? alike.reduce((sum, one) => sum + one, 0) / alike.length : null,
    results: [...results].sort((a, b) => b.risk - a.risk || (a.id < b.id ? -1 : 1)),
  };
}

/** Clopper-Pearson, 95 %: exact for one look at one set of tickets, which a backtest is. */
export function intervalOf(wrong: number, judged: number): Interval {
  const alpha = 0.05;
  const share = (x: number, a: number, b: number) => Math.exp(logLowerBeta(x, a, b) - whole(a, b));
  const low = wrong === 0 ? 0 : solve((x) => share(x, wrong, judged - wrong + 1) < alpha / 2);
  const high = wrong === judged ? 1 : solve((x) => share(x, wrong + 1, judged - wrong) < 1 - alpha / 2);
  return { judged, wrong, rate: wrong / judged, low, high };
}

function whole(a: number, b: number): number {
  const low = logLowerBeta(0.5, a, b),
    high = logUpperBeta(0.5, a, b);
  const top = Math.max(low, high);
  return top + Math.log(Math.exp(low - top) + Math.exp(high - top));
}

/** The place up to which `holds` is true. */
function solve(holds: (x: number) => boolean): number {
  let low = 1e-12,
    high = 1 - 1e-12;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Tickets that would end otherwise, or in other words, than with an earlier version; by id. */
export function differences(before: Report, after: Report): { id: string; before: TicketResult; after: TicketResult }[] {
  const earlier = new Map(before.results.map((one) => [one.id, one]));
  return after.results.flatMap((one) => {
    const old = earlier.get(one.id);
    return old && (old.outcome !== one.outcome || old.reply !== one.reply || old.isTaken !== one.isTaken)
      ? [{ id: one.id, before: old, after: one }]
      : [];
  });
}

/** Cosine of the words of two texts. */
function likenessOf(left: string, right: string): number {
  const a = countWords(left),
    b = countWords(right);
  let dot = 0;
  for (const [word, count] of a) dot += count * (b.get(word) ?? 0);
  const length = (counts: Map<string, number>) => Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
  const whole = length(a) * length(b);
  return whole > 0 ? Math.round((dot / whole) * 1000) / 1000 : 0;
}

const maxChars = 8_000;

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text
    .slice(0, maxChars)
    .toLowerCase()
    .match(/[\p{L}\p{N}]{2,40}/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function factsOnlyIn(text: string, other: string): string[] {
  const known = new Set(factsIn(other));
  return [...new Set(factsIn(text))].filter((fact) => !known.has(fact)).slice(0, 10);
}

/** Whatever has a digit in it, without the marks around it. */
function factsIn(text: string): string[] {
  return (text.slice(0, maxChars).match(/[\p{L}\p{N}#€$£.,:/-]{0,20}\d[\p{L}\p{N}€$£.,:/-]{0,30}/gu) ?? []).map((word) =>
    word.replace(/^[#.,:]+|[.,:]+$/g, ""),
  );
}

/** Runs past tickets through a version of a workflow: reads, picks and decides as the desk would, and changes nothing. */
import type { Order, Shipment } from "../domain/order.ts";
import type { Reader } from "../domain/understanding.ts";
import { judgeTicket, summarize, type Report, type WouldBe } from "../learn/backtest.ts";
import type { Ticket } from "../learn/ticket.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import { runWorkflow } from "../workflow/engine/interpreter.ts";
import { pickWorkflow } from "../workflow/engine/pick.ts";
import { settledOutcome } from "../workflow/engine/settle.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { Desk, FactSources, ReplyWriter } from "../workflow/step.ts";

export type BacktestParts = {
  reader: Reader;
  /** All of the desk, so that a ticket another workflow takes is not counted for this one. */
  workflows: readonly Workflow[];
  templates: ReplyWriter;
  desk: Desk;
  /** The connected shops as they are today, for tickets that do not say how the shop was. */
  sources: FactSources;
  now(): Date;
};

/** `workflow` is tried as if it were in auto mode: what would it send? */
export async function backtest(
  parts: BacktestParts,
  workflow: Workflow,
  tickets: readonly Ticket[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Report> {
  const tried: Workflow = { ...workflow, mode: "auto" };
  const all = [...parts.workflows.filter(({ name }) => name !== workflow.name), tried];
  const results = [];
  for (const [nth, ticket] of tickets.entries()) {
    results.push(judgeTicket(ticket, await decideTicket(parts, tried, all, ticket)));
    if (nth % 100 === 99) onProgress(nth + 1, tickets.length);
  }
  onProgress(tickets.length, tickets.length);
  return summarize(results);
}

async function decideTicket(parts: BacktestParts, workflow: Workflow, all: readonly Workflow[], ticket: Ticket): Promise<WouldBe> {
  const input = inputOf(parts, ticket);
  const { category, confidence } = input.understanding;
  const picked = pickWorkflow(all, input);
  if (picked.workflow !== workflow)
    return { isTaken: false, outcome: "handed_over", reason: picked.why, reply: null, category, confidence, facts: "none" };
  const decision = await runWorkflow(workflow, input, {
    sources: ticket.orders ? sourcesOf(ticket.orders, ticket.shipments ?? [], parts.sources) : parts.sources,
    desk: parts.desk,
    templates: parts.templates,
    picked: picked.why,
    workflow: async (name) => all.find((one) => one.name === name) ?? null,
  });
  const outcome = wouldBe(decision);
  const replies = decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply.text] : []));
  return {
    isTaken: true,
    ...outcome,
    reply: replies.length > 0 ? replies.join("\n\n") : null,
    category,
    confidence,
    facts: ticket.orders ? "then" : decision.trace.steps.some(({ read }) => read.length > 0) ? "today" : "none",
  };
}

/** A run that would wait for the shop or a person has not answered: a backtest makes no writes and asks nobody. */
function wouldBe(decision: Decision): Pick<WouldBe, "outcome" | "reason"> {
  const { wait } = decision;
  if (wait?.hold) return { outcome: wait.hold.kind === "action" ? "acts" : "handed_over", reason: decision.outcome.reason ?? null };
  const { kind, reason } = settledOutcome(decision);
  return { outcome: kind, reason: reason ?? null };
}

function inputOf({ reader, now }: BacktestParts, ticket: Ticket): RunInput {
  const at = ticket.at ?? now().toISOString();
  const address = ticket.from;
  return {
    conversationId: ticket.id,
    channel: { connectionId: "backtest", maxLength: null, richText: false },
    storeId: null,
    messages: [
      {
        id: ticket.id,
        text: ticket.text.slice(0, 20_000),
        subject: ticket.subject,
        sender: { kind: address ? "email" : "channel", value: address ?? ticket.id, proof: address ? "proven" : "none" },
        at,
      },
    ],
    asked: null,
    proven: address ? [{ kind: "email", value: address }] : [],
    replyAddress: null,
    customer: { id: null, name: null, isVip: false, language: null, contacts30d: 0 },
    understanding: reader.read({ text: ticket.text, ...(ticket.subject ? { subject: ticket.subject } : {}) }),
    reader: reader.version,
    now: at,
  };
}

/** The shop as the ticket says it was: these orders and parcels, and no others. */
function sourcesOf(orders: readonly Order[], shipments: readonly Shipment[], today: FactSources): FactSources {
  const first = today.stores[0];
  return {
    stores: [
      {
        connectionId: first?.connectionId ?? "shop",
        ...(first?.name ? { name: first.name } : {}),
        store: {
          actions: {},
          findOrders: async (query) =>
            orders.filter((order) => {
              if ("number" in query) return order.number === query.number;
              if ("id" in query) return order.id === query.id;
              return "email" in query ? order.customer.email?.toLowerCase() === query.email : order.customer.phone === query.phone;
            }),
          findCustomer: async () => null,
          findProducts: async (query) => (first ? first.store.findProducts(query) : []),
        },
      },
    ],
    carriers: [
      {
        connectionId: today.carriers[0]?.connectionId ?? "carrier",
        carrier: { track: async ({ trackingNumber }) => shipments.find((one) => one.trackingNumber === trackingNumber) ?? null },
      },
    ],
  };
}

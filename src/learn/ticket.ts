/** A past ticket as `handrail backtest` takes it: what the customer wrote, what a person answered, and the shop as it was. */
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { Order, Shipment } from "../domain/order.ts";

const text = z.string().max(200_000);
const party = z.object({ from: z.string().max(100), text });
/** Unknown keys are left alone: exports of other desks have many. */
const line = z.object({
  id: z.union([z.string().max(200), z.number()]).optional(),
  text: text.optional(),
  subject: z.string().max(2_000).nullish(),
  from: z.string().max(320).nullish(),
  at: z.string().nullish(),
  reply: text.nullish(),
  category: z.string().max(100).nullish(),
  orders: z.array(z.record(z.string(), z.unknown())).nullish(),
  order: z.record(z.string(), z.unknown()).nullish(),
  shipments: z.array(z.record(z.string(), z.unknown())).nullish(),
  messages: z.array(party).nullish(),
});

export type Ticket = {
  id: string;
  text: string;
  subject: string | null;
  /** The customer's address, which counts as proven: it is a ticket of the past. */
  from: string | null;
  at: string | null;
  /** What a person answered. */
  reply: string | null;
  /** The category that was right, where somebody said so. */
  category: string | null;
  /** The shop as it was; null where nobody kept it. */
  orders: Order[] | null;
  shipments: Shipment[] | null;
};

/** AppError `bad_request` with the line that cannot be read. */
export function parseTickets(source: string, file: string): Ticket[] {
  return source
    .split(/\r?\n/)
    .map((written, nth) => ({ written, nth: nth + 1 }))
    .filter(({ written }) => written.trim() !== "")
    .map(({ written, nth }) => parseTicket(written, nth, file));
}

function parseTicket(written: string, nth: number, file: string): Ticket {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (cause) {
    throw new AppError(
      "bad_request",
      `${file}, line ${nth} is not JSON. Each line is one ticket like {"text": "Where is my order?", "reply": "…"}.`,
      { cause },
    );
  }
  const ticket = ticketOf(value, String(nth));
  if (typeof ticket === "string") throw new AppError("bad_request", `${file}, line ${nth}: ${ticket}`);
  return ticket;
}

/** The ticket, or what is wrong with it. */
export function ticketOf(value: unknown, name: string): Ticket | string {
  const parsed = line.safeParse(value);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the ticket"} ${message}`).join("; ");
  const { id, subject, from, at, category, order, orders, shipments } = parsed.data;
  const { text: said, reply } = parsed.data.messages ? fromThread(parsed.data.messages) : parsed.data;
  if (said === undefined || said.trim() === "") return 'it has no "text" and no "messages" of the customer.';
  const known = orders ?? (order ? [order] : null);
  const when = at && Number.isFinite(Date.parse(at)) ? new Date(at).toISOString() : null;
  return {
    id: String(id ?? name),
    text: said.toWellFormed(),
    subject: subject ?? null,
    from: from?.trim().toLowerCase() ?? null,
    at: when,
    reply: reply ?? null,
    category: category ?? null,
    orders: known as Order[] | null,
    shipments: (shipments ?? null) as Shipment[] | null,
  };
}

const customers = new Set(["customer", "user", "client", "end-user", "requester", "in"]);

/** What the customer said before anybody answered, and the first answer. */
function fromThread(messages: { from: string; text: string }[]): { text: string; reply: string | null } {
  const isCustomer = ({ from }: { from: string }) => customers.has(from.toLowerCase());
  const answered = messages.findIndex((one, nth) => !isCustomer(one) && messages.slice(0, nth).some(isCustomer));
  const before = answered === -1 ? messages : messages.slice(0, answered);
  return {
    text: before
      .filter(isCustomer)
      .map((one) => one.text)
      .join("\n\n"),
    reply: answered === -1 ? null : messages[answered]!.text,
  };
}

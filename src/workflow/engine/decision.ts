/**
 * What goes into a run and what comes out of it. A run is a function: the same input and the same reads give the same
 * decision, byte for byte. It changes nothing itself; whoever called it commits the effects in one transaction.
 */
import type { IdentityKind, Sender } from "../../domain/message.ts";
import type { Hold } from "../../domain/hold.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Mode, Outcome, Reply, Trace } from "../../domain/run.ts";
import type { Priority, Understanding } from "../../domain/understanding.ts";

/** What the channel of this conversation can carry; the vendor's name stays in its folder. */
export type ChannelFacts = { connectionId: string; maxLength: number | null; richText: boolean };

export type RunMessage = {
  id: string;
  text: string;
  subject: string | null;
  sender: Sender;
  at: string;
};

/** What we asked the customer last and are still waiting for: the next message continues that workflow. */
export type Asked = {
  workflow: string;
  question: string;
  /** What the customer had said by then. */ text: string;
};

export type RunInput = {
  conversationId: string;
  channel: ChannelFacts;
  /** The store the customer wrote to; null: any connected one. */
  storeId: string | null;
  /** All unprocessed messages of the conversation, oldest first; none when something else started the run. */
  messages: RunMessage[];
  asked: Asked | null;
  /** The how-manieth wrong one-time code this message holds; 0 when it holds none. */
  wrongCodes?: number;
  /** Addresses this customer has proven to own in this conversation (token, one-time code, the channel's word). */
  proven: { kind: IdentityKind; value: string }[];
  /** The only address our answer goes to, when the channel guarantees that; else null. */
  replyAddress: string | null;
  customer: {
    id: string | null;
    name: string | null;
    isVip: boolean;
    language: string | null;
    contacts30d: number;
  };
  understanding: Understanding;
  reader: string;
  now: string;
  /** What customers have to be told at present. */
  incidents?: Incident[];
  /** Position and facts of a run that waited, when this is its continuation. */
  resume?: WaitState;
};

/**
 * What started a run that no message started: an event, a schedule or the end of a conversation. The answer goes to `to`,
 * the address on the order or the one the customer wrote from.
 */
export type Started = {
  by: "event" | "schedule" | "closed";
  name: string;
  at: string;
  to: { kind: IdentityKind; value: string } | null;
  language: string;
  orderNumber: string | null;
  /** The product it is about, and the customer's wish to be told of it, when that is what started the run. */
  product?: { storeId: string; productId: string; variantId: string | null; noticeId: string };
};

export type WaitState = {
  workflow: string;
  version: string;
  /** Path of the step to go on with, e.g. "steps/3/choose/1/steps/0". */
  at: string;
  facts: Record<string, unknown>;
  /** Only in a run that no message started. */
  started?: Started;
};

/** ISO time to go on by itself; `forMessage`: also when the customer writes. `hold`: what has to be settled first. */
export type Wait = { until: string | null; forMessage: boolean; state: WaitState; hold?: Hold };

export type Effect =
  /** To the customer, subject to mode and checks. `asks` names the question when an answer is expected. */
  | { kind: "reply"; reply: Reply; asks?: string }
  /**
   * Send a one-time code to the address on the order. `to` is null when there is no such order: the customer is told the
   * same either way, so that nobody learns whether an order exists.
   */
  | { kind: "challenge"; to: { kind: IdentityKind; value: string } | null }
  /** The customer wants to be told once when it can be had again. `variantId` null: any variant. */
  | { kind: "notice"; storeId: string; productId: string; variantId: string | null; language: string }
  /** They do not want to be told any more. `productId` null: of anything. */
  | { kind: "stop_notice"; productId: string | null }
  | { kind: "set"; tags?: string[]; priority?: Priority; assignee?: string; team?: string; rating?: number };

export type Decision = {
  workflow: { name: string; version: string; mode: Mode; canary?: number | null; threshold?: number | null } | null;
  outcome: Outcome;
  effects: Effect[];
  trace: Trace;
  wait?: Wait;
};

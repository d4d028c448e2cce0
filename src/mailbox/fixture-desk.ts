/** A small desk for the mailbox tests: real tables, a reader and a decision that need nothing else. */
import type { Channel } from "../channels/channel.ts";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import type { InboundMessage, OutgoingMessage } from "../domain/message.ts";
import type { Understanding } from "../domain/understanding.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import type { CommitParts } from "./commit.ts";
import type { Decide, DecideParts } from "./decide.ts";
import { createOutbox, SEND_LEASE_MS, type OutboxWorker } from "./outbox.ts";
import { createWorker, type Worker } from "./worker.ts";

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export function inbound(thread: string, nth: number, more: Partial<InboundMessage> = {}): InboundMessage {
  return {
    externalId: `${thread}-${nth}`,
    threadKey: thread,
    sender: { kind: "email", value: `${thread}@example.com`, proof: "proven" },
    text: `message ${nth} of ${thread}`,
    at: new Date().toISOString(),
    ...more,
  };
}

export function understandingOf(text: string): Understanding {
  return {
    category: "order_status",
    confidence: 0.9,
    abstain: false,
    needs_more: false,
    alternatives: [],
    intents: ["order_status"],
    language: "en",
    sentiment: { label: "neutral", score: 0 },
    priority: "normal",
    entities: {},
    signals: {},
    why: { category: text.slice(0, 20) },
  };
}

/** Answers by repeating every message it was given, so that a test can see what one run covered. */
export const echo: Decide = async (input: RunInput): Promise<Decision> => ({
  workflow: { name: "echo", version: "1", mode: "auto" },
  outcome: { kind: "answered" },
  effects: [
    {
      kind: "reply",
      reply: { text: input.messages.map((m) => m.text).join(" + "), language: "en", template: "echo", evidence: [], unsourced: [] },
    },
  ],
  trace: { understanding: input.understanding, reader: "test", facts: {}, steps: [], now: input.now },
});

export type Desk = { worker: Worker; outbox: OutboxWorker; sent: OutgoingMessage[]; stop(): Promise<void> };

export function startDesk(
  db: Db,
  options: { decide?: Decide; send?: Channel["send"]; leaseMs?: number; afterCrash?: "resend" | "ask" | "hold" } = {},
): Desk {
  const sent: OutgoingMessage[] = [];
  const handover = (_priority: string, now: string) => ({ team: "support", due_at: now });
  const decideParts: DecideParts = {
    reader: { version: "test", read: ({ text }) => understandingOf(text) },
    decide: options.decide ?? echo,
    checkCode: async () => null,
    channelOf: (connectionId) => ({ connectionId, maxLength: null, richText: false }),
    handover,
    loadMessages: async () => [],
    now: () => new Date(),
  };
  const outbox = createOutbox(
    db,
    {
      channelOf: () => ({
        definition: { afterCrash: options.afterCrash ?? "resend" },
        channel: {
          send:
            options.send ??
            (async (message) => {
              sent.push(message);
              return { externalId: `ext-${message.key}` };
            }),
        },
      }),
      handover,
      now: () => new Date(),
      log: quiet,
    },
    50,
  );
  const commitParts: CommitParts = {
    db,
    sendLeaseMs: SEND_LEASE_MS,
    brandName: "Test shop",
    sendCapacity: () => outbox.hasCapacity(),
    issueCode: () => ({ id: crypto.randomUUID(), kind: "email", address: null, hash: "", expires: new Date().toISOString(), mail: null }),
  };
  const worker = createWorker(db, decideParts, commitParts, {
    onSends: outbox.dispatch,
    log: quiet,
    pollMs: 50,
    ...(options.leaseMs ? { leaseMs: options.leaseMs } : {}),
  });
  worker.start();
  outbox.start();
  return {
    worker,
    outbox,
    sent,
    stop: async () => {
      await worker.stop();
      await outbox.stop();
    },
  };
}

export async function waitFor(check: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`gave up waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** True once every message is decided and every reply has left. */
export async function isQuiet(db: Db): Promise<boolean> {
  const { rows } = await db.query(
    "select (select count(*) from mailbox where pending > 0) + (select count(*) from outbox where state in ('queued', 'sending')) as open",
  );
  return rows[0].open === 0;
}

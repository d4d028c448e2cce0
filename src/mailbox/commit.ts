/**
 * Writes plans: run, outcome, trace, outgoing messages and follow-ups of many conversations in ONE transaction, guarded
 * by each conversation's epoch (am I still its worker?) and revision (did anything happen meanwhile?).
 */
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import { planRows, type Rows } from "./commit-rows.ts";
import {
  endRuns,
  expireHolds,
  forgetNotices,
  guard,
  tellNotices,
  usedChallenges,
  writeCodes,
  writeDecisions,
  writeDrafts,
  writeHolds,
  writeNotices,
  writePromises,
  writeQuestions,
} from "./worker-queries.ts";
import type { Address, Plan } from "./work.ts";

/** An outbox row this process has just written and leased: it can be sent without asking the database for it. */
export type LeasedSend = {
  id: string;
  connectionId: string;
  conversationId: string;
  messageId: string | null;
  attempts: number;
  outgoing: OutgoingMessage;
};

export type CommitParts = {
  db: Db;
  /** Makes a one-time code for a challenge and the mail that carries it; null when no connection can carry codes. */
  issueCode(conversation: { id: string; connectionId: string }, address: Address | null, language: string, now: string): IssuedCode;
  /** How many leased rows the sender of this process can take now; the rest is queued. */
  sendCapacity(connectionId: string): boolean;
  sendLeaseMs: number;
  brandName: string;
  /** What stands below an automatic message on this connection: that it is one, and what the law wants. Null: nothing. */
  closing?(connectionId: string, language: string, isFirst: boolean): string | null;
  /** What the customer asked the articles, as it may be kept: their own sentences without personal data. Missing: nothing is kept. */
  askedOf?(work: Plan["work"], language: string): string;
};
export type IssuedCode = {
  id: string;
  kind: string;
  address: string | null;
  hash: string;
  expires: string;
  mail: { connectionId: string; payload: { to: Address; subject: string; text: string; language: string } } | null;
};

/** `refused`: something happened meanwhile, or the lease was lost; the conversation has to be decided anew. */
export type Committed = { accepted: Set<string>; sends: LeasedSend[] };

export async function commitPlans(plans: Plan[], parts: CommitParts): Promise<Committed> {
  return transaction(parts.db, async (client) => {
    const passed = await lockAndGuard(client, plans);
    const accepted = plans.filter((plan) => passed.has(plan.work.id));
    if (accepted.length === 0) return { accepted: new Set<string>(), sends: [] };
    const rows = planRows(accepted, passed, parts, newId);
    const leased = await write(client, rows);
    return { accepted: new Set(passed.keys()), sends: rows.sends.filter(({ id }) => leased.has(id)) };
  });
}

async function lockAndGuard(client: Transaction, plans: Plan[]): Promise<Map<string, number>> {
  const values = [plans.map((p) => p.work.id), plans.map((p) => p.work.epoch), plans.map((p) => p.work.revision)];
  const found = await client.query({ name: "worker-guard", text: guard, values });
  return new Map(found.rows.map((row) => [row.id, row.last_seq]));
}

async function write(client: Transaction, rows: Rows): Promise<Set<string>> {
  const { conversations, runs, messages, outbox } = rows;
  const leased = await client.query({
    name: "worker-write",
    text: writeDecisions,
    values: [JSON.stringify(conversations), JSON.stringify(runs), rows.traces, JSON.stringify(messages), JSON.stringify(outbox)],
  });
  if (rows.drafts.length > 0) await client.query(writeDrafts, [JSON.stringify(rows.drafts)]);
  if (rows.challenges.length > 0) await client.query(writeCodes, [JSON.stringify(rows.challenges)]);
  if (rows.endedRuns.length > 0)
    await client.query(endRuns, [rows.endedRuns, "The customer wrote again before the wait was over; the newer run goes on."]);
  if (rows.expired.length > 0) await client.query(expireHolds, [rows.expired]);
  if (rows.promises.length > 0) await client.query(writePromises, [JSON.stringify(rows.promises)]);
  if (rows.questions.length > 0) await client.query(writeQuestions, [JSON.stringify(rows.questions)]);
  if (rows.holds.length > 0) await client.query(writeHolds, [JSON.stringify(rows.holds)]);
  if (rows.checked.length > 0) await client.query(usedChallenges, [rows.checked.map((c) => c.id), rows.checked.map((c) => c.isRight)]);
  if (rows.stoppedNotices.length > 0) await client.query(forgetNotices, [JSON.stringify(rows.stoppedNotices)]);
  if (rows.notices.length > 0) await client.query(writeNotices, [JSON.stringify(rows.notices)]);
  if (rows.toldNotices.length > 0) await client.query(tellNotices, [rows.toldNotices]);
  return new Set(leased.rows.map((row) => row.id));
}

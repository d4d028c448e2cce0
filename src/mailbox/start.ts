/**
 * Runs that no message started. One row is all it takes: a run that waits at its first step and is due at once, which the
 * conversation's worker takes up as it takes up every other.
 */
import { packTrace } from "../db/trace.ts";
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import type { Trace } from "../domain/run.ts";
import { unread } from "../domain/understanding.ts";
import type { Started, Wait } from "../workflow/engine/decision.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";

export type RunStart = {
  /** The same key starts once. */
  key: string;
  workflow: Pick<Workflow, "name" | "version" | "mode">;
  conversationId: string;
  started: Started;
};

const reserve = "insert into run_start (key, run_id) values ($1, $2) on conflict do nothing";
const lock =
  "select m.conversation_id from mailbox m join conversation v on v.id = m.conversation_id where m.conversation_id = $1 and v.status <> 'erased' for update of m";
const isBusy =
  "select 1 from mailbox m where conversation_id = $1 and (pending > 0 or exists (select from run r where r.conversation_id = $1 and r.state = 'waiting'))";
const insertRun = `
insert into run (id, conversation_id, message_ids, workflow, version, mode, state, wait, trace, started_at, began_by)
values ($1, $2, '{}', $3, $4, $5, 'waiting', $6, $7, $8, $9)`;
const due = "update mailbox set ready_at = now(), revision = revision + 1 where conversation_id = $1";

/**
 * False when it began before, when the conversation is gone, or when something is going on in it: a customer who waits for
 * an answer, or a run that waits for them, comes first.
 */
export async function startRun(db: Db, start: RunStart): Promise<boolean> {
  return transaction(db, (client) => startIn(client, start));
}

export async function startIn(client: Transaction, { key, workflow, conversationId, started }: RunStart): Promise<boolean> {
  if ((await client.query(lock, [conversationId])).rowCount === 0) return false;
  if ((await client.query(isBusy, [conversationId])).rowCount !== 0) return false;
  const id = newId();
  if ((await client.query(reserve, [key, id])).rowCount === 0) return false;
  const now = new Date().toISOString();
  const { name, version, mode } = workflow;
  const wait: Wait = { until: now, forMessage: false, state: { workflow: name, version, at: "steps/0", facts: {}, started } };
  const trace: Trace = { understanding: unread(`It began with ${started.name}.`, started.language), reader: "", facts: {}, steps: [], now };
  await client.query(insertRun, [id, conversationId, name, version, mode, JSON.stringify(wait), packTrace(trace), now, started.by]);
  await client.query(due, [conversationId]);
  return true;
}

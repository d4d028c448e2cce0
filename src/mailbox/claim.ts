/** Takes conversations that are ready and loads what a decision needs to know about them. */
import type { Db } from "../db/pool.ts";
import { claimReady, loadClaimed } from "./worker-queries.ts";
import type { Work, WorkMessage } from "./work.ts";

type Claim = { id: string; epoch: number; revision: number; done_seq: number; pending: number; attempts: number };
type Row = Record<string, any>;

export async function claimWork(db: Db, limit: number, leaseMs: number): Promise<Work[]> {
  const claimed = await db.query<Claim>({ name: "worker-claim", text: claimReady, values: [limit, leaseMs] });
  if (claimed.rows.length === 0) return [];
  const ids = claimed.rows.map((row) => row.id);
  const loaded = await db.query({ name: "worker-load", text: loadClaimed, values: [ids, claimed.rows.map((row) => row.done_seq)] });
  const byId = new Map(claimed.rows.map((row) => [row.id, row]));
  const works = new Map<string, Work>();
  for (const row of loaded.rows as Row[]) {
    let work = works.get(row["id"]);
    if (!work) works.set(row["id"], (work = workOf(row, byId.get(row["id"])!)));
    if (row["message_id"]) work.messages.push(messageOf(row));
  }
  return [...works.values()];
}

function workOf(row: Row, claim: Claim): Work {
  return {
    id: claim.id,
    epoch: claim.epoch,
    revision: claim.revision,
    pending: claim.pending,
    attempts: claim.attempts,
    connectionId: row["connection_id"],
    threadKey: row["thread_key"],
    storeId: row["store_id"],
    subject: row["thread_subject"],
    language: row["language"],
    status: row["status"],
    priority: row["priority"],
    asked: row["asked"],
    proven: row["proven"],
    isPaused: row["is_paused"],
    needsPerson: row["needs_person"],
    handoverReason: row["handover_reason"],
    team: row["team"],
    dueAt: row["due_at"]?.toISOString() ?? null,
    customer: {
      id: row["customer_id"],
      name: row["customer_name"],
      isVip: row["is_vip"] ?? false,
      language: row["customer_language"],
      contacts30d: row["contacts_30d"] ?? 0,
    },
    recipient: row["recipient"],
    messages: [],
    waiting: row["waiting_id"] && {
      id: row["waiting_id"],
      workflow: row["waiting_workflow"],
      version: row["waiting_version"],
      wait: row["wait"],
      messageIds: row["waiting_messages"],
    },
  };
}

export function messageOf(row: Row): WorkMessage {
  return {
    id: row["message_id"],
    seq: row["seq"],
    text: row["text"],
    subject: row["subject"],
    at: row["at"].toISOString(),
    sender: row["sender"] ?? { kind: "channel", value: "", proof: "none" },
    automatic: row["automatic"],
    channelData: row["channel_data"],
    externalId: row["external_id"],
  };
}

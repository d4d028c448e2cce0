/** A shop of nine conversations, small enough to count every number by hand. Berlin: UTC+1 until Sunday 29 March 2026, then UTC+2. */
import type { Db } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import { businessHours, team } from "../domain/desk-rules.ts";
import type { DeskRules } from "./calendars.ts";

export const now = new Date("2026-04-20T10:00:00Z");
/** Two weeks, Monday to Sunday, with the change of clocks in between. */
export const days = { from: "2026-03-23", to: "2026-04-05", zone: "Europe/Berlin" };
export const rules: DeskRules = {
  hours: businessHours.parse({ time_zone: "Europe/Berlin", from: "09:00", to: "17:00" }),
  teams: [team.parse({ name: "returns", title: "Returns", hours: { time_zone: "Europe/Berlin", from: "10:00", to: "14:00" } })],
};

type Conversation = {
  channel?: string;
  category?: string | null;
  language?: string | null;
  team?: string;
  status?: string;
  assignee?: string;
  rating?: number;
  ratedAt?: string;
  dueAt?: string;
  resolveBy?: string;
  erased?: boolean;
};
type Run = {
  id?: string;
  workflow?: string;
  mode?: string;
  outcome: string;
  category?: string | null;
  bypass?: string;
  beganBy?: string;
  messages: string[];
};
type Message = { automatic?: string; agent?: string; run?: string; text?: string; note?: boolean };

export function openShop(db: Db) {
  const seqs = new Map<string, number>();
  const at = (time: string): string => (time.length > 16 ? time : `2026-${time}Z`);

  async function conversation(more: Conversation = {}): Promise<string> {
    const [id, customer] = [newId(), newId()];
    await db.query("insert into customer (id, name, erased_at) values ($1, $2, $3)", [
      customer,
      more.erased ? null : "Ana",
      more.erased ? now : null,
    ]);
    await db.query(
      `insert into conversation (id, connection_id, store_id, customer_id, category, language, team, status, assignee_id, rating, rated_at, due_at, resolve_by, last_message_at, subject)
       values ($1, $2, 'shop', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now(), $13)`,
      [
        id,
        more.channel ?? "mail",
        customer,
        more.category === undefined ? "order_status" : more.category,
        more.language === undefined ? "en" : more.language,
        more.team ?? null,
        more.status ?? "waiting",
        more.assignee ?? null,
        more.rating ?? null,
        more.ratedAt ? at(more.ratedAt) : null,
        more.dueAt ? at(more.dueAt) : null,
        more.resolveBy ? at(more.resolveBy) : null,
        more.erased ? null : "About an order",
      ],
    );
    return id;
  }

  async function message(id: string, time: string, from: "customer" | "automation" | "agent", more: Message = {}): Promise<string> {
    const [key, seq] = [newId(), (seqs.get(id) ?? 0) + 1];
    seqs.set(id, seq);
    const direction = more.note ? "note" : from === "customer" ? "in" : "out";
    await db.query(
      `insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_id, text, automatic, run_id, at, received_at)
       values ($1, $2, $3, 'mail', $4, $5, $6, $7, $8, $9, $10, $10)`,
      [key, id, seq, direction, from, more.agent ?? null, more.text ?? "text", more.automatic ?? null, more.run ?? null, at(time)],
    );
    return key;
  }

  async function run(id: string, time: string, more: Run): Promise<string> {
    const key = more.id ?? newId();
    await db.query(
      `insert into run (id, conversation_id, message_ids, workflow, version, mode, state, outcome, category, bypass, began_by, trace, started_at, ended_at)
       values ($1, $2, $3, $4, 'v1', $5, 'done', $6, $7, $8, $9, '', $10, $10)`,
      [
        key,
        id,
        more.messages,
        more.workflow ?? null,
        more.workflow ? (more.mode ?? "auto") : null,
        more.outcome,
        more.category === undefined ? "order_status" : more.category,
        more.bypass ?? null,
        more.beganBy ?? null,
        at(time),
      ],
    );
    return key;
  }

  async function review(
    runId: string,
    time: string,
    verdict: string,
    reviewer: string,
    more: { draft?: string; share?: number; category?: string } = {},
  ) {
    await db.query(
      `insert into review (id, run_id, draft_id, verdict, category, reviewer, created_at, edit_share, meaning_changed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        runId,
        more.draft ?? null,
        verdict,
        more.category ?? null,
        reviewer,
        at(time),
        more.share ?? null,
        more.share === undefined ? null : true,
      ],
    );
  }

  async function close(id: string, time: string, more: { by?: string; erasure?: boolean } = {}): Promise<void> {
    await db.query("insert into closing (conversation_id, at, is_erasure) values ($1, $2, $3)", [id, at(time), more.erasure ?? false]);
    if (more.by)
      await db.query("insert into audit_log (at, actor, act, target) values ($1, $2, 'conversation.close', $3)", [
        at(time),
        `user:${more.by}`,
        `conversation:${id}`,
      ]);
  }

  async function deadline(id: string, kind: string, dueAt: string, endedAt: string, owner: string | null): Promise<void> {
    await db.query(
      "insert into deadline (conversation_id, kind, since, due_at, ended_at, team, priority) values ($1, $2, $3, $3, $4, $5, 'normal')",
      [id, kind, at(dueAt), at(endedAt), owner],
    );
  }

  async function question(
    asked: string,
    language: string,
    article: string | null,
    from: { run: string; conversation: string } | { times: number },
  ) {
    const own = "times" in from ? [null, null, at(asked).slice(0, 10), from.times] : [from.run, from.conversation, null, 1];
    await db.query(
      "insert into article_question (run_id, conversation_id, day, times, language, question, article, asked_at) values ($1, $2, $3, $4, $5, 'How?', $6, $7)",
      [...own, language, article, at(asked)],
    );
  }

  return { conversation, message, run, review, close, deadline, question };
}

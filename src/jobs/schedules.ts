/** Workflows that begin at certain times, for every conversation that fits their condition; once for each state of a conversation. */
import { CronExpressionParser } from "cron-parser";
import type { Db } from "../db/pool.ts";
import { toAppError } from "../domain/errors.ts";
import { startRun } from "../mailbox/start.ts";
import { holds } from "../workflow/conditions.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { StartParts } from "./happenings.ts";

const key = "schedules_looked_at";
/** Oldest first: whoever has waited longest comes first when there are more than one look takes. */
const maxConversations = 20_000;

const openConversations = `
select v.id, v.status, v.category, v.priority, v.team, v.needs_person, v.tags, v.language, m.last_seq,
  floor(extract(epoch from $1::timestamptz - v.last_message_at) / 3600)::int as idle_hours, l.sender
from conversation v join mailbox m on m.conversation_id = v.id
left join lateral (select sender from message i where i.conversation_id = v.id and i.direction = 'in' and i.automatic is null order by seq desc limit 1) l on true
where v.status in ('open', 'waiting', 'snoozed') and m.pending = 0 order by v.last_message_at limit $2`;

/** Begins what has come due since the last look; resolves to how many runs began. */
export async function startScheduled({ db, workflows }: Pick<StartParts, "db" | "workflows">, now = new Date()): Promise<number> {
  const since = await lastLook(db, now);
  const dueNow = workflows().filter(
    ({ trigger, mode }) => trigger.kind === "schedule" && mode !== "off" && hasComeDue(trigger.cron, since, now),
  );
  let begun = 0;
  for (const workflow of dueNow) begun += await startFor(db, workflow, now);
  await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    key,
    JSON.stringify(now.toISOString()),
  ]);
  return begun;
}

/** A desk that was off for long begins once what it missed, and nothing that lies more than a day back. */
async function lastLook(db: Db, now: Date): Promise<Date> {
  const { rows } = await db.query("select value from setting where key = $1", [key]);
  const stored = Date.parse(rows[0]?.value ?? "");
  return new Date(Math.max(Number.isFinite(stored) ? stored : now.getTime() - 60_000, now.getTime() - 86_400_000));
}

function hasComeDue(cron: string, since: Date, now: Date): boolean {
  return CronExpressionParser.parse(cron, { tz: "UTC", currentDate: since }).next().getTime() <= now.getTime();
}

async function startFor(db: Db, workflow: Workflow, now: Date): Promise<number> {
  const { trigger } = workflow;
  if (trigger.kind !== "schedule") return 0;
  const { rows } = await db.query(openConversations, [now, maxConversations]);
  let begun = 0;
  for (const row of rows) {
    if (!fits(trigger.conversations, row, now)) continue;
    const began = await startRun(db, {
      key: `schedule:${workflow.name}:${row.id}:${row.last_seq}`,
      workflow,
      conversationId: row.id,
      started: {
        by: "schedule",
        name: workflow.name,
        at: now.toISOString(),
        to: row.sender ? { kind: row.sender.kind, value: row.sender.value } : null,
        language: row.language ?? "en",
        orderNumber: null,
      },
    });
    if (began) begun++;
  }
  return begun;
}

export function conversationFacts(row: Record<string, unknown>) {
  const { status, category, priority, team, needs_person, idle_hours, last_seq, tags } = row;
  return { status, category, priority, team, needs_person, idle_hours, message_count: last_seq, tags };
}

/** What cannot be decided (a category that is not known) does not fit. */
function fits(condition: string, row: Record<string, unknown>, now: Date): boolean {
  try {
    return holds(condition, { conversation: conversationFacts(row), now: now.toISOString() });
  } catch (error) {
    if (toAppError(error).code === "fact_missing") return false;
    throw error;
  }
}

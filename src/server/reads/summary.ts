/** A conversation as a line of the list; also the head of the conversation itself. */
import type { ConversationSummary } from "../../domain/wire.ts";

export const summaryColumns = `
  v.id, v.status, v.subject, v.preview, v.category, v.language, v.sentiment, v.priority, v.assignee_id, a.name as assignee_name, v.team, v.tags,
  v.customer_id, c.name as customer_name, i.value as customer_address, c.is_vip, v.connection_id, k.title as channel_title,
  v.is_paused, v.needs_person, v.due_at, v.snoozed_until, v.last_message_at, v.is_demo, v.handover_reason,
  (extract(epoch from v.last_message_at) * 1000000)::bigint::text as sort_at,
  exists (select from draft d where d.conversation_id = v.id and d.state = 'pending') as has_draft`;

/** A channel's own id of a visitor says nothing to people, so only addresses stand in for a missing name. */
export const summaryJoins = `
left join "user" a on a.id = v.assignee_id
left join customer c on c.id = v.customer_id
left join connection k on k.id = v.connection_id
left join lateral (
  select value from identity where customer_id = v.customer_id and kind in ('email', 'phone') order by is_proven desc, kind limit 1
) i on c.name is null`;

export type SummaryRow = {
  id: string;
  status: ConversationSummary["status"];
  subject: string | null;
  preview: string;
  category: string | null;
  language: string | null;
  sentiment: string | null;
  priority: ConversationSummary["priority"];
  assignee_id: string | null;
  assignee_name: string | null;
  team: string | null;
  tags: string[];
  customer_id: string | null;
  customer_name: string | null;
  customer_address: string | null;
  is_vip: boolean | null;
  connection_id: string;
  channel_title: string | null;
  is_paused: boolean;
  needs_person: boolean;
  due_at: Date | null;
  snoozed_until: Date | null;
  last_message_at: Date;
  is_demo: boolean;
  handover_reason: string | null;
  sort_at: string;
  has_draft: boolean;
};

export function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.id,
    status: row.status,
    subject: row.subject,
    preview: row.preview,
    category: row.category,
    language: row.language,
    sentiment: row.sentiment,
    priority: row.priority,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? "somebody who left" },
    team: row.team,
    tags: row.tags,
    customer:
      row.customer_id === null
        ? null
        : { id: row.customer_id, name: row.customer_name ?? row.customer_address ?? "Unknown", is_vip: row.is_vip ?? false },
    channel: { connection_id: row.connection_id, title: row.channel_title ?? row.connection_id },
    paused: row.is_paused,
    needs_person: row.needs_person,
    has_draft: row.has_draft,
    due_at: isoOrNull(row.due_at),
    snoozed_until: isoOrNull(row.snoozed_until),
    last_message_at: iso(row.last_message_at),
    is_demo: row.is_demo,
  };
}

/** ISO 8601. Dates in letters can be anything, and one that JavaScript cannot hold must not make the whole thread unreadable. */
export function iso(at: Date | null): string {
  return isoOrNull(at) ?? "1970-01-01T00:00:00.000Z";
}

export function isoOrNull(at: Date | null): string | null {
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

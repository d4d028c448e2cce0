/** Past conversations of this desk as tickets: what the customer wrote, and what a person answered first. */
import type { Db } from "../db/pool.ts";
import { isId } from "../domain/ids.ts";
import type { TicketResult } from "./backtest.ts";
import type { Ticket } from "./ticket.ts";

const columns = `v.id, c.text, c.subject, c.at, a.text as reply, i.value as address,
  (select w.category from run r join review w on w.run_id = r.id where r.conversation_id = v.id and w.category is not null order by w.created_at desc limit 1) as category`;
const customerPart = `
join lateral (
  select string_agg(m.text, E'\\n\\n' order by m.seq) as text, min(m.subject) as subject, max(m.at) as at
  from message m where m.conversation_id = v.id and m.direction = 'in' and (a.seq is null or m.seq < a.seq) and m.automatic is null
) c on c.text is not null
left join lateral (select value from identity i where i.customer_id = v.customer_id and i.kind = 'email' and i.is_proven limit 1) i on true`;

/** $1 at most. The newest first; a draft that a person sent is a person's answer. The verdict of a review is the right category. */
const pastTickets = `
select ${columns} from conversation v
join lateral (select text, seq from message m where m.conversation_id = v.id and m.direction = 'out' and m.author_kind = 'agent' order by seq limit 1) a on true
${customerPart}
where v.status <> 'erased' order by v.last_message_at desc limit $1`;

/** $1 the conversation, up to whatever was answered first, by whom ever; all of it while nothing was. */
const oneTicket = `
select ${columns} from conversation v
left join lateral (select text, seq from message m where m.conversation_id = v.id and m.direction = 'out' order by seq limit 1) a on true
${customerPart}
where v.status <> 'erased' and v.id = $1`;

/** $1 workflow, $2 version, $3 conversations. Ended runs nobody has reviewed, with what they said. */
const unreviewed = `
select distinct on (r.conversation_id) r.id, r.conversation_id, coalesce(d.text, s.text) as reply from run r
left join lateral (select text from draft where run_id = r.id order by created_at desc limit 1) d on true
left join lateral (select string_agg(m.text, E'\\n\\n' order by m.seq) as text from message m
  where m.conversation_id = r.conversation_id and m.run_id = r.id and m.direction = 'out' and m.author_kind = 'automation') s on true
where r.workflow = $1 and r.version = $2 and r.conversation_id = any($3) and r.state = 'done'
  and not exists (select from review w where w.run_id = r.id)
order by r.conversation_id, r.started_at desc`;

/** Orders are not kept as they were: whoever runs these sees the shop as it is today. */
export async function readPastTickets(db: Db, limit: number): Promise<Ticket[]> {
  const { rows } = await db.query(pastTickets, [limit]);
  return rows.map(ticketIn);
}

/** What the customer of one conversation wrote before anything was answered; null when there is no such, or it has no words. */
export async function readPastTicket(db: Db, conversationId: string): Promise<Ticket | null> {
  if (!isId(conversationId)) return null;
  const row = (await db.query(oneTicket, [conversationId])).rows[0];
  return row ? ticketIn(row) : null;
}

/**
 * Finds for each would-be reply the run that said just the same in the same version: only on that one a verdict here is a
 * verdict. A run that saw the shop as it was then may have said something else.
 */
export async function pastRuns(
  db: Db,
  workflow: { name: string; version: string },
  results: readonly TicketResult[],
): Promise<TicketResult[]> {
  const ids = results.flatMap(({ id, reply }) => (reply !== null && isId(id) ? [id] : []));
  const { rows } = await db.query(unreviewed, [workflow.name, workflow.version, ids]);
  const runs = new Map(rows.map((row) => [row.conversation_id as string, row as { id: string; reply: string | null }]));
  return results.map((one) => {
    const run = runs.get(one.id);
    return run && run.reply === one.reply ? { ...one, runId: run.id } : one;
  });
}

// oxlint-disable-next-line no-explicit-any
function ticketIn(row: any): Ticket {
  return {
    id: row.id,
    text: row.text,
    subject: row.subject,
    from: row.address,
    at: row.at.toISOString(),
    reply: row.reply,
    category: row.category,
    orders: null,
    shipments: null,
  };
}

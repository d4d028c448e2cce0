/** Past conversations of this desk as tickets: what the customer wrote, and what a person answered first. */
import type { Db } from "../db/pool.ts";
import type { Ticket } from "./ticket.ts";

/** $1 at most. The newest first; a draft that a person sent is a person's answer. The verdict of a review is the right category. */
const pastTickets = `
select v.id, c.text, c.subject, c.at, a.text as reply, i.value as address,
  (select w.category from run r join review w on w.run_id = r.id where r.conversation_id = v.id and w.category is not null order by w.created_at desc limit 1) as category
from conversation v
join lateral (select text, seq from message m where m.conversation_id = v.id and m.direction = 'out' and m.author_kind = 'agent' order by seq limit 1) a on true
join lateral (
  select string_agg(m.text, E'\\n\\n' order by m.seq) as text, min(m.subject) as subject, max(m.at) as at
  from message m where m.conversation_id = v.id and m.direction = 'in' and m.seq < a.seq and m.automatic is null
) c on c.text is not null
left join lateral (select value from identity i where i.customer_id = v.customer_id and i.kind = 'email' and i.is_proven limit 1) i on true
where v.status <> 'erased' order by v.last_message_at desc limit $1`;

/** Orders are not kept as they were: whoever runs these sees the shop as it is today. */
export async function readPastTickets(db: Db, limit: number): Promise<Ticket[]> {
  const { rows } = await db.query(pastTickets, [limit]);
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    subject: row.subject,
    from: row.address,
    at: row.at.toISOString(),
    reply: row.reply,
    category: row.category,
    orders: null,
    shipments: null,
  }));
}

/** A summary of a conversation, kept until somebody wants a newer one. */
import type { Db, Queryable } from "../../db/pool.ts";
import type { Written } from "../../domain/written.ts";

/** `newMessages`: how many came since. */
export type Summary = { text: string; language: string; model: string; at: Date; newMessages: number };

const find = `
select s.text, s.language, s.model, s.at,
  (select count(*)::int from message m where m.conversation_id = s.conversation_id and m.seq > s.seq) as "newMessages"
from conversation_summary s where s.conversation_id = $1 and s.language = $2`;

export async function findSummary(db: Queryable, conversationId: string, language: string): Promise<Summary | null> {
  return (await db.query<Summary>(find, [conversationId, language])).rows[0] ?? null;
}

/** As in translations.ts: nothing is kept of a conversation that was erased meanwhile. */
const keep = `
insert into conversation_summary (conversation_id, language, seq, text, model, at) select $1, $2, $3, $4, $5, now()
where exists (select from conversation where id = $1 and status <> 'erased' for share)
on conflict (conversation_id, language) do update set seq = excluded.seq, text = excluded.text, model = excluded.model, at = excluded.at
where conversation_summary.seq <= excluded.seq`;

/** The summary as it stands, or a new one when messages have come since. A sentence when there is none. */
export async function summarise(
  db: Db,
  on: { conversationId: string; language: string },
  write: () => Promise<Written>,
): Promise<Summary | { say: string }> {
  const { conversationId, language } = on;
  const known = await findSummary(db, conversationId, language);
  if (known?.newMessages === 0) return known;
  // Asked for before the messages are read: what comes meanwhile counts as new.
  const { rows } = await db.query("select coalesce(max(seq), 0)::int as seq from message where conversation_id = $1", [conversationId]);
  const written = await write();
  if (!written.ok) return { say: written.say };
  await db.query(keep, [conversationId, language, rows[0].seq, written.text, written.model]);
  return (await findSummary(db, conversationId, language)) ?? { say: "The conversation was erased meanwhile." };
}

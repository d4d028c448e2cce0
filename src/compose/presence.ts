/** Who looks at which conversation just now, and who writes in it. It runs out by itself when a browser goes silent. */
import type { Actor } from "../checkpoint/actor.ts";
import type { Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { WirePresence } from "../domain/wire.ts";

export type Doing = WirePresence["doing"] | "left";

/** Pages say it anew well before. */
export const presenceMs = 25_000;

/** One event when it changes, none when it only goes on: a desk of fifty must not tell itself every ten seconds that nothing happened. */
const note = `
with old as (select doing from presence where conversation_id = $1 and user_id = $2 and until > now()),
written as (
  insert into presence (conversation_id, user_id, doing, until)
  select v.id, $2, $3, now() + $4 * interval '1 ms' from conversation v where v.id = $1 and v.status <> 'erased'
  on conflict (conversation_id, user_id) do update set doing = excluded.doing, until = excluded.until returning doing
)
insert into event (kind, conversation_id, data)
select 'presence', $1, jsonb_build_object('user_id', $2::text) from written where not exists (select from old where old.doing = written.doing)`;

const leave = `
with gone as (delete from presence where conversation_id = $1 and user_id = $2 returning until)
insert into event (kind, conversation_id, data) select 'presence', $1, jsonb_build_object('user_id', $2::text) from gone where until > now()`;

/** AppError `not_found`. */
export async function notePresence(
  db: Db,
  { conversationId, by, doing }: { conversationId: string; by: Actor; doing: Doing },
): Promise<void> {
  if (!isId(conversationId)) throw new AppError("not_found", "There is no conversation with this id.");
  await (doing === "left" ? db.query(leave, [conversationId, by.id]) : db.query(note, [conversationId, by.id, doing, presenceMs]));
}

export async function listPresence(db: Db): Promise<WirePresence[]> {
  const { rows } = await db.query(
    `select p.conversation_id, p.user_id, u.name, p.doing, p.until from presence p join "user" u on u.id = p.user_id
     where p.until > now() order by p.doing desc, u.name limit 1000`,
  );
  return rows.map(({ until, ...row }) => ({ ...row, until: until.toISOString() }));
}

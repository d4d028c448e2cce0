/** The SQL of the event streams of customers' own threads. */

/** $1 connection, $2 thread key. */
export const findThread = `
select v.id, m.last_seq from conversation v join mailbox m on m.conversation_id = v.id where v.connection_id = $1 and v.thread_key = $2`;

/** $1: conversation ids. Which threads do they belong to? */
export const threadsOf = `select id, connection_id, thread_key from conversation where id = any($1::uuid[]) and thread_key is not null`;

/**
 * $1: conversation ids, $2: number of the last message shown, $3: at most so many per conversation. Notes are not for customers.
 * Also the newest ones shown before, because their delivery may have moved on.
 */
export const readThreads = `
select c.id as conversation_id, m.*,
  (select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size) order by f.id)
    from attachment f where f.message_id = m.id) as files
from unnest($1::uuid[], $2::int[]) as c(id, after)
cross join lateral (
  (select id, seq, direction, author_kind, author_name, text, at, external_id, delivery from message
    where conversation_id = c.id and seq > c.after and direction in ('in', 'out') order by seq limit $3)
  union all
  (select id, seq, direction, author_kind, author_name, text, at, external_id, delivery from message
    where conversation_id = c.id and seq <= c.after and seq > c.after - 20 and direction = 'out')
) m
order by c.id, m.seq`;

/** $1 connection, $2 thread key, $3 file. One that stands in the customer's own thread; notes are not for customers. */
export const findThreadFile = `
select f.name, f.content_type as "contentType", f.content from attachment f join message m on m.id = f.message_id
join conversation v on v.id = m.conversation_id
where v.connection_id = $1 and v.thread_key = $2 and f.id = $3::uuid and m.direction in ('in', 'out')`;

/** $1: conversation ids. What a customer may know of the state. */
export const readStates = `
select v.id, v.status, not (v.is_paused or v.needs_person) as automation, u.name as agent_name
from conversation v left join "user" u on u.id = v.assignee_id
where v.id = any($1::uuid[])`;

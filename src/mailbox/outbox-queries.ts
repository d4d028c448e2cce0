/** The SQL of the outbox worker. */

const open = "state in ('queued', 'sending')";

/**
 * $1: how many, $2: lease in ms. Of each conversation only the oldest open row, so that replies leave in order. A row
 * that is found in state `sending` was begun by a process that is gone: `was_sending` says so.
 */
export const claimOutbox = `
with next as (
  select o.id, o.state = 'sending' as was_sending from outbox o
  where ${open} and o.ready_at <= now() and o.leased_until <= now()
    and not exists (select from outbox e where e.conversation_id = o.conversation_id and e.${open} and e.seq < o.seq)
  order by o.ready_at limit $1 for update skip locked
)
update outbox o set state = 'sending', leased_until = now() + $2 * interval '1 ms', attempts = o.attempts + 1
from next where o.id = next.id
returning o.id, next.was_sending, o.attempts, o.connection_id, o.conversation_id, o.message_id, o.payload, o.seq`;

/** $1: outbox ids. What a channel needs to send them. */
export const loadOutgoing = `
select o.id, exists (select from attachment f where f.message_id = o.message_id) as has_files, o.message_id, v.thread_key, v.subject, v.language, m.text, m.author_kind, m.author_name, m.at, coalesce(l.sender, v.recipient) as sender, l.channel_data,
  (select array_agg(e.external_id order by e.seq) from message e
    where e.conversation_id = o.conversation_id and e.external_id is not null and e.seq < o.seq) as earlier
from outbox o
join conversation v on v.id = o.conversation_id
left join message m on m.id = o.message_id
left join lateral (
  select sender, channel_data from message i where i.conversation_id = o.conversation_id and i.direction = 'in'
    and i.automatic is null and i.seq < o.seq order by i.seq desc limit 1
) l on true
where o.id = any($1::uuid[])`;

/** $1: ids of messages. The files that leave with them. */
export const loadFiles = `
select message_id, name, content_type, inline_id, content from attachment where message_id = any($1::uuid[]) order by id`;

/**
 * $1: JSON array of {id, message, external, state}. A delivery state never moves back: a receipt may be faster than we are.
 * So may a copy of what we sent (a mailbox that receives its own mail): it has the vendor's id then, and ours goes without.
 */
export const markSent = `
with input as (select * from json_to_recordset($1::json) as s(id uuid, message uuid, conversation uuid, external text, state text)),
gone as (delete from outbox o using input where o.id = input.id),
sent as (
  update message m set sent_at = clock_timestamp(),
    external_id = case when exists (select from message x where x.connection_id = m.connection_id and x.external_id = input.external and x.id <> m.id)
      then m.external_id else coalesce(input.external, m.external_id) end,
    delivery = case when m.delivery in ('delivered', 'read') then m.delivery else input.state end
  from input where m.id = input.message
)
-- What leaves at once is told by the event of the decision that wrote it, which readers see no sooner than this.
insert into event (kind, conversation_id)
select 'delivery', input.conversation from input join message m on m.id = input.message where m.received_at < now() - interval '2 seconds'`;

/** $1 id, $2 wait in ms, $3 error. */
export const retryLater = `
update outbox set state = 'queued', ready_at = now() + $2 * interval '1 ms', leased_until = '-infinity', last_error = $3 where id = $1`;

/** $1 id, $2 'failed' or 'held', $3 error. The conversation goes to a person: a reply that did not leave is a promise broken. */
export const giveUp = `
with row as (update outbox set state = $2, leased_until = '-infinity', last_error = $3 where id = $1 returning conversation_id, message_id),
failed as (update message m set delivery = 'failed', delivery_reason = $3 from row where m.id = row.message_id),
person as (
  update conversation v set needs_person = true, status = 'open', handover_reason = $3, team = coalesce(v.team, $4), due_at = coalesce(v.due_at, $5)
  from row where v.id = row.conversation_id
),
fence as (update mailbox m set revision = m.revision + 1 from row where m.conversation_id = row.conversation_id)
insert into event (kind, conversation_id) select 'delivery', conversation_id from row`;

/**
 * $1 connection, $2 external id, $3 state, $4 reason, $5 team and $6 deadline of who looks at a failed one. From the vendor's
 * receipts; states only move forward, failed is final.
 */
export const updateDelivery = `
with moved as (
  update message set delivery = $3, delivery_reason = coalesce($4, delivery_reason)
  where connection_id = $1 and external_id = $2 and direction = 'out' and delivery is distinct from 'failed'
    and array_position(array['queued', 'sent', 'delivered', 'read', 'failed'], $3) > array_position(array['queued', 'sent', 'delivered', 'read', 'failed'], coalesce(delivery, 'queued'))
  returning conversation_id, delivery_reason
),
person as (
  update conversation v set needs_person = true, status = 'open', handover_reason = coalesce(moved.delivery_reason, 'A reply could not be delivered.'),
    team = coalesce(v.team, $5), due_at = coalesce(v.due_at, $6)
  from moved where $3 = 'failed' and v.id = moved.conversation_id and v.status <> 'erased'
),
fence as (update mailbox m set revision = m.revision + 1 from moved where $3 = 'failed' and m.conversation_id = moved.conversation_id)
insert into event (kind, conversation_id) select 'delivery', conversation_id from moved`;

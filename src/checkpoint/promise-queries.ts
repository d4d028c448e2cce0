/** The SQL of the promise ledger: see migrations/0009_desk_rules.sql. */

/**
 * $1 JSON array of {id, conversation, message, run, kind, text, said, usual, by}. Until when: what the sentence says, else the
 * deadline of the handover it belongs to, else what is usual.
 */
export const insertPromises = `
insert into promise (id, conversation_id, message_id, kind, text, due_at, made_by)
select p.id, p.conversation, p.message, p.kind, p.text, coalesce(p.said, r.due_at, p.usual), p.by
from json_to_recordset($1::json) as p(id uuid, conversation uuid, message uuid, run uuid, kind text, text text, said timestamptz, usual timestamptz, by text)
left join run r on r.id = p.run`;

/**
 * Kept: a person has written since, a refund was made where one was promised, or the conversation was closed by somebody.
 * What automation says by itself is no answer to a promise.
 */
export const keepPromises = `
update promise p set state = 'kept', settled_at = now() where p.state = 'open' and (
  exists (
    select from message m join message said on said.id = p.message_id
    where m.conversation_id = p.conversation_id and m.direction = 'out' and m.author_kind = 'agent' and m.seq > said.seq)
  or exists (
    select from action a where a.conversation_id = p.conversation_id and a.state = 'done' and a.finished_at > p.created_at
      and ((p.kind = 'refund' and a.kind in ('refund', 'cancel')) or (p.kind = 'send' and a.kind in ('reship', 'return_label'))))
  or exists (select from conversation v where v.id = p.conversation_id and v.status = 'closed')
)`;

/** $1 at most. Three quarters of the time are over, or two hours are left. */
export const findDueSoon = `
select id, conversation_id from promise where state = 'open' and surfaced_at is null
  and now() >= least(created_at + (due_at - created_at) * 0.75, due_at) order by due_at limit $1`;

export const lockDueSoon = `
update promise set surfaced_at = now() where id = $1 and state = 'open' and surfaced_at is null returning text, due_at`;

/** $1 conversation, $2 reason, $3 due. An earlier deadline stands. */
export const surface = `
update conversation set needs_person = true, status = 'open', snoozed_until = null, handover_reason = coalesce(handover_reason, $2),
  due_at = least(due_at, $3), priority = case when priority in ('low', 'normal') then 'high' else priority end where id = $1`;

export const dropSurfaced = "update promise set surfaced_at = now() where id = $1 and surfaced_at is null";

/** $1 at most. */
export const breakPromises = `
with late as (select id from promise where state = 'open' and due_at <= now() order by due_at limit $1 for update skip locked),
broken as (update promise p set state = 'broken', settled_at = now() from late where p.id = late.id returning p.id, p.conversation_id, p.due_at),
told as (
  insert into audit_log (actor, act, target, data)
  select 'system', 'promise.broken', 'conversation:' || conversation_id, jsonb_build_object('promise', id, 'due_at', due_at) from broken
)
insert into event (kind, conversation_id) select 'conversation', conversation_id from broken returning conversation_id`;

export const findPromise = "select conversation_id from promise where id = $1";

/** $1 id, $2 state, $3 by. A broken one can still be said to have been none, or to be kept by now. */
export const settlePromise = `
update promise set state = $2, settled_by = $3, settled_at = now() where id = $1 and state in ('open', 'broken') returning id`;

/** $1 conversation. */
export const promisesOf = `
select id, kind, text, due_at, state, created_at from promise where conversation_id = $1 order by created_at, id limit 100`;

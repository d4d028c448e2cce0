/** The SQL of people's work on a conversation. Every statement runs inside src/checkpoint/change.ts, under the mailbox row's lock. */

/** $1 conversation. First of all: whoever has this row is the only one who changes the conversation. */
export const lockMailbox = "select revision, last_seq, done_seq, pending from mailbox where conversation_id = $1 for update";

/** A statement of its own: joined to the lock it would show the conversation as it was before the wait. */
export const readLocked = `
select connection_id, status, category, language, customer_id, assignee_id, team, needs_person, is_paused, due_at, merged_into from conversation where id = $1`;

/** $1 conversation, $2 how many messages were added. A timer of a run that has ended is taken off. */
export const bumpMailbox = `
update mailbox m set revision = m.revision + 1, last_seq = m.last_seq + $2,
  ready_at = case when m.pending > 0 or exists (select from run r where r.conversation_id = m.conversation_id and r.state = 'waiting')
    then m.ready_at else 'infinity' end
where m.conversation_id = $1`;

/** $1 kind, $2 conversation. */
export const addEvent = "insert into event (kind, conversation_id) values ($1, $2)";

/** $1 id, $2 conversation, $3 seq, $4 connection, $5 author id, $6 author name, $7 text, $8 run, $9 revision, $10 outbox id. */
export const insertReply = `
with written as (
  insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_id, author_name, text, run_id, delivery, at, revision)
  values ($1, $2, $3, $4, 'out', 'agent', $5, $6, $7, $8, 'queued', now(), $9)
)
insert into outbox (id, seq, connection_id, conversation_id, message_id) values ($10, $3, $4, $2, $1)`;

/** $1 id, $2 conversation, $3 seq, $4 connection, $5 author id, $6 author name, $7 text, $8 revision. */
export const insertNote = `
insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_id, author_name, text, at, revision)
values ($1, $2, $3, $4, 'note', 'agent', $5, $6, $7, now(), $8)`;

/** $1 conversation, $2 the revision the writer had seen. */
export const findUnseen = `
select id, direction, author_kind, author_name, left(text, 200) as text, at from message
where conversation_id = $1 and direction in ('in', 'out') and revision > $2 order by seq limit 20`;

export const staleDrafts = "update draft set state = 'stale' where conversation_id = $1 and state = 'pending'";

/** $1 conversation, $2 reason. */
export const endWaitingRuns = `
with held as (update hold set state = 'overtaken', decided_at = now() where conversation_id = $1 and state in ('pending', 'approved'))
update run set state = 'done', outcome = 'closed', reason = $2, wait = null, ended_at = now()
where conversation_id = $1 and state = 'waiting'`;

/** $1 id, $2 conversation. Once for each message the customer wrote: closing it a second time tells nothing new. */
export const tellClosed = `
insert into happening (id, key, kind, name, conversation_id, at)
select $1, 'closed:' || $2::uuid || ':' || coalesce(max(seq), 0), 'closed', 'conversation.closed', $2, now()
from message where conversation_id = $2::uuid and direction = 'in'
on conflict (key) do nothing`;

/** $1 conversation, $2 preview, $3 who takes it when nobody has it. */
export const afterReply = `
update conversation set status = 'waiting', needs_person = true, handover_reason = null, due_at = null, asked = null,
  snoozed_until = null, preview = $2, last_message_at = now(), assignee_id = coalesce(assignee_id, $3) where id = $1`;

/** $1 conversation, $2 whether to set the assignee, $3 the assignee, $4 whether to set the team, $5 the team. */
export const assignConversation = `
update conversation set assignee_id = case when $2 then $3 else assignee_id end, team = case when $4 then $5 else team end where id = $1`;

export const findActiveUser = `select name from "user" where id = $1 and is_active`;
export const findTeam = "select title from team where name = $1";

/** $1 conversation, $2 until, $3 the order whose parcel brings it back earlier, or null. */
export const snoozeConversation = "update conversation set status = 'snoozed', snoozed_until = $2, snoozed_order = $3 where id = $1";

/** $1 order number as wakeForOrder writes it. */
export const wakeForOrder = `
with woken as (
  update conversation set status = 'open', snoozed_until = null, snoozed_order = null where snoozed_order = $1 and status = 'snoozed' returning id
),
bumped as (update mailbox m set revision = m.revision + 1 from woken where m.conversation_id = woken.id)
insert into event (kind, conversation_id) select 'conversation', id from woken returning conversation_id`;

/** $1 at most. Snoozed conversations whose time has come; SKIP LOCKED because whoever holds one is changing it anyway. */
export const lockDueSnoozes = `
select m.conversation_id as id from mailbox m
where m.conversation_id in (select id from conversation where status = 'snoozed' and snoozed_until <= now() limit $1)
order by m.conversation_id for update of m skip locked`;

/** $1 ids. */
export const wakeConversations = `
with woken as (
  update conversation set status = 'open', snoozed_until = null
  where id = any($1::uuid[]) and status = 'snoozed' and snoozed_until <= now() returning id
),
bumped as (update mailbox m set revision = m.revision + 1 from woken where m.conversation_id = woken.id)
insert into event (kind, conversation_id) select 'conversation', id from woken returning conversation_id`;

export const closeConversation = `
update conversation set status = 'closed', needs_person = false, handover_reason = null, asked = null, due_at = null, snoozed_until = null,
  resolve_by = null, resolve_warned_at = null, resolve_breached_at = null, escalations = 0, skills = '{}' where id = $1`;

export const reopenConversation = "update conversation set status = 'open', snoozed_until = null where id = $1";

export const pauseConversation = "update conversation set is_paused = true where id = $1";

/** A handover nobody has answered keeps its deadline and its person; what a person has answered goes back to automation. */
export const resumeConversation = `
update conversation set is_paused = false, needs_person = needs_person and due_at is not null where id = $1`;

/** $1 conversation, $2 added, $3 removed, $4 at most. No row when there would be more. */
export const changeTags = `
with wanted as (
  select array(select distinct t from unnest(tags || $2::text[]) t where t <> all($3::text[]) or t = any($2::text[]) order by 1) as tags from conversation where id = $1
),
known as (insert into tag (name) select unnest($2::text[]) on conflict do nothing)
update conversation v set tags = wanted.tags from wanted where v.id = $1 and cardinality(wanted.tags) <= $4 returning v.id`;

export const setCategory = "update conversation set category = $2 where id = $1";

/** $1 conversation. The newest run that decided on something. */
export const findNewestRun = "select id from run where conversation_id = $1 and state = 'done' order by started_at desc limit 1";

/** $1 id, $2 run, $3 draft, $4 verdict, $5 category, $6 note, $7 reviewer, $8 share of words changed, $9 whether the meaning is another. */
export const insertReview =
  "insert into review (id, run_id, draft_id, verdict, category, note, reviewer, edit_share, meaning_changed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

export const findRun = "select conversation_id, state from run where id = $1";

/** $1 message, $2 language, $3 conversation, $4 the words a person wrote, of which the message is the translation. */
export const insertOriginal = "insert into message_translation (message_id, language, conversation_id, text) values ($1, $2, $3, $4)";

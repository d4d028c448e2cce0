/** The SQL of merging and splitting: see moves.ts. Every statement runs under the locks of both mailbox rows. */

export const lockMailboxes =
  "select conversation_id from mailbox where conversation_id = any($1::uuid[]) order by conversation_id for update";

export const readMoving = `
select v.id, v.connection_id, v.customer_id, v.status, v.merged_into, m.revision, m.last_seq, m.pending, m.epoch,
  exists (select from outbox o where o.conversation_id = v.id and o.state in ('queued', 'sending'))
    or exists (select from leaving l where l.conversation_id = v.id and l.problem is null) as is_sending
from conversation v join mailbox m on m.conversation_id = v.id where v.id = any($1::uuid[])`;

/** Of the conversation $1: what was merged into it, directly or by way of another. conversation_move has the index. */
const followers = `
with recursive f(id) as (
  select $1::uuid
  union
  select case when m.kind = 'merge' then m.from_id else m.to_id end from f
  join conversation_move m on (m.kind = 'merge' and m.to_id = f.id and m.undone_at is null) or (m.kind = 'split' and m.from_id = f.id and m.undone_at is not null)
)
select v.id from conversation v where v.id in (select id from f) and v.merged_into = $1::uuid`;

/** $1 conversation. How it stands, and what was merged into it earlier. */
export const readBefore = `
select jsonb_build_object('status', status, 'assignee_id', assignee_id, 'team', team, 'needs_person', needs_person, 'handover_reason', handover_reason,
    'due_at', due_at, 'resolve_by', resolve_by, 'snoozed_until', snoozed_until, 'snoozed_order', snoozed_order, 'asked', asked) as state,
  array(${followers}) as followers
from conversation v where id = $1`;

/** $1 conversation, $2 messages: those of them that are there, and how many of the customer's. */
export const chosenMessages = `
select coalesce(array_agg(id) filter (where id = any($2::uuid[])), '{}') as ids,
  count(*) filter (where direction = 'in' and id = any($2::uuid[]))::int as inbound, count(*) filter (where direction = 'in')::int as all_inbound
from message where conversation_id = $1`;

/** $1 from, $2 to, $3 messages or null for all, $4 revision. Their numbers become negative: below zero nothing else stands. */
export const moveMessages = `
update message set conversation_id = $2, seq = -seq, revision = $4
where conversation_id = $1 and ($3::uuid[] is null or id = any($3::uuid[])) returning id`;

/**
 * $1 conversation. In two steps, because a number may not be there twice for a moment. By time, but never against the order that the
 * messages of each side had: a mail may carry a wrong date.
 */
export const setAside = `
with own as (
  select id, seq < 0 as moved, abs(seq) as nth, max(at) over (partition by seq < 0 order by abs(seq)) as upto from message where conversation_id = $1
),
ordered as (select id, row_number() over (order by upto, moved, nth)::int as n from own)
update message m set seq = -1000000000 - o.n from ordered o where m.id = o.id`;
export const renumber = "update message set seq = -1000000000 - seq where conversation_id = $1 and seq < -1000000000";

/** $1 conversation. What could not be sent goes with its message. */
export const renumberOutbox = `
update outbox o set conversation_id = m.conversation_id, seq = m.seq from message m where m.id = o.message_id and m.conversation_id = $1`;

/** $1 conversation. Nothing is undecided here: that was looked at under the lock. */
export const settleMailbox = `
update mailbox set last_seq = n.n, done_seq = n.n, revision = revision + 1, ready_at = 'infinity'
from (select count(*)::int as n from message where conversation_id = $1) n where conversation_id = $1`;

/** $1 conversation. */
export const showNewest = `
update conversation v set preview = left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200), last_message_at = m.at
from (select text, at from message where conversation_id = $1 and direction in ('in', 'out') order by seq desc limit 1) m where v.id = $1`;

/** $1 from, $2 to. All that hangs on the conversation and not on a message. Summaries are of the old one. */
export const moveRecords = `
with r as (update run set conversation_id = $2 where conversation_id = $1),
d as (update draft set conversation_id = $2 where conversation_id = $1),
h as (update hold set conversation_id = $2 where conversation_id = $1),
a as (update action set conversation_id = $2 where conversation_id = $1),
p as (update promise set conversation_id = $2 where conversation_id = $1),
q as (update article_question set conversation_id = $2 where conversation_id = $1),
t as (update message_translation set conversation_id = $2 where conversation_id = $1),
n as (update stock_notice set conversation_id = $2 where conversation_id = $1)
delete from conversation_summary where conversation_id in ($1, $2)`;

/** $1 from, $2 to. Of a run, what belongs to messages that are now in $2, and all that hangs on it. */
export const moveRunsOf = `
with r as (
  update run set conversation_id = $2 where conversation_id = $1 and message_ids <> '{}'
    and not exists (select from unnest(message_ids) i join message m on m.id = i where m.conversation_id <> $2) returning id
),
d as (update draft set conversation_id = $2 where run_id in (select id from r)),
h as (update hold set conversation_id = $2 where run_id in (select id from r)),
a as (update action set conversation_id = $2 where run_id in (select id from r)),
q as (update article_question set conversation_id = $2 where run_id in (select id from r)),
p as (update promise set conversation_id = $2 where message_id in (select id from message where conversation_id = $2)),
t as (update message_translation set conversation_id = $2 where message_id in (select id from message where conversation_id = $2))
delete from conversation_summary where conversation_id in ($1, $2)`;

/** $1 from, $2 into. What had been merged into it before leads to the new place too. */
export const markMerged = `
with followers as (update conversation set merged_into = $2 where id in (${followers}))
update conversation set merged_into = $2, status = 'closed', needs_person = false, handover_reason = null, due_at = null, resolve_by = null,
  asked = null, snoozed_until = null, snoozed_order = null, preview = '' where id = $1`;

/** $1 conversation. It takes no message any more: whoever writes to it meanwhile is refused and looks again (intake.ts). */
export const closeMailbox =
  "update mailbox set epoch = 2147483647, leased_until = '-infinity', ready_at = 'infinity' where conversation_id = $1";
export const reopenMailbox = "update mailbox set epoch = $2 + 1 where conversation_id = $1";

/** $1 into, $2 how the other stood, $3 whether a draft was dropped. What the other still asked for is not lost: who has it, and by when. */
export const afterMerge = `
with b as (select * from jsonb_to_record($2::jsonb) as b(status text, assignee_id text, team text, needs_person boolean, handover_reason text, due_at timestamptz))
update conversation v set needs_person = v.needs_person or b.needs_person or $3, assignee_id = coalesce(v.assignee_id, b.assignee_id),
  team = coalesce(v.team, b.team), handover_reason = coalesce(v.handover_reason, b.handover_reason), due_at = least(v.due_at, b.due_at),
  status = case when b.status = 'open' then 'open' else v.status end, snoozed_until = case when b.status = 'open' then null else v.snoozed_until end
from b where v.id = $1`;

/** $1 conversation, $2 how it stood, $3 what leads to it again. */
export const unmerge = `
with followers as (update conversation set merged_into = $1 where id = any($3::uuid[])),
b as (select * from jsonb_to_record($2::jsonb) as b(status text, assignee_id text, team text, needs_person boolean, handover_reason text,
  due_at timestamptz, resolve_by timestamptz, snoozed_until timestamptz, snoozed_order text, asked jsonb))
update conversation v set merged_into = null, status = b.status, assignee_id = b.assignee_id, team = b.team, needs_person = b.needs_person,
  handover_reason = b.handover_reason, due_at = b.due_at, resolve_by = b.resolve_by, snoozed_until = b.snoozed_until, snoozed_order = b.snoozed_order, asked = b.asked
from b where v.id = $1`;

/** $1 id, $2 from, $3 messages, $4 thread key, $5 who takes it. */
export const insertSplit = `
with c as (
  insert into conversation (id, connection_id, thread_key, customer_id, store_id, subject, category, language, priority, team, assignee_id, needs_person,
    is_paused, proven, recipient, last_message_at, is_demo)
  select $1, v.connection_id, $4, v.customer_id, v.store_id, coalesce((select m.subject from message m where m.id = any($3::uuid[]) and m.subject is not null order by m.seq limit 1), v.subject),
    v.category, v.language, v.priority, v.team, coalesce($5, v.assignee_id), true, v.is_paused, v.proven, v.recipient, now(), v.is_demo
  from conversation v where v.id = $2
)
insert into mailbox (conversation_id) values ($1)`;

export const insertMove =
  "insert into conversation_move (id, kind, from_id, to_id, message_ids, before, moved_by) values ($1, $2, $3, $4, $5, $6, $7)";
export const lockMove = "select kind, from_id, to_id, message_ids, before, undone_at from conversation_move where id = $1 for update";
export const markUndone = "update conversation_move set undone_at = now() where id = $1";
export const tellBoth = "insert into event (kind, conversation_id) select 'message', unnest($1::uuid[])";

/** The SQL of the conversation worker: claim, load, guard, commit. */

/** $1: how many, $2: lease in ms. The WHERE repeats the index's predicate, or the planner would not use the partial index. */
export const claimReady = `
with next as (
  select conversation_id from mailbox
  where ready_at < 'infinity' and ready_at <= now() and leased_until <= now()
  order by ready_at limit $1 for update skip locked
)
update mailbox m set leased_until = now() + $2 * interval '1 ms', epoch = m.epoch + 1, attempts = m.attempts + 1
from next where m.conversation_id = next.conversation_id
returning m.conversation_id as id, m.epoch, m.revision, m.done_seq, m.pending, m.attempts`;

/**
 * $1: conversation ids, $2: their done_seq. A second statement on purpose: it sees at least everything the claim's
 * revision counted, and whatever is newer changes the revision, which the commit compares.
 * One row per unprocessed message; a conversation that is due for another reason gives one row without a message.
 */
export const loadClaimed = `
select v.id, v.connection_id, v.store_id, v.asked, v.proven, v.is_paused, v.needs_person, v.handover_reason, v.team,
  v.due_at, v.language, v.subject as thread_subject, v.thread_key, v.priority, v.status, v.recipient,
  u.id as customer_id, u.name as customer_name, u.is_vip, u.language as customer_language,
  -- Counted to 50: a customer of thousands must not slow everybody down.
  (select count(*)::int from (
    select from conversation other where other.customer_id = u.id and other.created_at > now() - interval '30 days' limit 50) few) as contacts_30d,
  w.id as waiting_id, w.workflow as waiting_workflow, w.version as waiting_version, w.wait, w.message_ids as waiting_messages,
  m.id as message_id, m.seq, m.text, m.subject, m.sender, m.at, m.automatic, m.channel_data, m.external_id
from unnest($1::uuid[], $2::int[]) as c(id, done_seq)
join conversation v on v.id = c.id
left join customer u on u.id = v.customer_id
left join lateral (
  select id, workflow, version, wait, message_ids from run where conversation_id = v.id and state = 'waiting'
  order by started_at desc limit 1
) w on true
left join lateral (
  select * from message where conversation_id = v.id and direction = 'in' and seq > c.done_seq order by seq limit 50
) m on true
order by v.id, m.seq`;

/** $1: ids, $2: epochs, $3: lease in ms. Renews the leases of conversations still in work. */
export const renewLeases = `
update mailbox m set leased_until = now() + $3 * interval '1 ms'
from unnest($1::uuid[], $2::int[]) as c(id, epoch) where m.conversation_id = c.id and m.epoch = c.epoch`;

/** $1: ids, $2: epochs. Gives back what changed while it was decided on; that is no failed attempt. */
export const startOver = `
update mailbox m set leased_until = '-infinity', attempts = greatest(0, m.attempts - 1),
  ready_at = case when m.pending > 0 then now() else m.ready_at end
from unnest($1::uuid[], $2::int[]) as c(id, epoch) where m.conversation_id = c.id and m.epoch = c.epoch`;

/** $1: ids, $2: epochs. Gives back what was due and turned out to need nothing; a run that waits is due at its time. */
export const rest = `
update mailbox m set leased_until = '-infinity', attempts = 0, ready_at = case when m.pending > 0 then now() else coalesce(
  (select (r.wait->>'until')::timestamptz from run r where r.conversation_id = m.conversation_id and r.state = 'waiting' order by r.started_at desc limit 1),
  'infinity') end
from unnest($1::uuid[], $2::int[]) as c(id, epoch) where m.conversation_id = c.id and m.epoch = c.epoch`;

/** $1: ids, $2: epochs, $3: ms until it may be taken again. Gives back what could not be decided. */
export const giveBack = `
update mailbox m set leased_until = '-infinity', ready_at = now() + $3 * interval '1 ms'
from unnest($1::uuid[], $2::int[]) as c(id, epoch) where m.conversation_id = c.id and m.epoch = c.epoch`;

/** First statement of the committing transaction. $1 ids, $2 epochs, $3 revisions. Only what is returned may be written. */
export const guard = `
select m.conversation_id as id, m.last_seq
from unnest($1::uuid[], $2::int[], $3::int[]) as c(id, epoch, revision)
join mailbox m on m.conversation_id = c.id and m.epoch = c.epoch and m.revision = c.revision
order by m.conversation_id for update of m`;

/**
 * Second statement: everything that was decided, for all conversations the guard let through. JSON arrays of rows: $1
 * conversations, $2 runs, $4 messages, $5 outbox; $3 the runs' traces, packed.
 * Returns the outbox rows this process may send at once: those with nothing unsent before them in their conversation.
 */
export const writeDecisions = `
with
d as materialized (
  select * from json_to_recordset($1::json) as d(id uuid, done int, count int, added int, wake timestamptz, category text, language text,
    sentiment text, priority text, status text, person boolean, reason text, team text, due timestamptz, assignee text, tags text[],
    asked jsonb, proven jsonb, preview text, last_at timestamptz, drafts boolean, rating int, skills text[])
),
done as (
  update mailbox m set
    done_seq = greatest(m.done_seq, d.done), pending = m.pending - d.count, last_seq = m.last_seq + d.added, attempts = 0,
    revision = m.revision + 1, leased_until = '-infinity',
    ready_at = case when m.pending - d.count > 0 then now() else coalesce(d.wake, 'infinity') end
  from d
  where m.conversation_id = d.id
),
seen as (
  update conversation v set
    category = coalesce(d.category, v.category), language = coalesce(d.language, v.language),
    sentiment = coalesce(d.sentiment, v.sentiment), priority = coalesce(d.priority, v.priority),
    status = d.status, needs_person = d.person, handover_reason = d.reason,
    team = coalesce(d.team, v.team), due_at = d.due, assignee_id = coalesce(d.assignee, v.assignee_id),
    tags = case when d.tags is null then v.tags else (select array(select distinct unnest(v.tags || d.tags) order by 1)) end,
    asked = d.asked, proven = coalesce(d.proven, v.proven), rating = coalesce(d.rating, v.rating), skills = coalesce(d.skills, v.skills),
    preview = coalesce(d.preview, v.preview), last_message_at = coalesce(d.last_at, v.last_message_at)
  from d
  where v.id = d.id
),
new_run as (
  insert into run (id, conversation_id, message_ids, workflow, version, mode, state, outcome, reason, team, due_at, category, bypass, wait, trace, started_at,
    ended_at)
  select id, conversation, messages, workflow, version, mode, state, outcome, reason, team, due, category, bypass, wait, t.trace, started, ended
  from json_to_recordset($2::json) as r(nth int, id uuid, conversation uuid, messages uuid[], workflow text, version text, mode text,
    state text, outcome text, reason text, team text, due timestamptz, category text, bypass text, wait jsonb, started timestamptz, ended timestamptz)
  join unnest($3::bytea[]) with ordinality as t(trace, nth) on t.nth = r.nth
  on conflict (id) do update set message_ids = excluded.message_ids, state = excluded.state, outcome = excluded.outcome,
    reason = excluded.reason, team = excluded.team, due_at = excluded.due_at, wait = excluded.wait, trace = excluded.trace,
    mode = excluded.mode, category = coalesce(excluded.category, run.category), bypass = excluded.bypass, ended_at = excluded.ended_at
),
new_message as (
  insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_name, text, run_id, delivery, at, revision)
  select id, conversation, seq, connection, 'out', 'automation', author, text, run, 'queued', at, revision
  from json_to_recordset($4::json) as m(id uuid, conversation uuid, seq int, connection text, author text, text text, run uuid, at timestamptz, revision int)
),
new_outbox as (
  insert into outbox (id, seq, connection_id, conversation_id, message_id, payload, state, leased_until, attempts)
  select id, seq, connection, conversation, message, payload,
    case when leased then 'sending' else 'queued' end,
    case when leased then now() + lease * interval '1 ms' else '-infinity' end, case when leased then 1 else 0 end
  from (
    select o.*, mine and not exists (
      select from outbox e where e.conversation_id = o.conversation and e.state in ('queued', 'sending')) as leased
    from json_to_recordset($5::json) as o(id uuid, seq int, connection text, conversation uuid, message uuid, payload jsonb, mine boolean, lease int)
  ) o
  returning id, state
),
stale_draft as (
  update draft set state = 'stale' from d
  where draft.conversation_id = d.id and draft.state = 'pending' and d.drafts
),
new_event as (
  insert into event (kind, conversation_id)
  select case when added > 0 then 'message' else 'conversation' end, id from d
)
select id from new_outbox where state = 'sending'`;

/** Only when there are any: most decisions leave neither. After writeDecisions, whose stale_draft frees the place. */
export const writeDrafts = `
insert into draft (id, conversation_id, run_id, text, language, template, evidence, unsourced, asks, challenge)
select id, conversation, run, text, language, template, evidence, unsourced, asks, challenge
from json_to_recordset($1::json) as d(id uuid, conversation uuid, run uuid, text text, language text, template text,
  evidence jsonb, unsourced jsonb, asks text, challenge jsonb)`;

/**
 * Stores one-time codes and what carries them, within the limits: 3 codes per conversation and 5 per address in an hour.
 * Beyond them nothing is stored, so that the code sent last stays good, and the customer reads the same words.
 * $1: JSON array of {id, conversation, kind, address, hash, expires, outbox, seq, connection, payload}; `connection` is
 * null when no code leaves.
 */
export const writeCodes = `
with input as (
  select * from json_to_recordset($1::json) as c(id uuid, conversation uuid, kind text, address text, hash text, expires timestamptz,
    outbox uuid, seq int, connection text, payload jsonb)
),
allowed as (
  select i.* from input i
  where (select count(*) from challenge c where c.conversation_id = i.conversation and c.created_at > now() - interval '1 hour') < 3
    and (i.address is null
      or (select count(*) from challenge c where c.address = i.address and c.created_at > now() - interval '1 hour') < 5)
),
written as (
  insert into challenge (id, conversation_id, kind, address, code_hash, expires_at)
  select id, conversation, kind, address, hash, expires from allowed
)
insert into outbox (id, seq, connection_id, conversation_id, payload)
select outbox, seq, connection, conversation, payload from allowed where connection is not null`;

/** What the runs in $1 had asked for and nobody has begun is not begun any more. What is with the shop goes on. */
const overtaken = `update hold set state = 'overtaken', decided_at = now() where run_id = any($1::uuid[]) and state in ('pending', 'approved')`;

/** $1: ids of runs that were waiting and are over because something newer took their place. */
export const endRuns = `
with held as (${overtaken})
update run set state = 'done', outcome = 'closed', reason = $2, wait = null, ended_at = now()
where id = any($1::uuid[]) and state = 'waiting'`;

/** $1: JSON array of {id, conversation, run, workflow, path, kind, request, approval, people, expires}. */
export const writeHolds = `
insert into hold (id, conversation_id, run_id, workflow, path, kind, request, needs_approval, people, expires_at)
select id, conversation, run, workflow, path, kind, request, approval, people, expires
from json_to_recordset($1::json) as h(id uuid, conversation uuid, run uuid, workflow text, path text, kind text, request jsonb, approval boolean, people int, expires timestamptz)`;

/** $1: JSON array of {id, conversation, message, kind, text, due}. What replies that leave by themselves commit the shop to. */
export const writePromises = `
insert into promise (id, conversation_id, message_id, kind, text, due_at, made_by)
select id, conversation, message, kind, text, due, 'automation'
from json_to_recordset($1::json) as p(id uuid, conversation uuid, message uuid, kind text, text text, due timestamptz)`;

/**
 * $1: JSON array of {id, conversation, customer, store, product, variant, language, asked, expires}. Who asks again for the same is
 * told once, where they asked last. What is asked for twice at once is one row: the first.
 */
export const writeNotices = `
insert into stock_notice (id, conversation_id, customer_id, store_id, product_id, variant_id, language, asked_at, expires_at, ready_at)
select distinct on (coalesce(customer, conversation), store, product, variant) id, conversation, customer, store, product, variant, language, asked, expires, asked + interval '5 minutes'
from json_to_recordset($1::json) as n(id uuid, conversation uuid, customer uuid, store text, product text, variant text, language text, asked timestamptz, expires timestamptz)
on conflict (coalesce(customer_id, conversation_id), store_id, product_id, variant_id) where notified_at is null
do update set conversation_id = excluded.conversation_id, language = excluded.language, asked_at = excluded.asked_at, expires_at = excluded.expires_at`;

/** $1: JSON array of {conversation, customer, product}; product null: of anything. */
export const forgetNotices = `
delete from stock_notice s using json_to_recordset($1::json) as n(conversation uuid, customer uuid, product text)
where s.notified_at is null and (s.conversation_id = n.conversation or s.customer_id = n.customer) and (n.product is null or s.product_id = n.product)`;

/** $1: ids. With the message that tells, so that there is one or none. */
export const tellNotices = "update stock_notice set notified_at = now() where id = any($1::uuid[]) and notified_at is null";

/** $1: runs whose time to wait for what they had asked for is over. What is with the shop by now is nobody's any more. */
export const expireHolds = `
update hold set state = case state when 'running' then 'unknown' else 'expired' end, decided_at = now()
where run_id = any($1::uuid[]) and state in ('pending', 'approved', 'running')`;

export const usedChallenges = `
update challenge set used_at = case when c.used then now() else used_at end, attempts = attempts + 1
from unnest($1::uuid[], $2::boolean[]) as c(id, used) where challenge.id = c.id`;

/** $1: ids. For a run that goes on after waiting: the messages it began with. */
export const loadMessages = `
select id as message_id, seq, text, subject, sender, at, automatic, channel_data, external_id from message where id = any($1::uuid[]) order by seq`;

/** A run that waited and goes on may have asked twice: its last answer counts. */
export const writeQuestions = `
insert into article_question (id, run_id, conversation_id, language, question, article, store_id, asked_at)
select gen_random_uuid(), run, conversation, language, question, article, store, asked
from json_to_recordset($1::json) as q(run uuid, conversation uuid, language text, question text, article text, store text, asked timestamptz)
on conflict (run_id) where run_id is not null do update set article = excluded.article`;

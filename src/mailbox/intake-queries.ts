/** The SQL of intake: one look-up and one writing statement per batch, which is its own transaction. */

/** $1 connections, $2 external ids. Which of these messages are stored already? */
export const findDuplicates = `
select i.c, i.e, m.id, m.conversation_id
from unnest($1::text[], $2::text[]) as i(c, e)
join message m on m.connection_id = i.c and m.external_id = i.e`;

/** $1 connections, $2 thread keys. The thread of a conversation that was merged leads to the other one. */
export const findThreads = `
select i.c, i.t, coalesce(v.merged_into, v.id) as id, v.customer_id
from unnest($1::text[], $2::text[]) as i(c, t)
join conversation v on v.connection_id = i.c and v.thread_key = i.t`;

/** $1 kinds, $2 values, $3 whether proven. */
export const findIdentities = `
select i.k, i.v, i.p, d.customer_id
from unnest($1::text[], $2::text[], $3::boolean[]) as i(k, v, p)
join identity d on d.kind = i.k and d.value = i.v and d.is_proven = i.p`;

/**
 * Writes a batch. JSON arrays of rows: $1 customers, $2 identities, $3 conversations, $4 touched,
 * $5 messages. Rows of existing conversations
 * are locked in id order before anything else, so that two batches cannot wait for each other, and messages get their
 * number from the locked row, so that numbers follow the order of commits. A message or thread that somebody else
 * stored in between violates a unique index: the whole statement is undone and intake starts over.
 */
export const writeBatch = `
with
new_customer as (
  insert into customer (id, name, language, is_demo)
  select id, name, null, demo from json_to_recordset($1::json) as c(id uuid, name text, demo boolean)
),
new_identity as (
  insert into identity (kind, value, is_proven, customer_id)
  select kind, value, proven, customer from json_to_recordset($2::json) as i(kind text, value text, proven boolean, customer uuid)
),
c as materialized (
  select * from json_to_recordset($3::json) as c(id uuid, connection text, thread text, customer uuid, store text, subject text,
    preview text, at timestamptz, demo boolean, count int)
),
new_conversation as (
  insert into conversation (id, connection_id, thread_key, customer_id, store_id, subject, preview, last_message_at, is_demo)
  select id, connection, thread, customer, store, subject, preview, at, demo from c
),
new_mailbox as (
  insert into mailbox (conversation_id, last_seq, pending, revision, ready_at)
  select id, count, count, count, now() from c
  returning conversation_id, 0 as before, revision
),
touched as (
  select t.* from json_to_recordset($4::json) as t(id uuid, count int, customer uuid, preview text, at timestamptz, written boolean)
),
locked as (
  select conversation_id, last_seq as before from mailbox
  where conversation_id in (select id from touched) order by conversation_id for update
),
old_mailbox as (
  update mailbox m set
    last_seq = m.last_seq + t.count, pending = m.pending + t.count, revision = m.revision + t.count,
    ready_at = least(m.ready_at, now())
  from touched t join locked l on l.conversation_id = t.id
  where m.conversation_id = t.id
  returning m.conversation_id, m.last_seq - t.count as before, m.revision
),
old_conversation as (
  update conversation v set preview = t.preview, last_message_at = t.at, customer_id = coalesce(t.customer, v.customer_id),
    status = case when t.written then 'open' else v.status end, snoozed_until = case when t.written then null else v.snoozed_until end
  from touched t join locked l on l.conversation_id = t.id where v.id = t.id
),
stale_draft as (
  update draft set state = 'stale' where state = 'pending'
    and conversation_id in (select l.conversation_id from locked l join touched t on t.id = l.conversation_id where t.written)
),
numbered as (select * from new_mailbox union all select * from old_mailbox),
new_message as (
  insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_name, external_id, sender,
    subject, text, html, quoted, channel_data, automatic, at, revision)
  select m.id, m.conversation, n.before + m.ord, m.connection, 'in', 'customer', m.name, m.external, m.sender,
    m.subject, m.text, m.html, m.quoted, m.data, m.automatic, m.at, n.revision
  from json_to_recordset($5::json) as m(id uuid, conversation uuid, ord int, connection text, name text, external text,
    sender jsonb, subject text, text text, html text, quoted text, data jsonb, automatic text, at timestamptz)
  join numbered n on n.conversation_id = m.conversation
)
insert into event (kind, conversation_id) select 'message', conversation_id from numbered`;

export const insertAttachments = `
insert into attachment (id, message_id, name, content_type, size, inline_id, content)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bytea[])`;

/**
 * $1 connection, $2 referenced message ids nearest first, $3 sender kind, $4 sender value. The thread of the nearest one
 * whose customer is this sender: a stranger who quotes somebody's message id starts a conversation of his own.
 */
export const findReferencedThread = `
select v.thread_key
from unnest($2::text[]) with ordinality as r(external_id, nth)
join message m on m.connection_id = $1 and m.external_id = r.external_id
join conversation v on v.id = m.conversation_id and v.thread_key is not null
join identity d on d.customer_id = v.customer_id and d.kind = $3 and d.value = $4
order by r.nth limit 1`;

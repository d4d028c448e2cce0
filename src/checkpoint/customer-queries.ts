/** The SQL of a person's right to have their data, and to have it erased. */

export const findCustomer = "select id, name, language, is_vip, erased_at, created_at from customer where id = $1";

/** $1 customer, $2 how many bytes of attachments may be in it. Everything we hold, as one JSON document. */
export const exportEverything = `
with v as (select * from conversation where customer_id = $1),
file as (
  select a.*, sum(a.size) over (order by a.id) <= $2 as fits from attachment a join message m on m.id = a.message_id join v on v.id = m.conversation_id
)
select json_build_object(
  'customer', (select json_build_object('id', id, 'name', name, 'language', language, 'is_vip', is_vip, 'created_at', created_at, 'erased_at', erased_at) from customer where id = $1),
  'identities', coalesce((select json_agg(json_build_object('kind', kind, 'value', value, 'proven', is_proven, 'created_at', created_at) order by created_at) from identity where customer_id = $1), '[]'),
  'conversations', coalesce((select json_agg(json_build_object(
    'id', v.id, 'connection_id', v.connection_id, 'thread_key', v.thread_key, 'subject', v.subject, 'status', v.status, 'category', v.category, 'language', v.language,
    'sentiment', v.sentiment, 'priority', v.priority, 'tags', v.tags, 'handover_reason', v.handover_reason, 'asked', v.asked, 'proven', v.proven, 'created_at', v.created_at,
    'messages', coalesce((select json_agg(json_build_object('id', m.id, 'external_id', m.external_id, 'direction', m.direction, 'author_kind', m.author_kind, 'author_name', m.author_name,
      'sender', m.sender, 'subject', m.subject, 'text', m.text, 'html', m.html, 'quoted', m.quoted, 'channel_data', m.channel_data, 'at', m.at, 'delivery', m.delivery,
      'translations', coalesce((select json_agg(json_build_object('language', t.language, 'text', t.text, 'model', t.model) order by t.language) from message_translation t where t.message_id = m.id), '[]'),
      'attachments', coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size,
        'content_base64', case when f.fits then translate(encode(f.content, 'base64'), E'\\n', '') end) order by f.id) from file f where f.message_id = m.id), '[]')) order by m.seq)
      from message m where m.conversation_id = v.id), '[]'),
    'runs', coalesce((select json_agg(json_build_object('id', r.id, 'workflow', r.workflow, 'version', r.version, 'mode', r.mode, 'outcome', r.outcome, 'reason', r.reason,
      'trace', encode(r.trace, 'base64'), 'started_at', r.started_at, 'ended_at', r.ended_at) order by r.started_at) from run r where r.conversation_id = v.id), '[]'),
    'drafts', coalesce((select json_agg(json_build_object('id', d.id, 'text', d.text, 'state', d.state, 'sent_text', d.sent_text, 'evidence', d.evidence, 'created_at', d.created_at) order by d.created_at)
      from draft d where d.conversation_id = v.id), '[]'),
    'reviews', coalesce((select json_agg(json_build_object('run_id', w.run_id, 'verdict', w.verdict, 'category', w.category, 'note', w.note, 'created_at', w.created_at) order by w.created_at)
      from review w join run r on r.id = w.run_id where r.conversation_id = v.id), '[]'),
    'questions', coalesce((select json_agg(json_build_object('question', q.question, 'language', q.language, 'article', q.article, 'asked_at', q.asked_at) order by q.asked_at)
      from article_question q where q.conversation_id = v.id), '[]'),
    'summaries', coalesce((select json_agg(json_build_object('language', s.language, 'text', s.text, 'model', s.model, 'at', s.at) order by s.language) from conversation_summary s where s.conversation_id = v.id), '[]'),
    'codes', coalesce((select json_agg(json_build_object('address', c.address, 'created_at', c.created_at, 'used_at', c.used_at) order by c.created_at) from challenge c where c.conversation_id = v.id), '[]'),
    'unsent_texts', coalesce((select json_agg(json_build_object('kind', k.kind, 'text', k.text, 'updated_at', k.updated_at) order by k.updated_at) from kept_text k where k.conversation_id = v.id), '[]'),
    'stock_notices', coalesce((select json_agg(json_build_object('store_id', n.store_id, 'product_id', n.product_id, 'variant_id', n.variant_id, 'language', n.language, 'asked_at', n.asked_at, 'expires_at', n.expires_at, 'notified_at', n.notified_at) order by n.asked_at)
      from stock_notice n where n.conversation_id = v.id), '[]'),
    'actions', coalesce((select json_agg(json_build_object('id', a.id, 'kind', a.kind, 'target', a.target, 'request', a.request - 'base', 'state', a.state, 'verdict', a.verdict, 'result', a.result, 'created_at', a.created_at) order by a.created_at)
      from action a where a.conversation_id = v.id), '[]')
    ) order by v.created_at) from v), '[]')
) as everything`;

/**
 * $1 customer. All conversations at once, in id order like everybody who locks several. What was merged is erased whole: nobody can
 * tell any more which words in it are whose.
 */
export const lockAll = `
select m.conversation_id as id, m.done_seq, m.pending from mailbox m
where m.conversation_id in (
  select id from conversation where customer_id = $1 union select merged_into from conversation where customer_id = $1 and merged_into is not null
) order by m.conversation_id for update of m`;

/**
 * $1 conversations. A message that nobody had decided on still gets its outcome: every inbound message has one. The ids
 * come from the application, $2, one per conversation; $3 the trace of an erased run.
 */
export const closeUndecided = `
insert into run (id, conversation_id, message_ids, state, outcome, trace, started_at, ended_at)
select c.run, b.conversation_id, array(select m.id from message m where m.conversation_id = b.conversation_id and m.direction = 'in' and m.seq > b.done_seq order by m.seq),
  'done', 'closed', $3, now(), now()
from unnest($1::uuid[], $2::uuid[]) as c(id, run) join mailbox b on b.conversation_id = c.id where b.pending > 0`;

/** $1 conversations, $2 the trace of an erased run, packed. */
export const eraseRuns = `
update run set state = 'done', outcome = coalesce(outcome, 'closed'), reason = 'Erased at the customer''s request.', wait = null,
  ended_at = coalesce(ended_at, now()), trace = $2
where conversation_id = any($1::uuid[])`;

/** $1 conversations. `external_id` stays, or a redelivered message would be stored a second time after it was erased. */
export const eraseStatements = [
  // Against the search, which reads words under a lock that this one waits for: src/server/search/indexing.ts.
  "select from conversation where id = any($1::uuid[]) order by id for update",
  "delete from outbox where conversation_id = any($1::uuid[])",
  "delete from attachment where message_id in (select id from message where conversation_id = any($1::uuid[]))",
  `update message set text = '', html = null, quoted = null, sender = null, subject = null, channel_data = null, delivery_reason = null,
     delivery = case when delivery = 'queued' then 'failed' else delivery end,
     author_name = case when author_kind = 'customer' then null else author_name end
   where conversation_id = any($1::uuid[])`,
  "update review set note = null where run_id in (select id from run where conversation_id = any($1::uuid[]))",
  `update draft set text = '', evidence = '[]', unsourced = '[]', sent_text = null, asks = null, challenge = null,
     state = case when state = 'pending' then 'stale' else state end where conversation_id = any($1::uuid[])`,
  "delete from article_question where conversation_id = any($1::uuid[])",
  "delete from challenge where conversation_id = any($1::uuid[])",
  `update hold set request = '{}', note = null, state = case when state in ('pending', 'approved', 'running') then 'overtaken' else state end
   where conversation_id = any($1::uuid[])`,
  `update promise set text = '', state = case when state = 'open' then 'dropped' else state end where conversation_id = any($1::uuid[])`,
  "delete from happening where conversation_id = any($1::uuid[])",
  "delete from stock_notice where conversation_id = any($1::uuid[])",
  `update action set request = request - 'reason' - 'details', result = result - 'error' - 'made' where conversation_id = any($1::uuid[])`,
  `update mailbox set ready_at = 'infinity', pending = 0, done_seq = last_seq, revision = revision + 1, epoch = least(epoch, 2147483646) + 1, leased_until = '-infinity'
   where conversation_id = any($1::uuid[])`,
  `update conversation set status = 'erased', thread_key = null, recipient = null, subject = null, preview = '', asked = null, proven = '[]', tags = '{}', needs_person = false,
     handover_reason = null, due_at = null, snoozed_until = null, snoozed_order = null where id = any($1::uuid[])`,
  // After the conversation's status, so that what is just being kept is either seen here or not kept: src/compose/kept.ts.
  ...["kept_text", "upload", "leaving", "presence", "nudge"].map((table) => `delete from ${table} where conversation_id = any($1::uuid[])`),
  // After it too, so that an answer on its way is either seen here or not kept: src/models/cache.ts, src/answer/conversations.
  "delete from model_cache where conversation_id = any($1::uuid[])",
  "delete from message_translation where conversation_id = any($1::uuid[])",
  "delete from conversation_summary where conversation_id = any($1::uuid[])",
  // The search, and words that stood nowhere else: a name may be one.
  `with gone as (delete from conversation_search where conversation_id = any($1::uuid[]) returning words),
     word as (select distinct w from gone, unnest(tsvector_to_array(words)) w where w not like '=%')
   delete from search_word k using word where k.word = word.w and not exists (
     select from conversation_search s where s.conversation_id <> all($1::uuid[]) and s.words @@ ('''' || replace(replace(word.w, '\\', '\\\\'), '''', '''''') || '''')::tsquery)`,
  "update conversation_move set before = '{}' where from_id = any($1::uuid[]) or to_id = any($1::uuid[])",
  "update bulk_change_row set before = '{}' where conversation_id = any($1::uuid[])",
  "update event set data = '{}' where conversation_id = any($1::uuid[])",
  "insert into event (kind, conversation_id) select 'conversation', unnest($1::uuid[])",
];

/**
 * $1 conversations, $2 customer. Who wrote in them before it was known who it was (a chat visitor who signed in later) and
 * has no conversation of their own: the same person.
 */
export const findFormerSelves = `
select distinct i.customer_id as id from message m
join identity i on i.kind = m.sender->>'kind'
  and i.value = case when i.kind = 'channel' then m.connection_id || ':' else '' end || (m.sender->>'value')
where m.conversation_id = any($1::uuid[]) and m.direction = 'in' and i.customer_id <> $2
  and not exists (select from conversation v where v.customer_id = i.customer_id)`;

/** $1 customers. */
export const forgetIdentities = "delete from identity where customer_id = any($1::uuid[])";
export const forgetCustomers =
  "update customer set name = null, language = null, is_vip = false, erased_at = coalesce(erased_at, now()) where id = any($1::uuid[])";

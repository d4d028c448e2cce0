/** The SQL of changes to many conversations: see bulk.ts. $1 is the conversations unless said otherwise; all under their locks. */

export const insertBulk = "insert into bulk_change (id, act, made_by) values ($1, $2, $3)";
export const dropBulk = "delete from bulk_change where id = $1";
export const forgetBulk = "delete from bulk_change where made_at < now() - interval '1 day'";

/** In id order, like everybody who locks several. */
export const lockMany = "select from mailbox where conversation_id = any($1::uuid[]) order by conversation_id for update";

/** $2 tags to add, $3 to remove, $4 how many there may be. Why each cannot be changed; null: it can. */
export const sortOut = `
select i.id, case when v.id is null then 'not_found' when v.status = 'erased' then 'erased' when v.merged_into is not null then 'merged'
  when cardinality(array(select distinct t from unnest(v.tags || $2::text[]) t where t <> all($3::text[]) or t = any($2::text[]))) > $4 then 'tags' end as why
from unnest($1::uuid[]) as i(id) left join conversation v on v.id = i.id and exists (select from mailbox m where m.conversation_id = v.id)`;

/** $1 bulk, $2 conversations. The revision is the one bumpMany makes. */
export const remember = `
insert into bulk_change_row (bulk_id, conversation_id, revision, before)
select $1, v.id, m.revision + 1, jsonb_build_object('status', v.status, 'assignee_id', v.assignee_id, 'team', v.team, 'tags', v.tags, 'category', v.category,
  'needs_person', v.needs_person, 'handover_reason', v.handover_reason, 'asked', v.asked, 'due_at', v.due_at, 'resolve_by', v.resolve_by, 'skills', v.skills,
  'escalations', v.escalations, 'snoozed_until', v.snoozed_until, 'snoozed_order', v.snoozed_order,
  'drafts', (select jsonb_agg(d.id) from draft d where d.conversation_id = v.id and d.state = 'pending'))
from conversation v join mailbox m on m.conversation_id = v.id where v.id = any($2::uuid[])`;

/** $2 reason. */
export const endMany = `
with held as (update hold set state = 'overtaken', decided_at = now() where conversation_id = any($1::uuid[]) and state in ('pending', 'approved')),
stale as (update draft set state = 'stale' where conversation_id = any($1::uuid[]) and state = 'pending')
update run set state = 'done', outcome = 'closed', reason = $2, wait = null, ended_at = now()
where conversation_id = any($1::uuid[]) and state = 'waiting'`;

/** $2 ids. What begins with a conversation's end waits a little, because it may be taken back. */
export const tellManyClosed = `
insert into happening (id, key, kind, name, conversation_id, at, ready_at)
select i.id, 'closed:' || i.conversation || ':' || coalesce((select max(seq) from message m where m.conversation_id = i.conversation and direction = 'in'), 0),
  'closed', 'conversation.closed', i.conversation, now(), now() + interval '30 seconds'
from unnest($1::uuid[], $2::uuid[]) as i(conversation, id) join conversation v on v.id = i.conversation and v.status <> 'closed'
on conflict (key) do nothing`;
export const untell =
  "delete from happening where conversation_id = any($1::uuid[]) and kind = 'closed' and state = 'queued' and attempts = 0";

/** $2 ids, $3 category, $4 reviewer, $5 note. Where automation had read something else, each is a label to learn from. */
export const reviewMany = `
insert into review (id, run_id, verdict, category, note, reviewer)
select i.id, r.id, 'wrong', $3, $5, $4 from unnest($1::uuid[], $2::uuid[]) as i(conversation, id)
join conversation v on v.id = i.conversation and v.category is distinct from $3
join lateral (select id from run where conversation_id = v.id and state = 'done' order by started_at desc limit 1) r on true`;
/** $1 note, $2 conversations. */
export const unreview = "delete from review w using run r where w.note = $1 and r.id = w.run_id and r.conversation_id = any($2::uuid[])";

/** $2 act, $3 what it sets. One statement for all of them. */
export const changeAll = `
with s as (select * from jsonb_to_record($3::jsonb) as s(sets_assignee boolean, assignee text, sets_team boolean, team text, add text[], remove text[], until timestamptz, category text)),
known as (insert into tag (name) select unnest(add) from s on conflict do nothing)
update conversation v set
  assignee_id = case when s.sets_assignee then s.assignee else v.assignee_id end,
  team = case when s.sets_team then s.team else v.team end,
  tags = case when s.add is null then v.tags
    else array(select distinct t from unnest(v.tags || s.add) t where t <> all(s.remove) or t = any(s.add) order by 1) end,
  category = coalesce(s.category, v.category),
  status = case when $2 in ('close', 'spam') then 'closed' when $2 = 'snooze' then 'snoozed' else v.status end,
  snoozed_until = case when $2 in ('close', 'spam') then null when $2 = 'snooze' then s.until else v.snoozed_until end,
  snoozed_order = case when $2 in ('close', 'spam', 'snooze') then null else v.snoozed_order end,
  needs_person = v.needs_person and $2 not in ('close', 'spam'),
  handover_reason = case when $2 in ('close', 'spam') then null else v.handover_reason end,
  asked = case when $2 in ('close', 'spam') then null else v.asked end,
  due_at = case when $2 in ('close', 'spam') then null else v.due_at end,
  resolve_by = case when $2 in ('close', 'spam') then null else v.resolve_by end,
  escalations = case when $2 in ('close', 'spam') then 0 else v.escalations end,
  skills = case when $2 in ('close', 'spam') then '{}' else v.skills end
from s where v.id = any($1::uuid[])`;

/** Like one person's change of one conversation: decisions in flight are made anew, and everybody who looks is told. */
export const bumpMany = `
with bumped as (
  update mailbox m set revision = m.revision + 1,
    ready_at = case when m.pending > 0 or exists (select from run r where r.conversation_id = m.conversation_id and r.state = 'waiting') then m.ready_at else 'infinity' end
  where m.conversation_id = any($1::uuid[])
)
insert into event (kind, conversation_id) select 'conversation', unnest($1::uuid[])`;

/** $2 actor, $3 act, $4 data. */
export const auditMany = `
insert into audit_log (actor, act, target, data) select $2, $3, 'conversation:' || i, $4::jsonb from unnest($1::uuid[]) i`;

export const findBulk = "select act, made_by from bulk_change where id = $1";
export const claimUndo = "update bulk_change set undone_at = now() where id = $1 and undone_at is null";
export const rowsOf = "select conversation_id as id from bulk_change_row where bulk_id = $1 order by conversation_id";

/** $1 bulk, $2 conversations. Those that stand as it left them. */
export const unchanged = `
select r.conversation_id as id from bulk_change_row r join mailbox m on m.conversation_id = r.conversation_id and m.revision = r.revision
join conversation v on v.id = r.conversation_id and v.status <> 'erased' and v.merged_into is null
where r.bulk_id = $1 and r.conversation_id = any($2::uuid[])`;

/** $1 bulk, $2 conversations. */
export const restore = `
update conversation v set status = b.status, assignee_id = b.assignee_id, team = b.team, tags = b.tags, category = b.category, needs_person = b.needs_person,
  handover_reason = b.handover_reason, asked = b.asked, due_at = b.due_at, resolve_by = b.resolve_by, skills = b.skills, escalations = b.escalations,
  snoozed_until = b.snoozed_until, snoozed_order = b.snoozed_order
from bulk_change_row r
cross join lateral jsonb_to_record(r.before) as b(status text, assignee_id text, team text, tags text[], category text, needs_person boolean, handover_reason text,
  asked jsonb, due_at timestamptz, resolve_by timestamptz, skills text[], escalations int, snoozed_until timestamptz, snoozed_order text)
where r.bulk_id = $1 and r.conversation_id = any($2::uuid[]) and v.id = r.conversation_id`;
export const restoreDrafts = `
update draft d set state = 'pending' from bulk_change_row r
where r.bulk_id = $1 and r.conversation_id = any($2::uuid[]) and d.conversation_id = r.conversation_id and d.state = 'stale' and r.before->'drafts' @> to_jsonb(d.id::text)`;

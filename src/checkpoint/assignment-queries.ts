/** The SQL of who takes what, and of deadlines. */

/**
 * $1 at most. Waiting for somebody, the most urgent first. SKIP LOCKED on the mailbox: whoever holds it changes the
 * conversation anyway.
 */
export const findUnassigned = `
select v.id, v.team, v.language, v.skills from conversation v join team t on t.name = v.team
where v.needs_person and v.assignee_id is null and v.status = 'open' and t.rules->>'assign' in ('round_robin', 'least_loaded')
order by array_position(array['urgent', 'high', 'normal', 'low'], v.priority), v.due_at nulls last, v.id limit $1`;

/** Who could take something, with how much they have. In a team means: named in it. */
export const findPeople = `
select u.id, u.name, u.teams, u.skills, u.languages, u.capacity,
  (select count(*)::int from conversation v where v.assignee_id = u.id and v.status in ('open', 'waiting') and v.needs_person) as load
from "user" u where u.is_active and not u.is_away order by u.id`;

export const readTeamRules = "select name, rules->>'assign' as assign, rules->>'escalates_to' as escalates_to, last_assigned from team";

/** $1 team, $2 user. */
export const noteAssigned = "update team set last_assigned = $2 where name = $1";

/** $1 conversation, $2 user. Nothing when somebody has taken it meanwhile. */
export const giveTo = `
update conversation set assignee_id = $2 where id = $1 and assignee_id is null and needs_person and status = 'open' returning id`;

/** $1 at most. A person has them and nobody has said until when they are to be closed. */
export const findWithoutEnd = `
select id, priority, team, coalesce(due_since, now()) as since from conversation
where needs_person and resolve_by is null and status in ('open', 'waiting', 'snoozed') limit $1`;

/** $1 ids, $2 times. */
export const setEnds = `
update conversation v set resolve_by = e.until from unnest($1::uuid[], $2::timestamptz[]) as e(id, until) where v.id = e.id and v.resolve_by is null`;

/** Three quarters of the time to answer are over. Returns those warned of for the first time. */
export const warn = `
with soon as (
  select id from conversation
  where due_at is not null and warned_at is null and needs_person and status = 'open' and due_at > now()
    and now() >= due_since + (due_at - due_since) * 0.75
  limit $1 for update skip locked
),
warned as (update conversation v set warned_at = now() from soon where v.id = soon.id returning v.id, v.team, v.assignee_id, v.due_at),
told as (insert into event (kind, conversation_id) select 'conversation', id from warned)
select * from warned`;

/** The same for the time until it is closed. */
export const warnOfEnd = `
with soon as (
  select id from conversation
  where resolve_by > now() and resolve_warned_at is null and needs_person and status in ('open', 'waiting', 'snoozed')
    and now() >= created_at + (resolve_by - created_at) * 0.75
  limit $1 for update skip locked
),
warned as (update conversation v set resolve_warned_at = now() from soon where v.id = soon.id returning v.id, v.team, v.assignee_id, v.resolve_by),
told as (insert into event (kind, conversation_id) select 'conversation', id from warned)
select * from warned`;

/** $1 at most. Drafts nobody has looked at, oldest first, with what decides how long an answer may take. */
export const findOldDrafts = `
select d.id, d.conversation_id, d.created_at, v.priority, v.team from draft d join conversation v on v.id = d.conversation_id
where d.state = 'pending' and d.overdue_at is null and d.created_at < now() - interval '15 minutes' order by d.created_at limit $1`;

/** $1 draft. Nothing when somebody has decided on it meanwhile. */
export const markOverdue = "update draft set overdue_at = now() where id = $1 and state = 'pending' and overdue_at is null returning id";

/** $1 conversation, $2 reason, $3 team, $4 due. An earlier deadline and a reason that was there before stand. */
export const needPerson = `
update conversation set needs_person = true, status = 'open', handover_reason = coalesce(handover_reason, $2), team = coalesce(team, $3),
  due_at = coalesce(due_at, $4) where id = $1`;

/** $1 days. Drafts that are too old to be true: a person answers in their own words. */
export const findExpiredDrafts = `
select id, conversation_id from draft where state = 'pending' and created_at < now() - $1 * interval '1 day' order by created_at limit $2`;

export const expireDraft = "update draft set state = 'stale' where id = $1 and state = 'pending' returning id";

/** $1 at most. The time to answer is over and nobody has looked at it yet. */
export const findBreached = `
select id from conversation
where due_at <= now() and breached_at is null and needs_person and status = 'open' order by due_at limit $1`;

/** $1 conversation. Under its lock. */
export const readBreached = `
select priority, team, assignee_id, due_at, escalations from conversation
where id = $1 and due_at <= now() and breached_at is null and needs_person and status = 'open'`;

/** $1 conversation, $2 priority, $3 team, $4 the new deadline, null to leave it as it is. Whoever had it did not answer: it is free again. */
export const escalate = `
update conversation set priority = $2, team = $3, assignee_id = null, escalations = escalations + 1,
  due_at = coalesce($4, due_at) where id = $1`;
/** The trigger on due_at clears the mark, so it is set by a statement of its own. */
export const markBreached = "update conversation set breached_at = now() where id = $1";

/** $1 at most. Not closed in time; counted once. */
export const findUnresolved = `
with late as (
  select id from conversation where resolve_by <= now() and resolve_breached_at is null and needs_person and status in ('open', 'waiting', 'snoozed')
  limit $1 for update skip locked
),
marked as (update conversation v set resolve_breached_at = now() from late where v.id = late.id returning v.id, v.team, v.assignee_id, v.resolve_by),
told as (insert into event (kind, conversation_id) select 'conversation', id from marked)
select * from marked`;

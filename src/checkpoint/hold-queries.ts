/** The SQL of holds: what waiting runs have asked people and shops for. See migrations/0005_runs.sql. */

export const findHold = "select conversation_id from hold where id = $1";

/** $1 id. */
export const lockHold =
  "select id, run_id, kind, state, needs_approval, people, agreed, expires_at <= now() as is_late from hold where id = $1 for update";

/** $1 id, $2 state, $3 decided by, $4 role, $5 note, $6 who agreed. */
export const decideHold = `
update hold set state = $2, decided_by = $3, decider_role = $4, decided_at = now(), note = coalesce($5, note), agreed = $6 where id = $1`;

/**
 * $1 id, $2 people needed, $3 days they have. The run waits as long. Who decided before stays among those who agreed.
 */
export const askMorePeople = `
with h as (
  update hold set state = 'pending', needs_approval = true, people = $2, decided_by = null, decider_role = null, lease_until = '-infinity',
    expires_at = greatest(expires_at, now() + $3 * interval '1 day') where id = $1 and state = 'running'
  returning run_id, conversation_id, expires_at
),
told as (
  update run r set wait = jsonb_set(r.wait, '{until}', to_jsonb(to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from h where r.id = h.run_id and r.state = 'waiting' returning r.conversation_id, h.expires_at
)
update mailbox m set ready_at = told.expires_at, revision = m.revision + 1 from told where m.conversation_id = told.conversation_id`;

/**
 * $1 hold, $2 what became of it (JSON). The run finds it when it goes on, which is due at once. A run that is over keeps
 * its end: the record in the hold is all there is to write then.
 */
export const resumeRun = `
with h as (select run_id, conversation_id, path from hold where id = $1),
told as (
  update run r set wait = jsonb_set(
    jsonb_set(r.wait, '{state,facts,$results}', coalesce(r.wait #> '{state,facts,$results}', '{}') || jsonb_build_object(h.path, $2::jsonb)),
    '{until}', '"1970-01-01T00:00:00.000Z"')
  from h where r.id = h.run_id and r.state = 'waiting' returning r.conversation_id
)
update mailbox m set ready_at = now(), revision = m.revision + 1 from told where m.conversation_id = told.conversation_id`;

/** $1 at most, $2 lease in ms. Writes that may begin. */
export const claimActions = `
with next as (
  select id from hold where kind = 'action' and lease_until <= now() and expires_at > now()
    and (state in ('approved', 'running') or (state = 'pending' and not needs_approval))
  order by created_at limit $1 for update skip locked
)
update hold h set state = 'running', lease_until = now() + $2 * interval '1 ms' from next where h.id = next.id
returning h.id, h.conversation_id, h.run_id, h.workflow, h.request, h.decided_by, h.decider_role, h.action_id, h.agreed,
  (select coalesce(u.name, h.decided_by) from (select 1) one left join "user" u on 'user:' || u.id = h.decided_by) as decider_name`;

/** $1 id, $2 state, $3 note, $4 action. */
export const settleHold = `
update hold set state = $2, note = coalesce($3, note), action_id = $4, lease_until = '-infinity', decided_at = coalesce(decided_at, now())
where id = $1 and state = 'running' returning id`;

/** $1 id, $2 ms, $3 action. It is asked for again then. */
export const holdLater =
  "update hold set lease_until = now() + $2 * interval '1 ms', action_id = coalesce($3, action_id) where id = $1 and state = 'running'";

export const readAction = "select state, verdict, result from action where id = $1";

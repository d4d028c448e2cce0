/** The SQL of looking at drafts again. */

/** $1 draft. `checked_at`: when its facts were last known to be those of the shop. */
export const readForRefresh = `
select d.id, d.state, d.text, d.template, d.run_id, d.conversation_id, case when d.must_check then '1970-01-01' else greatest(d.created_at, d.checked_at) end as checked_at, r.trace, r.outcome, m.revision
from draft d join run r on r.id = d.run_id join mailbox m on m.conversation_id = d.conversation_id where d.id = $1`;

export const markChecked = "update draft set checked_at = now(), must_check = false where id = $1";

/** $1 at most. Looked at every half hour; after two weeks nobody sends it any more without reading it as if it were new. */
export const findWaiting = `
select id from draft where state = 'pending' and (must_check or greatest(created_at, checked_at) < now() - interval '30 minutes')
  and created_at > now() - interval '14 days' and challenge is null
order by greatest(created_at, checked_at) limit $1`;

/** $1 conversation, $2 revision, $3 draft. */
export const lockForRefresh = `
select m.conversation_id from mailbox m where m.conversation_id = $1 and m.revision = $2
  and exists (select from draft d where d.id = $3 and d.state = 'pending') for update of m`;

export const setStale = "update draft set state = 'stale' where id = $1";
/** $1 run, $2 trace, packed. What it was decided by is what it is decided by now. */
export const updateRun = "update run set trace = $2 where id = $1";

export const insertDraft = `
insert into draft (id, conversation_id, run_id, text, language, template, evidence, unsourced, asks)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** $1 conversation, $2 why a person is needed now (null: as before), $3 team, $4 deadline. */
export const noteChange = `
with fence as (update mailbox set revision = revision + 1 where conversation_id = $1),
person as (
  update conversation set needs_person = true, status = 'open', handover_reason = coalesce(handover_reason, $2), team = coalesce($3, team),
    due_at = coalesce(due_at, $4) where id = $1 and $2::text is not null
)
insert into event (kind, conversation_id) values ('draft', $1)`;

/** $1: what a customer asked to be told is not so any more, and the draft that said so is gone: they wait on. */
export const waitOn = "update stock_notice set notified_at = null, ready_at = now() where id = $1";

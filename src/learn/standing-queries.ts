/** The SQL of the ladder. Only the newest review of a run counts: people may change their minds. */

export const readWorkflows = `
select w.name, w.version, w.mode, w.mode_since, w.may_promote, w.audit_share, w.threshold, w.standing from workflow w where w.name = any($1)`;

/**
 * $1 workflow, $2 version, $3 mode, $4 since. Reviewed runs, oldest first. Wrong: called wrong, or edited so that it says
 * something else; of edits before that was recorded, every one.
 */
export const readReviewed = `
select r.id, r.trace, w.at, w.verdict = 'wrong' or (w.verdict = 'edited' and coalesce(w.meaning_changed, true)) as is_wrong, r.outcome,
  exists (select from draft d where d.run_id = r.id) as was_draft
from run r
join lateral (
  select verdict, meaning_changed, created_at as at from review v where v.run_id = r.id order by v.created_at desc limit 1
) w on true
where r.workflow = $1 and r.version = $2 and r.mode = $3 and r.started_at >= $4
order by w.at limit 20000`;

/** $1 workflow, $2 version, $3 since. What left by itself. */
export const countSent = `
select count(*)::int as n from run r
where r.workflow = $1 and r.version = $2 and r.mode = 'auto' and r.started_at >= $3 and r.outcome in ('answered', 'asked')`;

/**
 * $1 workflow (null: all), $2 at most. Automatic replies of the last two weeks to look at afterwards. First those
 * whose customers gave a sign: they asked for a person, wrote the same again, or gave one or two stars. Then a sample that
 * nobody chooses: the end of the run's id is random.
 */
export const readToReview = `
with sent as (
  select r.id, r.workflow, r.conversation_id, r.started_at, r.message_ids,
    ('x' || right(replace(r.id::text, '-', ''), 8))::bit(32)::bigint::float8 / 4294967296 as draw
  from run r
  where r.mode = 'auto' and r.outcome in ('answered', 'asked') and r.started_at > now() - interval '14 days'
    and ($1::text is null or r.workflow = $1) and r.workflow is not null
    and not exists (select from review v where v.run_id = r.id)
),
signed as (
  select s.*, case
    when v.rating <= 2 then 'The customer gave ' || v.rating || ' of 5.'
    when exists (select from run n where n.conversation_id = s.conversation_id and n.started_at > s.started_at and n.outcome = 'handed_over')
      then 'After this reply a person was needed.'
    when exists (select from run n where n.conversation_id = s.conversation_id and n.started_at > s.started_at and n.started_at < s.started_at + interval '2 days' and n.workflow = s.workflow)
      then 'The customer asked again.'
    end as sign,
    coalesce(w.audit_share, 0.2) as share
  from sent s join conversation v on v.id = s.conversation_id left join workflow w on w.name = s.workflow where v.status <> 'erased'
)
select g.id, g.workflow, g.conversation_id, g.started_at, g.sign,
  (select left(string_agg(m.text, E'\\n\\n' order by m.seq), 2000) from message m where m.id = any(g.message_ids)) as question,
  (select left(string_agg(m.text, E'\\n\\n' order by m.seq), 4000) from message m where m.run_id = g.id and m.direction = 'out') as reply
from signed g
where g.sign is not null or g.draw < g.share
order by (g.sign is null), g.started_at desc limit $2`;

/** $1 name, $2 standing, $3 threshold. */
export const writeStanding = "update workflow set standing = $2, threshold = $3 where name = $1";

/** $1 name, $2 may promote, $3 audit share; null leaves as it is. */
export const setLadder = `
update workflow set may_promote = coalesce($2, may_promote), audit_share = coalesce($3, audit_share) where name = $1 returning name`;

/** $1 name. */
export const readHistory = `
select at, actor, act, data from audit_log where target = 'workflow:' || $1 and act in ('workflow.mode', 'workflow.promote', 'workflow.demote', 'workflow.publish')
order by id desc limit 30`;

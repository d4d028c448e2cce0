/** The SQL of learning. */

/**
 * The newest verdict on each run that says which category was right: a correction names it, an approval confirms what was
 * read. What the customer wrote is taken from the messages, so an erased customer's texts are not in here. Oldest first.
 */
export const readVerdicts = `
with newest as (
  select distinct on (run_id) run_id, category, verdict, created_at from review
  where category is not null or verdict = 'right' order by run_id, created_at desc
)
select w.category, w.created_at as at, r.trace, v.language,
  (select string_agg(case when m.subject is null or m.seq > 1 then m.text else m.subject || E'\\n' || m.text end, E'\\n\\n' order by m.seq)
   from message m where m.id = any(r.message_ids)) as text
from newest w join run r on r.id = w.run_id join conversation v on v.id = r.conversation_id
where v.status <> 'erased'
order by w.created_at, w.run_id`;

/**
 * What customers first wrote in the newest conversations that no person has judged. Demo and spam count like any other: the
 * model that reads tomorrow's mail will meet their like. $1 how many.
 */
export const readUnjudged = `
select left(case when m.subject is null then m.text else m.subject || E'\\n' || m.text end, 4000) as text
from (
  select c.id from conversation c
  where c.status <> 'erased' and not exists (
    select 1 from run r join review w on w.run_id = r.id where r.conversation_id = c.id and (w.category is not null or w.verdict = 'right')
  )
  order by c.id desc limit $1
) v join message m on m.conversation_id = v.id and m.seq = 1 and m.direction = 'in'
where length(m.text) > 8 order by m.id`;

/** $1 time. */
export const countNewVerdicts = `
select count(distinct run_id)::int as n from review
where (category is not null or verdict = 'right') and date_trunc('milliseconds', created_at) > $1`;

/** The champion comes first; what it learnt from bounds what is new. Without the bytes, which are megabytes. */
export const listModels = `
select id, state, labels, labels_until, comparison, created_at, created_by, decided_at, decided_by, bytes is not null as is_kept
from model order by (state = 'champion') desc, created_at desc limit 50`;

export const findChampion = "select id, labels_until from model where state = 'champion'";
export const readBytes = "select bytes from model where id = $1";

/** $1 id, $2 state, $3 bytes, $4 labels until, $5 labels, $6 comparison, $7 by. */
export const insertModel = `
insert into model (id, state, bytes, labels_until, labels, comparison, created_by, decided_at, decided_by)
values ($1, $2, $3, $4, $5, $6, $7, case when $2 = 'champion' then now() end, case when $2 = 'champion' then $7 end)`;

/** $1 by. */
export const retireChampion = "update model set state = 'retired', decided_at = now(), decided_by = $1 where state = 'champion'";
/** $1 id, $2 by. Only one whose bytes are still there. */
export const crown = `
update model set state = 'champion', decided_at = now(), decided_by = $2 where id = $1 and bytes is not null returning id`;

/** $1 how many besides the champion keep their bytes; the figures of older ones stay. */
export const forgetBytes = `
update model set bytes = null where state <> 'champion' and bytes is not null
  and id not in (select id from model where state <> 'champion' and bytes is not null order by created_at desc limit $1)`;

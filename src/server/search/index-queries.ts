/** The SQL that keeps `conversation_search`: see indexing.ts. */

/** One indexer at a time; who comes second has nothing to do. */
export const tryLock = "select pg_try_advisory_xact_lock(20260019) as mine";

export const readState = "select tx::text as tx, id::text as id, swept::text as swept from search_state";

/**
 * $1 tx, $2 id: after this cursor; $3: at most. `is_settled`: nothing older can still appear before it (src/server/live-queries.ts
 * says why); the others are looked at all the same, and again the next time.
 */
export const dirtySince = `
select tx::text as tx, id::text as id, conversation_id, tx < pg_snapshot_xmin(pg_current_snapshot()) as is_settled from event
where (tx, id) > ($1::xid8, $2::bigint) order by event.tx, event.id limit $3`;

export const keepDirty = "update search_state set tx = $1::xid8, id = $2::bigint";

/** $1 after this id, $2 at most. */
export const nextToSweep = "select id::text as id from conversation where id > $1::uuid order by id limit $2";
export const keepSwept = "update search_state set swept = $1::uuid";

/** $1 ids. Held against erasure only: intake and people go on. */
export const lockForSearch = "select id from conversation where id = any($1::uuid[]) order by id for key share";

const maxMessage = 20_000;
const maxText = 150_000;

/** Of the conversation `v`: the labels filters look for. Kept beside the conditions of conditions.ts, which look again. */
const labels = `
array_remove(array[
  '=is:' || v.status, '=to:' || coalesce(v.assignee_id, 'nobody'), '=category:' || v.category, '=team:' || v.team, '=channel:' || v.connection_id,
  '=store:' || v.store_id, '=language:' || v.language, '=priority:' || v.priority,
  case when exists (select from draft d where d.conversation_id = v.id and d.state = 'pending')
    or exists (select from hold h where h.conversation_id = v.id and h.state = 'pending' and h.needs_approval) then '=has:draft' end,
  case when b.has_file then '=has:file' end
], null) || array(select '=tag:' || left(t, 200) from unnest(v.tags) t)`;

/** $1 ids. Erased and merged ones go; the words that are new are remembered, and so are languages and tags. */
export const writeSearchRows = `
with
v as materialized (select * from conversation where id = any($1::uuid[])),
gone as (
  delete from conversation_search s using unnest($1::uuid[]) as i(id)
  where s.conversation_id = i.id and not exists (select from v where v.id = i.id and v.status <> 'erased' and v.merged_into is null)
),
doc as materialized (
  select v.id, v.last_message_at as at,
    strip(to_tsvector(search_config(v.language), search_fold(left(concat_ws(' ', v.subject, b.text), ${maxText})))
      || to_tsvector('simple', search_fold(concat_ws(' ', v.subject, p.who, array_to_string(v.tags, ' ')))))
    || array_to_tsvector(${labels} || array(select '=from:' || w from unnest(tsvector_to_array(to_tsvector('simple', search_fold(p.who)))) w)) as words
  from v
  left join lateral (
    select concat_ws(' ', c.name, (select string_agg(distinct i.value, ' ') from identity i where i.customer_id = c.id and i.kind <> 'channel')) as who
    from customer c where c.id = v.customer_id
  ) p on true
  left join lateral (
    select string_agg(concat_ws(' ', m.text, m.author_name), ' ') as text, bool_or(exists (select from attachment f where f.message_id = m.id)) as has_file
    from (select id, left(text, ${maxMessage}) as text, case when direction = 'in' then author_name end as author_name
      from message where conversation_id = v.id order by seq desc limit 300) m
  ) b on true
  where v.status <> 'erased' and v.merged_into is null
),
written as (
  insert into conversation_search (conversation_id, at, words) select id, at, words from doc
  on conflict (conversation_id) do update set at = excluded.at, words = excluded.words
  where conversation_search.at <> excluded.at or conversation_search.words <> excluded.words
),
new_word as (
  insert into search_word (word)
  select distinct w from doc, unnest(tsvector_to_array(words)) w
  where length(w) between 3 and 30 and w !~ '[=[:digit:]]'
  order by w on conflict do nothing
),
new_tag as (
  insert into tag (name) select distinct left(t, 200) from v, unnest(v.tags) t order by 1 on conflict do nothing
)
update search_state set languages = search_state.languages || missing.languages
from (select coalesce(array_agg(distinct v.language), '{}') as languages from v, search_state s where v.language <> all(s.languages)) missing
where cardinality(missing.languages) > 0`;

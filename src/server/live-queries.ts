/**
 * The SQL of live updates. A cursor is (tx, id). Only what lies below the oldest transaction still running is read: ids
 * and transaction numbers are given out before the commit, so that above that line a smaller one may still appear.
 */

// The order is by "event.tx", not "tx": that would be the output's text, and "1000" comes before "999" as a text.

/** Where the settled part ends now: everything read so far lies below, everything still to come at or above. */
export const readTail = `select pg_snapshot_xmin(pg_current_snapshot())::text as tx`;

/** $1 tx, $2 id: after this cursor. $3: at most. */
export const readSettled = `
select tx::text as tx, id::text as id, kind, conversation_id, data from event
where (tx, id) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
order by event.tx, event.id limit $3`;

/** $1 tx, $2 id: after this cursor; $3 tx, $4 id: up to this one. $5: at most. For a reader that comes back. */
export const readBetween = `
select tx::text as tx, id::text as id, kind, conversation_id, data from event
where (tx, id) > ($1::xid8, $2::bigint) and (tx, id) <= ($3::xid8, $4::bigint)
order by event.tx, event.id limit $5`;

/** The newest event that was pruned; a cursor before it has missed something. */
export const readPruned = `select value->>'tx' as tx, value->>'id' as id from setting where key = 'events_pruned'`;

/** $1: older than this time. Remembers how far it got, in the same statement. */
export const prune = `
with gone as (
  delete from event where at < $1 and tx < pg_snapshot_xmin(pg_current_snapshot()) returning tx, id
),
newest as (select tx, id from gone order by tx desc, id desc limit 1),
remembered as (
  insert into setting (key, value) select 'events_pruned', jsonb_build_object('tx', tx::text, 'id', id::text) from newest
  on conflict (key) do update set value = excluded.value
  where (excluded.value->>'tx')::bigint > (setting.value->>'tx')::bigint
    or ((excluded.value->>'tx')::bigint = (setting.value->>'tx')::bigint and (excluded.value->>'id')::bigint > (setting.value->>'id')::bigint)
)
select count(*) as n from gone`;

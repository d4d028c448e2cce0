/** The SQL of actions. A row in state 'intended' or 'unknown' is the lock on its order: see migrations/0003_checkpoint.sql. */

export const readPolicies = "select value from setting where key = 'policies'";

/** $1 connection, $2 target, $3 base of the key. The same request made earlier. */
export const findSame = `
select id, state, verdict, result from action
where connection_id = $1 and target = $2 and request->>'base' = $3 and state in ('intended', 'unknown', 'done') order by created_at desc limit 1`;

/**
 * $1 id, $2 conversation, $3 run, $4 connection, $5 kind, $6 target, $7 request, $8 base of the key, $9 verdict so far,
 * $10 requested by, $11 lease in ms. The key counts the attempts the shop refused, because a vendor may answer a key it
 * has refused once with the same refusal for ever. Returns nothing when another action on this order is under way.
 */
export const insertIntent = `
insert into action (id, conversation_id, run_id, connection_id, kind, target, request, idempotency_key, state, verdict, requested_by, lease_until)
select $1, $2, $3, $4, $5, $6, $7,
  $8 || coalesce('-' || nullif((select count(*) from action where connection_id = $4 and target = $6 and state = 'failed' and request->>'base' = $8), 0), ''),
  'intended', $9, $10, now() + $11 * interval '1 ms'
on conflict do nothing
returning idempotency_key`;

/** $1 connection, $2 target, $3 kind. */
export const countDone = "select count(*)::int as n from action where connection_id = $1 and target = $2 and kind = $3 and state = 'done'";

/** $1 id, $2 verdict. A refused intent gives its key and its order free: nothing was asked of the shop. */
export const denyIntent = `
update action set state = 'denied', verdict = $2, idempotency_key = 'denied/' || id, lease_until = null, finished_at = now() where id = $1 and state = 'intended' and called_at is null`;

/** $1 id, $2 verdict, $3 amount, $4 lease in ms. From here on the shop may have been asked. Nothing when somebody took the intent away. */
export const beginCall = `
update action set verdict = $2, request = request || jsonb_build_object('amount', $3::jsonb), called_at = now(), attempts = 1,
  lease_until = now() + $4 * interval '1 ms'
where id = $1 and state = 'intended' and called_at is null and lease_until > now() returning id`;

/** $1 id, $2 state, $3 result. */
export const finishAction = `
update action set state = $2, result = $3, lease_until = null, finished_at = now() where id = $1 and state in ('intended', 'unknown') returning id`;

/** $1 id, $2 result, $3 ms until it is looked at again. */
export const leaveUnknown = `
update action set state = 'unknown', result = $2, lease_until = now() + $3 * interval '1 ms' where id = $1 and state in ('intended', 'unknown')`;

/** Intents of a process that died before it asked the shop. */
export const failUncalled = `
update action set state = 'failed', finished_at = now(), lease_until = null,
  result = '{"error": "Handrail stopped before it asked the shop. Nothing was done."}'
where state = 'intended' and called_at is null and lease_until <= now() returning id`;

/** $1 at most, $2 lease in ms. Calls of which it is not known whether they took effect. */
export const claimUnresolved = `
with next as (
  select id from action where state in ('intended', 'unknown') and called_at is not null and (lease_until is null or lease_until <= now())
  order by created_at limit $1 for update skip locked
)
update action a set lease_until = now() + $2 * interval '1 ms', attempts = a.attempts + 1 from next where a.id = next.id
returning a.id, a.conversation_id, a.connection_id, a.kind, a.target, a.request, a.idempotency_key, a.attempts, a.requested_by`;

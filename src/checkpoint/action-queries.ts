/** The SQL of actions. A row in state 'intended' or 'unknown' is the lock on its order: see migrations/0003_checkpoint.sql. */

/** $1 connection, $2 target, $3 base of the key. The same request made earlier. */
export const findSame = `
select id, state, verdict, result, agreed from action
where connection_id = $1 and target = $2 and request->>'base' = $3 and state in ('waiting', 'intended', 'unknown', 'done')
order by created_at desc limit 1`;

/**
 * $1 id, $2 conversation, $3 run, $4 connection, $5 kind, $6 target, $7 request, $8 base of the key, $9 verdict so far,
 * $10 requested by, $11 lease in ms, $12 who agreed. The key counts the attempts the shop refused, because a vendor may
 * answer a key it has refused once with the same refusal for ever. Returns nothing when another action on this order is
 * under way.
 */
export const insertIntent = `
insert into action (id, conversation_id, run_id, connection_id, kind, target, request, idempotency_key, state, verdict, requested_by, lease_until, agreed)
select $1, $2, $3, $4, $5, $6, $7,
  $8 || coalesce('-' || nullif((select count(*) from action where connection_id = $4 and target = $6 and state = 'failed' and request->>'base' = $8), 0), ''),
  'intended', $9, $10, now() + $11 * interval '1 ms', $12
on conflict do nothing
returning idempotency_key`;

/** $1 connection, $2 target. What may have been done counts as done; the action that asks is none of them. */
export const doneToOrder = `
select kind from action where connection_id = $1 and target = $2 and state in ('done', 'unknown') order by created_at limit 500`;

/** $1 connection, $2 the store's customer, $3 kind, $4 days. */
export const countForCustomer = `
select count(*)::int as n from action where connection_id = $1 and store_customer = $2 and kind = $3
  and state in ('done', 'unknown') and created_at > now() - $4 * interval '1 day'`;

/** $1 conversation. What the newest runs of all conversations of its customer understood. */
export const tracesOfCustomer = `
select r.trace from conversation me
join conversation v on v.id = me.id or v.customer_id = me.customer_id
join run r on r.conversation_id = v.id
where me.id = $1 order by r.started_at desc limit 50`;

export const readProven = "select proven from conversation where id = $1";

/** $1 message, $2 conversation. */
export const findCustomerMessage =
  "select from message where id::text = $1 and conversation_id = $2 and direction = 'in' and automatic is null";

/** $1 id, $2 verdict. A refused intent gives its key and its order free: nothing was asked of the shop. */
export const denyIntent = `
update action set state = 'denied', verdict = $2, idempotency_key = 'denied/' || id, lease_until = null, finished_at = now() where id = $1 and state = 'intended' and called_at is null`;

/** $1 id, $2 verdict, $3 who agreed. The order is free meanwhile, the key is the wish's own. */
export const leaveWaiting = `
update action set state = 'waiting', verdict = $2, agreed = $3, idempotency_key = 'waiting/' || idempotency_key, lease_until = null
where id = $1 and state = 'intended' and called_at is null`;

export const findWaiting = `
select conversation_id, run_id, connection_id, kind, target, request, state, agreed from action where id::text = $1`;

/** $1 id, $2 lease in ms, $3 who agreed. Nothing when it waits no more or its order is taken. */
export const wakeIntent = `
update action a set state = 'intended', agreed = $3, lease_until = now() + $2 * interval '1 ms',
  idempotency_key = regexp_replace(idempotency_key, '^(waiting/)+', '')
where id::text = $1 and state = 'waiting' and not exists (
  select from action b where b.connection_id = a.connection_id and b.target = a.target and b.state in ('intended', 'unknown'))
returning idempotency_key`;

/** $1 id, $2 verdict. */
export const refuseWaiting = `
update action set state = 'denied', verdict = $2, idempotency_key = 'denied/' || id, finished_at = now()
where id::text = $1 and state = 'waiting' returning conversation_id, target`;

/** $1 name. Held until the transaction ends. */
export const lockBudget = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

/** $1 kind, $2 currency, $3 midnight, $4 workflow, $5 connection, $6 target. Everything that was or may have been done. */
export const sumSpent = `
select coalesce(sum(amount) filter (where called_at >= $3), 0) as day,
  coalesce(sum(amount) filter (where called_at >= $3 and workflow is not distinct from $4), 0) as workflow,
  coalesce(sum(amount) filter (where connection_id = $5 and target = $6), 0) as "order"
from action where kind = $1 and currency = $2 and called_at is not null and state in ('intended', 'unknown', 'done')
  and (called_at >= $3 or (connection_id = $5 and target = $6))`;

/**
 * $1 id, $2 verdict, $3 more of the request, $4 lease in ms, $5 amount, $6 currency, $7 the store's customer, $8 workflow.
 * From here on the shop may have been asked. Nothing when somebody took the intent away.
 */
export const beginCall = `
update action set verdict = $2, request = request || $3::jsonb, called_at = now(), attempts = 1, amount = $5, currency = $6,
  store_customer = $7, workflow = $8, lease_until = now() + $4 * interval '1 ms'
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
returning a.id, a.conversation_id, a.connection_id, a.kind, a.target, a.request, a.idempotency_key, a.attempts, a.requested_by, a.verdict, a.called_at`;

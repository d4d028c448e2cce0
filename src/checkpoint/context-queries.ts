/** The SQL of what stands beside the thread. */

export const findContext = `
select v.id, v.status, v.store_id, v.proven, c.id as customer_id, c.name, c.is_vip, c.language, c.created_at
from conversation v left join customer c on c.id = v.customer_id where v.id = $1`;

export const findIdentities =
  "select kind, value, is_proven as proven from identity where customer_id = $1 order by is_proven desc, created_at limit 50";

/** $1 conversation. Who wrote, and how sure that is. */
export const findSenders = `
select sender from message where conversation_id = $1 and direction = 'in' and automatic is null and sender is not null order by seq desc limit 50`;

/** $1 conversation. What the newest runs understood. */
export const findTraces = "select trace from run where conversation_id = $1 order by started_at desc limit 5";

/** $1 customer, $2 this conversation. */
export const findOthers = `
select id, preview, status, last_message_at from conversation where customer_id = $1 and id <> $2 and status <> 'erased'
order by last_message_at desc limit 20`;

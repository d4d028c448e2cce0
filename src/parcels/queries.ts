/** The SQL of the parcels the desk has seen and of the models that learnt from them. */

/** $1 JSON rows. A parcel that has arrived is not touched again; one that says the same is not written. */
export const upsertParcels = `
insert into parcel (key, store_id, is_demo, carrier, service, origin_country, origin_region, country, region, area, ordered_at, shipped_at,
  promised_on, order_number, tracking_number, seen_at, noted_at, look_at)
select key, store_id, is_demo, carrier, service, origin_country, origin_region, country, region, area, ordered_at, shipped_at,
  promised_on, order_number, tracking_number, seen_at, seen_at, case when tracking_number is not null then seen_at end
from jsonb_to_recordset($1::jsonb) as x(key text, store_id text, is_demo boolean, carrier text, service text, origin_country text,
  origin_region text, country text, region text, area text, ordered_at timestamptz, shipped_at timestamptz, promised_on date,
  order_number text, tracking_number text, seen_at timestamptz)
order by key
on conflict (key) do update set
  carrier = coalesce(parcel.carrier, excluded.carrier), service = coalesce(excluded.service, parcel.service),
  country = coalesce(excluded.country, parcel.country), region = coalesce(excluded.region, parcel.region),
  area = coalesce(excluded.area, parcel.area), tracking_number = excluded.tracking_number,
  shipped_at = case when parcel.is_tracked then parcel.shipped_at else excluded.shipped_at end,
  promised_on = case when parcel.is_tracked then parcel.promised_on else excluded.promised_on end,
  look_at = case when parcel.tracking_number is distinct from excluded.tracking_number then excluded.look_at else parcel.look_at end
where parcel.state = 'under_way' and (parcel.tracking_number is distinct from excluded.tracking_number or (not parcel.is_tracked and
  (parcel.shipped_at, parcel.promised_on, parcel.country, parcel.region) is distinct from
  (excluded.shipped_at, excluded.promised_on, excluded.country, excluded.region)))`;

/**
 * $1 JSON rows. What the parcel is known by goes when it is over. An answer that was given before the one that is kept changes nothing.
 * Answers with what was known before, for those who are told of changes.
 */
export const noteProgress = `
with x as (select * from jsonb_to_recordset($1::jsonb) as x(tracking_number text, carrier text, state text, shipped_at timestamptz,
  promised_on date, delivered_at timestamptz, estimate_on date, estimate_seen_at timestamptz, stage text, last_event_at timestamptz,
  silences jsonb, seen_at timestamptz)),
before as (
  select p.* from parcel p join x on p.tracking_number = x.tracking_number
  where p.state = 'under_way' and (not p.is_tracked or p.seen_at <= x.seen_at) order by p.key for update of p)
update parcel p set state = x.state, carrier = coalesce(x.carrier, p.carrier),
  shipped_at = case when x.shipped_at is null and x.stage = 'label_created' then null else coalesce(x.shipped_at, p.shipped_at) end,
  promised_on = coalesce(x.promised_on, p.promised_on), delivered_at = x.delivered_at,
  estimate_seen_at = case when p.estimate_on is null and x.estimate_on is not null then x.estimate_seen_at else p.estimate_seen_at end,
  estimate_on = coalesce(p.estimate_on, x.estimate_on),
  delayed_at = case when x.state = 'under_way' and x.estimate_on > coalesce(x.promised_on, p.promised_on)
    then coalesce(p.delayed_at, x.seen_at) else p.delayed_at end,
  stage = x.stage, last_event_at = x.last_event_at, silences = x.silences, is_tracked = true, seen_at = x.seen_at,
  order_number = case when x.state = 'under_way' then p.order_number end,
  tracking_number = case when x.state = 'under_way' then p.tracking_number end,
  look_at = case when x.state = 'under_way' then p.look_at end
from x join before on before.tracking_number = x.tracking_number
where p.key = before.key
returning p.key, p.store_id, p.noted_at, before.order_number, before.is_tracked as was_tracked, before.stage as stage_before,
  before.delayed_at is null and p.delayed_at is not null as is_newly_delayed, p.likely_late_at, p.stuck_at, p.stage, p.last_event_at`;

/** $1 event, $2 order number, $3 store: whether the shop's own systems have told that. */
export const toldByShop =
  "select 1 from happening where name = $1 and order_number = $2 and (store_id is null or store_id = $3) and key like 'api:%' limit 1";

const facts = `carrier, service, origin_country, origin_region, country, region, area, ordered_at, shipped_at, promised_on`;

/** $1 now, $2 how many. Young parcels first: an old one that was never seen arriving can wait. */
export const claimLooks = `
with next as (
  select key from parcel where look_at <= $1 order by (coalesce(shipped_at, ordered_at) > $1::timestamptz - interval '45 days') desc, look_at
  limit $2 for update skip locked)
update parcel p set look_at = $1::timestamptz + interval '4 hours' from next where p.key = next.key
returning p.key, p.store_id, p.order_number, p.tracking_number, p.is_tracked, p.likely_late_at, p.stuck_at, p.watched_at, p.look_at, ${facts
  .split(", ")
  .map((name) => `p.${name}`)
  .join(", ")}`;

/** $1 key, $2 when, $3 what it was when the parcel was claimed: news that came meanwhile is not put off. */
export const lookAgain = "update parcel set look_at = $2 where key = $1 and state = 'under_way' and look_at = $3";
/** $1 tracking numbers, $2 now. */
export const lookAtNumbers = "update parcel set look_at = $2 where tracking_number = any($1) and state = 'under_way'";
/** $1 tracking numbers, $2 now. */
export const markWatched = "update parcel set watched_at = $2 where tracking_number = any($1) and state = 'under_way'";
/** $1 connection, $2 now: a carrier has told something by itself. */
export const markTold = `
insert into setting (key, value) values ('carrier_told:' || $1::text, to_jsonb($2::timestamptz))
on conflict (key) do update set value = excluded.value`;
/** $1 since: connections of carriers that have told something since. */
export const whoTells = `
select substr(key, length('carrier_told:') + 1) as id from setting
where key like 'carrier_told:%' and (value #>> '{}')::timestamptz >= $1`;
/** $1 now. So long without an arrival, or without a carrier that knows them, that they say nothing about arrivals. */
export const giveUp = `
update parcel set state = 'gone', order_number = null, tracking_number = null, look_at = null
where state = 'under_way' and case when is_tracked then ordered_at < $1::timestamptz - interval '240 days'
  else greatest(seen_at, ordered_at) < $1::timestamptz - interval '60 days' end`;
export const markLate = "update parcel set likely_late_at = $2 where key = $1 and likely_late_at is null";
export const markStuck = "update parcel set stuck_at = $2 where key = $1 and stuck_at is null";

/** $1 order number, $2 store or null. */
export const parcelsOfOrder =
  "select key from parcel where order_number = $1 and ($2::text is null or store_id = $2) and state = 'under_way' order by key";
/** $1 keys, $2 now. */
export const lookNow = "update parcel set look_at = $2 where key = any($1) and state = 'under_way'";
/** $1 key, $2 when it arrived. */
export const arrived = `
update parcel set state = 'delivered', delivered_at = $2, order_number = null, tracking_number = null, look_at = null, seen_at = now()
where key = $1 and state = 'under_way'`;

/**
 * $1 demo or not, $2 now. Only parcels some carrier knows; those under way only while it is known that they still are, and are
 * moving: one with a problem or at the parcel shop waits for somebody, and says nothing of how long the way takes.
 */
export const readParcels = `
select ${facts}, delivered_at, estimate_on, estimate_seen_at, silences from (
  select * from parcel where is_demo = $1 and ordered_at > $2::timestamptz - interval '3 years'
    and (state = 'delivered' or (state = 'under_way' and is_tracked and seen_at > $2::timestamptz - interval '3 days'
      and stage in ('label_created', 'accepted', 'in_transit', 'out_for_delivery')))
  order by ordered_at desc, key limit 60000) newest
order by ordered_at, key`;

/** Demo parcels count only as long as there are no others. */
export const countDeliveries = `
select is_demo, count(*) filter (where state = 'delivered') as deliveries, count(*) filter (where state = 'under_way') as under_way
from parcel group by is_demo order by is_demo`;

export const insertModel = `
insert into delivery_model (id, state, bytes, is_demo, as_of, deliveries, contest, silences) values ($1, $2, $3, $4, $5, $6, $7, $8)`;
export const retireChampion = "update delivery_model set state = 'retired' where state = 'champion'";
/** $1 how many others keep their bytes. */
export const forgetBytes = `
update delivery_model set bytes = null where bytes is not null and state <> 'champion'
  and id not in (select id from delivery_model where state <> 'champion' order by created_at desc, id desc limit $1)`;
export const findChampion = "select id from delivery_model where state = 'champion'";
/** The model in force, and what the newest training knows of silences. */
export const findInForce = `
select (select id from delivery_model where state = 'champion') as champion, (select id from delivery_model order by created_at desc, id desc limit 1) as newest`;
export const newestModels =
  "select id, state, is_demo, as_of, deliveries, contest, created_at from delivery_model order by created_at desc, id desc limit $1";
export const readModel = "select id, bytes, is_demo, as_of, deliveries, contest, silences, created_at from delivery_model where id = $1";

-- When parcels arrive: what the desk has seen of its shops' own parcels, and the models that learnt from it.

-- One row per parcel. Nothing about who it goes to: country, region and the first two characters of the postcode. The numbers by
-- which shop and carrier know it are kept while it is on its way, to ask for it, and go when it has arrived.
create table parcel (
  -- A hash of store and fulfillment, so that the same parcel is one row for ever.
  key text primary key,
  store_id text not null,
  is_demo boolean not null,
  -- gone: returned, lost, or not heard of for so long that it says nothing about arrivals
  state text not null default 'under_way' check (state in ('under_way', 'delivered', 'gone')),
  carrier text,
  service text,
  origin_country text,
  origin_region text,
  country text,
  region text,
  area text,
  ordered_at timestamptz not null,
  shipped_at timestamptz,
  -- A day as the shop or the carrier wrote it.
  promised_on date,
  delivered_at timestamptz,
  -- The carrier's first estimate that the desk saw, and when it saw it: how far off such estimates are decides who is believed.
  estimate_on date,
  estimate_seen_at timestamptz,
  -- What the last scan said, and the longest silence so far at each stage, in hours.
  stage text,
  last_event_at timestamptz,
  silences jsonb not null default '{}',
  -- Some carrier knows it; a parcel nobody knows teaches nothing.
  is_tracked boolean not null default false,
  order_number text,
  tracking_number text,
  seen_at timestamptz not null,
  -- When to ask the carrier again; null when there is nothing left to ask.
  look_at timestamptz,
  -- When workflows were told, once each.
  likely_late_at timestamptz,
  stuck_at timestamptz
);
create index parcel_look on parcel (look_at) where look_at is not null;
create index parcel_tracking on parcel (tracking_number) where tracking_number is not null;
create index parcel_order on parcel (order_number) where order_number is not null;
create index parcel_delivered on parcel (delivered_at) where state = 'delivered';

create table delivery_model (
  id uuid primary key,
  -- champion: predicts now; challenger: trained, not used; retired: was champion
  state text not null check (state in ('champion', 'challenger', 'retired')),
  bytes bytea,
  is_demo boolean not null,
  -- It learnt from what was known on the morning of this day.
  as_of date not null,
  deliveries int not null,
  -- How it did on later parcels beside the model before it, the promise and the median.
  contest jsonb not null,
  -- The longest silence that 95 of a hundred parcels stay below, by stage and kind of parcel.
  silences jsonb not null,
  created_at timestamptz not null default now()
);
create unique index delivery_model_champion on delivery_model (state) where state = 'champion';

-- The copy of a shop's orders: see docs/decisions/0024-stores.md. `version`: when the shop says it changed; `seen_at`: when it was read.
-- `number` without "#", in capitals; `email` in lower case.
create table mirror_order (
  connection_id text not null references connection on delete cascade,
  id text not null,
  number text not null,
  email text,
  phone text,
  placed_at timestamptz not null,
  version timestamptz not null,
  seen_at timestamptz not null,
  body jsonb not null,
  primary key (connection_id, id)
);
create index mirror_order_number on mirror_order (connection_id, number);
create index mirror_order_email on mirror_order (connection_id, email, placed_at desc) where email is not null;
create index mirror_order_phone on mirror_order (connection_id, phone, placed_at desc) where phone is not null;

-- Orders a shop says have changed and that were not read since. `told` counts the times, so that news told while reading is not lost.
create table mirror_news (
  connection_id text not null references connection on delete cascade,
  order_id text not null,
  told int not null default 1,
  attempts int not null default 0,
  ready_at timestamptz not null default now(),
  last_error text,
  primary key (connection_id, order_id)
);
create index mirror_news_ready on mirror_news (ready_at);

-- How far the copy of a shop is. `since`, `page`: where the reading goes on; `whole_at`: when it last reached the end.
create table mirror_state (
  connection_id text primary key references connection on delete cascade,
  since timestamptz,
  next_since timestamptz,
  page text,
  imported bigint not null default 0,
  total bigint,
  imported_at timestamptz,
  whole_at timestamptz,
  subscribed_at timestamptz,
  held_until timestamptz,
  last_error text
);

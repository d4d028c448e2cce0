-- Customers who want to be told once when something can be had again (src/mailbox/commit-rows.ts writes, src/jobs/back-in-stock.ts begins).
-- `variant_id` '': any variant of the product. `round` counts the runs that began for it: each begins once, and one of them tells.
-- `ready_at`: when the shop is asked again. `notified_at` is written together with the message, so that there is one or none.
create table stock_notice (
  id uuid primary key,
  conversation_id uuid not null,
  customer_id uuid,
  store_id text not null,
  product_id text not null,
  variant_id text not null default '',
  language text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  round int not null default 0,
  ready_at timestamptz not null,
  notified_at timestamptz
);
create unique index stock_notice_open on stock_notice (coalesce(customer_id, conversation_id), store_id, product_id, variant_id) where notified_at is null;
create index stock_notice_ready on stock_notice (ready_at) where notified_at is null;
create index stock_notice_conversation on stock_notice (conversation_id);

-- What a happening is about when it is not an order: the store's id of a product, or an article number.
alter table happening add column product text;

-- Writes to a shop under a policy file: budgets, second people, kinds beyond refund and cancel.

-- A write that one more person has to agree to; it locks nothing meanwhile.
alter table action drop constraint action_state_check;
alter table action add constraint action_state_check
  check (state in ('waiting', 'denied', 'intended', 'done', 'failed', 'unknown'));
-- What it comes to, for budgets: null when it has no amount.
alter table action add column amount bigint;
alter table action add column currency text;
-- Whose order it is, in the store's own id, and which workflow asked.
alter table action add column store_customer text;
alter table action add column workflow text;
-- Who has agreed so far: ["user:<id>", …]
alter table action add column agreed jsonb not null default '[]';
create index action_spent on action (kind, called_at) where called_at is not null;
create index action_customer on action (connection_id, store_customer, kind, created_at) where store_customer is not null;

-- How many different people have to agree, and who has.
alter table hold add column people int not null default 1;
alter table hold add column agreed jsonb not null default '[]';

-- The policies of the time before policy files were JSON; what they allowed is not taken over silently.
delete from setting where key = 'policies';

-- People at work: replies that know what they have not seen, limits on one-time codes, actions that survive a crash.

-- The mailbox's revision at which this message was written. Who replies says which revision they were looking at; messages
-- in or out beyond it are what they have not read. Notes and assignments grow the revision too and are nothing to miss.
alter table message add column revision int not null default 0;

-- "How many codes went to this address in the last hour?"
create index challenge_address on challenge (address, created_at) where address is not null;

-- `lease_until`: until then somebody is at it; later, resolveActions finds out what became of it.
-- `called_at` is null as long as the shop was certainly not asked.
alter table action add column lease_until timestamptz;
alter table action add column called_at timestamptz;
alter table action add column attempts int not null default 0;

-- The lock: one action per order at a time, also while it is not known what became of one. It is a row and not a lock of
-- a transaction, because a call to a shop takes seconds and must not hold a database connection.
create unique index action_in_progress on action (connection_id, target) where state in ('intended', 'unknown');

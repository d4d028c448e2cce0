-- When a waiting draft's facts were last compared with the shop's.
alter table draft add column checked_at timestamptz not null default '-infinity';
create index draft_waiting on draft (created_at) where state = 'pending';

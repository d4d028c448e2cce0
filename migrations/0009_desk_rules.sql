-- Who takes what a person has to answer, and what is promised: teams with rules, people with skills, deadlines, promises, incidents.

-- What teams.yaml says beside name and title: src/domain/desk-rules.ts. `position` is the order in the file.
alter table team add column rules jsonb not null default '{}';
alter table team add column position int not null default 0;
-- Whom round robin gave the last one.
alter table team add column last_assigned text;

alter table "user" add column teams text[] not null default '{}';
alter table "user" add column skills text[] not null default '{}';
alter table "user" add column languages text[] not null default '{}';
-- Open conversations at once; nobody is given more by itself.
alter table "user" add column capacity int not null default 20 check (capacity between 0 and 1000);
alter table "user" add column is_away boolean not null default false;

alter table conversation add column skills text[] not null default '{}';
-- When due_at was last set, so that a warning can come after three quarters of the time.
alter table conversation add column due_since timestamptz;
alter table conversation add column resolve_by timestamptz;
alter table conversation add column warned_at timestamptz;
alter table conversation add column breached_at timestamptz;
alter table conversation add column resolve_warned_at timestamptz;
alter table conversation add column resolve_breached_at timestamptz;
-- How often it was passed on because nobody took it in time.
alter table conversation add column escalations int not null default 0;

-- Many statements set due_at (a handover, a reply, a failed delivery); this follows all of them.
create function follow_due_at() returns trigger language plpgsql as $$
begin
  new.due_since := case when new.due_at is null then null else now() end;
  new.warned_at := null;
  new.breached_at := null;
  return new;
end $$;
create trigger conversation_due_at before update of due_at on conversation
  for each row when (new.due_at is distinct from old.due_at) execute function follow_due_at();
-- "How often has this customer written lately?" is asked for every message.
drop index conversation_customer;
create index conversation_customer on conversation (customer_id, created_at desc);
create index conversation_unassigned on conversation (team, due_at) where needs_person and assignee_id is null and status = 'open';
create index conversation_resolve on conversation (resolve_by) where resolve_by is not null and resolve_breached_at is null;

-- A commitment found in an outgoing reply: src/domain/promises.ts.
--   open     to be kept by due_at
--   kept     a person answered, or what was promised was done, in time
--   broken   the time passed; the conversation has a person and a deadline for it
--   dropped  somebody said that it was none, or the customer was told otherwise
create table promise (
  id uuid primary key,
  conversation_id uuid not null references conversation,
  message_id uuid,
  kind text not null check (kind in ('contact', 'refund', 'send', 'check', 'other')),
  text text not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'kept', 'broken', 'dropped')),
  made_by text not null,
  -- When the conversation was put before people again because of it.
  surfaced_at timestamptz,
  settled_by text,
  settled_at timestamptz,
  created_at timestamptz not null default now()
);
create index promise_conversation on promise (conversation_id);
create index promise_open on promise (due_at) where state = 'open';

-- "Warehouse strike until Friday": what customers are told with every reply of the workflows it touches.
create table incident (
  id uuid primary key,
  title text not null,
  -- {"en": "…", "de": "…"}
  texts jsonb not null,
  -- Names of workflows; empty for all.
  workflows text[] not null default '{}',
  starts_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_by text,
  created_by text not null,
  created_at timestamptz not null default now(),
  check (starts_at < ends_at)
);
-- When it was told that the draft waits longer than an answer may take.
alter table draft add column overdue_at timestamptz;
-- A waiting draft that has to be compared with the shop at once: what is said to customers has changed.
alter table draft add column must_check boolean not null default false;
create index incident_ends on incident (ends_at);

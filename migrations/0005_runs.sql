-- Runs that wait for more than time and words, and runs that no message started.

-- What a waiting run has asked a person or a shop for: written with the decision, settled once, then the run goes on at
-- `path`.
--   pending    nobody has begun; a person is asked when needs_approval
--   approved   a person said yes to a write, which has not begun
--   running    the shop is being asked (src/checkpoint/actions.ts keeps the write itself exactly once)
--   overtaken  the customer wrote or a person took over before anything began
create table hold (
  id uuid primary key,
  conversation_id uuid not null references conversation,
  run_id uuid not null,
  workflow text,
  path text not null,
  kind text not null check (kind in ('approval', 'action')),
  -- {question, team} or the ActionWish of src/workflow/engine/decision.ts
  request jsonb not null,
  needs_approval boolean not null,
  state text not null default 'pending'
    check (state in ('pending', 'approved', 'running', 'refused', 'done', 'denied', 'failed', 'unknown', 'expired', 'overtaken')),
  decided_by text,
  decider_role text,
  decided_at timestamptz,
  note text,
  action_id uuid,
  expires_at timestamptz not null,
  lease_until timestamptz not null default '-infinity',
  created_at timestamptz not null default now()
);
create index hold_conversation on hold (conversation_id);
create index hold_run on hold (run_id);
create index hold_open on hold (created_at) where state in ('pending', 'approved', 'running');

-- What happened that may start workflows. `key` makes the same thing happen once, however often it is told.
create table happening (
  id uuid primary key,
  key text not null unique,
  kind text not null check (kind in ('event', 'closed')),
  name text not null,
  store_id text,
  order_number text,
  conversation_id uuid,
  at timestamptz not null,
  state text not null default 'queued' check (state in ('queued', 'done', 'failed')),
  attempts int not null default 0,
  ready_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now()
);
create index happening_queued on happening (ready_at) where state = 'queued';

-- Which workflow has begun for what, so that it begins once.
create table run_start (
  key text primary key,
  run_id uuid not null,
  created_at timestamptz not null default now()
);

-- Whom a conversation that nobody wrote into goes to: {kind, value, name}. Else it is whoever wrote last.
alter table conversation add column recipient jsonb;
alter table conversation add column rating smallint check (rating between 1 and 5);

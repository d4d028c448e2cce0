-- The desk: connections, customers, conversations, messages, runs, drafts, outbox, actions, events, users' keys.
-- Ids are UUID version 7 made by the application (src/domain/ids.ts), so that version 15 of PostgreSQL is enough.

create table setting (
  key text primary key,
  value jsonb not null
);

-- A configured channel, store or carrier. `secrets` is AES-256-GCM over a JSON object, bound to the id.
create table connection (
  id text primary key,
  kind text not null check (kind in ('channel', 'store', 'carrier', 'helpdesk', 'model')),
  connector text not null,
  title text not null,
  settings jsonb not null default '{}',
  secrets bytea,
  is_enabled boolean not null default true,
  is_demo boolean not null default false,
  last_error text,
  last_error_at timestamptz,
  created_at timestamptz not null default now()
);

create table connection_state (
  connection_id text not null references connection on delete cascade,
  key text not null,
  value jsonb not null,
  version bigint not null default 1,
  primary key (connection_id, key)
);

create table customer (
  id uuid primary key,
  name text,
  language text,
  is_vip boolean not null default false,
  is_demo boolean not null default false,
  erased_at timestamptz,
  created_at timestamptz not null default now()
);

-- A proven and a merely claimed address are two identities: a stranger who types Ana's address does not become Ana.
-- Values of kind 'channel' carry their connection ("chat:visitor-id"), because two channels may use the same id.
create table identity (
  kind text not null check (kind in ('email', 'phone', 'channel')),
  value text not null,
  is_proven boolean not null,
  customer_id uuid not null references customer deferrable initially deferred,
  created_at timestamptz not null default now(),
  primary key (kind, value, is_proven)
);
create index identity_customer on identity (customer_id);

create table team (
  name text primary key,
  title text not null
);

-- What people see of a thread with one customer on one channel. How it is worked on is in `mailbox`.
create table conversation (
  id uuid primary key,
  connection_id text not null,
  thread_key text,
  customer_id uuid,
  store_id text,
  subject text,
  status text not null default 'open' check (status in ('open', 'waiting', 'snoozed', 'closed', 'erased')),
  category text,
  language text,
  sentiment text,
  priority text not null default 'normal' check (priority in ('urgent', 'high', 'normal', 'low')),
  team text,
  assignee_id text,
  tags text[] not null default '{}',
  is_paused boolean not null default false,
  -- A person has this conversation: set by a handover or a person's reply, cleared when the conversation is closed.
  needs_person boolean not null default false,
  handover_reason text,
  due_at timestamptz,
  snoozed_until timestamptz,
  -- What we asked and wait for, and addresses proven by a one-time code: src/workflow/engine/decision.ts.
  asked jsonb,
  proven jsonb not null default '[]',
  preview text not null default '',
  last_message_at timestamptz not null,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  unique (connection_id, thread_key)
) with (fillfactor = 80);
create index conversation_list on conversation (status, last_message_at desc, id desc);
create index conversation_customer on conversation (customer_id);
create index conversation_assignee on conversation (assignee_id) where assignee_id is not null;
create index conversation_due on conversation (due_at) where due_at is not null;
create index conversation_snoozed on conversation (snoozed_until) where status = 'snoozed';

-- The mailbox: one small row per conversation, which is its queue, its lock and its fence.
--   last_seq     the newest message's number; numbers are dense and given under this row's lock, so their order is the
--                order in which messages committed
--   done_seq     inbound messages up to here have been decided on
--   pending      inbound messages beyond done_seq, counted here: asking the message table "are there more?" gets stuck
--                when one commits between the question and the answer
--   revision     grows with everything a decision must not overlook: inbound messages and people's actions
--   ready_at     when a worker should take it; 'infinity' when there is nothing to do
--   leased_until, epoch   who has it; a worker whose epoch is not the row's can no longer write anything
create table mailbox (
  conversation_id uuid primary key,
  last_seq int not null default 0,
  done_seq int not null default 0,
  pending int not null default 0 check (pending >= 0),
  revision int not null default 0,
  ready_at timestamptz not null default 'infinity',
  leased_until timestamptz not null default '-infinity',
  epoch int not null default 0,
  attempts int not null default 0
) with (fillfactor = 60);
create index mailbox_ready on mailbox (ready_at) where ready_at < 'infinity';

-- No foreign keys from here to the conversation: each would lock the conversation row once more per message, and rows
-- are written only together with it, by src/mailbox. `handrail audit` looks for orphans.
-- `external_id` is null for what we wrote until the channel names it.
create table message (
  id uuid primary key,
  conversation_id uuid not null,
  seq int not null,
  connection_id text not null,
  direction text not null check (direction in ('in', 'out', 'note')),
  author_kind text not null check (author_kind in ('customer', 'agent', 'automation')),
  author_id text,
  author_name text,
  external_id text,
  -- {kind, value, name, proof, also}: src/domain/message.ts
  sender jsonb,
  subject text,
  text text not null,
  html text,
  quoted text,
  channel_data jsonb,
  automatic text,
  -- The run that wrote this outgoing message. Inbound messages are listed in their run's message_ids.
  run_id uuid,
  delivery text check (delivery in ('queued', 'sent', 'delivered', 'read', 'failed')),
  delivery_reason text,
  -- When the channel had taken it.
  sent_at timestamptz,
  at timestamptz not null,
  received_at timestamptz not null default now()
) with (fillfactor = 90);
create unique index message_external on message (connection_id, external_id) where external_id is not null;
create unique index message_thread on message (conversation_id, seq);

create table attachment (
  id uuid primary key,
  message_id uuid not null references message on delete cascade,
  name text not null,
  content_type text not null,
  size int not null,
  inline_id text,
  content bytea not null
);
create index attachment_message on attachment (message_id);

-- One execution of one workflow version. `trace` is packed JSON (src/db/trace.ts): it is read by people and by replay,
-- never queried, and it is most of what a run writes.
create table run (
  id uuid primary key,
  conversation_id uuid not null,
  message_ids uuid[] not null,
  workflow text,
  version text,
  mode text,
  state text not null check (state in ('waiting', 'done')),
  outcome text check (outcome in ('answered', 'drafted', 'asked', 'handed_over', 'closed', 'ignored')),
  reason text,
  team text,
  due_at timestamptz,
  wait jsonb,
  trace bytea not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'done') = (outcome is not null))
);
-- Packed already: compressing it again would only cost time, and it stays in the row.
alter table run set (toast_tuple_target = 8160);
alter table run alter column trace set storage external;
create index run_conversation on run (conversation_id, started_at);
create index run_waiting on run (conversation_id) where state = 'waiting';

create table draft (
  id uuid primary key,
  conversation_id uuid not null references conversation,
  run_id uuid not null,
  text text not null,
  language text not null,
  template text,
  evidence jsonb not null default '[]',
  unsourced jsonb not null default '[]',
  asks text,
  -- {kind, value} or {value: null}: a one-time code that leaves together with this draft.
  challenge jsonb,
  state text not null default 'pending' check (state in ('pending', 'approved', 'edited', 'rejected', 'stale')),
  sent_text text,
  message_id uuid,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now()
);
create index draft_conversation on draft (conversation_id, created_at);
create unique index draft_pending on draft (conversation_id) where state = 'pending';

-- What has to leave. The id is the idempotency key the channel gives its vendor. `message_id` is null for a one-time
-- code, which is nobody's conversation.
create table outbox (
  id uuid primary key,
  -- Order within the conversation: the message's number, or the mailbox's at the time for a one-time code.
  seq int not null,
  connection_id text not null,
  conversation_id uuid not null,
  message_id uuid,
  -- For what is not a message of a conversation: {to, subject, text, language}.
  payload jsonb,
  -- sending: handed to the channel; found in this state with an expired lease, it is not known whether it left
  -- held: a person has to look. Rows that were sent are deleted; the message's `delivery` remembers them.
  state text not null default 'queued' check (state in ('queued', 'sending', 'failed', 'held')),
  attempts int not null default 0,
  ready_at timestamptz not null default now(),
  leased_until timestamptz not null default '-infinity',
  last_error text,
  created_at timestamptz not null default now()
);
create index outbox_open on outbox (ready_at) where state in ('queued', 'sending');
create index outbox_order on outbox (conversation_id, seq);

-- Writes to a shop. The intent is stored before the call, the result after it.
create table action (
  id uuid primary key,
  conversation_id uuid references conversation,
  run_id uuid,
  connection_id text not null,
  kind text not null,
  target text not null,
  request jsonb not null,
  idempotency_key text not null unique,
  state text not null check (state in ('denied', 'intended', 'done', 'failed', 'unknown')),
  verdict jsonb not null,
  result jsonb,
  requested_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index action_target on action (connection_id, target);
create index action_open on action (created_at) where state in ('intended', 'unknown');

-- A one-time code: `code_hash` is an HMAC. `address` is null when there is no order to protect (the customer cannot tell).
create table challenge (
  id uuid primary key,
  conversation_id uuid not null references conversation,
  kind text not null,
  address text,
  code_hash text not null,
  attempts int not null default 0,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index challenge_conversation on challenge (conversation_id, created_at desc);

create table quarantine (
  id uuid primary key,
  connection_id text not null references connection on delete cascade,
  external_id text not null,
  reason text not null,
  raw bytea not null,
  state text not null default 'held' check (state in ('held', 'released', 'discarded')),
  created_at timestamptz not null default now(),
  unique (connection_id, external_id)
);

create table workflow_version (
  name text not null,
  version text not null,
  source text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (name, version)
);
-- `mode` is null as long as nobody changed it: then the file's own mode counts.
create table workflow (
  name text primary key,
  version text not null,
  mode text check (mode in ('off', 'shadow', 'draft', 'auto')),
  position int not null default 0,
  updated_at timestamptz not null default now(),
  foreign key (name, version) references workflow_version
);

create table template (
  name text not null,
  language text not null,
  source text not null,
  updated_at timestamptz not null default now(),
  primary key (name, language)
);

-- What people decided about automatic decisions: the evidence of layer 4.
create table review (
  id uuid primary key,
  run_id uuid not null references run,
  draft_id uuid references draft,
  verdict text not null check (verdict in ('right', 'edited', 'wrong')),
  category text,
  note text,
  reviewer text not null,
  created_at timestamptz not null default now()
);
create index review_run on review (run_id);

-- Live updates. Readers follow (tx, id) below the oldest running transaction: ids alone are handed out before commit,
-- and a reader that trusted them would skip what commits late.
create table event (
  tx xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  kind text not null,
  conversation_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (tx, id)
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  act text not null,
  target text,
  data jsonb not null default '{}'
);
create index audit_log_at on audit_log (at desc);

create table api_key (
  id uuid primary key,
  name text not null unique,
  hash bytea not null unique,
  hint text not null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

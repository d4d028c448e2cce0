-- What agents write before it leaves: kept texts, files, replies that can still be called back, and what they tell each other.
-- Everything goes with its conversation; src/checkpoint/customer-queries.ts empties it when a customer is erased.

-- Written and not sent, per agent. `slot`: 'reply' (also a note under way), or the id of the draft that is being edited.
-- `version` is drawn anew with each change, so that two tabs cannot overwrite each other unseen.
create table kept_text (
  conversation_id uuid not null references conversation on delete cascade,
  user_id text not null,
  slot text not null,
  kind text not null check (kind in ('reply', 'note')),
  text text not null,
  original jsonb,
  files uuid[] not null default '{}',
  -- What follows once it is sent: [{do: "tag" | "assign" | "close", …}], from a snippet.
  actions jsonb not null default '[]',
  version uuid not null default gen_random_uuid(),
  updated_at timestamptz not null default now(),
  primary key (conversation_id, user_id, slot)
);

-- A file put beside a text under way. Once that is sent it becomes an attachment of the message.
create table upload (
  id uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  user_id text not null,
  name text not null,
  content_type text not null,
  size int not null,
  content bytea not null,
  created_at timestamptz not null default now()
);
create index upload_conversation on upload (conversation_id);

-- Sent, and can still be called back. It becomes a message when its time has come (src/compose/leave.ts); `problem`: why it did not.
-- `seen_seq`: the newest message's number when it was sent. `had_person` and `status`: of the
-- conversation before.
create table leaving (
  id uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  user_id text not null,
  user_name text not null,
  slot text not null,
  draft_id uuid,
  text text not null,
  original jsonb,
  files uuid[] not null default '{}',
  actions jsonb not null default '[]',
  cursor_start int not null,
  cursor_end int not null,
  seen_seq int not null,
  revision int not null,
  had_person boolean not null,
  status text not null,
  leaves_at timestamptz not null,
  problem text,
  created_at timestamptz not null default now()
);
create index leaving_due on leaving (leaves_at) where problem is null;
create index leaving_conversation on leaving (conversation_id);

-- Who looks at a conversation or writes in it just now. Nobody misses it after a crash.
create unlogged table presence (
  conversation_id uuid not null references conversation on delete cascade,
  user_id text not null,
  doing text not null check (doing in ('viewing', 'writing')),
  until timestamptz not null,
  primary key (conversation_id, user_id)
);
create index presence_until on presence (until);

-- What one agent is told in the desk: a colleague named them in a note, a reply of theirs did not leave.
create table nudge (
  id uuid primary key,
  user_id text not null,
  kind text not null check (kind in ('mention', 'not_sent')),
  conversation_id uuid not null references conversation on delete cascade,
  by_name text,
  text text not null,
  at timestamptz not null default now(),
  read_at timestamptz
);
create index nudge_user on nudge (user_id, at desc);
create index nudge_conversation on nudge (conversation_id);

-- Texts people put into replies by name. `texts` by language, in Liquid like templates; `actions` as in kept_text.
create table snippet (
  id uuid primary key,
  name text not null,
  texts jsonb not null,
  actions jsonb not null default '[]',
  updated_by text not null,
  updated_at timestamptz not null default now()
);
create unique index snippet_name on snippet (lower(name));

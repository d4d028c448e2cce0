-- Lists of millions: search over everything, saved views, tags, merging and splitting, undo of what was done to many.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- What is searched of a conversation, one row each, written behind the messages (src/server/search/indexing.ts): intake does not wait
-- for it. `words` holds the words of messages, names, addresses, subject and tags, stemmed by the conversation's language, and
-- labels like "=is:open" or "=tag:vip", so that one index answers words and filters together. `at`: newest message.
create table conversation_search (
  conversation_id uuid primary key,
  at timestamptz not null,
  words tsvector not null
);
create index conversation_search_words on conversation_search using gin (words) with (gin_pending_list_limit = 1024);
create index conversation_search_at on conversation_search (at desc, conversation_id desc);
alter table conversation_search alter column words set statistics 1000;

-- Every word that stands in `words` of some conversation: what was probably meant by a word that stands in none.
create table search_word (word text collate "C" primary key);
create index search_word_near on search_word using gin (word gin_trgm_ops);

-- How far the search has followed the events, and how far it has swept what was there before it ("ffff…" when done).
create table search_state (
  is_only boolean primary key default true check (is_only),
  tx xid8 not null,
  id bigint not null,
  swept uuid not null,
  languages text[] not null default '{}'
);
insert into search_state (tx, id, swept) values (pg_snapshot_xmin(pg_current_snapshot()), 0, '00000000-0000-0000-0000-000000000000');

-- Both sides of search fold alike: no accents, and numbers, addresses and words with hyphens fall into their parts.
create function search_fold(text text) returns text language sql stable parallel safe as $$
  select unaccent(translate(text, '#/_-@.,:;+&=''’"', '               '))
$$;
create function search_config(language text) returns regconfig language sql immutable parallel safe as $$
  select case language
    when 'en' then 'english'::regconfig when 'de' then 'german'::regconfig when 'fr' then 'french'::regconfig
    when 'es' then 'spanish'::regconfig when 'it' then 'italian'::regconfig when 'pt' then 'portuguese'::regconfig
    when 'nl' then 'dutch'::regconfig when 'da' then 'danish'::regconfig when 'sv' then 'swedish'::regconfig
    when 'no' then 'norwegian'::regconfig when 'nb' then 'norwegian'::regconfig when 'fi' then 'finnish'::regconfig
    when 'hu' then 'hungarian'::regconfig when 'ro' then 'romanian'::regconfig when 'ru' then 'russian'::regconfig
    when 'tr' then 'turkish'::regconfig when 'ar' then 'arabic'::regconfig when 'el' then 'greek'::regconfig
    else 'simple'::regconfig end
$$;

-- Words that look like this one. Two letters swapped leave few of three in common, so the usual threshold is too high.
create function search_near(lexeme text) returns setof text language sql stable parallel safe set pg_trgm.similarity_threshold = 0.2 as $$
  select word from search_word where word % lexeme and length(word) between length(lexeme) - 3 and length(lexeme) + 3
  order by similarity(word, lexeme) desc, word limit 40
$$;

-- Tags in use, for autocompletion. Written with the search.
create table tag (name text collate "C" primary key);

-- A view people keep: a search with a name, whose text is its link. `owner_id` null: of the whole team.
create table saved_view (
  id uuid primary key,
  owner_id text references "user" on delete cascade,
  name text not null check (length(name) between 1 and 60),
  query text not null,
  position int not null default 0,
  created_by text not null,
  created_at timestamptz not null default now()
);
create index saved_view_owner on saved_view (owner_id, position);

-- Where the messages of a merged conversation went; it stays, empty, so that its thread and its links lead there.
-- Without a foreign key and an index of its own: each would make every new conversation slower, and conversation_move knows the way back.
alter table conversation add column merged_into uuid;
-- A mailbox that was closed by a merge takes no message: intake that had looked before is refused and looks again.
alter table mailbox add constraint mailbox_merged check (epoch < 2147483647 or pending = 0);
-- In the place of the one on assignee_id alone: "mine" is counted without looking at what somebody closed in years.
drop index conversation_assignee;
create index conversation_assignee on conversation (assignee_id, status) where assignee_id is not null;
-- The order whose parcel has to move before a snoozed conversation comes back.
alter table conversation add column snoozed_order text;

-- Messages that were moved from one conversation to another, so that it can be taken back. `before`: how the emptied one stood.
create table conversation_move (
  id uuid primary key,
  kind text not null check (kind in ('merge', 'split')),
  from_id uuid not null,
  to_id uuid not null,
  message_ids uuid[] not null,
  before jsonb not null default '{}',
  moved_by text not null,
  moved_at timestamptz not null default now(),
  undone_at timestamptz
);
create index conversation_move_from on conversation_move (from_id);
create index conversation_move_to on conversation_move (to_id);

-- What was done to many conversations at once, with how each stood before. Forgotten after a day.
create table bulk_change (
  id uuid primary key,
  act text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  undone_at timestamptz
);
create table bulk_change_row (
  bulk_id uuid not null references bulk_change on delete cascade,
  conversation_id uuid not null,
  -- The revision this change made: undo leaves alone what somebody has changed since.
  revision int not null,
  before jsonb not null,
  primary key (bulk_id, conversation_id)
);

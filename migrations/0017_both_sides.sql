-- What language models made of a conversation for the people who read it, and what people wrote before it was translated.
-- Emptied with the conversation when its customer is erased, like the messages themselves.

-- A message in another language. `model` null: a person's own words, of which the message is the translation.
create table message_translation (
  message_id uuid not null references message on delete cascade,
  language text not null,
  conversation_id uuid not null references conversation on delete cascade,
  text text not null,
  model text,
  -- Amounts, dates, numbers and the like that the original says and this does not.
  lacks text[] not null default '{}',
  at timestamptz not null default now(),
  primary key (message_id, language)
);
create index message_translation_conversation on message_translation (conversation_id);

-- `seq`: the newest message that was read for it.
create table conversation_summary (
  conversation_id uuid not null references conversation on delete cascade,
  language text not null,
  seq int not null,
  text text not null,
  model text not null,
  at timestamptz not null default now(),
  primary key (conversation_id, language)
);

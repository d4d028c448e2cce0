-- Language models, which are optional: what each may be used for, what it costs, what may be spent in a day, and what was.
-- Money here is in millionths of the currency's main unit ("micros"): a token costs far less than a cent.

-- One row, or none: then nothing that costs anything is asked.
create table model_budget (
  is_only boolean primary key default true check (is_only),
  daily_micros bigint not null check (daily_micros >= 0),
  -- ISO 4217; prices are in it too.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  updated_at timestamptz not null default now()
);

create table model_purpose (
  purpose text primary key check (purpose in ('draft', 'rewrite', 'translate', 'summarise', 'second_opinion', 'embed')),
  is_on boolean not null default false,
  connection_id text references connection on delete set null,
  timeout_ms int check (timeout_ms between 1000 and 600000),
  updated_at timestamptz not null default now()
);

-- Per million tokens. A model without a row is not asked, because nobody knows what it would cost; 0 is a price.
create table model_price (
  connection_id text not null references connection on delete cascade,
  model text not null,
  input_micros bigint not null check (input_micros >= 0),
  output_micros bigint not null check (output_micros >= 0),
  updated_at timestamptz not null default now(),
  primary key (connection_id, model)
);

-- What is spent and reserved on a day (UTC). Its row is the lock under which calls are let through. What a process that died had
-- reserved stays counted until the day is over.
create table model_day (
  day date primary key,
  micros bigint not null check (micros >= 0)
);

-- One row per question to a model. No text, nothing about the customer.
create table model_call (
  id uuid primary key,
  purpose text not null,
  connection_id text,
  model text,
  attempts int not null,
  -- Null when the vendor did not say.
  input_tokens int,
  output_tokens int,
  cost_micros bigint not null,
  ms int not null,
  -- "ok", "cached", or why there is no answer.
  outcome text not null,
  at timestamptz not null
);
create index model_call_at on model_call (at);

-- Answers that may be given again. The text in them has placeholders for personal data, and goes when the conversation is erased.
create table model_cache (
  key bytea primary key,
  conversation_id uuid references conversation on delete cascade,
  answer jsonb not null,
  expires_at timestamptz not null
);
create index model_cache_conversation on model_cache (conversation_id) where conversation_id is not null;
create index model_cache_expires on model_cache (expires_at);

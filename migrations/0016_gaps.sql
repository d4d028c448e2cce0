-- Questions nobody could answer, and what was done about them; what was looked at in articles and found to be right.

-- Questions about one thing, in whatever language; they point here. What it is called and how often it is asked follow from them.
create table article_gap (
  id uuid primary key,
  state text not null default 'open' check (state in ('open', 'covered', 'dismissed')),
  reason text,
  -- "returns.en": what was written for it.
  article text,
  -- How often it had been asked in 90 days when somebody decided; asked as often again, it comes back.
  volume int not null default 0,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now()
);

-- A question of the help centre has no run and no conversation: equal ones of a day are one row, asked `times` times.
alter table article_question drop constraint article_question_pkey;
alter table article_question alter column run_id drop not null;
alter table article_question alter column conversation_id drop not null;
alter table article_question add column id uuid not null default gen_random_uuid() primary key;
alter table article_question add column day date;
alter table article_question add column times int not null default 1 check (times > 0);
alter table article_question add column store_id text;
-- {stem or concept: how often}; null until it was looked at.
alter table article_question add column terms jsonb;
alter table article_question add column gap_id uuid references article_gap on delete set null;
alter table article_question add check ((run_id is null) = (conversation_id is null) and (run_id is null) = (day is not null));
create unique index article_question_run on article_question (run_id) where run_id is not null;
create unique index article_question_help on article_question (language, day, md5(question)) where run_id is null;
create index article_question_conversation on article_question (conversation_id) where conversation_id is not null;
create index article_question_gap on article_question (gap_id) where gap_id is not null;
create index article_question_new on article_question (asked_at) where article is null and terms is null;
create index article_question_answered on article_question (article, language, asked_at) where article is not null;

-- An article of a store whose connection goes must not become everybody's: it keeps the name and is told to nobody.
alter table article drop constraint article_store_id_fkey;

-- Findings somebody looked at. `digest` is of what was compared: when that changes, it is found again.
create table article_check (
  finding text primary key,
  digest text not null,
  checked_by text not null,
  checked_at timestamptz not null default now()
);

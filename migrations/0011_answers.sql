-- Where an article came from when it was imported: {kind, id, updated_at}; and the store it belongs to, null for all.
alter table article add column store_id text references connection on delete set null;
alter table article add column origin jsonb;

-- What an embedding model made of a part, and which model; null without one. Length by model.
alter table article_part add column vector real[];
alter table article_part add column vector_model text;

-- What customers asked the articles, and what answered; null: nothing did. The questions nobody answers are the gaps.
create table article_question (
  run_id uuid primary key references run on delete cascade,
  conversation_id uuid not null references conversation on delete cascade,
  language text not null,
  question text not null,
  article text,
  asked_at timestamptz not null
);
create index article_question_gaps on article_question (asked_at) where article is null;

-- Every text a template ever had. `version` is named by the content; `template.source` is the one in force.
create table template_version (
  name text not null,
  language text not null,
  version text not null,
  source text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (name, language, version)
);
insert into template_version (name, language, version, source, created_by)
  select name, language, left(encode(sha256(convert_to(source, 'UTF8')), 'hex'), 12), source, 'system' from template;

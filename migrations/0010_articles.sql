-- What the shop knows: articles as they were written, and their parts as they are searched.
create table article (
  name text not null,
  language text not null,
  source text not null,
  title text not null,
  url text,
  -- agents: found by people only, never told to customers by a workflow
  audience text not null default 'public' check (audience in ('public', 'agents')),
  valid_from date,
  valid_until date,
  is_demo boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (name, language)
);

-- A part is what stands under one heading. `terms` is {stem: how often}, by the text search configuration of the language.
create table article_part (
  name text not null,
  language text not null,
  position int not null,
  heading text,
  text text not null,
  terms jsonb not null,
  primary key (name, language, position),
  foreign key (name, language) references article (name, language) on delete cascade
);

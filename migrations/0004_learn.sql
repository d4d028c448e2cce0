-- Models trained from people's corrections. The starter model is not in here: it is shipped, and in force while no row is the champion.

create table model (
  id uuid primary key,
  -- champion: reads messages now; challenger: trained, not better; retired: was champion
  state text not null check (state in ('champion', 'challenger', 'retired')),
  bytes bytea,
  -- What it learnt from: reviewed runs up to this time, and how many labels that were.
  labels_until timestamptz not null,
  labels int not null,
  comparison jsonb not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  decided_at timestamptz,
  decided_by text
);
create unique index model_champion on model (state) where state = 'champion';
create index model_created on model (created_at desc);
-- Already dense: compressing it again would only cost time.
alter table model alter column bytes set storage external;

create index review_created on review (created_at);

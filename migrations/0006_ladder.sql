-- The ladder from shadow to auto: what is known about a workflow's replies, and who may move it.

alter table workflow add column mode_since timestamptz not null default now();
-- Whether evidence alone may switch it to auto; else it is only offered.
alter table workflow add column may_promote boolean not null default false;
-- Share of automatic replies that a person looks at afterwards.
alter table workflow add column audit_share real not null default 0.2 check (audit_share between 0 and 1);
-- Below this confidence it writes drafts although it is in auto; null as long as no threshold is proven.
alter table workflow add column threshold real;
-- The newest judgement, as the pages show it: src/learn/standing.ts.
alter table workflow add column standing jsonb;

-- How much of an edited draft was changed, 0 to 1, and whether it then says something else.
alter table review add column edit_share real;
alter table review add column meaning_changed boolean;

create index run_workflow on run (workflow, started_at) where workflow is not null;

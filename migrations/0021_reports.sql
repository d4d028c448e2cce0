-- What reports count by: src/reports. Written as it happens, because none of it can be told afterwards.

-- As it was read when the run decided; null when the reader was not sure.
alter table run add column category text;
-- Why no workflow was asked: another machine wrote, a person has it, something is under way with the shop, or Handrail failed.
alter table run add column bypass text check (bypass in ('automatic', 'person', 'hold', 'fault'));
-- What began it, when it was no message of a customer: "closed" is the survey after the end.
alter table run add column began_by text check (began_by in ('event', 'schedule', 'closed'));
update run set bypass = case
    when reason in ('A person already has this conversation.', 'Automation is paused on this conversation, so a person answers.') then 'person'
    when reason like 'The customer wrote again while %' then 'hold'
    when reason like 'Handrail could not process this message: %' then 'fault'
    else 'automatic' end
  where workflow is null and (outcome = 'closed' or reason like 'A person already%' or reason like 'Automation is paused%'
    or reason like 'The customer wrote again while %' or reason like 'Handrail could not process%');
update run r set began_by = split_part(h.kind, ':', 1) from (
  select run_id, case when key like 'closed:%' then 'closed' when key like 'happening:%' then 'event' else 'schedule' end as kind from run_start
) h where h.run_id = r.id;

-- Rows come in the order of these times, so that an index of one line per block of the table finds a month, and costs a message nothing.
create index message_received on message using brin (received_at) with (pages_per_range = 32, autosummarize = on);
create index run_started on run using brin (started_at) with (pages_per_range = 32, autosummarize = on);
create index message_agent on message (received_at) where author_kind = 'agent' and direction = 'out';
create index article_question_asked on article_question (asked_at);
create index audit_log_closing on audit_log (target, at) where act in ('conversation.close', 'conversation.reopen');

-- Each time a conversation was closed, or erased, which is no end anybody brought about.
create table closing (
  conversation_id uuid not null,
  at timestamptz not null,
  is_erasure boolean not null default false
);
create index closing_at on closing (at);
create index closing_conversation on closing (conversation_id, at);
insert into closing (conversation_id, at)
  select v.id, a.at from audit_log a join conversation v on a.target = 'conversation:' || v.id where a.act = 'conversation.close';

-- Deadlines that are over: met when `ended_at` is not after `due_at`. One still running stands in its conversation.
create table deadline (
  conversation_id uuid not null,
  kind text not null check (kind in ('first_reply', 'resolution')),
  since timestamptz not null,
  due_at timestamptz not null,
  ended_at timestamptz not null,
  team text,
  priority text not null
);
create index deadline_due on deadline (due_at);

-- When the customer gave the rating that stands in `rating`.
alter table conversation add column rated_at timestamptz;
update conversation set rated_at = last_message_at where rating is not null;
create index conversation_rated on conversation (rated_at) where rated_at is not null;

create function note_rating() returns trigger language plpgsql as $$
begin
  new.rated_at := case when new.rating is null then null else now() end;
  return new;
end $$;
create trigger conversation_rating before update of rating on conversation
  for each row when (new.rating is not null and new.rating is distinct from old.rating) execute function note_rating();

create function note_closing() returns trigger language plpgsql as $$
begin
  if old.status <> 'closed' then
    insert into closing (conversation_id, at, is_erasure) values (new.id, now(), new.status = 'erased');
  end if;
  if new.status = 'closed' and old.resolve_by is not null then
    insert into deadline (conversation_id, kind, since, due_at, ended_at, team, priority)
      values (new.id, 'resolution', old.created_at, old.resolve_by, now(), old.team, old.priority);
  end if;
  return null;
end $$;
create trigger conversation_closing after update of status on conversation
  for each row when (new.status is distinct from old.status and new.status in ('closed', 'erased')) execute function note_closing();

-- A deadline that is replaced before its time is neither met nor missed.
create function note_deadline() returns trigger language plpgsql as $$
begin
  if new.status <> 'erased' and (new.due_at is null or old.due_at <= now()) then
    insert into deadline (conversation_id, kind, since, due_at, ended_at, team, priority)
      values (new.id, 'first_reply', coalesce(old.due_since, old.created_at), old.due_at, now(), old.team, old.priority);
  end if;
  return null;
end $$;
create trigger conversation_deadline after update of due_at on conversation
  for each row when (old.due_at is not null and new.due_at is distinct from old.due_at) execute function note_deadline();

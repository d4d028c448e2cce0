/** The SQL of decisions on drafts and of one-time codes. */

export const findDraftConversation = "select conversation_id from draft where id = $1";

/** $1 draft, read under the conversation's lock. `newest_read`: number of the newest message its run had read. */
export const readDraft = `
select d.state, d.text, d.asks, d.challenge, d.language, d.run_id, r.workflow, r.outcome,
  coalesce((select max(m.seq) from message m where m.id = any(r.message_ids)), 0) as newest_read,
  (select string_agg(m.text, E'\\n\\n' order by m.seq) from message m where m.id = any(r.message_ids)) as said
from draft d join run r on r.id = d.run_id where d.id = $1`;

/** $1 conversation, $2 newest number the run had read, $3 run. Whatever the draft's author could not know of. */
export const findNewer = `
select direction from message where conversation_id = $1 and seq > $2
  and (direction = 'in' or (direction = 'out' and run_id is distinct from $3)) order by direction limit 1`;

/** $1 draft, $2 state, $3 sent text, $4 message, $5 who. */
export const decideDraft =
  "update draft set state = $2, sent_text = $3, message_id = $4, decided_by = $5, decided_at = now() where id = $1";

/**
 * $1 conversation, $2 preview, $3 asked, $4 whether a person still has to act (the draft only said "we are looking into it"),
 * $5 who takes it when nobody has it.
 */
export const afterDraftSent = `
update conversation set status = case when $4 then 'open' else 'waiting' end, needs_person = $4,
  handover_reason = case when $4 then handover_reason end, due_at = case when $4 then due_at end,
  asked = $3, snoozed_until = null, preview = $2, last_message_at = now(), assignee_id = coalesce(assignee_id, $5) where id = $1`;

/** $1 conversation, $2 reason, $3 deadline, $4 team. Whoever rejected a draft has not answered the customer yet. */
export const afterDraftRejected = `
update conversation set status = 'open', needs_person = true, handover_reason = coalesce(handover_reason, $2),
  due_at = coalesce(due_at, $3), team = coalesce(team, $4) where id = $1`;

/** $1 conversation, $2 now. The code the customer was told of last. */
export const findChallenge = `
select id, kind, address, code_hash, attempts from challenge
where conversation_id = $1 and used_at is null and expires_at > $2 order by created_at desc, id desc limit 1`;

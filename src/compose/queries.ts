/** The SQL of replies that can still be called back. Whatever changes one runs under the conversation's lock: src/checkpoint/change.ts. */

/** $1 id, $2 conversation, $3 user, $4 name, $5 slot, $6 draft, $7 text, $8 original, $9 files, $10 actions, $11 and $12 cursor, $13 seq, $14 revision, $15 had a person, $16 status, $17 ms. */
export const insertLeaving = `
insert into leaving (id, conversation_id, user_id, user_name, slot, draft_id, text, original, files, actions, cursor_start, cursor_end, seen_seq,
  revision, had_person, status, leaves_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::uuid[], $10, $11, $12, $13, $14, $15, $16, now() + $17 * interval '1 ms')`;

/**
 * $1 conversation, $2 user, $3 the revision the writer had seen, or null, $4 whether a draft is to be sent. One the writer could not
 * know of; and for a draft every one, because it answers the same message.
 */
export const findOtherLeaving = `
select user_name, user_id = $2 as is_own from leaving where conversation_id = $1 and problem is null
  and ($4 or case when $3::int is null then user_id <> $2 else revision > $3::int end) order by user_id = $2 limit 1`;

export const findLeaving = "select * from leaving where id = $1";
export const holdLeaving = "select from leaving where id = $1 and problem is null for update";
export const dropLeaving = "delete from leaving where id = $1";

/** $1 at most. Oldest first, so that two replies leave in the order they were sent. */
export const findDue = "select * from leaving where problem is null and leaves_at <= now() order by leaves_at, id limit $1";

/** $1 id, $2 ms from now. */
export const leaveLater = "update leaving set leaves_at = now() + $2 * interval '1 ms' where id = $1";

/** $1 id, $2 why. */
export const holdBack = `
with held as (update leaving set problem = $2 where id = $1 and problem is null returning conversation_id),
told as (insert into event (kind, conversation_id) select 'conversation', conversation_id from held)
select conversation_id from held`;

/** $1 conversation, $2 the newest number when it was sent, $3 who sent it. */
export const findAnsweredSince = `
select author_name from message where conversation_id = $1 and direction = 'out' and seq > $2 and author_id is distinct from $3 order by seq limit 1`;

/** $1 conversation, $2 whether a person has it. */
export const setNeedsPerson = "update conversation set needs_person = $2 where id = $1";

export const findSnooze = "select snoozed_until, snoozed_order from conversation where id = $1";

/** $1 conversation, $2 tag. */
export const addTag = "update conversation set tags = array_append(tags, $2) where id = $1 and not ($2 = any(tags))";

/** $1 draft, $2 conversation. */
export const findDraftText = "select text from draft where id = $1 and conversation_id = $2";

/** What people answered to the questions of a gap, without greeting, signature and personal data; and which answer is most like the others. */
import { groundingLanguage } from "../../answer/grounding/language.ts";
import type { Queryable } from "../../db/pool.ts";
import type { HideText } from "../questions.ts";
import { conceptMark, termsOf } from "../terms.ts";

export type GapReply = { conversationId: string; language: string; text: string; at: string };

const maxReplies = 40;
const shortLine = 48;

/** The first answer after each question: written, edited or approved by a person. $1 gap, $2 language, $3 at most. */
const findReplies = `
select q.conversation_id, q.language, m.text, m.at, m.author_name,
  array_remove(array[u.name], null) || coalesce((select array_agg(distinct i.sender->>'name') from message i
    where i.conversation_id = q.conversation_id and i.direction = 'in' and i.sender->>'name' is not null), '{}') as names,
  coalesce((select array_agg(i.value) from identity i where i.customer_id = v.customer_id and i.kind = 'email'), '{}') as emails,
  coalesce((select array_agg(i.value) from identity i where i.customer_id = v.customer_id and i.kind = 'phone'), '{}') as phones
from article_question q join conversation v on v.id = q.conversation_id left join customer u on u.id = v.customer_id
join lateral (
  select text, at, author_name from message m where m.conversation_id = q.conversation_id and m.direction = 'out' and m.text <> ''
    and m.received_at >= q.asked_at
    and (m.author_kind = 'agent' or exists (select from draft d where d.message_id = m.id and d.state in ('approved', 'edited')))
  order by m.seq limit 1
) m on true
where q.gap_id = $1 and q.language = $2 and v.status <> 'erased' order by m.at desc limit $3`;

export async function readReplies(db: Queryable, gapId: string, language: string, hide: HideText): Promise<GapReply[]> {
  const { rows } = await db.query(findReplies, [gapId, language, maxReplies]);
  return rows
    .map(({ conversation_id: conversationId, text, at, names, emails, phones, author_name: author }) => ({
      conversationId,
      language,
      text: hide(withoutFrame(text, language), language, { names: author ? [...names, author] : names, emails, phones }),
      at: at.toISOString(),
    }))
    .filter(({ text }) => text !== "");
}

/** Only what was said: a greeting before it and a signature after it belong to one letter. */
export function withoutFrame(text: string, language: string): string {
  const greeting = groundingLanguage(language)?.greeting;
  const lines = text.replaceAll("\r", "").trim().split("\n");
  if (greeting && lines[0]) lines[0] = lines[0].replace(greeting, "").trimStart();
  while (lines.length > 1 && (lines[0]!.trim() === "" || isShort(lines[0]!, /[,!，、]$/))) lines.shift();
  // A closing and the names below it: short lines that end no sentence.
  while (lines.length > 1 && (lines.at(-1)!.trim() === "" || isShort(lines.at(-1)!, /[^.!?。？！:]$/))) lines.pop();
  const said = lines.join("\n").trim();
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** Not of a list or a table, whose lines are short as well. */
const isShort = (line: string, end: RegExp): boolean =>
  line.trim().length <= shortLine && end.test(line.trim()) && !/^\s*(?:[-*|•]|\d)/.test(line);

/** The place of the reply that has most in common with the others; null when there is none. */
export async function mostTypical(db: Queryable, replies: readonly GapReply[], language: string): Promise<number | null> {
  if (replies.length === 0) return null;
  const terms = await termsOf(
    db,
    replies.map(({ text }) => text),
    language,
  );
  const sets = terms.map((one) => new Set([...one.keys()].filter((term) => !term.startsWith(conceptMark))));
  const likeness = sets.map((set) => sets.reduce((sum, other) => sum + shared(set, other), 0));
  return likeness.indexOf(Math.max(...likeness));
}

/** Cosine of two sets. */
function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let same = 0;
  for (const term of one) if (other.has(term)) same++;
  return same / Math.sqrt(one.size * other.size);
}

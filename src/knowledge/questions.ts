/** What customers asked the articles, and what answered. Kept without personal data, so that gaps show and nobody is shown. */
import type { Queryable } from "../db/pool.ts";

/** Names, addresses and numbers out of a text; what is known of the customer in any spelling. */
export type HideText = (text: string, language: string, known: KnownData) => string;
export type KnownData = { names?: readonly string[]; emails?: readonly string[]; phones?: readonly string[] };

const maxSentences = 3;
const maxChars = 400;
const keepDays = 400;
/** Different questions of the help centre in a day and language: beyond it somebody plays. */
const maxADay = 2_000;

/** The sentences of a message that ask, in the customer's own words: those with a question mark, else the longest ones. */
export function askingSentences(text: string): string {
  const sentences = (text.slice(0, 4_000).match(/[^.!?。？！\n]+[.!?。？！]*/g) ?? [])
    .map((sentence, place) => ({ text: sentence.replaceAll(/\s+/g, " ").trim(), place }))
    .filter((one) => one.text.length > 3);
  const asking = sentences.filter((one) => /[?？]/.test(one.text));
  const chosen = (asking.length > 0 ? asking : sentences)
    .toSorted((one, other) => other.text.length - one.text.length)
    .slice(0, maxSentences);
  return chosen
    .toSorted((one, other) => one.place - other.place)
    .map((one) => one.text)
    .join(" ")
    .slice(0, maxChars)
    .toWellFormed();
}

const writeSearch = `
insert into article_question (id, language, question, article, asked_at, day, store_id)
select gen_random_uuid(), $1, $2, $3, $4::timestamptz, ($4::timestamptz at time zone 'UTC')::date, $5
where (select count(*) from article_question where run_id is null and language = $1 and day = ($4::timestamptz at time zone 'UTC')::date) < $6
on conflict (language, day, md5(question)) where run_id is null
do update set times = article_question.times + 1, article = excluded.article, asked_at = excluded.asked_at`;

/** A question to the help centre; `question` has no personal data any more. `article`: the name of the one that answered. */
export async function recordSearch(
  db: Queryable,
  asked: { language: string; question: string; article: string | null; storeId: string | null; at: Date },
): Promise<void> {
  const { language, question, article, storeId, at } = asked;
  await db.query(writeSearch, [language, question.slice(0, maxChars), article, at, storeId, maxADay]);
}

/** A job: what nobody needs for any figure any more goes, and gaps that no question is left of. */
export async function purgeQuestions(db: Queryable, now = new Date()): Promise<void> {
  await db.query("delete from article_question where asked_at < $1", [new Date(now.getTime() - keepDays * 86_400_000)]);
  await db.query("delete from article_gap g where not exists (select from article_question q where q.gap_id = g.id)");
}

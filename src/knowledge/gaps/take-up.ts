/** Gives new questions that nothing answered their gap, and brings gaps back that were decided on and are asked for all the same. */
import { transaction, type Db, type Queryable } from "../../db/pool.ts";
import { newId } from "../../domain/ids.ts";
import type { Gist } from "../../understand/gist.ts";
import { termsOf } from "../terms.ts";
import { createRarity, join, nearestGap, newGap, type Asked, type Gap, type Rarity } from "./cluster.ts";

/** A gap that nobody has asked about for so long is not joined any more. */
const rememberDays = 180;
const maxRemembered = 5_000;
const maxAtOnce = 1_000;

export type Question = Asked & { id: string; gapId: string; text: string };

const unlooked = `
select id, language, question from article_question where article is null and terms is null order by asked_at, id limit $1`;

const remembered = `
select * from (
  select id, gap_id, language, question, terms, asked_at from article_question
  where gap_id is not null and article is null and asked_at > $1 order by asked_at desc, id desc limit $2
) q order by asked_at, id`;

/** Asked as often again as when somebody decided: covering it has not helped, or dismissing it was too early. */
const bringBack = `
update article_gap g set state = 'open' where state <> 'open' and greatest(1, volume) <= (
  select coalesce(sum(times), 0) from article_question q where q.gap_id = g.id and q.article is null and q.asked_at > g.decided_at)`;

/** Resolves to how many questions were new. Of several processes one does it, the others find it done. */
export async function takeUpQuestions(db: Db, gist: Gist | null, now = new Date()): Promise<number> {
  return transaction(db, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('handrail article gaps'))");
    const { rows } = await client.query(unlooked, [maxAtOnce]);
    if (rows.length > 0) await assign(client, rows, gist, now);
    await client.query(bringBack);
    return rows.length;
  });
}

/** What is known of every gap: its questions of late, and the gap made of them. */
export async function readGaps(
  db: Queryable,
  gist: Gist | null,
  now: Date,
): Promise<{ gaps: Map<string, Gap>; questions: Question[]; rarity: Rarity }> {
  const since = new Date(now.getTime() - rememberDays * 86_400_000);
  const questions = (await db.query(remembered, [since, maxRemembered])).rows.map((row): Question => ({
    id: row.id,
    gapId: row.gap_id,
    language: row.language,
    text: row.question,
    terms: new Map(Object.entries(row.terms as Record<string, number>)),
    gist: gist?.(row.question) ?? null,
  }));
  const rarity = createRarity();
  for (const question of questions) rarity.add(question);
  const gaps = new Map<string, Gap>();
  for (const question of questions) {
    const gap = gaps.get(question.gapId) ?? newGap(question.gapId);
    gaps.set(question.gapId, gap);
    join(gap, question, rarity);
  }
  return { gaps, questions, rarity };
}

type NewQuestion = { id: string; language: string; question: string };

async function assign(client: Queryable, rows: NewQuestion[], gist: Gist | null, now: Date): Promise<void> {
  const terms = await termsOfAll(client, rows);
  const news = rows.map(({ id, language, question }) => ({ id, language, terms: terms.get(id)!, gist: gist?.(question) ?? null }));
  const { gaps, rarity } = await readGaps(client, gist, now);
  for (const question of news) rarity.add(question);
  for (const question of news) {
    let gap = nearestGap(gaps.values(), question, rarity);
    if (!gap) {
      gap = newGap(newId());
      gaps.set(gap.id, gap);
      await client.query("insert into article_gap (id, created_at) values ($1, $2)", [gap.id, now]);
    }
    join(gap, question, rarity);
    await client.query("update article_question set terms = $2, gap_id = $3 where id = $1", [
      question.id,
      JSON.stringify(Object.fromEntries(question.terms)),
      gap.id,
    ]);
  }
}

async function termsOfAll(client: Queryable, rows: NewQuestion[]): Promise<Map<string, Map<string, number>>> {
  const found = new Map<string, Map<string, number>>();
  for (const language of new Set(rows.map((row) => row.language))) {
    const own = rows.filter((row) => row.language === language);
    const terms = await termsOf(
      client,
      own.map(({ question }) => question),
      language,
    );
    for (const [nth, { id }] of own.entries()) found.set(id, terms[nth]!);
  }
  return found;
}

/** The gaps of the articles as people see them: what is asked, how often, whether more or less, and what was done about it. */
import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db, type Queryable } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import type { WireGap } from "../../domain/wire.ts";
import type { Gist } from "../../understand/gist.ts";
import type { FoundPassage } from "../knowledge.ts";
import { centrality } from "./cluster.ts";
import { readGaps, takeUpQuestions, type Question } from "./take-up.ts";

export type GapState = "open" | "covered" | "dismissed";
export type GapParts = {
  db: Db;
  gist: Gist | null;
  search(question: string, language: string, limit: number): Promise<FoundPassage[]>;
  now(): Date;
};

const maxExamples = 5;
const maxListed = 100;

/** $1 now, $2 state, $3 least, $4 at most, $5 one gap or null. Times are counted over 90 days, and the last 30 beside the 30 before. */
const listGaps = `
select g.*, v.asked_90, v.asked_30, v.asked_before, v.last_at, v.languages
from article_gap g join lateral (
  select coalesce(sum(times) filter (where asked_at > $1::timestamptz - interval '90 days'), 0)::int as asked_90,
    coalesce(sum(times) filter (where asked_at > $1::timestamptz - interval '30 days'), 0)::int as asked_30,
    coalesce(sum(times) filter (where asked_at <= $1::timestamptz - interval '30 days' and asked_at > $1::timestamptz - interval '60 days'), 0)::int as asked_before,
    max(asked_at) as last_at,
    (select json_agg(json_build_object('language', language, 'times', n) order by n desc, language) from (
      select language, sum(times)::int as n from article_question o where o.gap_id = g.id and o.article is null group by 1) l) as languages
  from article_question q where q.gap_id = g.id and q.article is null
) v on v.asked_90 >= $3
where ($5::uuid is null and g.state = $2) or g.id = $5::uuid
order by v.asked_90 desc, v.last_at desc, g.id limit $4`;

/** Asked at least `least` times in 90 days, the most asked first. */
export async function listOpenGaps(parts: GapParts, state: GapState, least: number): Promise<WireGap[]> {
  await takeUpQuestions(parts.db, parts.gist, parts.now());
  const { rows } = await parts.db.query(listGaps, [parts.now(), state, least, maxListed, null]);
  return rows.length === 0 ? [] : describe(parts, rows);
}

/** AppError `not_found`. */
export async function findGap(parts: GapParts, id: string): Promise<WireGap> {
  const { rows } = isId(id) ? await parts.db.query(listGaps, [parts.now(), "open", 0, 1, id]) : { rows: [] };
  if (rows.length === 0) throw new AppError("not_found", "There is no such gap: nobody asks about it any more.");
  return (await describe(parts, rows))[0]!;
}

type Row = Record<"id" | "state" | "reason" | "article", string> &
  Record<"asked_90" | "asked_30" | "asked_before", number> & { last_at: Date; languages: { language: string; times: number }[] };

async function describe(parts: GapParts, rows: Row[]): Promise<WireGap[]> {
  const { gaps, questions, rarity } = await readGaps(parts.db, parts.gist, parts.now());
  return Promise.all(
    rows.map(async ({ id, state, reason, article, last_at: lastAt, ...row }) => {
      const gap = gaps.get(id);
      const rank = (question: Question): number => (gap ? centrality(gap, question, rarity) : 0);
      const own = questions.filter(({ gapId }) => gapId === id).toSorted((one, other) => rank(other) - rank(one));
      const main = own.find(({ language }) => language === row.languages[0]?.language) ?? own[0];
      const [near] = main ? await parts.search(main.text, main.language, 1) : [];
      return {
        id,
        state: state as GapState,
        reason,
        article,
        title: main?.text ?? "",
        language: main?.language ?? "en",
        asked_30: row.asked_30,
        asked_90: row.asked_90,
        asked_before: row.asked_before,
        trend: trendOf(row),
        last_at: lastAt.toISOString(),
        languages: row.languages,
        examples: distinct(own).slice(0, maxExamples),
        near: near ? { name: near.name, language: main!.language, title: near.title, heading: near.heading } : null,
      };
    }),
  );
}

/** One or two more or less are chance; half as many again are not. */
function trendOf({ asked_30: now, asked_before: before }: Pick<Row, "asked_30" | "asked_before">): WireGap["trend"] {
  if (now - before >= 2 && now >= 1.5 * before) return "rising";
  return before - now >= 2 && before >= 1.5 * now ? "falling" : "steady";
}

function distinct(questions: readonly Question[]): { text: string; language: string }[] {
  const seen = new Map(
    questions.map(({ text, language }) => [
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
        .trim(),
      { text, language },
    ]),
  );
  return [...seen.values()];
}

const settle = `
update article_gap g set state = $2, reason = $3, article = $4, decided_by = $5, decided_at = $6::timestamptz,
  volume = (select coalesce(sum(times), 0) from article_question q where q.gap_id = g.id and q.article is null and q.asked_at > $6::timestamptz - interval '90 days')
where id = $1`;

export type Decision = { state: GapState; reason?: string; article?: string };

/** AppError `not_found`. */
export async function decideGap(db: Queryable, id: string, { state, reason, article }: Decision, by: string, now: Date): Promise<void> {
  const changed = isId(id) ? await db.query(settle, [id, state, reason ?? null, article ?? null, by, now]) : null;
  if (!changed?.rowCount) throw new AppError("not_found", "There is no such gap.");
  await writeAudit(db, {
    actor: by,
    act: `gap.${state}`,
    target: `gap:${id}`,
    data: { ...(article ? { article } : {}), ...(reason ? { reason } : {}) },
  });
}

export const decideGapAlone = (db: Db, ...decided: [string, Decision, string, Date]): Promise<void> =>
  transaction(db, (client) => decideGap(client, ...decided));

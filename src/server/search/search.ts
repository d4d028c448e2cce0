/** Pages of conversations that fit a search, newest first, and how many there are. */
import type { Db, Queryable } from "../../db/pool.ts";
import { catchUp } from "./indexing.ts";
import { planSearch, type Meant, type SearchPlan } from "./query.ts";

/** `at`: microseconds since 1970, as text. */
export type Place = { at: string; id: string };
export type SearchRequest = {
  text: string;
  /** What the view asks for: label lexemes ("=is:open"), each inner list "any of"; and conditions over conversation `v`. */
  labels: string[][];
  conditions: string[];
  me: string | null;
  after: Place | null;
  limit: number;
};
/** `last`: where to go on, null at the end. */
export type Found = { hits: { id: string; at: string }[]; last: Place | null; meant: Meant[] };

/**
 * A page may lose rows that no longer fit, or of which only the words stand there and not the phrase; so it is filled up by further
 * looks. After this many rows it is handed out as it is: the reader goes on from there.
 */
const looks = [1, 4, 10];

export async function search(db: Db, request: SearchRequest): Promise<Found> {
  await catchUp(db);
  const plan = await planSearch(db, request.text, { labels: request.labels, me: request.me, firstValue: 5 });
  const found: Found = { hits: [], last: null, meant: plan.meant };
  if (plan.words === null) return found;
  let after = request.after;
  for (const times of looks) {
    const size = request.limit * times + 1;
    const rows = await look(db, plan, request.conditions, after, size);
    for (const row of rows) {
      if (!row.fits) continue;
      if (found.hits.length === request.limit) return { ...found, last: { at: found.hits.at(-1)!.at, id: found.hits.at(-1)!.id } };
      found.hits.push(row);
    }
    const end = rows.at(-1);
    if (rows.length < size || !end) return { ...found, last: null };
    after = { at: end.at, id: end.id };
  }
  return { ...found, last: after };
}

type Looked = { id: string; at: string; fits: boolean };

/**
 * What most searches ask for stands among the newest, so these are gone through first, in order. Only when they do not fill the page
 * the index of words is asked, which finds all of it, in no order. The planner would choose by how often each word occurs alone, and
 * be wrong by a second where words go together, or never do.
 */
async function look(db: Db, plan: SearchPlan, conditions: string[], after: Place | null, size: number): Promise<Looked[]> {
  const values = [plan.words, after?.at ?? null, after?.id ?? null, size, ...plan.values];
  const among = await db.query<Looked>(lookFor(plan, conditions, "newest"), values);
  return among.rows.length === size ? among.rows : (await db.query<Looked>(lookFor(plan, conditions, "all"), values)).rows;
}

/** Only dates asked for: every conversation fits. */
const fits = (plan: SearchPlan, s = ""): string => (plan.words === "" ? "$1::text = ''" : `${s}words @@ $1::tsquery`);

const sortAt = "(extract(epoch from s.at) * 1000000)::bigint::text";

/** Rows gone through in order before the index of words is asked. */
const newest = 4_000;

/**
 * The search alone says which and in what order; only then are the conversations themselves asked, because it may be a moment behind.
 * $1 words, $2 and $3 the place to go on from, $4 at most.
 */
function lookFor(plan: SearchPlan, viewConditions: string[], where: "newest" | "all"): string {
  const ofIndex = plan.conditions.filter((condition) => condition.startsWith("s."));
  const ofConversation = [...plan.conditions.filter((condition) => !condition.startsWith("s.")), ...viewConditions];
  const inRange = [
    "($2::bigint is null or (s.at, s.conversation_id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))",
    ...ofIndex,
  ].join(" and ");
  const order = "order by at desc, conversation_id desc limit $4";
  const source =
    where === "newest"
      ? `select conversation_id, at from (
          select * from conversation_search s where ${inRange} order by s.at desc, s.conversation_id desc limit ${newest}) s where ${fits(plan)} ${order}`
      : `select conversation_id, at from (
          select conversation_id, at from conversation_search s where ${fits(plan)} and ${inRange} offset 0) s ${order}`;
  return `
with s as materialized (${source})
select s.conversation_id as id, ${sortAt} as at, coalesce(v.merged_into is null and v.status <> 'erased' ${ofConversation.map((condition) => `and (${condition})`).join(" ")}, false) as fits
from s left join conversation v on v.id = s.conversation_id order by s.at desc, s.conversation_id desc`;
}

/** How many conversations fit, `most` at most: nobody needs to know more, and counting a million takes time. */
export async function countFound(db: Queryable, text: string, me: string | null, most: number): Promise<number> {
  const plan = await planSearch(db, text, { labels: [], me, firstValue: 3 });
  if (plan.words === null) return 0;
  const isOfIndex = plan.conditions.every((condition) => condition.startsWith("s."));
  const { rows } = await db.query<{ n: number }>(
    `select count(*) as n from (
      select from conversation_search s ${isOfIndex ? "" : "join conversation v on v.id = s.conversation_id"}
      where ${fits(plan, "s.")} ${plan.conditions.map((condition) => `and (${condition})`).join(" ")} limit $2) few`,
    [plan.words, most, ...plan.values],
  );
  return rows[0]!.n;
}

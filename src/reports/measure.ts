/** Figures of a number: in all, by part, in steps, broken down; and the conversations behind them. All of the same rows. */
import type { Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { factsSql, type Context } from "./facts-sql.ts";
import type { NumberDefinition, PartDefinition } from "./number.ts";

/**
 * `value` is what the number's unit says: how many, a share from 0 to 1, the median in seconds, minutes; null when there is nothing to
 * say it of. `n` is what was counted (for a share all of its parts but the ones aside), `mean`, `median` and `p90` are of measured values.
 */
export type Figure = {
  value: number | null;
  n: number;
  conversations: number;
  mean: number | null;
  median: number | null;
  p90: number | null;
};
export type Parts = Record<string, Figure>;
export type Measured = {
  total: Figure;
  parts: Parts;
  steps: { step: number; total: Figure; parts: Parts }[];
  rows: { key: string | null; total: Figure; parts: Parts }[];
};

type Row = {
  by_part: boolean;
  by_step: boolean;
  by_key: boolean;
  part: string | null;
  step: number | null;
  key: string | null;
  n: number;
  measured: number;
  mean: number | null;
  quantiles: [number, number] | null;
  conversations: number;
};

/** A statement the server ended after its time is no mistake of ours: over so many days it is too much. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new AppError("invalid", "Counting this over so many days takes too long. Take fewer days, or a filter.", { cause: error });
  }
}

export async function measure(db: Queryable, number: NumberDefinition, context: Context): Promise<Measured> {
  const { sql, values, bind } = factsSql(number, context);
  // Of a level the newest moment is the total: adding up what waits at the end of each day would count it again every day.
  const last = bind(lastStep(context), "int");
  const isLast = number.isLevel ? `step = ${last}` : `${last} is not null`;
  const { rows } = await inTime(
    db.query<Row>(
      `with fact as materialized (${sql})
    select grouping(part) = 0 as by_part, false as by_step, grouping(key) = 0 as by_key, part, null::int as step, key,
      sum(n) as n, count(value)::int as measured, avg(value) as mean,
      percentile_cont(array[0.5, 0.9]) within group (order by value) as quantiles, count(distinct conversation_id)::int as conversations
    from fact where ${isLast} group by grouping sets ((), (part), (key), (key, part))
    union all
    select grouping(part) = 0, true, false, part, step, null::text, sum(n), count(value)::int, avg(value),
      percentile_cont(array[0.5, 0.9]) within group (order by value), count(distinct conversation_id)::int
    from fact group by grouping sets ((step), (step, part))`,
      values,
    ),
  );
  const of = (step: number | null, key: string | null | undefined): Row[] =>
    rows.filter(
      (row) =>
        (step === null ? !row.by_step : row.by_step && row.step === step) &&
        (key === undefined ? !row.by_key : row.by_key && row.key === key),
    );
  const keys = rows.filter((row) => row.by_key && !row.by_part).map(({ key }) => key);
  const figures = (found: Row[]) => ({ total: totalOf(number, found), parts: partsOf(number, found) });
  return {
    ...figures(of(null, undefined)),
    steps: number.isNow ? [] : context.range.steps.map((_step, nth) => ({ step: nth + 1, ...figures(of(nth + 1, undefined)) })),
    rows: number.split === null ? [] : keys.map((key) => ({ key, ...figures(of(null, key)) })).sort((a, b) => b.total.n - a.total.n),
  };
}

/** Number of the step in which the present lies, or the last. */
export function lastStep({ range, now }: Context): number {
  return Math.max(1, range.steps.filter(({ start }) => start <= now).length);
}

function figureOf(number: NumberDefinition, row: Row | undefined): Figure {
  const n = row?.n ?? 0;
  const [median = null, p90 = null] = row?.quantiles ?? [];
  const value = number.unit === "duration" ? median : number.unit === "share" ? null : n;
  return { value, n, conversations: row?.conversations ?? 0, mean: row?.mean ?? null, median, p90 };
}

function partsOf(number: NumberDefinition, rows: Row[]): Parts {
  return Object.fromEntries(rows.flatMap((row) => (row.by_part && row.part !== null ? [[row.part, figureOf(number, row)]] : [])));
}

function totalOf(number: NumberDefinition, rows: Row[]): Figure {
  const whole = figureOf(
    number,
    rows.find((row) => !row.by_part),
  );
  if (number.unit !== "share" || number.parts === "category") return whole;
  const n = sumOf(
    rows,
    number.parts.filter(({ aside }) => !aside),
  );
  const good = sumOf(
    rows,
    number.parts.filter(({ good: isGood }) => isGood),
  );
  return { ...whole, n, value: n > 0 ? good / n : null };
}

function sumOf(rows: Row[], parts: readonly PartDefinition[]): number {
  const ids = new Set(parts.map(({ id }) => id));
  return rows.reduce((sum, row) => sum + (row.by_part && row.part !== null && ids.has(row.part) ? row.n : 0), 0);
}

/** One conversation behind a number. `conversation` null: what happened in none, like a question of the help centre. */
export type Behind = {
  conversation: string | null;
  at: Date;
  n: number;
  value: number | null;
  note: string | null;
  parts: string[];
  status: string | null;
  subject: string | null;
  preview: string | null;
  category: string | null;
  customer: string | null;
};

export type DrillWish = { part?: string | undefined; key?: string | null | undefined; offset: number; limit: number };

/** Newest first. `total`: how many rows there are in all. */
export async function drill(
  db: Queryable,
  number: NumberDefinition,
  context: Context,
  wish: DrillWish,
): Promise<{ items: Behind[]; total: number }> {
  const { sql, values, bind } = factsSql(number, context);
  const wanted = ["true"];
  if (number.isLevel) wanted.push(`step = ${bind(lastStep(context), "int")}`);
  if (wish.part !== undefined) wanted.push(`part = ${bind(wish.part, "text")}`);
  if (wish.key !== undefined) wanted.push(wish.key === null ? "key is null" : `key = ${bind(wish.key, "text")}`);
  const { rows } = await inTime(
    db.query<Behind & { total: number }>(
      `with fact as (${sql}),
    behind as (
      select conversation_id, case when conversation_id is null then note end as own, max(at) as at, sum(n) as n, avg(value) as value,
        (array_agg(note order by at desc) filter (where note is not null))[1] as note, array_agg(distinct part order by part) as parts
      from fact where ${wanted.join(" and ")} group by 1, 2
    ),
    page as (select b.*, count(*) over ()::int as total from behind b order by at desc, conversation_id offset ${bind(wish.offset, "int")} limit ${bind(wish.limit, "int")})
    select p.conversation_id as conversation, p.at, p.n, p.value, p.note, p.parts, p.total, v.status, v.subject, nullif(v.preview, '') as preview, v.category, c.name as customer
    from page p left join conversation v on v.id = p.conversation_id left join customer c on c.id = v.customer_id
    order by p.at desc, p.conversation_id`,
      values,
    ),
  );
  return { items: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

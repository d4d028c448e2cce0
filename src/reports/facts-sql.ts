/** The one statement every figure is made of: the facts of a number, in the range, through the filters. */
import type { Calendar } from "./calendars.ts";
import { fence, filterNames, type Facts, type FactsQuery, type FilterName, type NumberDefinition } from "./number.ts";
import type { Range } from "./range.ts";

/** Values of a filter; "none" is what has none. */
export type Filters = Partial<Record<FilterName, readonly string[]>>;

export type Context = {
  range: Range;
  now: Date;
  filters: Filters;
  calendars: readonly Calendar[];
  handling: readonly { category: string | null; minutes: number }[];
  catchAll: readonly string[];
};

/**
 * `sql` selects conversation_id, at, part, n, value, step (1 is the first of the series) and key (what the table breaks down by);
 * `bind` adds values for what is written around it.
 */
export function factsSql(
  number: NumberDefinition,
  context: Context,
): { sql: string; values: unknown[]; bind(value: unknown, type: string): string } {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const facts = number.facts(lazily(context, bind));
  const where = filterNames.flatMap((name) => {
    const wanted = context.filters[name];
    return wanted?.length ? [condition(name, wanted, bind)] : [];
  });
  const steps = bind(
    context.range.steps.map(({ start }) => start.toISOString()),
    "timestamptz[]",
  );
  const sql = `select f.conversation_id, f.at, f.part, f.n, ${facts.since ? worked("f.since", "f.until") : "f.value"} as value, f.note,
  greatest(1, width_bucket(f.at, ${steps})) as step, ${number.split ? column[number.split] : "null::text"} as key
from (select ${columns(facts)} from ${facts.from} ${fence}) f
left join conversation v on v.id = f.conversation_id
${facts.since ? calendarJoin(bind(JSON.stringify(context.calendars), "json")) : ""}
${where.length > 0 ? `where ${where.join(" and ")}` : ""}`;
  return { sql, values, bind };
}

/** Bound when first used: PostgreSQL refuses a value nothing refers to. */
function lazily({ range, now, handling, catchAll }: Context, bind: FactsQuery["bind"]): FactsQuery {
  const bound = new Map<string, string>();
  const once = (name: string, value: () => unknown, type: string): string => {
    if (!bound.has(name)) bound.set(name, bind(value(), type));
    return bound.get(name)!;
  };
  return {
    bind,
    catchAll,
    get from() {
      return once("from", () => range.start.toISOString(), "timestamptz");
    },
    get to() {
      return once("to", () => range.until.toISOString(), "timestamptz");
    },
    get now() {
      return once("now", () => now.toISOString(), "timestamptz");
    },
    get ends() {
      return once("ends", () => endsOf(range, now), "timestamptz[]");
    },
    get handling() {
      return once("handling", () => JSON.stringify(handling), "json");
    },
  };
}

/** A step that has not begun has no end to look at. */
function endsOf({ steps }: Range, now: Date): string[] {
  return steps.filter(({ start }) => start <= now).map(({ until }) => new Date(Math.min(until.getTime() - 1, now.getTime())).toISOString());
}

const optional = {
  value: "float8",
  since: "timestamptz",
  until: "timestamptz",
  team: "text",
  category: "text",
  workflow: "text",
  agent: "text",
  language: "text",
  store: "text",
  note: "text",
} as const;

function columns(facts: Facts): string {
  const rest = Object.entries(optional).map(([name, type]) => `(${facts[name as keyof typeof optional] ?? "null"})::${type} as ${name}`);
  return [
    `${facts.conversation} as conversation_id`,
    `${facts.at} as at`,
    `(${facts.part})::text as part`,
    `(${facts.n ?? "1"})::float8 as n`,
    ...rest,
  ].join(", ");
}

/** What a fact says of itself counts; else what its conversation says now. */
const column: Record<FilterName, string> = {
  channel: "v.connection_id",
  store: "coalesce(f.store, v.store_id)",
  team: "coalesce(f.team, v.team)",
  category: "coalesce(f.category, v.category)",
  language: "coalesce(f.language, v.language)",
  workflow: "f.workflow",
  agent: "coalesce(f.agent, v.assignee_id)",
};

function condition(name: FilterName, wanted: readonly string[], bind: FactsQuery["bind"]): string {
  const named = bind(
    wanted.filter((value) => value !== "none"),
    "text[]",
  );
  const expression = column[name];
  // What no run wrote belongs to the workflows that ran in its conversation.
  const isIn =
    name === "workflow"
      ? `(f.workflow = any(${named}) or f.workflow is null and exists (select from run x where x.conversation_id = f.conversation_id and x.workflow = any(${named})))`
      : `${expression} = any(${named})`;
  return wanted.includes("none") ? `(${isIn} or ${expression} is null)` : isIn;
}

/** Seconds of opening hours between two times: how much was open before the one, less how much before the other. GREATEST skips nulls. */
function worked(since: string, until: string): string {
  return `(case when ${since} is not null and ${until} is not null then greatest(0, ${openUntil(until)} - ${openUntil(since)}) end)`;
}

function openUntil(time: string): string {
  const nth = `width_bucket(${time}, k.opens)`;
  return `(case when cardinality(k.opens) = 0 or ${nth} = 0 then 0
    else k.before[${nth}] + least(extract(epoch from ${time} - k.opens[${nth}])::float8, k.lengths[${nth}]) end)`;
}

/** The hours of its team, when the team has its own; else the desk's. */
function calendarJoin(calendars: string): string {
  const table = `json_to_recordset(${calendars}) as k(team text, opens timestamptz[], lengths float8[], before float8[])`;
  return `left join (select * from ${table}) o on o.team <> '' and o.team = coalesce(f.team, v.team)
cross join lateral (
  select coalesce(o.opens, d.opens) as opens, coalesce(o.lengths, d.lengths) as lengths, coalesce(o.before, d.before) as before
  from (select * from ${table} where k.team = '') d
) k`;
}

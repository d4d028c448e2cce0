/** Answers questions about numbers: who may ask, over which days, compared with what; and names what the answers are about. */
import type { Db, Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import type { WireReport, WireReportCatalogue, WireReportNumber } from "../domain/report.ts";
import { starterCategories } from "../domain/understanding.ts";
import { calendarsFor, type DeskRules } from "./calendars.ts";
import { catalogue } from "./catalogue.ts";
import type { Context, Filters } from "./facts-sql.ts";
import { drill, measure, type Behind, type DrillWish, type Figure, type Measured } from "./measure.ts";
import type { FilterName, NumberDefinition } from "./number.ts";
import { comparedWith, dateOf, rangeOf, today, type Comparison, type Days, type Grain, type Range } from "./range.ts";
import { costOf, measureHandling, readHourCost, type Handling } from "./saved.ts";

/** A workflow as reports know it; `budget` is the share of replies that may be wrong. */
export type ReportedWorkflow = { name: string; title: string; budget: number; isCatchAll: boolean };
type Tally = { reviewed: number; wrong: number };
export type ReportParts = {
  db: Db;
  rules(): Promise<DeskRules>;
  workflows(): readonly ReportedWorkflow[];
  /** The ladder's bounds on the true share of wrong replies: of a sample, and of what is known of all. */
  bounds(sample: Tally, known: Tally): { atLeast: number; atMost: number };
  now(): Date;
};

/** Who asks. `agent`: somebody who sees their own work only; null sees everybody's. */
export type Asker = { agent: string | null };
export type Question = {
  from?: string | undefined;
  to?: string | undefined;
  zone?: string | undefined;
  compare: Comparison;
  grain?: Grain | undefined;
  filters: Filters;
};

/** AppError `not_found`. */
export function numberNamed(name: string): NumberDefinition {
  const number = catalogue.find((one) => one.name === name);
  if (!number) {
    const names = catalogue.map((one) => one.name).join(", ");
    throw new AppError("not_found", `There is no number "${name.slice(0, 60)}". There are: ${names}.`);
  }
  return number;
}

export async function describeReports(parts: ReportParts, { agent }: Asker): Promise<WireReportCatalogue> {
  const { db } = parts;
  const [rules, named, inUse, hour] = await Promise.all([parts.rules(), readNames(db), db.query(readInUse), readHourCost(db)]);
  const of = (kind: string) => named.filter((row) => row.kind === kind).map(({ id, title }) => ({ id, title }));
  const seen = (kind: string): string[] => inUse.rows.filter((row) => row.kind === kind).map((row) => row.value);
  const plain = (values: Iterable<string>) => [...new Set(values)].sort().map((id) => ({ id, title: id }));
  return {
    numbers: catalogue.map(toWireNumber),
    filters: {
      channel: of("channel"),
      store: of("store"),
      team: of("team"),
      category: plain([...starterCategories, ...seen("category")]),
      language: plain(seen("language")),
      workflow: parts.workflows().map(({ name, title }) => ({ id: name, title })),
      agent: agent === null ? of("agent") : of("agent").filter(({ id }) => id === agent),
    },
    zone: rules.hours.time_zone,
    today: today(parts.now(), rules.hours.time_zone),
    hour_cost: hour,
  };
}

export async function answer(parts: ReportParts, asker: Asker, name: string, question: Question): Promise<WireReport> {
  const number = numberNamed(name);
  const context = await contextOf(parts, asker, number, question);
  const days = number.isNow ? null : comparedWith(context.range, question.compare);
  const [measured, compared, names] = await Promise.all([
    measure(parts.db, number, context),
    days && contextOf(parts, asker, number, { ...question, ...days }).then((other) => measure(parts.db, number, other)),
    readNames(parts.db),
  ]);
  const titles = new Map(names.map(({ kind, id, title }) => [`${kind}:${id}`, title]));
  for (const { name: id, title } of parts.workflows()) titles.set(`workflow:${id}`, title);
  const { range } = context;
  return {
    name,
    from: range.from,
    to: range.to,
    zone: range.zone,
    grain: range.grain,
    // Without a measure nothing is claimed, not even that nothing was saved.
    total: number.name === "saved" && context.handling.length === 0 ? { ...measured.total, value: null } : measured.total,
    parts: measured.parts,
    series: measured.steps.map(({ step, ...figures }) => ({
      from: range.steps[step - 1]!.from,
      to: range.steps[step - 1]!.to,
      ...figures,
    })),
    rows: measured.rows.map((row) => ({
      ...row,
      title: row.key === null ? null : (titles.get(`${number.split}:${row.key}`) ?? row.key),
      ...(number.name === "error_rate" ? { bounds: boundsOf(parts, row) } : {}),
    })),
    compare: days && compared ? { ...days, total: compared.total, parts: compared.parts } : null,
    ...(number.name === "saved" ? { formula: await formulaOf(parts.db, context.handling, measured.total) } : {}),
  };
}

export async function behind(
  parts: ReportParts,
  asker: Asker,
  name: string,
  question: Question,
  wish: DrillWish,
): Promise<{ items: Behind[]; total: number }> {
  const number = numberNamed(name);
  return drill(parts.db, number, await contextOf(parts, asker, number, question), wish);
}

async function contextOf(
  parts: ReportParts,
  { agent }: Asker,
  number: NumberDefinition,
  question: Question,
): Promise<Context & { handling: readonly Handling[]; range: Range }> {
  const filters = { ...question.filters };
  if (agent !== null && filters.agent?.some((one) => one !== agent))
    throw new AppError(
      "forbidden",
      "What single people did is shown to themselves and to admins. Leave the filter by agent out, or name yourself.",
    );
  if (agent !== null && number.isPersonal) filters.agent = [agent];
  const rules = await parts.rules();
  const now = parts.now();
  const range = rangeOf(
    daysOf(question, now, question.zone ?? rules.hours.time_zone),
    question.zone ?? rules.hours.time_zone,
    question.grain,
  );
  const end = new Date(Math.max(range.until.getTime(), now.getTime()));
  return {
    range,
    now,
    filters,
    calendars: calendarsFor(rules, range.start, end),
    handling: number.name === "saved" ? await measureHandling(parts.db, new Date(Math.min(range.until.getTime(), now.getTime()))) : [],
    catchAll: parts.workflows().flatMap(({ name, isCatchAll }) => (isCatchAll ? [name] : [])),
  };
}

/** The last four weeks, today included, unless told otherwise. */
function daysOf({ from, to }: Question, now: Date, zone: string): Days {
  const end = to ?? today(now, zone);
  const start = from ?? (/^\d{4}-\d\d-\d\d$/.test(end) ? dateOf(Math.floor(Date.parse(`${end}T00:00:00Z`) / 86_400_000) - 27) : end);
  return { from: start, to: end };
}

function boundsOf(
  parts: ReportParts,
  { key, parts: figures }: Measured["rows"][number],
): NonNullable<WireReport["rows"][number]["bounds"]> {
  const n = (...ids: string[]): number => ids.reduce((sum, id) => sum + (figures[id]?.n ?? 0), 0);
  const sample = { reviewed: n("right", "wrong"), wrong: n("wrong") };
  // Whatever nobody has looked at can only add mistakes to those that are known.
  const known = { reviewed: n("right", "wrong", "found_right", "found_wrong", "unseen"), wrong: n("wrong", "found_wrong") };
  const { atLeast, atMost } = parts.bounds(sample, known);
  const workflow = parts.workflows().find(({ name }) => name === key);
  return { at_least: atLeast, at_most: atMost, budget: workflow?.budget ?? usualBudget };
}

/** Of a workflow that is gone: as src/learn/standing.ts judges one whose file names none. */
const usualBudget = 0.02;

async function formulaOf(db: Queryable, handling: readonly Handling[], total: Figure): Promise<NonNullable<WireReport["formula"]>> {
  const hour = await readHourCost(db);
  return { handling: [...handling], hour_cost: hour, cost: hour && handling.length > 0 ? costOf(total.n, hour) : null };
}

function toWireNumber({ name, group, title, means, unit, parts, split, isLevel, isNow, isPersonal }: NumberDefinition): WireReportNumber {
  return {
    name,
    group,
    title,
    means,
    unit,
    parts:
      parts === "category"
        ? null
        : parts.map((part) => ({ id: part.id, title: part.title, good: part.good ?? false, aside: part.aside ?? false })),
    split,
    is_level: isLevel ?? false,
    is_now: isNow ?? false,
    is_personal: isPersonal ?? false,
  };
}

type Name = { kind: FilterName; id: string; title: string };
const readNames = async (db: Queryable): Promise<Name[]> =>
  (
    await db.query<Name>(`
select kind, id, title from connection where kind in ('channel', 'store')
union all select 'team', name, title from team
union all select 'agent', id, name from "user" order by 1, 3`)
  ).rows;

/** What the newest conversations are about and written in; looking at all of them would take long and add nothing. */
const readInUse = `
with newest as (select category, language from conversation order by id desc limit 5000)
select distinct 'category' as kind, category as value from newest where category is not null
union select 'language', language from newest where language is not null`;

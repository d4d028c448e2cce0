/** Reports over HTTP: what numbers there are, what they are, who is behind them, and all of it as CSV. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { report, reportCatalogue, reportDrill, type WireReport, type WireReportBehind } from "../domain/report.ts";
import { csv, type Cell } from "./csv.ts";
import type { Filters } from "./facts-sql.ts";
import type { Behind } from "./measure.ts";
import { filterNames } from "./number.ts";
import { comparisons, grains } from "./range.ts";
import { answer, behind, describeReports, numberNamed, type Asker, type Question, type ReportParts } from "./reports.ts";
import { writeHourCost } from "./saved.ts";

type Principal = { kind: "user"; id: string; role: string } | { kind: "key"; id: string };
const allow = (request: FastifyRequest, action: "report.read" | "settings.write"): Promise<Principal> => request.allow(action);
const askerOf = (principal: Principal): Asker => ({ agent: principal.kind === "user" && principal.role !== "admin" ? principal.id : null });

const values = z.union([z.string().max(200), z.array(z.string().max(200)).max(50)]).optional();
const filters = {
  channel: values.describe('Connections of channels. Every filter may be repeated; "none" is what has none.'),
  store: values,
  team: values,
  category: values,
  language: values,
  workflow: values,
  agent: values,
};
const questionShape = {
  from: z.string().max(40).optional().describe("First day, like 2026-11-01. Default: 27 days before the last."),
  to: z.string().max(40).optional().describe("Last day, included. Default: today."),
  zone: z.string().max(60).optional().describe("Time zone of the days. Default: the desk's."),
  compare: z.enum(comparisons).default("none").describe("With as many days just before, or the same days a year earlier."),
  grain: z.enum(grains).optional().describe("Steps of the series."),
  ...filters,
};
const questionQuery = z.strictObject(questionShape);
const drillShape = {
  part: z.string().max(100).optional().describe("Only one part of the number."),
  key: z.string().max(200).optional().describe("Only one row of its table; empty is the row that has none."),
};
const drillQuery = z.strictObject({
  ...questionShape,
  ...drillShape,
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const named = z.object({ name: z.string().max(60) });
const maxCsvRows = 20_000;

export function reportRoutes(parts: ReportParts): FastifyPluginAsync {
  return async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>();
    const tags = ["Reports"];
    app.get(
      "/api/v1/reports",
      {
        schema: { summary: "Every number there is, what it means, and what can be filtered by", tags, response: { 200: reportCatalogue } },
      },
      async (request) => describeReports(parts, askerOf(await allow(request, "report.read"))),
    );
    app.put(
      "/api/v1/reports/hour-cost",
      {
        schema: {
          summary: "What an hour of a person's work costs, for the time saved; null takes it away",
          tags,
          body: z.strictObject({
            hour: z
              .strictObject({
                amount: z.int().min(1).max(100_000_000),
                currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 currency like EUR"),
              })
              .nullable(),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { kind, id } = await allow(request, "settings.write");
        await writeHourCost(parts.db, request.body.hour, `${kind}:${id}`);
        return reply.code(204).send(null);
      },
    );
    app.get(
      "/api/v1/reports/:name",
      {
        schema: {
          summary: "One number: in all, by part, in steps, broken down, compared",
          tags,
          params: named,
          querystring: questionQuery,
          response: { 200: report },
        },
      },
      async (request) => answer(parts, askerOf(await allow(request, "report.read")), request.params.name, questionOf(request.query)),
    );
    app.get(
      "/api/v1/reports/:name/csv",
      { schema: { summary: "The same as CSV", tags, params: named, querystring: questionQuery } },
      async (request, reply) => {
        const asker = askerOf(await allow(request, "report.read"));
        return sendCsv(reply, request.params.name, reportRows(await answer(parts, asker, request.params.name, questionOf(request.query))));
      },
    );
    app.get(
      "/api/v1/reports/:name/drill",
      {
        schema: {
          summary: "The conversations behind a number, newest first",
          tags,
          params: named,
          querystring: drillQuery,
          response: { 200: reportDrill },
        },
      },
      async (request) => {
        const asker = askerOf(await allow(request, "report.read"));
        const { offset, limit, ...query } = request.query;
        const found = await behind(parts, asker, request.params.name, questionOf(query), { ...wishOf(query), offset, limit });
        return { items: found.items.map(toWireBehind), total: found.total };
      },
    );
    app.get(
      "/api/v1/reports/:name/drill/csv",
      {
        schema: {
          summary: `The same as CSV, up to ${maxCsvRows} rows`,
          tags,
          params: named,
          querystring: z.strictObject({ ...questionShape, ...drillShape }),
        },
      },
      async (request, reply) => {
        const asker = askerOf(await allow(request, "report.read"));
        const wish = { ...wishOf(request.query), offset: 0, limit: maxCsvRows };
        const { items, total } = await behind(parts, asker, request.params.name, questionOf(request.query), wish);
        if (total > maxCsvRows)
          throw new AppError("invalid", `There are ${total} rows, and a file holds ${maxCsvRows}. Take fewer days, or a filter.`);
        return sendCsv(reply, `${request.params.name}-conversations`, behindRows(items));
      },
    );
  };
}

type Query = Omit<z.infer<typeof questionQuery>, never>;

function questionOf(query: Query): Question {
  const chosen: Filters = {};
  for (const name of filterNames) {
    const given = query[name];
    const list = (given === undefined ? [] : [given].flat()).filter((value) => value !== "");
    if (list.length > 0) chosen[name] = list;
  }
  const { from, to, zone, compare, grain } = query;
  return { from, to, zone, compare, grain, filters: chosen };
}

const wishOf = ({ part, key }: { part?: string | undefined; key?: string | undefined }) => ({ part, key: key === "" ? null : key });

const toWireBehind = ({ conversation, at, ...rest }: Behind): WireReportBehind => ({
  conversation_id: conversation,
  at: at.toISOString(),
  ...rest,
});

const figureTitles = ["value", "count", "conversations", "mean", "median", "p90"];
type WireFigure = WireReport["total"];
const figureCells = ({ value, n, conversations, mean, median, p90 }: WireFigure): Cell[] => [value, n, conversations, mean, median, p90];

/** One line per figure: in all, each part, each step, each row of the table and its parts. Durations are seconds. */
function reportRows(one: WireReport): Cell[][] {
  const { unit } = numberNamed(one.name);
  const line = (
    kind: string,
    { from, to }: { from: string; to: string },
    key: string | null,
    part: string | null,
    figure: WireFigure,
  ): Cell[] => [one.name, unit, kind, from, to, key, part, ...figureCells(figure)];
  const all = (
    kind: string,
    days: { from: string; to: string },
    key: string | null,
    { total, parts }: { total: WireFigure; parts: WireReport["parts"] },
  ): Cell[][] => [
    line(kind, days, key, null, total),
    ...Object.entries(parts).map(([part, figure]) => line(kind, days, key, part, figure)),
  ];
  return [
    ["number", "unit", "kind", "from", "to", "key", "part", ...figureTitles],
    ...all("total", one, null, one),
    ...one.series.flatMap((step) => all("step", step, null, step)),
    ...one.rows.flatMap((row) => all("row", one, row.title ?? "none", row)),
    ...(one.compare ? all("compared", one.compare, null, one.compare) : []),
  ];
}

function behindRows(items: readonly Behind[]): Cell[][] {
  return [
    ["conversation", "at", "count", "value", "parts", "status", "category", "customer", "subject", "note"],
    ...items.map(({ conversation, at, n, value, parts, status, category, customer, subject, note }) => [
      conversation,
      at.toISOString(),
      n,
      value,
      parts.join(" "),
      status,
      category,
      customer,
      subject,
      note,
    ]),
  ];
}

function sendCsv(reply: FastifyReply, name: string, rows: Cell[][]): FastifyReply {
  return reply
    .header("content-type", "text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.csv"`)
    .header("cache-control", "no-store")
    .send(csv(rows));
}

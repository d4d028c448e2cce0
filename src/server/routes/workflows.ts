/** Workflows: the list, one file with its versions, saving a new version, switching the mode. */
import type { FastifyInstance } from "fastify";
import type { FastifyPluginAsyncZod, ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { requireStorable } from "../../channels/inbound-text.ts";
import { AppError, type Problem } from "../../domain/errors.ts";
import type { Mode } from "../../domain/run.ts";
import { diffLines } from "../../domain/text-diff.ts";
import {
  diffLine,
  backtestReport,
  categoryMode,
  fileProblem,
  wireProblem,
  workflow,
  workflowSummary,
  workflowTrial,
  workflowVocabulary,
  type WireWorkflow,
  type WireWorkflowSource,
  type WireWorkflowTrial,
  type WireWorkflowVocabulary,
} from "../../domain/wire.ts";
import type { Trial } from "../../jobs/try-workflow.ts";
import type { Report } from "../../learn/backtest.ts";
import { ticketOf, type Ticket } from "../../learn/ticket.ts";
import { actorOf } from "../auth/permissions.ts";

export type WorkflowParts = {
  workflows: {
    list(): Promise<WireWorkflow[]>;
    /** Null for an unknown name. */
    get(name: string): Promise<WireWorkflowSource | null>;
    /** Checks and publishes a new version; the name in the file has to be `name`. `by` as in the audit log. */
    save(name: string, source: string, by: string): Promise<{ problems: Problem[] } | { version: string }>;
    /** What is wrong with a file; [] when it could be published. */
    check(name: string, source: string): Problem[];
    /** Null for an unknown name. */
    setMode(name: string, mode: Mode, by: string): Promise<WireWorkflow | null>;
    /** An earlier version in force again. */
    publish(name: string, version: string, by: string): Promise<void>;
    remove(name: string, by: string): Promise<void>;
    /** Every category with its limit. */
    limits(): { category: string; mode: Mode | null }[];
    /** AppError `invalid` for a category that is not there. */
    setLimit(category: string, mode: Mode | null, by: string): Promise<void>;
    /** The file of a version; null when there is none. */
    source(name: string, version: string): Promise<string | null>;
    /** `tickets` null: the newest past conversations of this desk that a person answered. AppErrors not_found, workflow_invalid. */
    backtest(
      name: string,
      what: { version?: string | undefined; source?: string | undefined; tickets: Ticket[] | null; limit: number },
      by: string,
    ): Promise<Report>;
    /** AppError workflow_invalid for a file with mistakes, not_found for a conversation that is not there. */
    try(name: string, what: TryWhat): Promise<Trial>;
    vocabulary(): Promise<WireWorkflowVocabulary>;
  };
};

/** A message typed in, or what the customer of a past conversation wrote. */
export type TryWhat = {
  source: string;
  text?: string | undefined;
  conversation?: string | undefined;
  from?: string | undefined;
  isProven: boolean;
  order?: string | undefined;
  event?: string | undefined;
  product?: string | undefined;
  isInsisted: boolean;
};

const byName = z.object({ name: z.string().min(1).max(200) });

export function workflowRoutes({ workflows }: WorkflowParts): FastifyPluginAsyncZod {
  return async (app) => {
    versionRoutes(app, workflows);
    limitRoutes(app, workflows);
    backtestRoute(app, workflows);
    builderRoutes(app, workflows);
    app.get(
      "/api/v1/workflows",
      { schema: { summary: "Workflows", response: { 200: z.object({ items: z.array(workflowSummary) }) } } },
      async (request) => {
        await request.allow("workflow.read");
        return { items: await workflows.list() };
      },
    );
    app.get(
      "/api/v1/workflows/:name",
      { schema: { summary: "One workflow with its file and versions", params: byName, response: { 200: workflow } } },
      async (request) => {
        await request.allow("workflow.read");
        return found(await workflows.get(request.params.name), request.params.name);
      },
    );
    app.put(
      "/api/v1/workflows/:name",
      {
        schema: {
          summary: "Publish a new version",
          description: "Mistakes in the file are answered with workflow_invalid, each with line and column.",
          params: byName,
          body: z.strictObject({ source: z.string().max(200_000) }),
          response: { 200: workflow },
        },
      },
      async (request) => {
        const by = actorOf(await request.allow("workflow.write"));
        const { name } = request.params;
        await save(workflows, name, request.body.source, by);
        return found(await workflows.get(name), name);
      },
    );
    app.post(
      "/api/v1/workflows/:name/check",
      {
        schema: {
          summary: "What is wrong with a file, without publishing it",
          params: byName,
          body: z.strictObject({ source: z.string().max(200_000) }),
          response: { 200: z.object({ problems: z.array(fileProblem) }) },
        },
      },
      async (request) => {
        await request.allow("workflow.read");
        requireStorable("source", request.body.source);
        return { problems: workflows.check(request.params.name, request.body.source).map(wireProblem) };
      },
    );
    app.post(
      "/api/v1/workflows/:name/mode",
      {
        schema: {
          summary: "Switch the mode",
          params: byName,
          body: z.strictObject({ mode: z.enum(["off", "shadow", "draft", "auto"]) }),
          response: { 200: workflowSummary },
        },
      },
      async (request) => {
        const by = actorOf(await request.allow("workflow.write"));
        return found(await workflows.setMode(request.params.name, request.body.mode, by), request.params.name);
      },
    );
  };
}

function versionRoutes(app: FastifyInstance, workflows: WorkflowParts["workflows"]): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    "/api/v1/workflows/:name/publish",
    {
      schema: {
        summary: "Put a version in force: an earlier one, which is rolling back, or a new file",
        params: byName,
        body: z.union([z.strictObject({ version: z.string().max(64) }), z.strictObject({ source: z.string().max(200_000) })]),
        response: { 200: workflow },
      },
    },
    async (request) => {
      const by = actorOf(await request.allow("workflow.write"));
      const { name } = request.params;
      if ("version" in request.body) await workflows.publish(name, request.body.version, by);
      else await save(workflows, name, request.body.source, by);
      return found(await workflows.get(name), name);
    },
  );
  typed.delete(
    "/api/v1/workflows/:name",
    {
      schema: {
        summary: "Take a workflow out of force; its versions stay for the runs made with them",
        params: byName,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await workflows.remove(request.params.name, actorOf(await request.allow("workflow.write")));
      return reply.code(204).send(null);
    },
  );
  typed.get(
    "/api/v1/workflows/:name/diff",
    {
      schema: {
        summary: "What differs between two versions, line by line",
        params: byName,
        querystring: z.object({ from: z.string().max(64), to: z.string().max(64) }),
        response: { 200: z.object({ from: z.string(), to: z.string(), lines: z.array(diffLine) }) },
      },
    },
    async (request) => {
      await request.allow("workflow.read");
      const { name } = request.params;
      const { from, to } = request.query;
      const [before, after] = await Promise.all([workflows.source(name, from), workflows.source(name, to)]);
      if (before === null || after === null)
        throw new AppError("not_found", `The workflow "${name}" has no version ${before === null ? from : to}.`);
      return { from, to, lines: diffLines(before, after) };
    },
  );
}

function builderRoutes(app: FastifyInstance, workflows: WorkflowParts["workflows"]): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    "/api/v1/workflow-vocabulary",
    {
      schema: {
        summary: "Steps with the JSON Schema of their settings, and the names a workflow may use",
        response: { 200: workflowVocabulary },
      },
    },
    async (request) => {
      await request.allow("workflow.read");
      return workflows.vocabulary();
    },
  );
  typed.post(
    "/api/v1/workflows/:name/try",
    {
      schema: {
        summary: "What a file, published or not, does with one message; nothing is stored and nothing is sent",
        description:
          "Either `text` or `conversation`. Tells facts of orders, so it also needs the right to read conversations. With `insist` it runs although another workflow would take the message. A workflow no message starts takes `order`, or `product` for an event of one.",
        params: byName,
        body: z.strictObject({
          source: z.string().max(200_000),
          text: z.string().max(20_000).optional(),
          conversation: z.string().max(64).optional(),
          from: z.email().max(320).optional(),
          is_proven: z.boolean().default(true),
          order: z.string().max(64).optional(),
          event: z.string().max(80).optional(),
          product: z.string().max(100).optional(),
          insist: z.boolean().default(false),
        }),
        response: { 200: workflowTrial },
      },
    },
    async (request) => {
      await request.allow("workflow.read");
      await request.allow("conversation.read");
      const { name } = request.params;
      const { source, text, conversation, order, is_proven: isProven, insist: isInsisted, ...rest } = request.body;
      for (const [field, value] of Object.entries({ source, text, order, product: rest.product }))
        if (value !== undefined) requireStorable(field, value);
      if (text !== undefined && conversation !== undefined) throw new AppError("invalid", "Send `text` or `conversation`, not both.");
      return wireTrial(await workflows.try(name, { source, text, conversation, order, isProven, isInsisted, ...rest }));
    },
  );
}

const maxReadChars = 2_000;

function wireTrial({ text, isThis, decision, outcome, held }: Trial): WireWorkflowTrial {
  const { understanding, steps } = decision.trace;
  return {
    text,
    is_this: isThis,
    workflow: decision.workflow?.name ?? null,
    understanding: {
      category: understanding.category,
      confidence: understanding.confidence,
      abstain: understanding.abstain,
      language: understanding.language,
      sentiment: understanding.sentiment.label,
      signals: Object.keys(understanding.signals),
    },
    steps: steps.map(({ path, step, why, read }) => ({
      path,
      step,
      why,
      read: read.map(({ key, value }) => ({ key, value: (JSON.stringify(value) ?? "null").slice(0, maxReadChars).toWellFormed() })),
    })),
    replies: decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply] : [])),
    outcome,
    held,
  };
}

function limitRoutes(app: FastifyInstance, workflows: WorkflowParts["workflows"]): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = z.object({ items: z.array(categoryMode) });
  typed.get(
    "/api/v1/category-modes",
    { schema: { summary: "How far messages of each category may go at most", response: { 200: list } } },
    async (request) => {
      await request.allow("workflow.read");
      return { items: workflows.limits() };
    },
  );
  typed.post(
    "/api/v1/category-modes",
    { schema: { summary: "Set or take away the limit of a category", body: categoryMode, response: { 200: list } } },
    async (request) => {
      const by = actorOf(await request.allow("workflow.write"));
      await workflows.setLimit(request.body.category, request.body.mode, by);
      return { items: workflows.limits() };
    },
  );
}

function backtestRoute(app: FastifyInstance, workflows: WorkflowParts["workflows"]): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/v1/workflows/:name/backtest",
    {
      bodyLimit: 20_000_000,
      schema: {
        summary: "What this workflow would have done with past tickets; nothing is stored and nothing leaves",
        params: byName,
        body: z.strictObject({
          version: z.string().max(64).optional(),
          source: z.string().max(200_000).optional(),
          tickets: z.array(z.record(z.string(), z.unknown())).max(2_000).optional().meta({
            description: "As handrail backtest takes them. Without them: the newest conversations of this desk that a person answered.",
          }),
          limit: z.int().min(1).max(2_000).default(500),
        }),
        response: { 200: backtestReport },
      },
    },
    async (request) => {
      const by = actorOf(await request.allow("workflow.read"));
      const { tickets, limit, version, source } = request.body;
      const parsed = tickets?.map((one, nth) => ticketAt(one, nth)) ?? null;
      return wireReport(await workflows.backtest(request.params.name, { version, source, tickets: parsed, limit }, by));
    },
  );
}

function ticketAt(value: unknown, nth: number): Ticket {
  const ticket = ticketOf(value, String(nth + 1));
  if (typeof ticket === "string") throw new AppError("invalid", `Ticket ${nth + 1}: ${ticket}`);
  return ticket;
}

function wireReport({ tickets, taken, outcomes, coverage, error, meanLikeness, results }: Report): z.infer<typeof backtestReport> {
  return {
    tickets,
    taken,
    outcomes,
    coverage,
    error,
    mean_likeness: meanLikeness,
    results: results.map(
      ({
        id,
        text,
        isTaken,
        outcome,
        reason,
        reply,
        human,
        category,
        confidence,
        expected,
        isRight,
        likeness,
        onlyHuman,
        risk,
        facts,
        at,
        runId,
      }) => ({
        id,
        text,
        is_taken: isTaken,
        outcome,
        reason,
        reply,
        human,
        category,
        confidence,
        expected,
        is_right: isRight,
        likeness,
        only_human: onlyHuman,
        risk,
        facts,
        at,
        run_id: runId,
      }),
    ),
  };
}

async function save(workflows: WorkflowParts["workflows"], name: string, source: string, by: string): Promise<void> {
  requireStorable("source", source);
  const saved = await workflows.save(name, source, by);
  if ("problems" in saved) throw new AppError("workflow_invalid", sentence(saved.problems), { details: { problems: saved.problems } });
}

function found<T>(value: T | null, name: string): T {
  if (value === null) throw new AppError("not_found", `There is no workflow "${name.slice(0, 60)}".`);
  return value;
}

function sentence(problems: Problem[]): string {
  const first = problems[0];
  if (!first) return "The file has mistakes.";
  const place = first.line === undefined ? "" : `Line ${first.line}: `;
  const others = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  return `${place}${first.message}${others}`;
}

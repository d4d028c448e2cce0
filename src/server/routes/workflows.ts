/** Workflows: the list, one file with its versions, saving a new version, switching the mode. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { requireStorable } from "../../channels/inbound-text.ts";
import { AppError, type Problem } from "../../domain/errors.ts";
import type { Mode } from "../../domain/run.ts";
import { workflow, workflowSummary, type WireWorkflow, type WireWorkflowSource } from "../../domain/wire.ts";
import { actorOf } from "../auth/permissions.ts";

export type WorkflowParts = {
  workflows: {
    list(): Promise<WireWorkflow[]>;
    /** Null for an unknown name. */
    get(name: string): Promise<WireWorkflowSource | null>;
    /** Checks and publishes a new version; the name in the file has to be `name`. `by` as in the audit log. */
    save(name: string, source: string, by: string): Promise<{ problems: Problem[] } | { version: string }>;
    /** Null for an unknown name. */
    setMode(name: string, mode: Mode, by: string): Promise<WireWorkflow | null>;
  };
};

const byName = z.object({ name: z.string().min(1).max(200) });

export function workflowRoutes({ workflows }: WorkflowParts): FastifyPluginAsyncZod {
  return async (app) => {
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
        requireStorable("source", request.body.source);
        const saved = await workflows.save(name, request.body.source, by);
        if ("problems" in saved)
          throw new AppError("workflow_invalid", sentence(saved.problems), { details: { problems: saved.problems } });
        return found(await workflows.get(name), name);
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

/** The rule files of the desk: policies, business hours, teams. Read and written as they are, comments included. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { requireStorable } from "../../channels/inbound-text.ts";
import type { Db } from "../../db/pool.ts";
import { fileProblem, rules, wireProblem } from "../../domain/wire.ts";
import { checkRules, readRules, ruleFiles, saveRules, type RuleFile } from "../../library/rules.ts";
import { actorOf } from "../auth/permissions.ts";

const byName = z.object({ name: z.enum(ruleFiles) });

/** `examples`: what a file may look like, for a desk that has none. `reload`: the desk takes up what was saved. */
export function rulesRoutes({
  db,
  examples,
  reload,
}: {
  db: Db;
  examples: Record<RuleFile, string>;
  reload(): Promise<void>;
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/rules/:name",
      { schema: { summary: "A rule file: policies, hours or teams", tags: ["Settings"], params: byName, response: { 200: rules } } },
      async (request) => {
        await request.allow("settings.read");
        const { name } = request.params;
        return { name, source: await readRules(db, name), example: examples[name] };
      },
    );
    app.put(
      "/api/v1/rules/:name",
      {
        schema: {
          summary: "Save a rule file",
          description: "422 names every mistake with its line. Nothing is changed then. With `check` it is only looked at.",
          tags: ["Settings"],
          params: byName,
          body: z.strictObject({ source: z.string().max(200_000), check: z.boolean().default(false) }),
          response: { 200: z.object({ problems: z.array(fileProblem) }) },
        },
      },
      async (request) => {
        const by = actorOf(await request.allow("settings.write"));
        const { name } = request.params;
        const { source, check } = request.body;
        requireStorable("source", source);
        if (check) return { problems: checkRules(name, source).map(wireProblem) };
        await saveRules(db, name, source, by);
        await reload();
        return { problems: [] };
      },
    );
  };
}

/** What a new desk does first, ticked off by what there is, until an admin puts the list away. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Connections } from "../../connections/connections.ts";
import type { Db } from "../../db/pool.ts";
import { firstSteps, type WireFirstSteps } from "../../domain/wire.ts";

export type FirstStepParts = {
  db: Db;
  connections: Pick<Connections, "channels" | "stores">;
  /** In force, with the mode each works in; `isDemo`: it owes that to the demo. */
  workflows(): Promise<{ name: string; mode: string; isDemo: boolean }[]>;
};

const key = "first_steps";
/** Past tickets are conversations that people answered here, and those somebody brought along for a backtest. */
const looked = `select
  coalesce((select (value->>'is_dismissed')::bool from setting where key = $1), false) as "isDismissed",
  exists (select from audit_log where act = 'workflow.backtest') as "isBacktested",
  exists (select from audit_log where act = 'workflow.backtest' and (data->>'brought')::int > 0)
    or exists (select from message m join conversation v on v.id = m.conversation_id
      where m.direction = 'out' and m.author_kind = 'agent' and not v.is_demo) as "hasTickets",
  exists (select from message m join conversation v on v.id = m.conversation_id
    where m.direction = 'out' and m.author_kind = 'agent' and v.is_demo) as "hasDemoTickets"`;
type Looked = { isDismissed: boolean; isBacktested: boolean; hasTickets: boolean; hasDemoTickets: boolean };

export function firstStepRoutes(parts: FirstStepParts): FastifyPluginAsyncZod {
  const { db } = parts;
  return async (app) => {
    app.get(
      "/api/v1/first-steps",
      { schema: { summary: "What a new desk does first, and what of it is done", tags: ["Connections"], response: { 200: firstSteps } } },
      async (request) => {
        await request.allow("settings.read");
        return read(parts);
      },
    );
    app.put(
      "/api/v1/first-steps",
      {
        schema: {
          summary: "Put the list of first steps away, for the whole desk, or take it out again",
          tags: ["Connections"],
          body: z.strictObject({ is_dismissed: z.boolean() }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await request.allow("settings.write");
        await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
          key,
          JSON.stringify(request.body),
        ]);
        return reply.code(204).send(null);
      },
    );
  };
}

async function read({ db, connections, workflows }: FirstStepParts): Promise<WireFirstSteps> {
  const [{ rows }, modes] = await Promise.all([db.query<Looked>(looked, [key]), workflows()]);
  const { isDismissed, isBacktested, hasTickets, hasDemoTickets } = rows[0]!;
  // A mailbox is what can carry a letter to anybody; the desk's own API is none.
  const mailboxes = connections.channels().filter(({ definition }) => definition.carriesCodesTo === "email");
  const working = modes.filter(({ mode }) => mode === "draft" || mode === "auto");
  const step = (id: WireFirstSteps["steps"][number]["id"], isDone: boolean, isDemo: boolean) => ({
    id,
    is_done: isDone,
    is_demo: isDemo && !isDone,
  });
  const some = (id: "shop" | "mailbox" | "draft", list: readonly { isDemo: boolean }[]) =>
    step(
      id,
      list.some(({ isDemo }) => !isDemo),
      list.some(({ isDemo }) => isDemo),
    );
  return {
    is_dismissed: isDismissed,
    workflow: (working[0] ?? modes[0])?.name ?? null,
    steps: [
      some("shop", connections.stores()),
      some("mailbox", mailboxes),
      step("tickets", hasTickets, hasDemoTickets),
      step("backtest", isBacktested, false),
      some("draft", working),
    ],
  };
}

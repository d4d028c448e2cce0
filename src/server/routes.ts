/** Every route there is, in one list. */
import type { FastifyPluginAsync } from "fastify";
import type { Auth } from "./auth/auth.ts";
import { authPlugin } from "./auth/auth-plugin.ts";
import type { Keys } from "./auth/keys.ts";
import type { Server } from "./http.ts";
import type { Metrics } from "./metrics.ts";
import { isStream } from "./streams.ts";
import { conversationRoutes, type ConversationParts } from "./routes/conversations.ts";
import { healthRoutes, type HealthParts } from "./routes/health.ts";
import { hookRoutes, type HookParts } from "./routes/hooks.ts";
import { messageRoutes, type MessageParts } from "./routes/messages.ts";
import { pageRoutes, type PageParts } from "./routes/pages.ts";
import { peopleRoutes, type PeopleParts } from "./routes/people.ts";
import { upkeepRoutes, type UpkeepParts } from "./routes/upkeep.ts";
import { workflowRoutes, type WorkflowParts } from "./routes/workflows.ts";

export type RouteParts = Omit<
  MessageParts & ConversationParts & HookParts & PeopleParts & WorkflowParts & UpkeepParts & HealthParts & PageParts,
  "streams"
> & {
  auth: Auth;
  keys: Keys;
  publicUrl: string;
  /** Routes of features that bring their own, such as what people do with conversations. */
  more?: FastifyPluginAsync<never>[];
};

export async function registerRoutes({ app, streams }: Server, given: RouteParts): Promise<void> {
  const parts = { ...given, streams };
  await app.register(authPlugin, { auth: parts.auth, keys: parts.keys, baseUrl: parts.publicUrl });
  if (parts.metrics) measure(app, parts.metrics);
  const plugins: FastifyPluginAsync<never>[] = [
    messageRoutes(parts),
    conversationRoutes(parts),
    peopleRoutes(parts),
    workflowRoutes(parts),
    upkeepRoutes(parts),
    ...(parts.more ?? []),
    hookRoutes(parts),
    healthRoutes(parts),
    pageRoutes(parts),
  ];
  for (const plugin of plugins) await app.register(plugin as FastifyPluginAsync);
}

function measure(app: Server["app"], metrics: Metrics): void {
  app.addHook("onResponse", (request, reply, done) => {
    if (!isStream(reply)) metrics.request(request.method, request.routeOptions.url ?? "none", reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}

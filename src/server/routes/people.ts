/** Who works here: the person who is signed in, users, teams, API keys, audit log. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Db } from "../../db/pool.ts";
import { languageCode } from "../../domain/desk-rules.ts";
import { AppError } from "../../domain/errors.ts";
import { apiKey, auditEntry, me, team, user, type Me, type WireUser } from "../../domain/wire.ts";
import type { ApiKey, Keys } from "../auth/keys.ts";
import { actorOf, type Principal } from "../auth/permissions.ts";
import { changePassword, createUser, deactivate, listUsers, reactivate, setDuties, setRole, type User } from "../auth/users.ts";
import { listAudit, listTeams } from "../reads/lists.ts";

export type PeopleParts = {
  db: Db;
  keys: Keys;
  desk(): Promise<Me["desk"]>;
};

const name = z.string().max(200);
const password = z.string().max(1_000);
const byId = z.object({ id: z.string().max(100) });
const newUser = z.strictObject({ name, email: z.string().max(320), role: z.enum(["admin", "agent"]), password: password.optional() });
const words = (max: number) => z.array(z.string().trim().min(1).max(60)).max(max);
const userChange = z.strictObject({
  role: z.enum(["admin", "agent"]).optional(),
  is_active: z.boolean().optional(),
  teams: words(50).optional().meta({ description: "Names of teams; conversations of these are given to them." }),
  skills: words(50).optional(),
  languages: z.array(languageCode).max(50).optional(),
  capacity: z.int().min(0).max(1_000).optional().meta({ description: "Open conversations at once." }),
  is_away: z.boolean().optional(),
});
const newKey = z.strictObject({ name, scopes: z.array(z.string().max(100)).max(50) });
const auditQuery = z.object({ cursor: z.string().max(30).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

export function peopleRoutes({ db, keys, desk }: PeopleParts): FastifyPluginAsyncZod {
  const attempts = createAttempts();
  return async (app) => {
    app.get("/api/v1/me", { schema: { summary: "The person who is signed in", response: { 200: me } } }, async (request) => {
      const { id, name, email, role } = requirePerson(await request.principal());
      const { isAway, languages } = (await listUsers(db)).find((one) => one.id === id) ?? { isAway: false, languages: [] };
      return { user: { id, name, email, role, is_away: isAway, languages }, desk: await desk() };
    });
    app.post(
      "/api/v1/me/away",
      {
        schema: {
          summary: "Say that you are away, or back: nobody gives you conversations meanwhile",
          body: z.strictObject({ away: z.boolean() }),
        },
      },
      async (request, reply) => {
        const person = requirePerson(await request.principal());
        await setDuties(db, person.id, { isAway: request.body.away }, actorOf(person));
        return reply.code(204).send();
      },
    );
    app.post(
      "/api/v1/me/password",
      { schema: { summary: "Change your own password", body: z.strictObject({ current: password, next: password }) } },
      async (request, reply) => {
        const { id } = requirePerson(await request.principal());
        attempts.take(id);
        const session = (await request.identified)?.session;
        await changePassword(db, {
          id,
          currentPassword: request.body.current,
          newPassword: request.body.next,
          ...(session ? { keepSessionId: session.sessionId } : {}),
        });
        return reply.code(204).send();
      },
    );

    app.get("/api/v1/users", { schema: { summary: "Everybody who works here", response: { 200: list(user) } } }, async (request) => {
      await request.allow("user.read");
      return { items: (await listUsers(db)).map(toWireUser) };
    });
    app.post(
      "/api/v1/users",
      {
        schema: {
          summary: "Add a person",
          description: "Without a password one is made and told once.",
          body: newUser,
          response: { 201: z.object({ user, password: z.string().optional() }) },
        },
      },
      async (request, reply) => {
        const actor = actorOf(await request.allow("user.write"));
        const { password: chosen, ...rest } = request.body;
        const created = await createUser(db, chosen === undefined ? rest : { ...rest, password: chosen }, actor);
        return reply.code(201).send({ user: toWireUser(created.user), ...(chosen === undefined ? { password: created.password } : {}) });
      },
    );
    app.post(
      "/api/v1/users/:id",
      {
        schema: {
          summary: "Change somebody's role, what they are given, or let them in or out",
          params: byId,
          body: userChange,
          response: { 200: user },
        },
      },
      async (request) => {
        const actor = actorOf(await request.allow("user.write"));
        const { id } = request.params;
        const { role, is_active, is_away: isAway, ...rest } = request.body;
        if (Object.keys(request.body).length === 0) throw new AppError("invalid", "Send what is to be changed.");
        let changed: User | undefined;
        if (is_active === true) changed = await reactivate(db, id, actor);
        if (role !== undefined) changed = await setRole(db, id, role, actor);
        if (Object.keys(rest).length > 0 || isAway !== undefined)
          changed = await setDuties(db, id, { ...given(rest), ...(isAway === undefined ? {} : { isAway }) }, actor);
        if (is_active === false) changed = await deactivate(db, id, actor);
        return toWireUser(changed!);
      },
    );
    app.get("/api/v1/teams", { schema: { summary: "Teams that conversations go to", response: { 200: list(team) } } }, async (request) => {
      await request.allow("user.read");
      return { items: await listTeams(db) };
    });

    app.get("/api/v1/keys", { schema: { summary: "API keys", response: { 200: list(apiKey) } } }, async (request) => {
      await request.allow("key.write");
      return { items: (await keys.list()).map(toWireKey) };
    });
    app.post(
      "/api/v1/keys",
      {
        schema: {
          summary: "Make an API key",
          description: "`key` is told once.",
          body: newKey,
          response: { 201: apiKey.extend({ key: z.string() }) },
        },
      },
      async (request, reply) => {
        const createdBy = actorOf(await request.allow("key.write"));
        const { id, key } = await keys.create({ ...request.body, createdBy });
        const made = (await keys.list()).find((one) => one.id === id);
        if (!made) throw new AppError("conflict", "The key was revoked while it was being made.");
        return reply.code(201).send({ ...toWireKey(made), key });
      },
    );
    app.delete("/api/v1/keys/:id", { schema: { summary: "Revoke an API key", params: byId } }, async (request, reply) => {
      await keys.revoke(request.params.id, actorOf(await request.allow("key.write")));
      return reply.code(204).send();
    });

    app.get(
      "/api/v1/audit-log",
      {
        schema: {
          summary: "Who did what, newest first",
          querystring: auditQuery,
          response: { 200: z.object({ items: z.array(auditEntry), next_cursor: z.string().nullable() }) },
        },
      },
      async (request) => {
        await request.allow("audit.read");
        const { cursor, limit } = request.query;
        if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
          throw new AppError("bad_request", "The cursor is not one this list gave out. Begin without a cursor.");
        const items = await listAudit(db, { before: cursor === undefined ? null : Number(cursor), limit });
        return { items, next_cursor: items.length === limit ? String(items.at(-1)!.id) : null };
      },
    );
  };
}

function requirePerson(principal: Principal | null): Extract<Principal, { kind: "user" }> {
  if (!principal) throw new AppError("unauthenticated", "Sign in first.");
  if (principal.kind === "user") return principal;
  throw new AppError("forbidden", "This is about a person, and an API key is none. Sign in instead.");
}

const toWireUser = ({ isActive, isAway, createdAt: _at, ...user }: User): WireUser => ({ ...user, is_active: isActive, is_away: isAway });

/** Without what was not sent. */
function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

function toWireKey({ id, name, hint, scopes, createdAt, lastUsedAt }: ApiKey): z.infer<typeof apiKey> {
  return { id, name, hint, scopes, created_at: createdAt.toISOString(), last_used_at: lastUsedAt?.toISOString() ?? null };
}

/** Whoever finds a desk left open should not get to guess the password: ten attempts a minute. */
function createAttempts(max = 10, windowMs = 60_000): { take(id: string): void } {
  const windows = new Map<string, { until: number; count: number }>();
  return {
    take(id) {
      const now = Date.now();
      for (const [key, { until }] of windows) if (until <= now) windows.delete(key);
      const window = windows.get(id) ?? { until: now + windowMs, count: 0 };
      windows.set(id, window);
      if (++window.count > max)
        throw new AppError("rate_limited", "Too many attempts. Wait a minute.", { retryAfterMs: window.until - now });
    },
  };
}

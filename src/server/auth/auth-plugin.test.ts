import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import fastify, { type FastifyInstance, type InjectOptions } from "fastify";
import { getMigrations } from "better-auth/db/migration";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import { toAppError, errorCodes } from "../../domain/errors.ts";
import { silentLog } from "../../log/log.ts";
import { authPlugin } from "./auth-plugin.ts";
import { authSettings, createAuth } from "./auth.ts";
import { openKeys, type Keys } from "./keys.ts";
import { purgeSessions } from "./sessions.ts";
import { changePassword, createUser, deactivate, resetPassword, setRole, type User } from "./users.ts";

const baseUrl = "http://127.0.0.1:3000";
const log = silentLog();
const secretKey = randomBytes(32);

describe("signing in", () => {
  let db: TestDb;
  let app: FastifyInstance;
  let keys: Keys;
  let admin: { user: User; password: string };
  let visitors = 0;

  before(async () => {
    db = await createTestDb();
    keys = openKeys(db.pool, { log });
    admin = await createUser(db.pool, { name: "Ada", email: " Ada@Example.com ", role: "admin" });
    app = await buildApp(baseUrl);
  });
  after(async () => {
    await app.close();
    await keys.close();
    await db.close();
  });

  async function buildApp(url: string, pool = db.pool): Promise<FastifyInstance> {
    const built = fastify();
    built.setErrorHandler((error, _request, reply) => {
      const fault = toAppError(error);
      const { statusCode = errorCodes[fault.code].status } = error as { statusCode?: number };
      void reply.code(statusCode).send({ code: fault.code, detail: fault.message, retryAfterMs: fault.retryAfterMs });
    });
    await built.register(authPlugin, {
      auth: createAuth({ pool, secretKey, baseUrl: url, log }),
      keys,
      baseUrl: url,
    });
    built.get("/me", async (request) => ({ me: await request.principal() }));
    built.post("/audit", async (request) => ({ me: await request.allow("audit.read") }));
    return built;
  }

  const post = (url: string, payload: object, more: InjectOptions = {}) =>
    app.inject({
      method: "POST",
      url,
      payload,
      ...more,
      headers: { origin: baseUrl, host: "127.0.0.1:3000", ...more.headers },
    });
  // Each from an address of its own, so that the limit on attempts does not mix the tests.
  const signIn = (email: string, password: string, more: InjectOptions = {}) =>
    post("/api/auth/sign-in/email", { email, password }, { remoteAddress: `10.0.${++visitors >> 8}.${visitors & 255}`, ...more });
  const cookieOf = (response: { cookies: { name: string; value: string }[] }) =>
    response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ");
  const me = async (cookie: string) =>
    (await app.inject({ url: "/me", headers: { cookie } })).json<{
      me: { email: string; role: string } | null;
    }>().me;
  const newcomer = (name: string) => createUser(db.pool, { name, email: `${name.toLowerCase()}@example.com`, role: "agent" });

  test("the sign-in library finds its tables complete and would change nothing", async () => {
    const { toBeCreated, toBeAdded } = await getMigrations(authSettings({ pool: db.pool, secretKey, baseUrl, log }));
    assert.deepEqual({ toBeCreated, toBeAdded }, { toBeCreated: [], toBeAdded: [] });
  });

  test("the right password signs in, with a cookie scripts cannot read and other sites cannot use", async () => {
    const response = await signIn("ADA@example.com", admin.password);
    assert.equal(response.statusCode, 200, response.body);
    const cookie = response.cookies.find(({ name }) => name === "handrail.session_token");
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.path], [true, "Lax", "/"]);
    assert.deepEqual(await me(cookieOf(response)), {
      kind: "user",
      id: admin.user.id,
      name: "Ada",
      email: "ada@example.com",
      role: "admin",
    });
    const { rows } = await db.pool.query("select actor from audit_log where act = 'sign_in' and actor = $1", [`user:${admin.user.id}`]);
    assert.ok(rows.length > 0);
  });

  test("behind https the cookie is never sent in the clear", async () => {
    const secure = await buildApp("https://desk.example.com");
    const response = await secure.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      remoteAddress: "10.9.9.9",
      headers: { origin: "https://desk.example.com" },
      payload: { email: admin.user.email, password: admin.password },
    });
    await secure.close();
    const cookie = response.cookies.find(({ name }) => name === "__Secure-handrail.session_token");
    assert.equal(cookie?.secure, true, response.body);
  });

  test("a wrong password and an unknown address get the same answer", async () => {
    const wrong = await signIn(admin.user.email, "not the password");
    const unknown = await signIn("nobody@example.com", "not the password");
    assert.equal(wrong.statusCode, 401);
    assert.deepEqual(unknown.json(), wrong.json());
    assert.equal(wrong.json<{ code: string }>().code, "unauthenticated");
  });

  test("after ten attempts from one address it has to wait, whatever it sends as its address, and others do not", async () => {
    const attempt = (more: InjectOptions = {}) => signIn(admin.user.email, "guess", { remoteAddress: "10.200.0.1", ...more });
    for (let count = 0; count < 10; count++) assert.equal((await attempt()).statusCode, 401);
    const refused = await attempt({
      headers: { "x-forwarded-for": "1.2.3.4", "x-handrail-client-address": "1.2.3.4" },
    });
    assert.equal(refused.statusCode, 429);
    assert.ok(refused.json<{ retryAfterMs: number }>().retryAfterMs > 0);
    assert.equal((await signIn(admin.user.email, admin.password)).statusCode, 200);
  });

  test("nobody can make an account for himself, and the library's other routes do not exist", async () => {
    const before = await db.pool.query('select id from "user"');
    for (const path of [
      "sign-up/email",
      "update-user",
      "delete-user",
      "request-password-reset",
      "reset-password",
      "sign-in/social",
      "change-email",
    ]) {
      const response = await post(`/api/auth/${path}`, {
        name: "Eve",
        email: "eve@example.com",
        password: "a long password",
        role: "admin",
      });
      assert.equal(response.statusCode, 404, path);
    }
    const direct = await createAuth({ pool: db.pool, secretKey, baseUrl, log }).handle(
      new Request(`${baseUrl}/api/auth/sign-up/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: baseUrl },
        body: JSON.stringify({
          name: "Eve",
          email: "eve@example.com",
          password: "a long password",
        }),
      }),
    );
    assert.equal(direct.status, 400);
    assert.equal((await db.pool.query('select id from "user"')).rowCount, before.rowCount);
  });

  test("broken, empty and oversized bodies are refused, not answered with a fault", async () => {
    const send = (payload: string | Buffer, type = "application/json") =>
      app.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        payload,
        headers: { "content-type": type, origin: baseUrl },
        remoteAddress: `10.77.0.${++visitors & 255}`,
      });
    for (const payload of [
      "{",
      "",
      "null",
      "[]",
      '{"email":1,"password":[]}',
      '{"email":"a\\u0000@example.com","password":"x"}',
      Buffer.from([0xff, 0xfe, 0x00]),
    ]) {
      const { statusCode, body } = await send(payload);
      assert.ok(statusCode >= 400 && statusCode < 500, `${statusCode} ${body} for ${String(payload)}`);
    }
    assert.equal((await send(JSON.stringify({ email: "a@example.com", password: "x".repeat(20_000) }))).statusCode, 413);
    assert.equal((await send("<a/>", "text/xml")).statusCode, 415);
  });

  test("somebody who was deactivated is out at once and cannot come back until reactivated", async () => {
    const { user, password } = await newcomer("Ben");
    const cookie = cookieOf(await signIn(user.email, password));
    assert.equal((await me(cookie))?.email, user.email);
    await deactivate(db.pool, user.id);
    assert.equal(await me(cookie), null);
    const again = await signIn(user.email, password);
    assert.equal(again.statusCode, 403);
    assert.match(again.json<{ detail: string }>().detail, /not active/);
    assert.equal((await db.pool.query("select id from session where user_id = $1", [user.id])).rowCount, 0);
  });

  test("a session that slips in while its owner is deactivated is worth nothing", async () => {
    const { user, password } = await newcomer("Ron");
    const cookie = cookieOf(await signIn(user.email, password));
    await db.pool.query('update "user" set is_active = false where id = $1', [user.id]);
    assert.equal(await me(cookie), null);
  });

  test("a change of role counts from the next request on", async () => {
    const { user, password } = await newcomer("Cleo");
    const cookie = cookieOf(await signIn(user.email, password));
    const asked = await post("/audit", {}, { headers: { cookie } });
    assert.equal(asked.statusCode, 403);
    assert.match(asked.json<{ detail: string }>().detail, /role admin, and you are agent/);
    await setRole(db.pool, user.id, "admin");
    assert.equal((await post("/audit", {}, { headers: { cookie } })).statusCode, 200);
  });

  test("signing out ends the session, and a forged cookie is nobody", async () => {
    const cookie = cookieOf(await signIn(admin.user.email, admin.password));
    assert.equal(await me(`${cookie.slice(0, -4)}AAAA`), null);
    assert.equal((await post("/api/auth/sign-out", {}, { headers: { cookie } })).statusCode, 200);
    assert.equal(await me(cookie), null);
  });

  test("another site cannot change anything with the cookie, nor sign anybody in", async () => {
    const cookie = cookieOf(await signIn(admin.user.email, admin.password));
    const from = async (headers: Record<string, string>) =>
      (
        await app.inject({
          method: "POST",
          url: "/audit",
          payload: {},
          headers: { cookie, host: "127.0.0.1:3000", ...headers },
        })
      ).statusCode;
    assert.equal(await from({ origin: "https://evil.example" }), 403);
    assert.equal(await from({ origin: "null", "sec-fetch-site": "cross-site" }), 403);
    assert.equal(await from({ origin: "http://127.0.0.1:4000", "sec-fetch-site": "same-site" }), 403);
    assert.equal(await from({}), 403);
    assert.equal(await from({ "sec-fetch-site": "same-origin" }), 200);
    assert.equal(await from({ origin: "http://192.168.1.5:3000", host: "192.168.1.5:3000" }), 200);
    assert.equal(
      (
        await signIn(admin.user.email, admin.password, {
          headers: { origin: "https://evil.example" },
        })
      ).statusCode,
      403,
    );
    assert.equal((await post("/api/auth/sign-out", {}, { headers: { cookie, origin: "https://evil.example" } })).statusCode, 403);
    assert.notEqual(await me(cookie), null);
  });

  test("a new password puts every other browser out", async () => {
    const { user, password } = await newcomer("Dora");
    const here = cookieOf(await signIn(user.email, password));
    const there = cookieOf(await signIn(user.email, password));
    const short = await post(
      "/api/auth/change-password",
      { currentPassword: password, newPassword: "short" },
      { headers: { cookie: here } },
    );
    assert.equal(short.statusCode, 400);
    const changed = await post(
      "/api/auth/change-password",
      { currentPassword: password, newPassword: "correct horse battery" },
      { headers: { cookie: here } },
    );
    assert.equal(changed.statusCode, 200, changed.body);
    assert.equal(await me(there), null);
    assert.equal((await me(cookieOf(changed)))?.email, user.email);
    await assert.rejects(
      changePassword(db.pool, {
        id: user.id,
        currentPassword: password,
        newPassword: "another long one",
      }),
      { code: "forbidden" },
    );
    await changePassword(db.pool, {
      id: user.id,
      currentPassword: "correct horse battery",
      newPassword: "another long one",
    });
    const reset = await resetPassword(db.pool, user.id);
    assert.equal((await signIn(user.email, "another long one")).statusCode, 401);
    assert.equal((await signIn(user.email, reset.password)).statusCode, 200);
  });

  test("a session in use for more than a day is prolonged, in the database and in the browser", async () => {
    const cookie = cookieOf(await signIn(admin.user.email, admin.password));
    const { rows } = await db.pool.query<{ id: string }>("select id from session order by created_at desc limit 1");
    await db.pool.query("update session set expires_at = now() + interval '3 days' where id = $1", [rows[0]?.id]);
    const response = await app.inject({ url: "/me", headers: { cookie } });
    assert.ok(response.cookies.some(({ name }) => name === "handrail.session_token"));
    const { rows: later } = await db.pool.query<{ longer: boolean }>(
      "select expires_at > now() + interval '6 days' as longer from session where id = $1",
      [rows[0]?.id],
    );
    assert.equal(later[0]?.longer, true);
    await db.pool.query("update session set expires_at = now() - interval '1 second' where id = $1", [rows[0]?.id]);
    assert.equal(await me(cookie), null);
  });

  test("while the database is away signing in fails with a plain sentence, and works again afterwards", async () => {
    let isAway = true;
    const flaky = Object.create(db.pool) as typeof db.pool;
    flaky.connect = ((...args: []) =>
      isAway ? Promise.reject(new Error("connect ECONNREFUSED")) : db.pool.connect(...args)) as typeof db.pool.connect;
    const shaky = await buildApp(baseUrl, flaky);
    const attempt = () =>
      shaky.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        remoteAddress: `10.99.0.${++visitors & 255}`,
        headers: { origin: baseUrl },
        payload: { email: admin.user.email, password: admin.password },
      });
    const failed = await attempt();
    isAway = false;
    const worked = await attempt();
    await shaky.close();
    assert.equal(failed.statusCode, 503);
    assert.doesNotMatch(failed.body, /ECONNREFUSED/);
    assert.equal(worked.statusCode, 200, worked.body);
  });

  test("sessions that ended are cleared away, the others stay", async () => {
    const cookie = cookieOf(await signIn(admin.user.email, admin.password));
    await signIn(admin.user.email, admin.password);
    await db.pool.query("update session set expires_at = now() - interval '1 day' where id = (select max(id) from session)");
    assert.ok((await purgeSessions(db.pool)) >= 1);
    assert.notEqual(await me(cookie), null);
  });

  test("an API key counts instead of a cookie, and a wrong key is refused even beside a good cookie", async () => {
    const { key } = await keys.create({
      name: "reports",
      scopes: ["reports:read"],
      createdBy: "system",
    });
    const cookie = cookieOf(await signIn(admin.user.email, admin.password));
    const ask = (authorization: string, headers = {}) =>
      app.inject({
        method: "POST",
        url: "/audit",
        payload: {},
        headers: { authorization, ...headers },
      });
    const lacking = await ask(`Bearer ${key}`);
    assert.equal(lacking.statusCode, 403);
    assert.match(lacking.json<{ detail: string }>().detail, /lacks the scope "audit:read"/);
    for (const wrong of [`Bearer ${key.slice(0, -1)}`, "Bearer ", "Basic YTpi", `Bearer ${"x".repeat(9_000)}`]) {
      assert.equal((await ask(wrong, { cookie, origin: baseUrl })).statusCode, 401, wrong.slice(0, 40));
    }
    assert.equal((await post("/audit", {})).statusCode, 401);
  });
});

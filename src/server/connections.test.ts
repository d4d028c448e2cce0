import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { carriers } from "../carriers/all.ts";
import { channels } from "../channels/all.ts";
import { failuresToRest } from "../connections/breaker.ts";
import { openConnections, saveConnection, type Connections } from "../connections/connections.ts";
import { guideHtml } from "../connections/describe.ts";
import { AppError } from "../domain/errors.ts";
import type { WireConnection, WireConnector, WireFirstSteps } from "../domain/wire.ts";
import { silentLog } from "../log/log.ts";
import { waitFor } from "../mailbox/fixture-desk.ts";
import { fixtureShop } from "../mirror/fixture-shop.ts";
import { createMirror } from "../mirror/mirror.ts";
import { models } from "../models/all.ts";
import { stores } from "../stores/all.ts";
import type { StoreDefinition } from "../stores/store.ts";
import { createUser } from "./auth/users.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { createMetrics } from "./metrics.ts";
import { connectionStates } from "./reads/connections.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { firstStepRoutes } from "./routes/first-steps.ts";

const now = () => new Date();
const shop = fixtureShop({ now });
/** The shop of the mirror's tests as something that can be connected. */
const copied: StoreDefinition = { id: "copied", title: "Copied shop", settings: z.object({}), open: () => shop.store };
const definitions = { channels: [...channels], stores: [...stores, copied], carriers: [...carriers], models: [...models] };
const secretKey = randomBytes(32);
const publicUrl = "http://127.0.0.1:3000";
const base = "/api/v1/connections";
const modes = [{ name: "returns", mode: "off", isDemo: false }];
let server: TestServer, connections: Connections;

before(async () => {
  server = await startTestServer(async (db) => {
    const log = silentLog();
    connections = await openConnections({ db, definitions, secretKey, publicUrl, log });
    const hookUrl = (id: string) => `${publicUrl}/hooks/${id}`;
    const mirror = createMirror({ db, log, now, stores: connections.stores, hookUrl });
    const reload = async () => void (await connections.reload());
    const sync = (id: string) => mirror.syncOne(id, 60_000);
    return {
      metrics: createMetrics(db, { log, openStreams: () => 0, connections: () => connectionStates(connections, now()) }),
      degraded: () => connectionStates(connections, now()).flatMap(({ id, isUp }) => (isUp ? [] : [id])),
      more: [
        connectionRoutes({ db, log, secretKey, definitions, connections, publicUrl, fixed: ["api"], hookUrl, reload, sync, now }),
        firstStepRoutes({ db, connections, workflows: async () => modes }),
      ] as never,
    };
  });
});
after(async () => {
  await connections.health.close();
  await server.close();
});
beforeEach(async () => {
  await server.db.query("delete from connection where id not in ('api', 'chat')");
  await connections.reload();
});

const call = (method: string, path: string, body?: unknown) => server.call(method, path, body);
async function done<T = any>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await call(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}
const shown = async (id: string): Promise<WireConnection> =>
  (await done<{ items: WireConnection[] }>("GET", base)).items.find((one) => one.id === id)!;
const mailServer = { host: "127.0.0.1", port: 9, security: "none", user: "u", password: "imap-secret" };
const mailbox = { address: "help@example.com", name: "Help", imap: mailServer, smtp: { ...mailServer, password: "smtp-secret" } };

describe("what can be connected", () => {
  test("every connector has a form drawn from its settings and a guide", async () => {
    const { items } = await done<{ items: WireConnector[] }>("GET", "/api/v1/connectors");
    const own = items.filter(({ id }) => id !== copied.id);
    assert.equal(own.length, channels.length + stores.length + carriers.length + models.length);
    for (const { id, guide } of own) assert.ok(guide.en?.startsWith("<h3>"), id);
    const email = own.find(({ id }) => id === "email")!;
    assert.deepEqual(
      email.groups.map(({ path }) => path),
      ["", "imap", "smtp"],
    );
    const password = email.groups[1]!.fields.find(({ path }) => path === "imap.password")!;
    assert.deepEqual([password.type, password.is_required, email.groups[0]!.fields[2]!.default], ["secret", true, "INBOX"]);
  });

  test("a guide can hold no script, no picture and no link to anything but the web", () => {
    const html = guideHtml(
      "# A\n\n<script>x</script> <img src=x onerror=y> ![p](http://x/y.png) [a](javascript:alert(1)) [b](https://x.example)",
    );
    assert.doesNotMatch(html, /<script|<img|href="javascript/);
    assert.match(html, /<a href="https:\/\/x\.example" target="_blank" rel="noopener noreferrer">/);
  });
});

describe("connections are made and unmade by admins", () => {
  test("only admins and keys with the scope for settings see or change them", async () => {
    const { password } = await createUser(server.db, { name: "Mira", email: "mira@example.com", role: "agent" });
    const cookie = await server.signIn("mira@example.com", password);
    const asked: [string, string, object?][] = [
      ["GET", base],
      ["GET", "/api/v1/connectors"],
      ["GET", "/api/v1/first-steps"],
      ["PUT", "/api/v1/first-steps", { is_dismissed: true }],
      ["POST", base, { kind: "channel", connector: "memory", title: "x", settings: {} }],
      ["POST", `${base}/test`, { kind: "channel", connector: "memory", settings: {} }],
      ["PUT", `${base}/x`, { title: "x", settings: {} }],
      ["DELETE", `${base}/x`],
      ...["enable", "disable", "test", "sync"].map((verb): [string, string] => ["POST", `${base}/x/${verb}`]),
    ];
    for (const [method, path, body] of asked)
      assert.equal((await server.call(method, path, body, { cookie, origin: publicUrl })).status, 403, `${method} ${path}`);
  });

  test("a setting that is wrong is named by its place, before and when it is saved", async () => {
    const { address, ...rest } = mailbox;
    const settings = { ...rest, imap: { ...mailServer, port: 0 } };
    for (const [path, more] of [
      [`${base}/test`, {}],
      [base, { title: "Mail" }],
    ] as const) {
      const { status, body } = await call("POST", path, { kind: "channel", connector: "email", settings, ...more });
      assert.equal(status, 422);
      assert.deepEqual(body["problems"].map((one: { path: string }) => one.path).sort(), ["address", "imap.port"]);
      assert.equal(body["problems"].find((one: { path: string }) => one.path === "address").message, "is missing");
    }
    assert.ok(address);
  });

  test("settings are tried out before anything is stored, and what is wrong is said with what mends it", async () => {
    const trial = { kind: "store", connector: "demo", settings: { faults: { failReads: "vendor_timeout" } } };
    const { fault } = await done("POST", `${base}/test`, trial);
    assert.match(fault.say, /Take "failReads" out/);
    assert.deepEqual(await done("POST", `${base}/test`, { ...trial, settings: {} }), { fault: null, can_check: true });
    const dead = await done("POST", `${base}/test`, { kind: "channel", connector: "email", settings: mailbox });
    assert.ok(dead.fault.say.length > 20, dead.fault.say);
    assert.ok(!JSON.stringify(dead).includes("imap-secret"));
    assert.equal((await done("GET", base)).items.length, 2);
  });

  test("a mailbox's passwords are kept when they are not typed again, but not for another server", async () => {
    const { id } = await done("POST", base, { kind: "channel", connector: "email", title: "Mail", settings: mailbox });
    const before = await shown(id);
    assert.deepEqual(before.kept, ["imap.password", "smtp.password"]);
    assert.ok(!JSON.stringify(before).includes("-secret"));
    const { password: _, ...open } = mailServer;
    const settings = { ...mailbox, name: "Support", imap: open, smtp: open };
    await done("PUT", `${base}/${id}`, { title: "Mail", settings });
    assert.deepEqual([(await shown(id)).settings["name"], (await shown(id)).kept.length], ["Support", 2]);
    const moved = { ...settings, imap: { ...open, host: "localhost" } };
    for (const [method, path, body] of [
      ["PUT", `${base}/${id}`, { title: "Mail", settings: moved }],
      ["POST", `${base}/test`, { kind: "channel", connector: "email", settings: moved, id }],
    ] as const)
      assert.match((await call(method, path, body)).text, /imap\.password/);
  });

  test("what is switched off keeps its settings and secrets, can be tested, and comes back; all of it is in the audit log", async () => {
    const settings = { token: "a-long-token" };
    const { id } = await done("POST", base, { kind: "channel", connector: "memory", title: "Test mail", settings });
    assert.equal((await shown(id)).hook_url, `${publicUrl}/hooks/${id}`);
    await done("POST", `${base}/${id}/disable`);
    assert.deepEqual([(await shown(id)).state, (await shown(id)).kept, connections.channel(id)], ["off", ["token"], null]);
    await done("PUT", `${base}/${id}`, { title: "Renamed", settings: {} });
    assert.deepEqual([(await shown(id)).state, (await shown(id)).title], ["off", "Renamed"]);
    assert.deepEqual(await done("POST", `${base}/${id}/test`), { fault: null, can_check: true });
    await done("POST", `${base}/${id}/enable`);
    assert.ok(connections.channel(id));
    await waitFor(async () => (await shown(id)).state === "works", "it is asked by itself how it does");
    await done("DELETE", `${base}/${id}`);
    assert.equal(await shown(id), undefined);
    const { rows } = await server.db.query("select act, data::text as data from audit_log where target = $1 order by id", [
      `connection:${id}`,
    ]);
    assert.deepEqual(
      rows.map(({ act }) => act.split(".")[1]),
      ["save", "disable", "save", "enable", "remove"],
    );
    assert.ok(rows.every(({ data }) => !data.includes("a-long-token")));
  });

  test("the desk's own API stays, and so does what belongs to the demo", async () => {
    for (const [method, path] of [
      ["DELETE", `${base}/api`],
      ["POST", `${base}/api/disable`],
    ] as const)
      assert.match((await call(method, path)).text, /the desk's own API/);
    const demo = { id: "demo-shop", kind: "store", connector: "demo", title: "Nordlicht", settings: {}, isDemo: true } as const;
    await saveConnection(server.db, { definitions, secretKey }, demo);
    assert.match((await call("DELETE", `${base}/demo-shop`)).text, /clear the demo data/);
    assert.match((await call("DELETE", `${base}/nobody`)).text, /There is no connection/);
  });

  test("settings that cannot be opened any more are said to be so, also while it is switched off", async () => {
    const { id } = await done("POST", base, { kind: "channel", connector: "email", title: "Mail", settings: mailbox });
    await server.db.query("update connection set secrets = $2 where id = $1", [id, Buffer.from("another key's")]);
    await connections.reload();
    const broken = await shown(id);
    assert.deepEqual([broken.state, broken.kept], ["closed", []]);
    for (const verb of ["", "disable"]) {
      if (verb) await done("POST", `${base}/${id}/${verb}`);
      assert.match((await done("POST", `${base}/${id}/test`)).fault.mend, /Enter them again/);
    }
    await done("PUT", `${base}/${id}`, { title: "Mail", settings: mailbox });
    await done("POST", `${base}/${id}/enable`);
    await waitFor(async () => (await shown(id)).state === "failing", "it opens again, and its server is not there");
    assert.ok((await shown(id)).fault!.say.length > 20);
  });
});

describe("how connections do is seen", () => {
  test("a shop that rests is told with since when and why; the desk is ready all the same, and says so to its watchers", async () => {
    const { id } = await done("POST", base, { kind: "store", connector: "copied", title: "Copied", settings: {} });
    shop.fault = new AppError("vendor_timeout", "The shop did not answer within 15000 ms.");
    const { store } = connections.stores()[0]!;
    for (let time = 0; time < failuresToRest; time++) await assert.rejects(store.findOrders({ number: "1" }));
    const { state, fault, failing_since, rest_until } = await shown(id);
    assert.deepEqual([state, fault?.code, fault?.say], ["resting", "vendor_timeout", shop.fault.message]);
    assert.ok(failing_since && rest_until && rest_until > failing_since && fault?.mend);
    const ready = await call("GET", "/readyz");
    assert.deepEqual([ready.status, ready.body], [200, { status: "degraded", connections: [id] }]);
    const { text } = await call("GET", "/metrics");
    assert.match(text, new RegExp(`handrail_connection_up\\{connection="${id}",kind="store"\\} 0`));
    assert.match(text, new RegExp(`handrail_connection_calls\\{connection="${id}",kind="store",outcome="fault"\\} ${failuresToRest}`));
    shop.fault = null;
    await done("POST", `${base}/${id}/disable`);
    await done("POST", `${base}/${id}/enable`);
    assert.deepEqual((await call("GET", "/readyz")).body, { status: "ready" });
  });

  test("a shop's orders are read on demand, and how far it is can be watched; what lists no orders says so", async () => {
    for (let order = 0; order < 12; order++) shop.change(`o-${order}`);
    const { id } = await done("POST", base, { kind: "store", connector: "copied", title: "Copied", settings: {} });
    assert.deepEqual((await shown(id)).sync?.imported, 0);
    await done("POST", `${base}/${id}/sync`);
    await waitFor(async () => (await shown(id)).sync?.whole_at != null, "the copy is whole");
    const { sync } = await shown(id);
    assert.deepEqual([sync?.imported, sync?.fault], [12, null]);
    assert.match((await call("POST", `${base}/api/sync`)).text, /keeps no copy of orders/);
  });
});

describe("first steps", () => {
  const steps = async () => {
    const { steps: list } = await done<WireFirstSteps>("GET", "/api/v1/first-steps");
    return Object.fromEntries(list.map(({ id, is_done, is_demo }) => [id, is_done ? "done" : is_demo ? "demo" : "open"]));
  };

  test("each ticks itself off by what there is, says what is only the demo's, and the list can be put away for the desk", async () => {
    await server.db.query("delete from audit_log where act = 'workflow.backtest'");
    assert.deepEqual(await steps(), { shop: "open", mailbox: "open", tickets: "open", backtest: "open", draft: "open" });
    const demo = { id: "demo-shop", kind: "store", connector: "demo", title: "Nordlicht", settings: {}, isDemo: true } as const;
    await saveConnection(server.db, { definitions, secretKey }, demo);
    modes.push({ name: "order-status", mode: "auto", isDemo: true });
    await connections.reload();
    assert.deepEqual([(await steps())["shop"], (await steps())["draft"]], ["demo", "demo"]);
    await done("POST", base, { kind: "store", connector: "demo", title: "Mine", settings: {} });
    await done("POST", base, { kind: "channel", connector: "email", title: "Mail", settings: mailbox });
    await server.db.query("insert into audit_log (actor, act, data) values ('system', 'workflow.backtest', '{\"brought\": 40}')");
    modes.push({ name: "thanks", mode: "draft", isDemo: false });
    assert.deepEqual(await steps(), { shop: "done", mailbox: "done", tickets: "done", backtest: "done", draft: "done" });
    assert.equal((await done<WireFirstSteps>("GET", "/api/v1/first-steps")).workflow, "order-status");
    await done("PUT", "/api/v1/first-steps", { is_dismissed: true });
    assert.equal((await done<WireFirstSteps>("GET", "/api/v1/first-steps")).is_dismissed, true);
  });
});

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { saveConnection } from "../connections/connections.ts";
import { open } from "../db/secrets.ts";
import { AppError } from "../domain/errors.ts";
import type { StoreDefinition } from "../stores/store.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { createUser } from "./auth/users.ts";
import { connectRoutes } from "./routes/connect.ts";

const settings = z.object({ address: z.string(), token: z.string().min(3).optional().meta({ secret: true }) });
/** A shop whose owner says yes by the word "yes". */
const consenting: StoreDefinition<typeof settings> = {
  id: "consenting",
  title: "Consenting shop",
  settings,
  open: () => ({ findOrders: async () => [], findCustomer: async () => null, findProducts: async () => [], actions: {} }),
  install: {
    begin: ({ address }, redirectUri, state) => `https://${address}/yes?${new URLSearchParams({ back: redirectUri, state }).toString()}`,
    async finish({ settings: before, query }) {
      if (query["word"] !== "yes") throw new AppError("bad_signature", "The owner did not say yes.");
      return { ...before, token: `token-${query["state"]}` };
    },
  },
};
const unasked: StoreDefinition<typeof settings> = { ...consenting, id: "unasked", install: undefined as never };

describe("connecting a shop by its owner's consent", () => {
  const secretKey = randomBytes(32);
  const definitions = { channels: [], carriers: [], stores: [consenting, unasked] as unknown as StoreDefinition[] };
  let clock = Date.parse("2026-03-01T12:00:00Z");
  let reloads = 0;
  let desk: TestServer;
  let cookie: string;
  before(async () => {
    const routes = connectRoutes({
      // The server's own, which is there before anybody asks.
      get db() {
        return desk.db;
      },
      definitions,
      secretKey,
      publicUrl: "https://desk.example",
      now: () => new Date(clock),
      reload: async () => void reloads++,
    });
    desk = await startTestServer({ more: [routes] });
    cookie = await desk.signIn(desk.admin.email, desk.admin.password);
  });
  after(() => desk.close());
  beforeEach(async () => {
    for (const connector of ["consenting", "unasked"])
      await saveConnection(
        desk.db,
        { definitions, secretKey },
        { id: connector, kind: "store", connector, title: "Our shop", settings: { address: "shop.example" } },
      );
  });

  const get = (path: string, headers: Record<string, string> = { cookie }) => desk.call("GET", path, undefined, headers);
  async function begin(): Promise<URL> {
    const { status, headers } = await get("/connect/consenting");
    assert.equal(status, 303);
    return new URL(headers.get("location")!);
  }
  const finish = (state: string, word = "yes", headers?: Record<string, string>) =>
    get(`/connect/consenting/callback?${new URLSearchParams({ state, word }).toString()}`, headers);
  const token = async (): Promise<unknown> => {
    const { secrets } = (await desk.db.query("select secrets from connection where id = 'consenting'")).rows[0];
    return secrets ? open<{ token: string }>(secretKey, "consenting", secrets).token : null;
  };

  test("an admin is sent to the shop's vendor and comes back with access, which is kept encrypted", async () => {
    const url = await begin();
    assert.deepEqual(
      [url.origin, url.searchParams.get("back")],
      ["https://shop.example", "https://desk.example/connect/consenting/callback"],
    );
    const state = url.searchParams.get("state")!;
    assert.ok(state.length >= 40);
    const { status, text } = await finish(state);
    assert.deepEqual([status, text, reloads], [200, "Our shop is connected. You can close this page.", 1]);
    assert.equal(await token(), `token-${state}`);
    const audited = (await desk.db.query("select actor from audit_log where act = 'connection.save' order by id desc limit 1")).rows[0];
    assert.equal(audited.actor, `user:${desk.admin.id}`);
  });

  test("an answer is good once, also when it comes twice at the same moment", async () => {
    const state = (await begin()).searchParams.get("state")!;
    const statuses = (await Promise.all([finish(state), finish(state)])).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [200, 401]);
    assert.equal((await finish(state)).status, 401);
  });

  test("an answer to nothing, to an older beginning, of yesterday, of another person or without the owner's word changes nothing", async () => {
    const older = (await begin()).searchParams.get("state")!;
    const state = (await begin()).searchParams.get("state")!;
    for (const one of ["", "made-up", older]) assert.equal((await finish(one)).status, 401, one);
    const other = await createUser(desk.db, { name: "Bo", email: "bo@example.com", role: "admin" });
    const cookieOfOther = await desk.signIn("bo@example.com", other.password);
    assert.equal((await finish(state, "yes", { cookie: cookieOfOther })).status, 401);
    clock += 16 * 60_000;
    assert.equal((await finish(state)).status, 401);
    assert.equal((await finish((await begin()).searchParams.get("state")!, "no")).body["code"], "bad_signature");
    assert.equal(await token(), null);
  });

  test("only admins do this, and only for shops that are connected this way", async () => {
    const agent = await createUser(desk.db, { name: "Cy", email: "cy@example.com", role: "agent" });
    assert.equal((await get("/connect/consenting", { cookie: await desk.signIn("cy@example.com", agent.password) })).status, 403);
    assert.equal((await get("/connect/consenting", {})).status, 401);
    assert.equal((await get("/connect/consenting/callback?state=x", {})).status, 401);
    for (const path of ["/connect/unasked", "/connect/nothing"]) assert.equal((await get(path)).status, 404, path);
    assert.equal((await get("/connect/consenting/callback?state=x&state=y")).status, 400);
  });
});

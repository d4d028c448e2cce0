/** A whole server for tests: real database, real HTTP on a free port, the memory and chat channels, no workers. */
import { randomBytes } from "node:crypto";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chatChannel, chatSettings } from "../channels/chat/channel.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { Channel } from "../channels/channel.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { InboundMessage } from "../domain/message.ts";
import { silentLog } from "../log/log.ts";
import { createIntake, type IntakeMessages } from "../mailbox/intake.ts";
import { createDeliveries } from "../mailbox/deliveries.ts";
import { createAuth } from "./auth/auth.ts";
import { openKeys, type Keys } from "./auth/keys.ts";
import { createUser } from "./auth/users.ts";
import { createServer, type Server, type ServerOptions } from "./http.ts";
import { createLive, type Live } from "./live.ts";
import { createMetrics } from "./metrics.ts";
import { registerRoutes, type RouteParts } from "./routes.ts";
import { createThreads } from "./threads.ts";

export type TestServer = {
  db: TestDb["pool"];
  url: string;
  server: Server;
  live: Live;
  keys: Keys;
  /** A key with every scope. */
  key: string;
  admin: { id: string; email: string; password: string };
  /** Signs in and gives the cookie. */
  signIn(email: string, password: string): Promise<string>;
  /** JSON in and out, with the key unless other headers say who asks. */
  call<T = Record<string, any>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: T; text: string }>;
  close(): Promise<void>;
};

export const chatSecret = "s".repeat(40);

/** `change`: parts in the place of the usual ones; as a function where they need the server's own database. */
export async function startTestServer(
  change: Partial<RouteParts> | ((db: TestDb["pool"]) => Promise<Partial<RouteParts>>) = {},
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const log = silentLog();
  const db = await createTestDb();
  const { pool } = db;
  const folder = await mkdtemp(join(tmpdir(), "handrail-pages-"));
  await writePages(folder);
  const publicUrl = "http://127.0.0.1:3000";
  const server = await createServer({ publicUrl, log, version: "1.0.0", ...options });
  const live = createLive(pool, { log, pollMs: 20, pauseMs: 2 });
  const threads = createThreads(pool, { live, log });
  const keys = openKeys(pool, { log });
  const intake: IntakeMessages = createIntake(pool, () => live.wake());
  const intakeFor = (connectionId: string, messages: InboundMessage[]) =>
    intake(messages.map((message) => ({ connectionId, isDemo: false, message })));
  const metrics = createMetrics(pool, { log, openStreams: server.streams.size });
  await pool.query(
    "insert into connection (id, kind, connector, title) values ('api', 'channel', 'api', 'API'), ('chat', 'channel', 'chat', 'Shop chat')",
  );
  const chat = openChat(publicUrl);
  await registerRoutes(server, {
    db: pool,
    log,
    live,
    threads,
    keys,
    metrics,
    publicUrl,
    intake,
    intakeFor,
    apiConnectionId: "api",
    auth: createAuth({ pool, secretKey: randomBytes(32), baseUrl: publicUrl, log, signInLimit: { max: 1_000, window: 60 } }),
    channel: (id) => (id === "chat" ? { channel: chat } : null),
    deliveries: createDeliveries(
      pool,
      () => ({ team: "support", due_at: new Date().toISOString() }),
      () => new Date(),
    ),
    desk: async () => ({ has_demo_data: false, demo_shop: false, public_url: publicUrl, version: "1.0.0", models: [] }),
    workflows: {
      list: async () => [],
      get: async () => null,
      save: async () => ({ problems: [] }),
      publish: async () => undefined,
      remove: async () => undefined,
      source: async () => null,
      backtest: () => Promise.reject(new Error("not here")),
      try: () => Promise.reject(new Error("not here")),
      vocabulary: async () => ({ steps: [], templates: [], teams: [], workflows: [], categories: [] }),
      setMode: async () => null,
      check: () => [],
      limits: () => [],
      setLimit: async () => undefined,
    },
    reparse: async () => null,
    clearDemo: async () => undefined,
    webDir: join(folder, "web"),
    widgetDir: join(folder, "widget"),
    ...(typeof change === "function" ? await change(pool) : change),
  });
  const admin = await createUser(pool, { name: "Ada", email: "ada@example.com", role: "admin" });
  const { key } = await keys.create({ name: "everything", scopes: ["all"], createdBy: "system" });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });

  const call: TestServer["call"] = async (method, path, body, headers = { authorization: `Bearer ${key}` }) => {
    const response = await fetch(url + path, {
      method,
      redirect: "manual",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : null,
    };
  };
  return {
    db: pool,
    url,
    server,
    live,
    keys,
    key,
    call,
    admin: { id: admin.user.id, email: admin.user.email, password: admin.password },
    async signIn(email, password) {
      const response = await fetch(`${url}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: publicUrl },
        body: JSON.stringify({ email, password }),
      });
      return response.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; ");
    },
    async close() {
      await server.close(1_000);
      threads.stop();
      await live.stop();
      await keys.close();
      metrics.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openChat(publicUrl: string): Channel {
  const settings = chatSettings.parse({
    secret: chatSecret,
    allowed_origins: ["https://shop.example"],
    messages_per_minute: 10_000,
    requests_per_minute: 100_000,
  });
  return chatChannel.open({ connectionId: "chat", settings, state: memoryState(), log: silentLog(), now: () => new Date(), publicUrl });
}

async function writePages(folder: string): Promise<void> {
  await mkdir(join(folder, "web", "assets"), { recursive: true });
  await mkdir(join(folder, "widget"));
  await writeFile(
    join(folder, "web", "index.html"),
    `<!doctype html><title>Desk</title>${"<!-- long enough to be worth packing -->".repeat(40)}`,
  );
  await writeFile(join(folder, "web", "assets", "index-abc.js"), "console.log(1)");
  await writeFile(join(folder, "widget", "widget.js"), "console.log('widget')");
}

/** Reads a stream of events; `next` gives them one by one, heartbeats left out. */
export async function readEvents(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; next(): Promise<{ id: string | null; event: string; data: any } | null>; close(): void }> {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    status: response.status,
    close: () => stop.abort(),
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const field = (name: string): string | null => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
          if (field("event") !== null) return { id: field("id"), event: field("event")!, data: JSON.parse(field("data") ?? "null") };
          continue;
        }
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
  };
}

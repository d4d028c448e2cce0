import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { problem } from "../domain/wire.ts";
import { silentLog } from "../log/log.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { createServer } from "./http.ts";

let desk: TestServer;
before(async () => {
  desk = await startTestServer({}, { bodyLimit: 100_000 });
});
after(async () => {
  await desk.close();
});

const message = (more: object = {}) => ({
  external_id: "m-1",
  from: { email: "ana@example.com", verified: true },
  text: "Where is it?",
  ...more,
});
const post = (body: unknown, headers?: Record<string, string>) =>
  desk.call("POST", "/api/v1/messages", body, { authorization: `Bearer ${desk.key}`, "content-type": "application/json", ...headers });

async function stored(): Promise<number> {
  return (await desk.db.query("select count(*) as n from message")).rows[0].n;
}

describe("what is wrong with a request is said, and nothing is stored", () => {
  const cases: [string, unknown, number, string, Record<string, string>?][] = [
    ["broken JSON", '{"text": ', 400, "bad_request"],
    ["an empty body", "", 400, "bad_request"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, "bad_text"],
    ["a NUL character", message({ text: "a\0b" }), 400, "bad_text"],
    ["half of a surrogate pair", '{"external_id":"x","from":{},"text":"\\ud800"}', 400, "bad_text"],
    ["a body over the limit", message({ text: "x".repeat(100_000) }), 413, "too_large"],
    ["another content type", "<xml/>", 415, "unsupported_type", { "content-type": "text/xml" }],
    ["a missing field", { from: {}, text: "hello" }, 422, "invalid"],
    ["a field that does not exist", message({ conversaton: "c-1" }), 422, "invalid"],
    ["a field that does not exist, further down", message({ from: { email: "ana@example.com", verifed: true } }), 422, "invalid"],
    ["a list instead of an object", [], 422, "invalid"],
    ["a key of the prototype", '{"__proto__": {"text": "x"}}', 400, "bad_request"],
  ];
  for (const [what, body, status, code, headers] of cases) {
    test(`${what} is ${status} ${code}`, async () => {
      const answer = await post(body, headers);
      assert.deepEqual([answer.status, answer.body["code"]], [status, code], answer.text);
      assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
      problem.parse(answer.body);
      assert.equal(answer.body["request_id"], answer.headers.get("x-request-id"));
      assert.equal(await stored(), 0);
    });
  }

  test("the fields are named", async () => {
    const { body } = await post({ external_id: "", from: { email: "ana" }, text: "x" });
    assert.deepEqual(body["problems"].map((one: { path: string }) => one.path).sort(), ["external_id", "from.email"]);
  });

  test("an address that does not exist, and one that is not valid", async () => {
    const missing = await desk.call("GET", "/api/v1/nothing");
    assert.deepEqual([missing.status, missing.body["code"]], [404, "not_found"]);
    const broken = await desk.call("GET", "/api/%zz");
    assert.deepEqual([broken.status, broken.body["code"]], [400, "bad_request"]);
  });

  test("what is not HTTP at all", async () => {
    const { port } = new URL(desk.url);
    const socket = createConnection(Number(port), "127.0.0.1");
    socket.end("NONSENSE\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 400 Bad Request\r\n[^]*"code":"bad_request"/);
  });
});

describe("who may do what", () => {
  test("nobody, and a key that is not valid, are asked to sign in", async () => {
    for (const headers of [{}, { authorization: "Bearer hr_wrong" }, { authorization: "Basic YTpi" }]) {
      const answer = await desk.call("POST", "/api/v1/messages", message(), headers as Record<string, string>);
      assert.deepEqual([answer.status, answer.body["code"]], [401, "unauthenticated"]);
    }
    assert.equal(await stored(), 0);
  });

  test("a key without the scope is refused, and the scope is named", async () => {
    const { key } = await desk.keys.create({ name: "reader", scopes: ["conversations:read"], createdBy: "system" });
    const answer = await desk.call("POST", "/api/v1/messages", message(), { authorization: `Bearer ${key}` });
    assert.equal(answer.status, 403);
    assert.match(answer.body["detail"], /messages:write/);
    assert.equal((await desk.call("GET", "/api/v1/conversations", undefined, { authorization: `Bearer ${key}` })).status, 200);
  });
});

describe("our own faults", () => {
  test("say nothing of what happened inside, and can be found in the log", async () => {
    const lines: object[] = [];
    const log = { ...silentLog(), error: (data: object) => void lines.push(data), warn() {}, info() {}, debug() {} };
    const server = await createServer({ publicUrl: "http://127.0.0.1:1", log });
    server.app.get("/fault", async () => {
      throw new Error("password of the database is hunter2");
    });
    try {
      const answer = await server.app.inject({ url: "/fault" });
      assert.equal(answer.statusCode, 500);
      assert.ok(!answer.body.includes("hunter2"));
      assert.equal((lines[0] as { request: string }).request, answer.json<{ request_id: string }>().request_id);
    } finally {
      await server.close();
    }
  });

  test("a port that is taken is one clear sentence", async () => {
    const server = await createServer({ publicUrl: "http://127.0.0.1:1", log: silentLog() });
    const port = Number(new URL(desk.url).port);
    await assert.rejects(server.listen({ host: "127.0.0.1", port }), {
      code: "port_in_use",
      message: new RegExp(`Port ${port} .* is taken .*HANDRAIL_PORT`),
    });
    await server.close();
  });
});

describe("around the API", () => {
  test("the description is OpenAPI 3.1 with every operation, and the page loads nothing from elsewhere", async () => {
    const { body } = await desk.call("GET", "/api/openapi.json");
    assert.equal(body["openapi"], "3.1.0");
    const paths = body["paths"] as Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: { properties: object } }> } }>
    >;
    for (const path of [
      "/api/v1/messages",
      "/api/v1/messages/batch",
      "/api/v1/conversations",
      "/api/v1/conversations/{id}",
      "/api/v1/runs/{id}",
      "/api/v1/events",
      "/api/v1/workflows/{name}/mode",
    ])
      assert.ok(paths[path], path);
    assert.ok(!Object.keys(paths).some((path) => path.startsWith("/hooks") || path.startsWith("/api/auth")));
    assert.ok("external_id" in paths["/api/v1/messages"]!["post"]!.requestBody!.content["application/json"]!.schema.properties);
    const page = await desk.call("GET", "/api/docs");
    assert.match(page.text, /\/api\/v1\/messages\/batch/);
    assert.ok(!/<script|src=|https?:\/\//.test(page.text.replaceAll("http://127.0.0.1", "")));
  });

  test("answers tell browsers not to guess, frame or run anything", async () => {
    const { headers } = await desk.call("GET", "/api/v1/conversations");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.match(headers.get("content-security-policy")!, /default-src 'none'.*frame-ancestors 'none'/);
  });

  test("health needs no key; readiness says what is missing; numbers are for this machine and for keys", async () => {
    assert.equal((await desk.call("GET", "/healthz", undefined, {})).status, 200);
    assert.equal((await desk.call("GET", "/readyz", undefined, {})).status, 200);
    await desk.call("GET", "/api/v1/conversations");
    const metrics = await desk.call("GET", "/metrics", undefined, {});
    assert.match(metrics.text, /handrail_http_request_seconds_count\{method="GET",route="\/api\/v1\/conversations",status="200"\} \d/);
    assert.match(metrics.text, /handrail_outbox_messages 0/);
    assert.equal((await desk.call("GET", "/metrics", undefined, { "x-forwarded-for": "203.0.113.9" })).status, 401);
    const { key } = await desk.keys.create({ name: "prometheus", scopes: ["reports:read"], createdBy: "system" });
    assert.equal(
      (await desk.call("GET", "/metrics", undefined, { "x-forwarded-for": "203.0.113.9", authorization: `Bearer ${key}` })).status,
      200,
    );
  });
});

describe("the desk's pages", () => {
  test("the same page answers every address inside the desk, with a policy without inline code", async () => {
    for (const path of ["/", "/inbox/open", "/settings"]) {
      const { status, headers, text } = await desk.call("GET", path, undefined, { accept: "text/html" });
      assert.equal(status, 200);
      assert.match(text, /<title>Desk/);
      assert.equal(headers.get("cache-control"), "no-cache");
      assert.match(headers.get("content-security-policy")!, /script-src 'self'; style-src 'self';/);
      assert.ok(!headers.get("content-security-policy")!.includes("unsafe"));
    }
  });

  test("files with a hash in their name are kept, a missing one is missing", async () => {
    const file = await desk.call("GET", "/assets/index-abc.js", undefined, {});
    assert.match(file.headers.get("cache-control")!, /immutable/);
    for (const path of ["/assets/index-old.js", "/favicon.png", "/shop", "/../package.json", "/assets/..%2findex.html"])
      assert.equal((await desk.call("GET", path, undefined, { accept: "text/html" })).status, 404, path);
  });

  test("the widget may be loaded by any page", async () => {
    const { headers, status } = await desk.call("GET", "/widget.js", undefined, { origin: "https://shop.example" });
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "application/javascript; charset=utf-8");
    assert.deepEqual([headers.get("access-control-allow-origin"), headers.get("cross-origin-resource-policy")], ["*", "cross-origin"]);
  });
});

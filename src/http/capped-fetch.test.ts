import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { cappedFetch, type CappedFetch } from "./capped-fetch.ts";

describe("a library that makes its requests through us", () => {
  let server: Server;
  let url = "";
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/path?token=hush`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const json = { "content-type": "application/json" };
  const ask = (options: Partial<CappedFetch> = {}, init: RequestInit = {}) =>
    cappedFetch({ vendor: "The test vendor", timeoutMs: 5_000, maxBytes: 1_000, ...options })(url, init);

  async function fault(asked: Promise<unknown>): Promise<AppError> {
    const error = await asked.then(
      () => assert.fail("the request succeeded"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AppError, String(error));
    assert.doesNotMatch(error.message, /hush/);
    return error;
  }

  test("reads a good answer as it comes, JSON of any kind and event streams", async () => {
    for (const type of ["application/json", "application/json; charset=utf-8", "application/problem+json", "text/event-stream"]) {
      answer = (_request, response) => response.writeHead(200, { "content-type": type }).end('{"ok":1}');
      assert.deepEqual(await (await ask()).json(), { ok: 1 }, type);
    }
  });

  test("is given up at the deadline, before the answer begins and in the middle of it", async () => {
    answer = () => {};
    assert.equal((await fault(ask({ timeoutMs: 50 }))).code, "vendor_timeout");
    answer = (_request, response) => void response.writeHead(200, json).write("{");
    assert.equal((await fault(ask({ timeoutMs: 50 }).then((response) => response.text()))).code, "vendor_timeout");
  });

  test("is given up when its caller says so, before the answer begins and in the middle of it", async () => {
    answer = () => {};
    assert.equal((await fault(ask({}, { signal: AbortSignal.timeout(30) }))).code, "vendor_timeout");
    const caller = new AbortController();
    answer = (_request, response) => void response.writeHead(200, json).write("{", () => caller.abort());
    assert.equal((await fault(ask({}, { signal: caller.signal }).then((response) => response.text()))).code, "unavailable");
  });

  test("never gets more than the size allowed, nor is sent elsewhere", async () => {
    answer = (_request, response) => response.writeHead(200, json).end("x".repeat(1_001));
    assert.equal((await fault(ask().then((response) => response.text()))).code, "vendor_refused");
    const paths: string[] = [];
    answer = (request, response) => (paths.push(request.url ?? ""), response.writeHead(307, { location: "/stolen" }).end());
    assert.equal((await fault(ask())).code, "vendor_refused");
    assert.deepEqual(paths, ["/path?token=hush"]);
  });

  const bodies: [string, string, string | undefined][] = [
    ["its short name", '{"error":{"message":"hush","code":"model_not_found"}}', "model_not_found"],
    ["its status", '{"error":{"message":"hush","code":404,"status":"NOT_FOUND"}}', "NOT_FOUND"],
    ["no sentence", '{"error":{"message":"hush","code":"You sent hush to us"}}', undefined],
    ["no secret", '{"error":{"code":"invalid_key_the-key"}}', undefined],
    ["nothing of a page", "<html>hush</html>", undefined],
    ["nothing of another form", '["hush"]', undefined],
    ["nothing of nothing", "null", undefined],
    ["nothing of what has no end", `{"error":{"code":"${"x".repeat(100_000)}`, undefined],
  ];
  for (const [name, body, kept] of bodies)
    test(`of the vendor's words about a fault, ${name} is kept`, async () => {
      answer = (_request, response) => response.writeHead(404, { ...json, "retry-after": "3" }).end(body);
      const { details, retryAfterMs } = await fault(ask({ secrets: ["the-key"] }));
      assert.deepEqual([details, retryAfterMs], [{ status: 404, ...(kept === undefined ? {} : { fault: kept }) }, 3_000]);
    });

  test("a request that cannot have arrived says so", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => closed.once("listening", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await fault(cappedFetch({ vendor: "Nobody", timeoutMs: 5_000, maxBytes: 10 })(`http://127.0.0.1:${port}/`));
    assert.deepEqual([error.code, error.details["isUnreached"]], ["vendor_unavailable", true]);
    answer = (request) => request.socket.destroy();
    assert.equal((await fault(ask())).details["isUnreached"], undefined, "a broken connection may have carried it");
  });
});

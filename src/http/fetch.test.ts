import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import { fetchHttp, readRetryAfter, type HttpRequest } from "./fetch.ts";

describe("asking a vendor over HTTP", () => {
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

  async function fault(request: Partial<HttpRequest> = {}): Promise<AppError> {
    const error = await fetchHttp({ url, vendor: "The test vendor", ...request }).then(
      () => assert.fail("the request succeeded"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AppError);
    assert.doesNotMatch(error.message, /hush/);
    return error;
  }

  test("a good answer comes back with its status, headers and JSON", async () => {
    answer = (request, response) => response.writeHead(201, { "x-seen": request.method }).end('{"ok":true}');
    const response = await fetchHttp({ url, vendor: "The test vendor", method: "POST", body: "{}" });
    assert.deepEqual([response.status, response.headers.get("x-seen"), response.json()], [201, "POST", { ok: true }]);
  });

  const codes: [number, ErrorCode, boolean][] = [
    [302, "vendor_refused", false],
    [400, "vendor_refused", false],
    [401, "vendor_unauthorized", false],
    [403, "vendor_unauthorized", false],
    [404, "vendor_refused", false],
    [408, "vendor_timeout", true],
    [429, "vendor_unavailable", true],
    [500, "vendor_unavailable", true],
    [503, "vendor_unavailable", true],
  ];
  for (const [status, code, canRetry] of codes) {
    test(`status ${status} becomes ${code}, ${canRetry ? "to be tried again" : "not to be tried again"}`, async () => {
      answer = (_request, response) => response.writeHead(status, { "retry-after": "7", location: "/elsewhere" }).end("why");
      const error = await fault();
      assert.deepEqual([error.code, error.canRetry, error.retryAfterMs, error.details["status"]], [code, canRetry, 7000, status]);
    });
  }

  test("a redirect is not followed, so credentials stay where they belong", async () => {
    const paths: string[] = [];
    answer = (request, response) => (paths.push(request.url ?? ""), response.writeHead(307, { location: "/stolen" }).end());
    await fault({ headers: { authorization: "Bearer hush" } });
    assert.deepEqual(paths, ["/path?token=hush"]);
  });

  test("a status the caller expects is an answer", async () => {
    answer = (_request, response) => response.writeHead(404).end("none");
    assert.equal((await fetchHttp({ url, vendor: "The test vendor", expect: [404] })).text(), "none");
  });

  test("a vendor that never answers is given up at the deadline", async () => {
    answer = () => {};
    assert.equal((await fault({ timeoutMs: 50 })).code, "vendor_timeout");
  });

  test("a vendor that stops in the middle of its answer is given up at the deadline", async () => {
    answer = (_request, response) => void response.writeHead(200).write("begin");
    assert.equal((await fault({ timeoutMs: 50 })).code, "vendor_timeout");
  });

  test("an answer without end is cut off at the size cap", async () => {
    answer = (_request, response) => {
      const pour = (): void => void (response.destroyed || response.write("x".repeat(65_536), pour));
      pour();
    };
    const error = await fault({ maxBytes: 100_000 });
    assert.deepEqual([error.code, error.message.includes("100000 bytes")], ["vendor_refused", true]);
  });

  test("a broken connection can be tried again", async () => {
    answer = (request) => request.socket.destroy();
    assert.equal((await fault()).code, "vendor_unavailable");
    assert.equal((await fault({ url: "http://127.0.0.1:1/" })).code, "vendor_unavailable");
  });

  test("an answer that should be JSON and is not counts as a fault of the vendor", async () => {
    answer = (_request, response) => response.end("<html>");
    const response = await fetchHttp({ url, vendor: "The test vendor" });
    assert.throws(() => response.json(), { code: "vendor_unavailable" });
  });

  test("a request is given up when Handrail stops", async () => {
    answer = () => {};
    assert.equal((await fault({ signal: AbortSignal.abort() })).code, "unavailable");
  });

  test("the vendor's waiting time is read as seconds or as a date, at most a day", () => {
    const now = Date.UTC(2026, 0, 1);
    assert.equal(readRetryAfter("120", now), 120_000);
    assert.equal(readRetryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now), 30_000);
    assert.equal(readRetryAfter("999999999", now), 86_400_000);
    assert.equal(readRetryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), 0);
    assert.equal(readRetryAfter("soon", now), undefined);
    assert.equal(readRetryAfter(null, now), undefined);
  });
});

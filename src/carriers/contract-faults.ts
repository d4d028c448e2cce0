/**
 * What every carrier on the network has to do when its vendor is not well: a fault is an AppError that says so, within its deadline;
 * what passes soon is tried again; who has had enough of us is left alone; no sentence holds a secret. Between the connector and the
 * stand-in of its vendor lies a server that misbehaves on demand.
 */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { ConnectionState } from "../domain/connection.ts";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import { fetchHttp } from "../http/fetch.ts";
import type { Asking } from "./ask.ts";
import type { Carrier } from "./carrier.ts";

export type FaultSamples = {
  /** Where the healthy stand-in is. */
  url(): string;
  open(parts: { url: string; asking: Asking; state: ConnectionState; now: () => Date }): Carrier;
  now: Date;
  /** A number the stand-in knows. */
  known: string;
  /** Never in a sentence. */
  secrets: readonly string[];
  /** Words of what `check` says when the vendor answers 403. */
  forbidden: RegExp;
  /** Makes the stand-in refuse every token it has given; left out where there are none. */
  expireTokens?(): void;
  /** What the vendor answers for a number it does not know, where that is a 404. */
  notFound?: string;
};

type Misbehave = (request: IncomingMessage, response: ServerResponse) => void;

/** Long, so that a slow machine fails no test, and short where the server is silent on purpose. */
const usualTimeoutMs = 5_000;
const shortTimeoutMs = 40;
const json = { "content-type": "application/json" };
const page = { "content-type": "text/html" };
const status =
  (code: number, headers: Record<string, string> = {}, body = '{"errors":"no"}'): Misbehave =>
  (_request, response) =>
    void response.writeHead(code, { ...json, ...headers }).end(body);
const reset: Misbehave = (request) => void request.socket.destroy();

function breakOff(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...json, "content-length": "1000" }).write('{"a":[', () => request.socket.destroy());
}

/** How a vendor can fail, and what the desk has to make of it. */
const faults: [name: string, act: Misbehave, codes: ErrorCode[]][] = [
  ["does not answer at all", () => undefined, ["vendor_timeout"]],
  ["begins an answer and stops", (_request, response) => void response.writeHead(200, json).write('{"'), ["vendor_timeout"]],
  ["breaks the connection", reset, ["vendor_unavailable"]],
  ["breaks off in the middle of the answer", breakOff, ["vendor_unavailable"]],
  ["does not know our key any more (401)", status(401), ["vendor_unauthorized"]],
  ["does not let our key do that (403)", status(403), ["vendor_unauthorized"]],
  ["has no such page, because the address is wrong (404)", status(404, page, "<h1>Not here</h1>"), ["vendor_refused"]],
  ["has had enough of us (429)", status(429), ["vendor_unavailable"]],
  ["has had enough of us and says for how long (429)", status(429, { "retry-after": "90" }), ["vendor_unavailable"]],
  ["is broken (500)", status(500), ["vendor_unavailable"]],
  ["is away for maintenance, with a page (503)", status(503, page, "<h1>Back soon</h1>"), ["vendor_unavailable"]],
  ["answers with half of its JSON", status(200, {}, '{"shipments":[{"id":1,'), ["vendor_unavailable"]],
  ["answers with JSON of something else", status(200, {}, "[1, 2]"), ["vendor_unavailable"]],
  ["answers with a page where JSON belongs", status(200, page, "<h1>Sign in</h1>"), ["vendor_unavailable"]],
  ["sends us elsewhere", status(302, { location: "http://127.0.0.1:1/" }), ["vendor_refused"]],
];

export function testCarrierFaults(name: string, samples: FaultSamples): void {
  describe(`the ${name} carrier when its vendor is not well`, () => {
    let act: Misbehave | null = null;
    let left = 0;
    let asked = 0;
    let url = "";
    const server = createServer((request, response) => {
      asked++;
      if (act && left-- > 0) act(request, response);
      else void pass(samples.url(), request, response);
    });
    before(async () => {
      server.listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    let timeoutMs = usualTimeoutMs;
    const asking: Asking = { ask: (request) => fetchHttp({ ...request, timeoutMs }), wait: async () => undefined };
    const opened = (now: () => Date = () => samples.now): Carrier => samples.open({ url, asking, state: memoryState(), now });
    const read = (carrier: Carrier) => carrier.track({ trackingNumber: samples.known, carrier: null });
    function misbehave(how: Misbehave, times: number): void {
      act = how;
      left = times;
      asked = 0;
    }

    async function faultOf(call: Promise<unknown>): Promise<AppError> {
      const error = await call.then(
        (answer) => assert.fail(`it succeeded with ${JSON.stringify(answer)}`),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AppError, String(error));
      for (const secret of samples.secrets) assert.ok(!JSON.stringify([error.message, error.details]).includes(secret), error.message);
      assert.doesNotMatch(error.message, /undefined|\[object|null\b/);
      return error;
    }

    for (const [what, how, codes] of faults)
      test(`a carrier that ${what}: the question fails with a sentence, and nothing worse`, async () => {
        // Also with a token that was fetched while all was well.
        for (const carrier of samples.expireTokens ? [opened(), await warm(opened())] : [opened()]) {
          misbehave(how, Infinity);
          timeoutMs = codes.includes("vendor_timeout") ? shortTimeoutMs : usualTimeoutMs;
          const error = await faultOf(read(carrier));
          timeoutMs = usualTimeoutMs;
          assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
          assert.ok(asked <= 8, "no storm of requests");
        }
      });

    async function warm(carrier: Carrier): Promise<Carrier> {
      misbehave(reset, 0);
      assert.ok(await read(carrier));
      return carrier;
    }

    test("a carrier that fails twice and is well again: nobody notices", async () => {
      for (const how of [status(500), status(429, { "retry-after": "0" }), reset]) {
        misbehave(how, 2);
        assert.ok(await read(opened()));
        assert.ok(asked >= 3, "it was asked again");
      }
    });

    test("a carrier that has had enough of us is not asked again before its time", async () => {
      let now = samples.now;
      const carrier = await warm(opened(() => now));
      misbehave(status(429, { "retry-after": "90" }), 1);
      assert.equal((await faultOf(read(carrier))).retryAfterMs, 90_000);
      const before = asked;
      now = new Date(samples.now.getTime() + 60_000);
      assert.equal((await faultOf(read(carrier))).retryAfterMs, 30_000);
      assert.equal(asked, before);
      now = new Date(samples.now.getTime() + 91_000);
      assert.ok(await read(carrier));
    });

    if (samples.notFound !== undefined)
      test("a number the carrier does not know (404) is an answer", async () => {
        const carrier = await warm(opened());
        misbehave(status(404, {}, samples.notFound), 1);
        assert.equal(await read(carrier), null);
      });

    if (samples.expireTokens)
      test("a token that ended before its time is renewed once, and is used until it ends", async () => {
        const carrier = await warm(opened());
        misbehave(reset, 0);
        await read(carrier);
        assert.equal(asked, 1, "the token is remembered");
        samples.expireTokens!();
        misbehave(reset, 0);
        assert.ok(await read(carrier));
        assert.equal(asked, 3, "refused, renewed, answered");
      });

    test("the test of the connection names what is wrong", async () => {
      misbehave(status(200), 0);
      assert.equal(await opened().check!(), null);
      misbehave(status(401), Infinity);
      assert.match((await opened().check!()) ?? "", /key|token|credential|secret|password|sign/i);
      const carrier = await warm(opened());
      misbehave(status(403), Infinity);
      assert.match((await carrier.check!()) ?? "", samples.forbidden);
      misbehave(reset, Infinity);
      assert.match((await opened().check!()) ?? "", /reach|answer|address/i);
    });
  });
}

/** What is not to fail goes on to the stand-in. */
async function pass(to: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const headers = Object.fromEntries(
    Object.entries(request.headers)
      .filter(([header]) => !["host", "connection", "content-length", "transfer-encoding"].includes(header))
      .map(([header, value]) => [header, String(value)]),
  );
  const answer = await fetch(to + request.url!, {
    method: request.method!,
    headers,
    ...(body.length > 0 ? { body } : {}),
    redirect: "manual",
  });
  const type = answer.headers.get("content-type");
  response.writeHead(answer.status, type ? { "content-type": type } : {}).end(Buffer.from(await answer.arrayBuffer()));
}

/**
 * What every store on the network has to do when its vendor is not well: a fault is an AppError that says so, within its deadline;
 * what can pass is tried again for reads and never for writes; no sentence holds a secret. Between the store and the stand-in of
 * its vendor lies a server that misbehaves on demand.
 */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import { fetchHttp } from "../http/fetch.ts";
import { patientAsk, type Ask } from "../http/patient.ts";
import type { Store } from "./store.ts";

export type FaultSamples = {
  /** Where the healthy stand-in is. */
  url(): string;
  /** Opens the store against an address. `ask` is for reads (tries again), `askOnce` for writes. */
  open(url: string, asks: { ask: Ask; askOnce: Ask }): Store;
  /** Any read. */
  read(store: Store): Promise<unknown>;
  /** Any write; undefined when the store has none. */
  write?(store: Store): Promise<unknown>;
  /** Never in a sentence. */
  secrets: readonly string[];
  /** Words of the sentence for a missing permission, as `check` gives it when the vendor answers 403. */
  missingScope?: RegExp;
};

type Misbehave = (request: IncomingMessage, response: ServerResponse) => void;

const timeoutMs = 150;
const json = { "content-type": "application/json" };
const status =
  (code: number, headers: Record<string, string> = {}, body = '{"errors":"no"}'): Misbehave =>
  (_request, response) =>
    void response.writeHead(code, { ...json, ...headers }).end(body);

/** How a vendor can fail, and what the desk has to make of it. */
const faults: [name: string, act: Misbehave, codes: ErrorCode[]][] = [
  ["does not answer at all", () => undefined, ["vendor_timeout"]],
  ["begins an answer and stops", (_request, response) => void response.writeHead(200, json).write('{"'), ["vendor_timeout"]],
  ["breaks the connection", (request) => void request.socket.destroy(), ["vendor_unavailable"]],
  ["breaks off in the middle of the answer", breakOff, ["vendor_unavailable"]],
  ["does not know our key any more (401)", status(401), ["vendor_unauthorized"]],
  ["does not let our key do that (403)", status(403), ["vendor_unauthorized"]],
  ["is in conflict with itself (409)", status(409), ["vendor_refused", "conflict"]],
  ["does not take the request (422)", status(422), ["vendor_refused", "invalid", "conflict"]],
  ["has had enough of us (429)", status(429), ["vendor_unavailable"]],
  ["has had enough of us and says for how long (429)", status(429, { "retry-after": "1" }), ["vendor_unavailable"]],
  ["is broken (500)", status(500), ["vendor_unavailable"]],
  [
    "is away for maintenance, with a page (503)",
    status(503, { "content-type": "text/html" }, "<h1>Back soon</h1>"),
    ["vendor_unavailable"],
  ],
  ["answers with half of its JSON", status(200, {}, '{"orders":[{"id":1,'), ["vendor_unavailable"]],
  ["answers with a page where JSON belongs", status(200, { "content-type": "text/html" }, "<h1>Sign in</h1>"), ["vendor_unavailable"]],
  ["sends us elsewhere", status(302, { location: "http://127.0.0.1:1/" }), ["vendor_refused"]],
];

function breakOff(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...json, "content-length": "1000" }).write('{"orders":[', () => request.socket.destroy());
}

export function testStoreFaults(name: string, samples: FaultSamples): void {
  describe(`the ${name} store when its vendor is not well`, () => {
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

    const askOnce: Ask = (request) => fetchHttp({ ...request, timeoutMs });
    const openStore = (): Store => samples.open(url, { ask: patientAsk(async () => undefined, askOnce), askOnce });
    function misbehave(how: Misbehave, times: number): void {
      act = how;
      left = times;
      asked = 0;
    }

    async function faultOf(call: Promise<unknown>): Promise<AppError> {
      const error = await call.then(
        () => assert.fail("it succeeded"),
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof AppError, String(error));
      for (const secret of samples.secrets) assert.ok(!JSON.stringify([error.message, error.details]).includes(secret), error.message);
      assert.doesNotMatch(error.message, /undefined|\[object|null\b/);
      return error;
    }

    for (const [what, how, codes] of faults)
      test(`a shop that ${what}: a read fails with a sentence, and nothing worse`, async () => {
        misbehave(how, Infinity);
        const error = await faultOf(samples.read(openStore()));
        assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
      });

    test("a shop that fails twice and is well again: a read does not notice", async () => {
      for (const how of [status(500), status(429, { "retry-after": "0" }), (request: IncomingMessage) => void request.socket.destroy()]) {
        misbehave(how, 2);
        await samples.read(openStore());
        assert.ok(asked >= 3, "it was asked again");
      }
    });

    if (samples.write)
      test("a write of which the answer is lost is not made again by itself: the desk asks what became of it", async () => {
        const store = openStore();
        misbehave((request) => void request.socket.destroy(), 0);
        await samples.read(store);
        const reads = asked;
        for (const how of [status(500), breakOff, () => undefined] as Misbehave[]) {
          misbehave(how, Infinity);
          const error = await faultOf(samples.write!(store));
          assert.ok(error.canRetry, `${error.code}: whoever asked may ask again with the same key`);
          assert.ok(asked <= reads + 8, "no storm of requests");
        }
      });

    test("the test of the connection names what is wrong", async () => {
      const { check } = openStore();
      if (!check) return;
      misbehave(status(200), 0);
      assert.equal(await check(), null);
      misbehave(status(401), Infinity);
      assert.match((await check()) ?? "", /key|token|credential|secret|password|sign/i);
      if (samples.missingScope) {
        misbehave(status(403), Infinity);
        assert.match((await check()) ?? "", samples.missingScope);
      }
      misbehave((request) => void request.socket.destroy(), Infinity);
      assert.match((await check()) ?? "", /reach|answer|address/i);
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

/**
 * What every language model has to hold, run against each of them in a few lines of its own test file. One with an HTTP vendor is
 * opened against a local server that plays the vendor badly.
 */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import type { Log } from "../domain/connection.ts";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import { secretFields, settingFields } from "../domain/secret-fields.ts";
import { openModelServer, type Behaviour, type Dialect, type ModelServer } from "./contract-server.ts";
import type { Model, ModelDefinition, ModelRequest } from "./model.ts";

export type ModelContract = {
  // The suite opens any model; its settings were just checked by its own schema.
  definition: ModelDefinition<z.ZodType>;
  /** Valid settings with every secret filled in, and an embedding model where there can be one. */
  settings: Record<string, unknown>;
  /** For those with a vendor: settings that point at `url`, how the vendor writes, and what it cannot say. */
  vendor?: { settings(url: string): Record<string, unknown>; dialect: Dialect; never?: readonly "refusal"[] };
};

const secretName = /secret|token|password|private_?key|api_?key/i;
const question = "Where is my parcel, said the secret-question?";

export function openForTest(definition: ModelDefinition<z.ZodType>, settings: Record<string, unknown>): Model & { logged: unknown[] } {
  const logged: unknown[] = [];
  const write = (...line: unknown[]): void => void logged.push(line);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const shared = { connectionId: "test", state: memoryState(), now: () => new Date("2026-03-02T10:00:00Z"), publicUrl: "" };
  const model = definition.open({ ...shared, settings: definition.settings.parse(settings), log });
  return Object.assign(model, { logged });
}

export function asking(change: Partial<ModelRequest> = {}): ModelRequest {
  const never = new AbortController().signal;
  return { system: "Be brief.", messages: [{ role: "user", text: question }], maxTokens: 100, signal: never, ...change };
}

export function testModelContract(name: string, contract: ModelContract): void {
  describe(`the ${name} model keeps the contract of all models`, () => {
    testDeclaration(contract);
    if (contract.vendor) testVendor(contract, contract.vendor);
    else testAnswers(() => openForTest(contract.definition, contract.settings));
  });
}

function testDeclaration({ definition, settings }: ModelContract): void {
  test("it declares only what it can do", () => {
    const model = openForTest(definition, settings);
    assert.match(definition.id, /^[a-z][a-z0-9-]*$/);
    assert.ok(definition.title.length > 0 && model.id.length > 0);
    assert.equal(model.can.embeddings, model.embed !== undefined);
    assert.equal(model.can.embeddings, model.embeddingId !== undefined);
  });

  test("its settings can be drawn as a form, and what sounds like a secret is marked as one", () => {
    assert.equal(z.toJSONSchema(definition.settings, { io: "input" }).type, "object");
    const marked = new Set(secretFields(definition.settings));
    const open = settingFields(definition.settings).filter(({ path }) => secretName.test(path) && !marked.has(path));
    assert.deepEqual(open, []);
    for (const field of marked) assert.ok(settings[field], `the contract test needs a value for ${field}`);
  });
}

function testAnswers(open: () => Model): void {
  test("it answers with a text, and says how it ended and what it read and wrote", async () => {
    const { text, finish, usage } = await open().complete(asking());
    assert.equal(finish, "stop");
    assert.ok(text.length > 0);
    for (const tokens of [usage.inputTokens, usage.outputTokens]) assert.ok(tokens === null || (Number.isInteger(tokens) && tokens > 0));
  });

  test("a question nobody waits for any more is given up", async () => {
    await assert.rejects(open().complete(asking({ signal: AbortSignal.abort() })), { code: "unavailable" });
    await assert.rejects(open().complete(asking({ signal: AbortSignal.timeout(0) })), { code: "vendor_timeout" });
  });

  test("an answer that is watched grows until it is whole", async () => {
    const model = open();
    if (!model.can.streaming) return;
    const seen: string[] = [];
    const { text } = await model.complete(asking({ onText: (soFar) => seen.push(soFar) }));
    assert.equal(seen.at(-1), text);
    for (const [at, soFar] of seen.entries()) assert.ok(soFar.startsWith(seen[at - 1] ?? ""));
  });

  test("every text gets its vector, in the order asked", async () => {
    const model = open();
    if (!model.embed) return;
    const { vectors } = await model.embed(["one", "two", "three"], new AbortController().signal);
    assert.equal(vectors.length, 3);
    assert.equal(new Set(vectors.map((vector) => vector.length)).size, 1);
    assert.equal(new Set(vectors.map(String)).size, 3);
  });
}

function testVendor(contract: ModelContract, vendor: NonNullable<ModelContract["vendor"]>): void {
  let server: ModelServer;
  const open = () => openForTest(contract.definition, vendor.settings(server.url));
  before(async () => void (server = await openModelServer(vendor.dialect)));
  beforeEach(() => void ((server.script.length = 0), (server.asked.length = 0)));
  after(() => server.close());

  testAnswers(open);
  testFinishes(contract, open, () => server);
  testFaults(contract, open, () => server);
}

function testFinishes({ vendor }: ModelContract, open: () => Model, server: () => ModelServer): void {
  for (const finish of ["length", "refusal"] as const) {
    if (vendor?.never?.includes(finish as "refusal")) continue;
    for (const how of ["at once", "watched"] as const)
      test(`an answer that ended by ${finish} says so (${how})`, async () => {
        server().script.push({ kind: "say", text: "I", finish });
        const answer = await open().complete(asking(how === "watched" ? { onText: () => undefined } : {}));
        assert.equal(answer.finish, finish);
      });
  }

  const schema = z.object({ city: z.string() });
  test("JSON of the form asked for is read; anything else is text without JSON, and no error", async () => {
    server().script.push(
      { kind: "say", text: '{"city":"Porto"}' },
      { kind: "say", text: '{"town":"Porto"}' },
      { kind: "say", text: '{"city":' },
    );
    const model = open();
    assert.deepEqual((await model.complete(asking({ schema }))).json, { city: "Porto" });
    for (const text of ['{"town":"Porto"}', '{"city":']) {
      const answer = await model.complete(asking({ schema }));
      assert.equal("json" in answer, false, text);
      assert.equal(answer.finish, "stop");
    }
    assert.match(server().asked[0]?.text ?? "", /city/, "the form is in the question");
  });

  test("it sends what it was told, once, and nothing stays with the vendor that can be declined", async () => {
    await open().complete(asking({ maxTokens: 77 }));
    assert.equal(server().asked.length, 1);
    const { text, body } = server().asked[0]!;
    for (const part of ["Be brief.", question, "77"]) assert.ok(text.includes(part), part);
    assert.notEqual(body["store"], true);
  });
}

function testFaults({ definition, settings }: ModelContract, open: () => Model & { logged: unknown[] }, server: () => ModelServer): void {
  const secrets = secretFields(definition.settings).map((field) => String(settings[field]));

  async function fault(behaviour: Behaviour, change: Partial<ModelRequest> = {}): Promise<AppError> {
    server().script.push(behaviour);
    const model = open();
    const error = await model.complete(asking(change)).then(
      () => assert.fail("it answered"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AppError, String(error));
    const shown = inspect([error, model.logged], { depth: 20, showHidden: true }) + JSON.stringify([error, error.details, model.logged]);
    for (const hidden of [...secrets, "secret-question"]) assert.ok(!shown.includes(hidden), `${hidden} shows: ${shown.slice(0, 2_000)}`);
    assert.equal(error.cause, undefined, "a cause could carry the question");
    return error;
  }

  const statuses: [number, ErrorCode][] = [
    [302, "vendor_refused"],
    [400, "vendor_refused"],
    [401, "vendor_unauthorized"],
    [404, "vendor_refused"],
    [429, "vendor_unavailable"],
    [500, "vendor_unavailable"],
    [503, "vendor_unavailable"],
  ];
  for (const [status, code] of statuses)
    test(`status ${status} becomes ${code}, is asked once, and what the vendor repeats of the question and the key stays out`, async () => {
      assert.equal((await fault({ kind: "echo", status })).code, code);
      assert.equal((await fault({ kind: "echo", status }, { onText: () => undefined })).code, code);
      assert.equal(server().asked.length, 2);
    });

  test("how long the vendor wants to be left alone is passed on, where it says so", async () => {
    assert.equal((await fault({ kind: "status", status: 429, headers: { "retry-after": "7" } })).retryAfterMs, 7_000);
    assert.equal((await fault({ kind: "status", status: 429 })).retryAfterMs, undefined);
  });

  const broken: [string, Behaviour, ErrorCode][] = [
    ["a page instead of an answer", { kind: "raw", type: "text/html", body: "<html>secret-question</html>" }, "vendor_unavailable"],
    ["JSON that is none", { kind: "raw", type: "application/json", body: '{"id": secret-question' }, "vendor_unavailable"],
    ["JSON of another kind", { kind: "raw", type: "application/json", body: '{"secret-question":1}' }, "vendor_unavailable"],
    ["an answer cut off in the middle", { kind: "cut" }, "vendor_unavailable"],
    ["an answer without end", { kind: "flood" }, "vendor_refused"],
  ];
  for (const [name, behaviour, code] of broken)
    test(`${name} becomes ${code}`, async () => {
      assert.equal((await fault(behaviour)).code, code);
    });

  const brokenStreams: [string, Behaviour, ErrorCode][] = [
    ["a page instead of a stream", { kind: "raw", type: "text/html", body: "<html>" }, "vendor_unavailable"],
    ["a stream of nonsense", { kind: "raw", type: "text/event-stream", body: "data: {nonsense\n\n" }, "vendor_unavailable"],
    ["a stream without anything in it", { kind: "raw", type: "text/event-stream", body: "" }, "vendor_unavailable"],
    ["a stream that breaks off", { kind: "cut", text: "It arrives" }, "vendor_unavailable"],
    ["a stream that ends before the answer does", { kind: "end early", text: "It arrives" }, "vendor_unavailable"],
    ["a stream without end", { kind: "flood" }, "vendor_refused"],
  ];
  for (const [name, behaviour, code] of brokenStreams)
    test(`${name} becomes ${code}`, async () => {
      assert.equal((await fault(behaviour, { onText: () => undefined })).code, code);
    });

  for (const after of [undefined, "headers"] as const)
    test(`a vendor that says nothing${after ? " after a good beginning" : ""} is given up when the time is over`, async () => {
      const behaviour: Behaviour = { kind: "hang", ...(after ? { after } : {}) };
      assert.equal((await fault(behaviour, { signal: AbortSignal.timeout(100) })).code, "vendor_timeout");
      const watched = { signal: AbortSignal.timeout(100), onText: () => undefined };
      assert.equal((await fault(behaviour, watched)).code, "vendor_timeout");
    });

  test("checking the connection says what is wrong and how to mend it, without the key", async () => {
    const { check } = open();
    assert.equal(await check?.(), null);
    server().script.push({ kind: "echo", status: 401 });
    const says = (await check?.()) ?? "";
    assert.match(says, /does not accept our credentials.*Check the key/);
    for (const secret of secrets) assert.ok(!says.includes(secret));
  });
}

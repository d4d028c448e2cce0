import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import { eraseCustomer } from "../checkpoint/customers.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { purgeModels } from "./cache.ts";
import { eurosADay, forget, key, modelsForTest, newConversation, scripted, served, type TestModels } from "./fixture-models.ts";
import type { Model } from "./model.ts";
import { readModelSettings, setBudget, setPrice, setPurpose } from "./model-settings.ts";
import type { ModelServer } from "./contract-server.ts";
import { openTestServer } from "./openai-compatible/test-server.ts";
import { purposes, whyNot, type TextPurpose } from "./purposes.ts";
import type { TextRequest } from "./questions.ts";

let db: TestDb;
let server: ModelServer;
let desk: TestModels;
before(async () => {
  [db, server] = await Promise.all([createTestDb({ max: 20 }), openTestServer()]);
});
beforeEach(async () => {
  await forget(db.pool);
  [server.script, server.asked].forEach((list) => (list.length = 0));
  desk = modelsForTest(db.pool);
});
after(() => Promise.all([db.close(), server.close()]));

const question = (text = "Where is my parcel?"): TextRequest => ({
  system: "Be brief.",
  messages: [{ role: "user", text }],
  maxTokens: 100,
  conversationId: null,
});
const ask = (purpose: TextPurpose = "draft", request: TextRequest = question()) => desk.models.run(purpose, request);
const calls = async () => (await db.pool.query("select * from model_call order by at, id")).rows;
const spent = async () => (await db.pool.query("select coalesce(sum(micros), 0)::bigint as n from model_day")).rows[0].n;

async function whyNone(purpose: TextPurpose = "draft", request: TextRequest = question()): Promise<string> {
  const answer = await ask(purpose, request);
  assert.ok(!answer.ok, JSON.stringify(answer));
  assert.equal(answer.say, whyNot[answer.why]);
  return answer.why;
}

describe("language models are optional", () => {
  test("a new desk uses none, and says so", async () => {
    assert.equal(await whyNone(), "off");
    assert.equal(await desk.models.isOn("draft"), false);
    const settings = await readModelSettings(db.pool);
    assert.deepEqual([settings.budget, settings.prices, settings.purposes.filter(({ isOn }) => isOn)], [null, [], []]);
  });

  test("each purpose is switched on by itself and bound to a connection of its own", async () => {
    await desk.connect("first", scripted({ otherwise: "one" }));
    await desk.connect("second", scripted({ otherwise: "two" }));
    await setPurpose(db.pool, { purpose: "translate", isOn: true, connectionId: "first" }, "system");
    await setPurpose(db.pool, { purpose: "rewrite", isOn: false, connectionId: "first" }, "system");
    const said = async (purpose: TextPurpose) => ((await ask(purpose)) as { text?: string }).text;
    assert.deepEqual([await said("translate"), await said("draft"), await whyNone("rewrite")], ["one", "two", "off"]);
  });

  test("a connection that is gone, and a model nobody gave a price, are not asked", async () => {
    const model = scripted();
    await desk.connect("first", model, null);
    assert.equal(await whyNone(), "no_price");
    await db.pool.query("delete from connection where id = 'first'");
    assert.equal(await whyNone(), "no_connection");
    assert.equal(model.asked.length, 0);
  });

  test("what cannot be set is refused with a reason", async () => {
    await assert.rejects(setPurpose(db.pool, { purpose: "draft", isOn: true, connectionId: "nobody" }, "system"), { code: "not_found" });
    await desk.connect("first", scripted());
    const price = { connectionId: "first", model: "m", outputPerMillion: 1 };
    for (const inputPerMillion of [-1, NaN, 1e9])
      await assert.rejects(setPrice(db.pool, { ...price, inputPerMillion }, "system"), { code: "invalid" });
    for (const amount of [-1, 0.5, 2e15])
      await assert.rejects(setBudget(db.pool, { amount, currency: "EUR" }, "system"), { code: "invalid" });
  });

  test("when the database is gone, the feature is told no and nothing is thrown", async () => {
    const own = await createTestDb();
    const gone = modelsForTest(own.pool);
    await gone.connect("first", scripted());
    await own.close();
    const answer = await gone.models.run("draft", question());
    assert.deepEqual(answer, { ok: false, why: "internal", say: whyNot.internal });
    assert.equal(await gone.models.isOn("draft"), false);
  });
});

describe("a question to a language model", () => {
  test("is answered, and leaves one line without any text: purpose, model, tokens, cost, time, outcome", async () => {
    await eurosADay(db.pool, 5);
    await desk.connect("server", served(server.url), { input: 1, output: 10 });
    const answer = await ask("draft", { ...question("Hi, Ana here, where is #1042?"), known: { names: ["Ana Silva"] } });
    assert.deepEqual(answer, {
      ok: true,
      text: "It arrives tomorrow.",
      dropped: ["[NAME_1]", "[ORDER_1]"],
      model: "small",
      isCached: false,
    });
    const [call, ...others] = await calls();
    const { id: _, ms, at, ...row } = call;
    assert.deepEqual(row, {
      purpose: "draft",
      connection_id: "server",
      model: "small",
      attempts: 1,
      input_tokens: 12,
      output_tokens: 5,
      cost_micros: 62,
      outcome: "ok",
    });
    assert.ok(ms >= 0 && at.getTime() === desk.clock.now.getTime() && others.length === 0);
    assert.equal(await spent(), 62);
  });

  test("nothing of the customer leaves, in any of its parts, and the answer has it back", async () => {
    server.script.push({ kind: "say", text: "Hello [NAME_1], your [ORDER_1] goes to [EMAIL_1]." });
    await desk.connect("server", served(server.url));
    const request = {
      system: "You write for Ana Silva.",
      messages: [
        { role: "user" as const, text: "I am Ana Silva, ana@example.com" },
        { role: "assistant" as const, text: "Hi Ana" },
        { role: "user" as const, text: "Order 1042, phone 0170 1234567" },
      ],
      maxTokens: 50,
      conversationId: null,
      known: { names: ["Ana Silva"], orderNumbers: ["1042"], phones: ["+491701234567"] },
      language: "de",
    };
    const answer = await ask("draft", request);
    for (const value of ["Ana", "Silva", "1042", "1234567", "example.com"]) assert.ok(!server.asked[0]?.text.includes(value), value);
    assert.equal(answer.ok && answer.text, "Hello Ana Silva, your 1042 goes to ana@example.com.");
  });

  test("an answer that is watched grows with the personal data in it, and never shows half a placeholder", async () => {
    server.script.push({ kind: "say", text: "Hello [NAME_1] , it arrives" });
    await desk.connect("server", served(server.url));
    const seen: string[] = [];
    const answer = await ask("draft", { ...question("Ana"), known: { names: ["Ana"] }, onText: (soFar) => seen.push(soFar) });
    assert.equal(answer.ok && answer.text, seen.at(-1));
    assert.ok(seen.length > 2 && seen.every((soFar) => "Hello Ana , it arrives".startsWith(soFar)), JSON.stringify(seen));
  });

  test("an answer with a placeholder nobody sent is not used", async () => {
    await desk.connect("first", scripted({ otherwise: "Hello [NAME_7]" }));
    assert.equal(await whyNone(), "invented");
  });

  test("JSON comes back checked, with the personal data in it", async () => {
    await desk.connect("first", scripted({ otherwise: '{"who":"[NAME_1]","sure":true}' }));
    const schema = z.object({ who: z.string(), sure: z.boolean() });
    const answer = await desk.models.run("second_opinion", { ...question("Ana"), schema, known: { names: ["Ana"] } });
    assert.deepEqual(answer.ok && answer.json, { who: "Ana", sure: true });
  });

  const schema = z.object({ ok: z.boolean() });
  test("JSON of a wrong form is asked for once more; when it is wrong again there is no answer", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "say", text: '{"ok":' }, { kind: "say", text: '{"ok":true}' });
    const repaired = await desk.models.run("draft", { ...question(), schema });
    assert.deepEqual([repaired.ok && repaired.json, server.asked.length], [{ ok: true }, 2]);
    assert.match(server.asked[1]!.text, /not JSON of the form/);
    server.script.push({ kind: "say", text: "sure" }, { kind: "say", text: '{"ok":1}' });
    assert.equal(await whyNone("draft", { ...question(), schema }), "not_json");
    assert.equal(server.asked.length, 4);
    assert.deepEqual((await calls()).map(({ attempts }) => attempts).sort(), [2, 2]);
  });

  const unusable: [string, Parameters<typeof served>[1], ModelServer["otherwise"], string][] = [
    ["refuses", {}, { kind: "say", text: "I", finish: "refusal" }, "refusal"],
    ["is cut off by the length allowed", {}, { kind: "say", text: "I", finish: "length" }, "cut_off"],
    ["says nothing", {}, { kind: "say", text: " \n" }, "empty"],
    ["is a page of HTML", {}, { kind: "raw", type: "text/html", body: "<html>" }, "unavailable"],
    ["is JSON of another kind", {}, { kind: "raw", type: "application/json", body: "{}" }, "unavailable"],
    ["breaks off", {}, { kind: "cut" }, "unavailable"],
    ["has no end", {}, { kind: "flood" }, "refused"],
    ["is that the key is wrong", {}, { kind: "echo", status: 401 }, "unauthorized"],
    ["is that the request is wrong", {}, { kind: "echo", status: 400 }, "refused"],
    ["is an error of the server", {}, { kind: "echo", status: 500 }, "unavailable"],
  ];
  for (const [name, settings, behaviour, why] of unusable)
    test(`an answer that ${name} is none: the feature goes on without it, and the key, the question and the vendor's words are in no log`, async () => {
      await eurosADay(db.pool, 5);
      await desk.connect("server", served(server.url, settings), { input: 1, output: 10 });
      server.script.push(...Array.from({ length: 3 }, () => behaviour));
      assert.equal(await whyNone("draft", question("the-secret-question")), why);
      assert.equal((await calls())[0].outcome, why);
      const shown = JSON.stringify([desk.logged, await calls()]);
      for (const hidden of [key, "secret-question", "Be brief"]) assert.ok(!shown.includes(hidden), shown);
    });

  test("streams that break off, end early or never come are no answers either", async () => {
    await desk.connect("server", served(server.url));
    const watched = { ...question(), onText: () => undefined };
    for (const behaviour of [
      { kind: "cut" },
      { kind: "end early", text: "It" },
      { kind: "raw", type: "text/event-stream", body: "" },
    ] as const) {
      server.script.push(behaviour, behaviour, behaviour);
      assert.equal(await whyNone("draft", watched), "unavailable", behaviour.kind);
      desk = modelsForTest(db.pool);
      await desk.connect("server", served(server.url));
    }
  });

  test("a text longer than any conversation is not sent", async () => {
    const model = scripted();
    await desk.connect("first", model);
    assert.equal(await whyNone("draft", question("x".repeat(100_001))), "too_long");
    assert.equal(model.asked.length, 0);
  });

  test("texts become vectors, hidden like everything else; a model that cannot embed says so", async () => {
    await desk.connect("server", served(server.url));
    const answer = await desk.models.run("embed", { conversationId: null, texts: ["Ana asks", "refund"], known: { names: ["Ana"] } });
    assert.deepEqual(answer.ok && answer.vectors.length, 2);
    assert.deepEqual(server.asked[0]?.body["input"], ["[NAME_1] asks", "refund"]);
    await desk.connect("plain", served(server.url, { embeddingModel: undefined }));
    assert.deepEqual(await desk.models.run("embed", { conversationId: null, texts: ["a"] }), {
      ok: false,
      why: "cannot",
      say: whyNot.cannot,
    });
  });
});

describe("a vendor in trouble", () => {
  test("is asked again after the time it names, and otherwise after half a second and a second, about", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "status", status: 429, headers: { "retry-after": "7" } });
    assert.equal((await ask()).ok, true);
    assert.deepEqual(desk.waits, [7_000]);
    server.script.push({ kind: "status", status: 429 }, { kind: "status", status: 503 });
    assert.equal((await ask()).ok, true);
    const [, first = 0, second = 0] = desk.waits;
    assert.ok(first >= 375 && first <= 625 && second >= 750 && second <= 1_250, String(desk.waits));
    assert.deepEqual(
      (await calls()).map(({ attempts, outcome }) => [attempts, outcome]),
      [
        [2, "ok"],
        [3, "ok"],
      ],
    );
  });

  test("that wants to be left alone for longer than anybody waits is not asked again now", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "status", status: 429, headers: { "retry-after": "3600" } });
    assert.equal(await whyNone(), "unavailable");
    assert.deepEqual([desk.waits, server.asked.length], [[], 1]);
  });

  test("that says the key or the request is wrong is not asked again", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "status", status: 401 });
    assert.equal(await whyNone(), "unauthorized");
    assert.equal(server.asked.length, 1);
  });

  test("that fails five times in a row is left alone for half a minute, then tried with one question", async () => {
    await desk.connect("server", served(server.url));
    const broken = { kind: "status", status: 500 } as const;
    server.script.push(...Array.from({ length: 6 }, () => broken));
    assert.deepEqual([await whyNone(), await whyNone(), await whyNone()], ["unavailable", "resting", "resting"]);
    assert.equal(server.asked.length, 5);
    desk.clock.now = new Date(desk.clock.now.getTime() + 30_000);
    assert.equal(await whyNone(), "resting", "one question failed, the next has to wait again");
    assert.equal(server.asked.length, 6);
    desk.clock.now = new Date(desk.clock.now.getTime() + 30_000);
    assert.deepEqual([(await ask()).ok, (await ask()).ok], [true, true]);
  });

  test("that never answers is given up when the purpose's time is over", async () => {
    await desk.connect("server", served(server.url));
    await setPurpose(db.pool, { purpose: "draft", isOn: true, connectionId: "server", timeoutMs: 1_000 }, "system");
    server.script.push({ kind: "hang" });
    assert.equal(await whyNone(), "timeout");
  });

  test("holds nobody up who does not wait any more, even when its connector does not listen", async () => {
    const deaf = { ...scripted(), complete: () => new Promise<never>(() => undefined) };
    await desk.connect("deaf", deaf);
    const caller = new AbortController();
    const waiting = ask("draft", { ...question(), signal: caller.signal });
    setImmediate(() => caller.abort());
    assert.deepEqual(await waiting, { ok: false, why: "stopped", say: whyNot.stopped });
  });
});

describe("the money of a day", () => {
  test("without a budget nothing that costs is asked, and what costs nothing is", async () => {
    await desk.connect("first", scripted(), { input: 1, output: 1 });
    assert.equal(await whyNone(), "over_budget");
    await desk.connect("own", scripted(), { input: 0, output: 0 });
    assert.equal((await ask()).ok, true);
    assert.equal(await spent(), 0);
  });

  for (const [name, settings] of [
    ["quick", {}],
    ["slow", { slowMs: 20 }],
  ] as const)
    test(`50 questions at the same time never spend more than there is (${name} answers)`, async () => {
      await eurosADay(db.pool, 1);
      // A tenth of the budget is put aside for each, and half of that is what it costs.
      const model = scripted({ ...settings, otherwise: "x".repeat(200) });
      let [asking, most] = [0, 0];
      const counting: Model = {
        ...model,
        async complete(request) {
          most = Math.max(most, ++asking);
          return model.complete(request).finally(() => asking--);
        },
      };
      await desk.connect("first", counting, { input: 0, output: 1_000 });
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => ask("draft", question(`question ${at}`))));
      const paid = answers.filter(({ ok }) => ok).length;
      const refused = answers.filter((answer) => !answer.ok && answer.why === "over_budget").length;
      assert.equal(paid + refused, 50);
      assert.equal(model.asked.length, paid, "who is refused is not asked for");
      assert.ok(paid >= 10 && paid <= 20 && most <= 10, `${paid} were paid, ${most} at once`);
      const { rows } = await db.pool.query("select sum(cost_micros)::bigint as n from model_call");
      assert.deepEqual([await spent(), rows[0].n], [paid * 50_000, paid * 50_000]);
    });

  test("after 50 at the same time, one after the other can use up what is left, to the last answer that fits", async () => {
    await eurosADay(db.pool, 1);
    await desk.connect("first", scripted({ otherwise: "x".repeat(400) }), { input: 0, output: 1_000 });
    await Promise.all(Array.from({ length: 50 }, () => ask()));
    for (let round = 0; round < 12; round++) await ask();
    assert.equal(await spent(), 1_000_000);
    desk.clock.now = new Date("2026-03-03T00:00:01Z");
    assert.equal((await ask()).ok, true, "the next day has money of its own");
  });

  test("what a vendor certainly did not charge is given back; what nobody knows counts at its most", async () => {
    await eurosADay(db.pool, 100);
    await desk.connect("server", served(server.url), { input: 1, output: 10 });
    server.script.push({ kind: "status", status: 400 });
    await whyNone();
    assert.equal(await spent(), 0);
    const stopped = await openTestServer();
    await stopped.close();
    await desk.connect("nobody", served(stopped.url), { input: 1, output: 10 });
    assert.equal(await whyNone(), "unavailable");
    assert.equal(await spent(), 0);
    await desk.connect("server", served(server.url), { input: 1, output: 10 });
    server.script.push({ kind: "cut" }, { kind: "status", status: 400 });
    await whyNone();
    assert.ok((await spent()) > 1_000, "half an answer counts as a whole one");
  });

  test("a server that does not count is taken at the most it can have used", async () => {
    await eurosADay(db.pool, 100);
    await desk.connect("server", served(server.url), { input: 0, output: 10 });
    server.script.push({ kind: "say", text: "Hi", usage: null });
    await ask();
    assert.equal(await spent(), 1_000, "100 tokens of answer were allowed");
    assert.deepEqual((await calls())[0].output_tokens, null);
  });

  test("people see what is left, in their currency", async () => {
    await setBudget(db.pool, { amount: 500, currency: "JPY" }, "system");
    await desk.connect("first", scripted({ otherwise: "x".repeat(400) }), { input: 0, output: 20_000 });
    await ask();
    const { budget, spentToday, prices } = await readModelSettings(db.pool, desk.clock.now);
    const yen = (amount: number) => ({ amount, currency: "JPY" });
    assert.deepEqual([budget, spentToday], [yen(500), yen(2)]);
    assert.equal(prices[0]?.outputPerMillion, 20_000);
  });
});

describe("answers that are given again", () => {
  test("a translation that was asked before makes no call and costs nothing; another text does", async () => {
    await eurosADay(db.pool, 5);
    await desk.connect("server", served(server.url), { input: 1, output: 10 });
    const first = await ask("translate");
    const second = await ask("translate");
    assert.deepEqual([first.ok && first.isCached, second.ok && second.isCached, server.asked.length], [false, true, 1]);
    assert.deepEqual(
      (await calls()).map(({ outcome, cost_micros }) => [outcome, cost_micros]),
      [
        ["ok", 62],
        ["cached", 0],
      ],
    );
    await ask("translate", question("Another"));
    await ask("translate", { ...question(), maxTokens: 99 });
    assert.equal(server.asked.length, 3);
  });

  test("only purposes for which that is safe: a draft is asked anew", async () => {
    await desk.connect("server", served(server.url));
    for (const purpose of ["draft", "rewrite", "second_opinion"] as const) {
      await ask(purpose);
      const again = await ask(purpose);
      assert.equal(again.ok && again.isCached, false, purpose);
    }
    assert.deepEqual(
      Object.entries(purposes)
        .filter(([, { keepMs }]) => keepMs !== null)
        .map(([name]) => name),
      ["translate", "summarise", "embed"],
    );
  });

  test("two customers who write the same share the answer, each with their own name in it; the name is not kept", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "say", text: "Hallo [NAME_1]" });
    const from = (name: string) => ask("translate", { ...question(`Hello from ${name}`), known: { names: [name] } });
    const [ana, bob] = [await from("Ana"), await from("Bob")];
    assert.deepEqual([ana.ok && ana.text, bob.ok && bob.text, server.asked.length], ["Hallo Ana", "Hallo Bob", 1]);
    const { rows } = await db.pool.query("select answer::text as text from model_cache");
    assert.deepEqual(rows, [{ text: '"Hallo [NAME_1]"' }]);
  });

  test("vectors are kept, too, and everything goes when its time is over", async () => {
    await desk.connect("server", served(server.url));
    const embed = () => desk.models.run("embed", { conversationId: null, texts: ["one", "two"] });
    const [first, second] = [await embed(), await embed()];
    assert.deepEqual([first.ok && first.vectors, server.asked.length], [second.ok && second.vectors, 1]);
    const later = new Date(desk.clock.now.getTime() + 91 * 86_400_000);
    await purgeModels(db.pool, later);
    assert.equal((await db.pool.query("select from model_cache")).rowCount, 0);
    assert.equal((await calls()).length, 2, "what it cost is known for longer");
    await purgeModels(db.pool, new Date(desk.clock.now.getTime() + 401 * 86_400_000));
    assert.equal((await calls()).length, 0);
  });

  test("what is kept of a conversation is erased with the customer's data, and an answer that comes later is not kept", async () => {
    await desk.connect("server", served(server.url));
    const { id, customerId } = await newConversation(db.pool);
    await ask("summarise", { ...question("Secret wishes"), conversationId: id });
    assert.equal((await db.pool.query("select from model_cache")).rowCount, 1);
    await eraseCustomer(db.pool, customerId, { kind: "user", id: "u1" } as never);
    assert.equal((await db.pool.query("select from model_cache")).rowCount, 0);
    assert.equal((await ask("summarise", { ...question("Secret wishes"), conversationId: id })).ok, true);
    assert.equal((await db.pool.query("select from model_cache")).rowCount, 0);
  });

  test("a bad answer is never kept", async () => {
    await desk.connect("server", served(server.url));
    server.script.push({ kind: "say", text: "I", finish: "refusal" }, { kind: "say", text: "[NAME_9]" });
    assert.deepEqual([await whyNone("translate"), await whyNone("translate")], ["refusal", "invented"]);
    assert.equal((await db.pool.query("select from model_cache")).rowCount, 0);
  });
});

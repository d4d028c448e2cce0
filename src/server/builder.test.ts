/** The builder's half of the server, with a real desk and the demo shop behind it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readConfig } from "../config/config.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { openHandrail, type HandrailDesk } from "../desk.ts";
import { newId } from "../domain/ids.ts";
import { workflowTrial, workflowVocabulary, type WireWorkflowTrial } from "../domain/wire.ts";
import { silentLog } from "../log/log.ts";
import { inbound } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { workflowParts } from "../main-parts.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";

const dataDir = mkdtempSync(join(tmpdir(), "handrail-builder-"));
let db: TestDb, desk: HandrailDesk, server: TestServer;
before(async () => {
  db = await createTestDb();
  desk = await openHandrail(readConfig({ DATABASE_URL: db.url, HANDRAIL_DATA_DIR: dataDir, HANDRAIL_DEMO: "true" }), silentLog());
  server = await startTestServer({ workflows: workflowParts(desk) });
});
after(async () => {
  await server?.close();
  await desk?.close();
  await db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const orderStatus = async (): Promise<string> => (await desk.library.get("order-status"))!.source;
async function tryIt(source: string, body: object, name = "order-status"): Promise<WireWorkflowTrial> {
  const answer = await server.call("POST", `/api/v1/workflows/${name}/try`, { source, ...body });
  assert.equal(answer.status, 200, answer.text);
  return workflowTrial.parse(answer.body);
}
const where = { text: "Where is my order #1042?", from: "ana@example.com" };

describe("A workflow tried out while it is written", () => {
  test("tells step by step what it read and why, with the reply and its sources, and leaves no trace at the desk", async () => {
    const trial = await tryIt(await orderStatus(), where);
    assert.equal(trial.is_this, true);
    assert.deepEqual(
      trial.steps.slice(0, 4).map(({ path }) => path),
      ["when", "steps/0", "steps/1", "steps/2"],
    );
    assert.match(trial.steps[1]!.read[0]!.value, /1042/);
    assert.match(trial.steps.at(-1)!.path, /^steps\/3\/choose\/\d+$/);
    assert.ok(trial.replies[0]!.evidence.some(({ field, value }) => field === "order.number" && value === "1042"));
    assert.equal((await db.pool.query("select (select count(*) from run) + (select count(*) from message) as n")).rows[0].n, 0);
  });

  test("what is typed and not published counts, and the published one stays as it is", async () => {
    const source = await orderStatus();
    const edited = source.replace(
      "  - choose:\n",
      '  - choose:\n      - if: order.number != ""\n        hand_over: { reason: Everything goes to people today. }\n',
    );
    const trial = await tryIt(edited, where);
    assert.deepEqual([trial.outcome.kind, trial.outcome.reason], ["handed_over", "Everything goes to people today."]);
    assert.equal((await desk.library.get("order-status"))!.source, source);
  });

  test("a stranger who only says they are Ana gets no facts of her order", async () => {
    const trial = await tryIt(await orderStatus(), { ...where, is_proven: false });
    assert.doesNotMatch(trial.replies.map(({ text }) => text).join(), /1042.*(?:way|delivered)/);
    assert.match(trial.steps.at(-1)!.step, /^verify/);
  });

  test("a message that another workflow takes says which, and is tried here all the same when one insists", async () => {
    const complaint = { text: "Do you sell gift cards? I would like to know how much shipping costs." };
    const other = await tryIt(await orderStatus(), complaint);
    assert.equal(other.is_this, false);
    assert.notEqual(other.workflow, "order-status");
    const here = await tryIt(await orderStatus(), { ...complaint, insist: true });
    assert.deepEqual([here.is_this, here.steps[0]!.path], [true, "steps/0"]);
  });

  test("a workflow that an event starts is tried with an order, and writes to the address on it", async () => {
    const trial = await tryIt((await desk.library.get("delay-notice"))!.source, { order: "1042" }, "delay-notice");
    assert.equal(trial.is_this, true);
    assert.match(trial.steps[0]!.read[0]!.value, /ana@example\.com/);
  });

  test("which of its events has happened can be chosen, and a product's event is tried with the product", async () => {
    const delay = (await desk.library.get("delay-notice"))!.source;
    const stuck = await tryIt(delay, { order: "1042", event: "shipment.stuck" }, "delay-notice");
    assert.match(stuck.steps.at(-1)!.why + stuck.steps.at(-2)!.why, /shipment\.stuck/);
    const other = { source: delay, order: "1042", event: "order.paid" };
    assert.match((await server.call("POST", "/api/v1/workflows/delay-notice/try", other)).text, /does not start this workflow/);

    const { store } = desk.sources().stores[0]!;
    const [order] = await store.findOrders({ number: "1042" });
    const { sku } = order!.lines[0]!;
    const [product] = await store.findProducts({ sku });
    const notice = (await desk.library.get("back-in-stock-notice"))!.source;
    const back = await tryIt(notice, { product: sku, from: "ana@example.com" }, "back-in-stock-notice");
    assert.ok(back.steps[0]!.read[0]!.value.includes(product!.id));
    const none = { source: notice, product: "no such thing" };
    assert.equal((await server.call("POST", "/api/v1/workflows/back-in-stock-notice/try", none)).status, 404);
  });

  test("what the customer of a past conversation wrote is tried, and a conversation that is not there is said", async () => {
    const [taken] = await createIntake(db.pool)([
      { connectionId: "api", isDemo: false, message: inbound("past", 1, { externalId: newId(), text: "Where is order #1047 please?" }) },
    ]);
    const trial = await tryIt(await orderStatus(), { conversation: taken!.conversationId });
    assert.match(trial.text, /#1047/);
    const nowhere = await server.call("POST", "/api/v1/workflows/order-status/try", { source: await orderStatus(), conversation: newId() });
    assert.equal(nowhere.status, 404);
  });

  test("a file with mistakes is not run, and each mistake names its line and its place in the file", async () => {
    const broken = (await orderStatus()).replace("order.status ==", "order.stauts ==");
    const refused = await server.call("POST", "/api/v1/workflows/order-status/try", { source: broken, text: "Hello" });
    assert.equal(refused.body["code"], "workflow_invalid");
    const { problems } = (await server.call("POST", "/api/v1/workflows/order-status/check", { source: broken })).body;
    assert.deepEqual([problems.length, problems[0].path], [1, "steps[3].choose[0].if"]);
    assert.equal(broken.split("\n")[problems[0].line - 1]!.trim(), '- if: order.stauts == "cancelled"');
  });

  test("a key that may not read conversations may not learn their orders this way", async () => {
    const { key } = await server.keys.create({ name: "files only", scopes: ["workflows:read"], createdBy: "system" });
    const headers = { authorization: `Bearer ${key}` };
    const asked = await server.call("POST", "/api/v1/workflows/order-status/try", { source: await orderStatus(), ...where }, headers);
    assert.equal(asked.status, 403);
    assert.equal((await server.call("GET", "/api/v1/workflow-vocabulary", undefined, headers)).status, 200);
  });
});

describe("What the builder draws its forms from", () => {
  test("every step with its schema, and the names of templates, teams, workflows and kinds of requests there are", async () => {
    const words = workflowVocabulary.parse((await server.call("GET", "/api/v1/workflow-vocabulary")).body);
    assert.equal(words.steps.length, 16);
    const handOver = words.steps.find(({ id }) => id === "hand_over")!;
    assert.equal(handOver.ends, true);
    assert.match(JSON.stringify(handOver.schema), /"names":"team"/);
    assert.ok(words.templates.includes("order-on-its-way") && words.teams.includes("shipping"));
    assert.ok(words.workflows.includes("order-status") && words.categories.includes("order_status"));
  });
});

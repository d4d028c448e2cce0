import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import { eurosADay, forget, modelsForTest, newConversation, scripted } from "../../models/fixture-models.ts";
import { settledOutcome } from "../../workflow/engine/settle.ts";
import { runWorkflow } from "../../workflow/engine/interpreter.ts";
import { decisionMark } from "../../workflow/engine/replay.ts";
import {
  decide,
  input,
  mustLoad,
  naming,
  order,
  parts,
  replyOf,
  shipment,
  sources,
  templates,
  understood,
} from "../../workflow/test-desk.ts";
import { createWriter, type AskModel } from "./writer.ts";

const file = (extra = "", mode = "auto") => `
workflow: ask-a-model
title: Ask a model
when: { message: { category: order_status } }
mode: ${mode}
steps:
  - find: order
    else: { hand_over: { reason: No order. } }
  - verify: customer
  - find: shipment
  - write: Say where the parcel is.
${extra}`;
const orderInTransit = () => sources([order()], [shipment("in_transit")]);
const about = (language = "en") => ({ understanding: understood({ language, ...naming("1042") }) });

describe("a language model writes, translates and summarises inside the same checks", () => {
  let db: TestDb, conversationId: string;
  const set = { models: null as unknown as ReturnType<typeof modelsForTest> };
  before(async () => {
    db = await createTestDb();
    set.models = modelsForTest(db.pool);
    conversationId = (await newConversation(db.pool)).id;
  });
  beforeEach(async () => {
    await forget(db.pool);
    await eurosADay(db.pool, 5);
  });
  after(() => db.close());

  const writerSaying = async (say: string, settings: object = {}) => {
    const model = scripted({ otherwise: say, ...settings });
    await set.models.connect(`m-${Math.random()}`, model);
    return { model, writer: createWriter(set.models.models as unknown as AskModel, () => templates.voice) };
  };
  const run = async (say: string, extra = "", language = "en", settings: object = {}) => {
    const { model, writer } = await writerSaying(say, settings);
    const workflow = mustLoad(file(extra));
    const from = { ...orderInTransit(), write: writer.write, translate: writer.translate };
    const decision = await runWorkflow(workflow, input({ conversationId, ...about(language) }), parts(from));
    return { decision, model, reply: replyOf(decision)!, outcome: settledOutcome(decision) };
  };

  test("what it writes gets the brand's greeting and signature, each fact its source, and a person reads it first", async () => {
    const { reply, outcome } = await run("Your order #1042 is on its way with Parcel Post.");
    assert.equal(reply.text, "Hi Ana,\n\nYour order #1042 is on its way with Parcel Post.\n\nKind regards\nBlue Harbour");
    assert.deepEqual(
      reply.evidence.map(({ field }) => field),
      ["customer.first_name", "order.number", "shipment.carrier", "store.name"],
    );
    assert.deepEqual(reply.unsourced, []);
    assert.equal(outcome.kind, "drafted");
    assert.match(outcome.reason!, /language model wrote it/);
  });

  test("only where the workflow says so, and with a source for everything, it leaves by itself", async () => {
    assert.equal((await run("Your order #1042 is on its way.", "    auto: true\n")).outcome.kind, "answered");
    const wrong: [string, RegExp][] = [
      ["Your order #1042 was delivered.", /delivered/],
      ["Your order #1043 is on its way.", /1043/],
      ["Your order #1042 is on its way. It was our fault.", /our fault/],
      ["Your order #1042 is on its way. See https://evil.example.", /evil/],
      ["Your order #1042 is on its way. We give you a voucher.", /voucher/],
      ["Your order #1042 is on its way, you idiot.", /idiot/],
      ["Your order #1042 is on its way. The key is sk-abcdefghijklmnop1234.", /sk-abc/],
    ];
    for (const [say, piece] of wrong) {
      const { outcome } = await run(say, "    auto: true\n");
      assert.equal(outcome.kind, "drafted", say);
      assert.match(outcome.reason!, piece);
    }
  });

  test("the model sees the facts and the question, not the customer's name, address or order number", async () => {
    const { model, reply } = await run("{text}");
    const sent = JSON.stringify(model.asked);
    for (const secret of ["Ana", "Silva", "ana@example.com", "PP123456789"]) assert.ok(!sent.includes(secret), secret);
    assert.match(sent, /in_transit/);
    assert.ok(reply.text.includes("PP123456789"), "put back after");
  });

  test("without a model, money or luck the template in its place is sent, or a person answers", async () => {
    const workflow = (extra: string) => mustLoad(file(extra));
    const without = await runWorkflow(workflow("    else: order-on-its-way\n"), input(about()), parts(orderInTransit()));
    assert.equal(replyOf(without)!.template, "order-on-its-way");
    assert.equal(settledOutcome(without).kind, "answered");
    const person = await runWorkflow(workflow(""), input(about()), parts(orderInTransit()));
    assert.equal(person.outcome.kind, "handed_over");
    const broken = await run("x", "    else: order-on-its-way\n", "en", { failCalls: 100, failKind: "refused" });
    assert.equal(broken.reply.template, "order-on-its-way");
  });

  test("a run that asked a model repeats without asking it, byte for byte", async () => {
    const { decision } = await run("Your order #1042 is on its way.");
    const reads = decision.trace.steps.flatMap(({ read }) => read);
    assert.ok(reads.some(({ key }) => key.startsWith("write:")));
    const again = await runWorkflow(mustLoad(file()), input({ conversationId, ...about() }), { ...parts(sources([], [])), replay: reads });
    assert.equal(decisionMark(again), decisionMark(decision));
  });

  test("a customer whose language has no text gets a checked translation, or somebody who speaks it", async () => {
    const polish = { ...about("pl") };
    const none = await decide(input(polish), orderInTransit());
    assert.match(replyOf(none)!.held!, /no text in the customer's language \(pl\)/);
    const { writer } = await writerSaying("Dzień dobry. {text}");
    const translated = await decide(input({ conversationId, ...polish }), { ...orderInTransit(), translate: writer.translate });
    assert.equal(replyOf(translated)!.language, "pl");
    assert.ok(replyOf(translated)!.unsourced.length > 0, "Polish sentences cannot be checked, so a person reads it");
  });

  test("a translation that loses a fact is not sent", async () => {
    const { writer } = await writerSaying("Olá.");
    const portuguese = await decide(input({ conversationId, ...about("pt") }), { ...orderInTransit(), translate: writer.translate });
    assert.ok(replyOf(portuguese)!.held !== undefined || replyOf(portuguese)!.unsourced.length > 0);
  });

  test("it gives a second opinion only where it is sure and the category exists", async () => {
    const ask = async (say: string) =>
      (await writerSaying(say)).writer.secondOpinion({
        text: "?",
        categories: ["refund_return", "other"],
        language: "en",
        customerName: null,
        conversationId,
      });
    assert.equal((await ask('{"category":"refund_return","sure":true}'))?.category, "refund_return");
    assert.equal(await ask('{"category":"refund_return","sure":false}'), null);
    assert.equal(await ask('{"category":"give_everything_away","sure":true}'), null);
    assert.equal(await ask("refund, I think"), null);
  });

  test("a summary and a rewriting are plain text, without marks or Markdown", async () => {
    const { writer } = await writerSaying("# Summary\n**Ana** wants her parcel.</conversation>");
    const summary = await writer.summarise({
      lines: ["customer: where is it?"],
      language: "en",
      customerName: "Ana Silva",
      conversationId,
    });
    assert.deepEqual(summary.ok && summary.text, "Summary\nAna wants her parcel.");
    const { writer: rewriter } = await writerSaying("Shorter.");
    const lost = await rewriter.rewrite({
      text: "Your order 1042 comes to ana@example.com.",
      language: "en",
      how: "shorter",
      customerName: null,
      conversationId,
    });
    assert.equal(lost.ok, false, "the address was lost");
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decision, RunInput } from "./engine/decision.ts";
import { ana, decide, input, mustLoad, naming, order, replyOf, shipment, sources, understood } from "./test-desk.ts";

const facts = () => sources([order()], [shipment("in_transit")]);
const stranger = (changes: Partial<RunInput> = {}): RunInput =>
  input({
    proven: [],
    customer: { id: null, name: null, isVip: false, language: null, contacts30d: 0 },
    understanding: understood(naming("1042")),
    ...changes,
  });

/** What the outside can see of a decision: all but the trace, with addresses hidden as the mail server hides them. */
const visible = (decision: Decision) => ({
  workflow: decision.workflow,
  outcome: decision.outcome,
  effects: decision.effects.map((effect) => (effect.kind === "challenge" ? { kind: effect.kind } : effect)),
});

test("a stranger who names an order cannot tell whether it exists", async () => {
  const existing = await decide(stranger(), facts());
  const missing = await decide(stranger({ understanding: understood(naming("9999")) }), facts());
  assert.deepEqual(visible(existing), visible(missing));
  assert.equal(existing.outcome.kind, "asked");
  assert.equal(JSON.stringify(existing.effects).includes("1042"), false);
  assert.deepEqual(existing.effects[1], { kind: "challenge", to: { kind: "email", value: "ana@example.com" } });
  assert.deepEqual(missing.effects[1], { kind: "challenge", to: null });
  assert.equal(existing.trace.facts["order"], undefined);
});

test("an order in any state gives a stranger the same answer", async () => {
  const answers = new Set<string>();
  for (const changes of [
    {},
    { status: "cancelled" as const },
    { payment: "refunded" as const },
    { customer: { id: null, name: "", email: null, phone: null } },
  ]) {
    answers.add(JSON.stringify(visible(await decide(stranger(), sources([order(changes)], [])))));
  }
  assert.equal(answers.size, 1);
});

test("a stranger with a wrong answer to the code and one with no order at all both meet a person", async () => {
  const asked = { workflow: "order-status", question: "code", text: "where is #1042" };
  const existing = await decide(stranger({ asked }), facts());
  const missing = await decide(stranger({ asked: { ...asked, text: "where is #9999" } }), facts());
  assert.deepEqual(visible(existing), visible(missing));
  assert.equal(existing.outcome.kind, "handed_over");
});

test("a wrong code may be tried again twice, in the same words whether the order exists or not, and then a person takes over", async () => {
  const asked = { workflow: "order-status", question: "code", text: "where is #1042" };
  for (const [wrongCodes, outcome, template] of [
    [1, "asked", "verify-code-again"],
    [2, "asked", "verify-code-again"],
    [3, "handed_over", undefined],
  ] as const) {
    const existing = await decide(stranger({ asked, wrongCodes }), facts());
    const missing = await decide(stranger({ asked: { ...asked, text: "where is #9999" }, wrongCodes }), facts());
    assert.deepEqual(visible(existing), visible(missing));
    assert.deepEqual([existing.outcome.kind, replyOf(existing)?.template], [outcome, template]);
  }
});

test("whoever proved the address on the order by a code is answered, though the code looks like an order number", async () => {
  const from = stranger({
    asked: { workflow: "order-status", question: "code", text: "where is #1042" },
    proven: ana,
    understanding: understood({ ...naming("483920"), category: "other", confidence: 0.3, abstain: true }),
  });
  const decision = await decide(from, facts());
  assert.deepEqual([decision.outcome.kind, replyOf(decision)?.template], ["answered", "order-on-its-way"]);
});

test("a mail answered only to the address on the order is answered without a code", async () => {
  const decision = await decide(stranger({ replyAddress: "Ana@Example.com" }), facts());
  assert.equal(replyOf(decision)?.template, "order-on-its-way");
  assert.match(decision.trace.steps.find((step) => step.step.startsWith("verify"))!.why, /goes to the address on the order/);
});

test("a mail that would be answered elsewhere needs a code", async () => {
  const decision = await decide(stranger({ replyAddress: "thief@example.net" }), facts());
  assert.equal(replyOf(decision)?.template, "verify-code");
});

test("someone proven who names somebody else's order is told what they would be told if there were none", async () => {
  const bo = [{ kind: "email" as const, value: "bo@example.com" }];
  const theirs = await decide(stranger({ proven: bo }), facts());
  const none = await decide(stranger({ proven: bo, understanding: understood(naming("9999")) }), facts());
  assert.deepEqual(visible(theirs), visible(none));
  assert.equal(replyOf(theirs)?.template, "which-order");
});

test("a proven phone number on the order is enough", async () => {
  const decision = await decide(stranger({ proven: [{ kind: "phone", value: "+351912345678" }] }), facts());
  assert.equal(decision.outcome.kind, "answered");
});

test("an address that is only claimed never looks up orders", async () => {
  const from = stranger({
    understanding: understood({ entities: { email: [{ text: "ana@example.com", value: "ana@example.com", start: 0, end: 15 }] } }),
  });
  const decision = await decide(from, facts());
  assert.equal(replyOf(decision)?.template, "which-order");
  assert.deepEqual(
    decision.trace.steps.flatMap((step) => step.read),
    [],
  );
});

test("a workflow without verify cannot tell order facts even when its template would", async () => {
  // The loader refuses such a file; this one gets past it by naming a template whose facts are all optional.
  const { createTemplates, loadTemplates } = await import("../answer/templates.ts");
  const { templates } = loadTemplates([
    { file: "sly.en.liquid", source: "Hello.{% if order %} {{ order.number }} {{ order.status }}{% endif %}" },
  ]);
  const { known, parts } = await import("./test-desk.ts");
  const sly = createTemplates(templates);
  const workflow = mustLoad("workflow: sly\ntitle: Sly\nwhen: { message: any }\nsteps:\n  - find: order\n  - reply: sly\n", "sly.yaml", {
    ...known,
    templates: sly,
  });
  const { runWorkflow } = await import("./engine/interpreter.ts");
  const decision = await runWorkflow(workflow, stranger(), { ...parts(facts()), templates: sly });
  assert.equal(replyOf(decision)?.text, "Hello.");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTemplates, loadTemplates } from "../answer/templates.ts";
import { factGroups } from "../domain/fact-catalog.ts";
import type { HoldResult } from "../domain/hold.ts";
import type { Decision, RunInput, Started, WaitState } from "./engine/decision.ts";
import { runWorkflow } from "./engine/interpreter.ts";
import { replayRun } from "./engine/replay.ts";
import type { Workflow } from "./engine/workflow.ts";
import { loadWorkflow } from "./load.ts";
import { allSteps } from "./steps/all.ts";
import { desk, input, mustLoad, naming, now, order, parts, replyOf, sources, understood } from "./test-desk.ts";

const { templates: written } = loadTemplates(
  [
    ["refunded", "You get {{ action.amount | money }} back for order {{ order.number }}."],
    ["hello", "Hello."],
    ["sure", "Shall we pay {{ wish.amount | money }} back?"],
    ["there", "Shall it go to {{ wish.address }}?"],
    ["late", "Order {{ order.number }} will be late."],
    [
      "stock",
      "{{ availability.title }}{% if availability.variant %}, {{ availability.variant }}{% endif %}: {{ availability.stock }} left.",
    ],
    ["which", "{% for product in products %}{{ product.title }}\n{% endfor %}"],
    ["verify-code", "We have sent you a code."],
    ["verify-code-again", "That was not the code."],
    ["price", "{{ product.title }} costs {{ product.price | money }}."],
  ].map(([name, source]) => ({ file: `${name}.en.liquid`, source: source! })),
);
const templates = createTemplates(written);
const known = { steps: allSteps, templates };
const load = (steps: string, head = "when: { message: any }", name = "test") =>
  mustLoad(`workflow: ${name}\ntitle: Test\n${head}\nmode: auto\nsteps:\n${steps}`, "test.yaml", known);
const problemsOf = (steps: string, head = "when: { message: any }", workflows?: string[]) => {
  const loaded = loadWorkflow(`workflow: test\ntitle: Test\n${head}\nsteps:\n${steps}`, "test.yaml", {
    ...known,
    ...(workflows && { workflows }),
  });
  return "problems" in loaded ? loaded.problems.map(({ message, mend }) => `${message} ${mend}`) : [];
};
const shop = sources([order()], []);
const run = (workflow: Workflow, from: RunInput, others: Workflow[] = []) =>
  runWorkflow(workflow, from, { ...parts(shop), templates, workflow: async (name) => others.find((one) => one.name === name) ?? null });
/** As the mailbox does it: the same run goes on with what became of its hold. */
const goOn = (workflow: Workflow, from: RunInput, { wait }: Decision, result: Partial<HoldResult>) => {
  const { at } = wait!.state;
  const state: WaitState = {
    ...wait!.state,
    facts: { ...wait!.state.facts, $results: { [at]: { state: "done", by: null, note: null, amount: null, ...result } } },
  };
  return run(workflow, { ...from, resume: JSON.parse(JSON.stringify(state)) as WaitState });
};

const asks = (text: string, changes: Partial<RunInput> = {}) => input({ ...changes, messages: [{ ...input().messages[0]!, text }] });

test("a refund is asked for, the run stops, and the customer hears of it only after the shop has done it", async () => {
  const workflow = load("- find: order\n- verify: identity\n- act: refund\n  reason: Late\n- reply: refunded");
  const from = input({ understanding: understood(naming("1042")) });
  const first = await run(workflow, from);
  assert.equal(replyOf(first), null);
  assert.deepEqual(first.wait!.hold, {
    kind: "action",
    action: { kind: "refund", connectionId: "shop", orderId: "o1", orderNumber: "1042", details: {}, reason: "Late", confirmedBy: null },
    expiresAt: "2026-03-12T11:00:00.000Z",
  });
  const second = await goOn(workflow, from, first, { state: "done", amount: { amount: 6_460, currency: "EUR" } });
  assert.equal(replyOf(second)!.text, "You get €64.60 back for order 1042.");
  assert.deepEqual(second.outcome, { kind: "answered" });
  assert.deepEqual(Object.keys(second.trace.facts["action"] as object).sort(), Object.keys(factGroups.action.fields).sort());
  const stored = await replayRun(
    workflow,
    { ...from, resume: first.wait!.state },
    await run(workflow, { ...from, resume: first.wait!.state }),
    { desk, templates },
  );
  assert.equal(stored.isSame, true);
});

test("a sender address alone is not enough to change an order, a code is asked for", async () => {
  const workflow = load("- find: order\n- verify: identity\n- act: cancel\n  reason: Wish\n- reply: late");
  const mail = input({ understanding: understood(naming("1042")), proven: [], replyAddress: "ana@example.com" });
  const decision = await run(workflow, mail);
  assert.equal(decision.outcome.kind, "asked");
  assert.equal(decision.wait, undefined);
  assert.match(
    problemsOf("- find: order\n- verify: customer\n- act: cancel\n  reason: Wish\n- reply: late")[0]!,
    /comes too early.*verify: identity/,
  );
});

test("a refused or denied write takes the other way; one whose fate nobody knows goes to a person", async () => {
  const workflow = load(
    "- find: order\n- verify: identity\n- act: refund\n  reason: Late\n  else: { close: No refund. }\n- reply: refunded",
  );
  const from = input({ understanding: understood(naming("1042")) });
  const first = await run(workflow, from);
  for (const state of ["denied", "refused", "failed"] as const) {
    const { outcome } = await goOn(workflow, from, first, { state });
    assert.deepEqual(outcome, { kind: "closed", reason: "No refund." }, state);
  }
  for (const state of ["unknown", "expired"] as const) {
    const { outcome } = await goOn(workflow, from, first, { state });
    assert.equal(outcome.kind, "handed_over", state);
    assert.equal(outcome.priority, "high");
  }
});

test("before it writes to the shop a workflow asks the customer, and only a plain yes counts", async () => {
  const workflow = load(
    "- find: order\n- verify: identity\n- act: refund\n  shipping: true\n  reason: Late\n  confirm: sure\n  else: { close: No refund. }\n- reply: refunded",
  );
  const from = input({ understanding: understood(naming("1042")) });
  const asking = await run(workflow, from);
  assert.equal(replyOf(asking)!.text, "Shall we pay €4.90 back?");
  assert.deepEqual([asking.outcome.kind, asking.wait!.forMessage, asking.wait!.hold], ["asked", true, undefined]);
  const answer = (text: string) => {
    const resume = JSON.parse(JSON.stringify(asking.wait!.state)) as WaitState;
    return run(workflow, { ...from, messages: [{ ...from.messages[0]!, id: "m2", text }], resume });
  };
  const { hold } = (await answer("Yes please")).wait!;
  assert.ok(hold?.kind === "action");
  assert.deepEqual([hold.action.confirmedBy, hold.action.details], ["m2", { shipping: true }]);
  assert.equal((await answer("no thanks")).outcome.reason, "No refund.");
  const unclear = await answer("yes, but only if it is there tomorrow");
  assert.deepEqual([unclear.wait, unclear.outcome.reason], [undefined, "No refund."]);
  const late = await run(workflow, { ...from, resume: JSON.parse(JSON.stringify(asking.wait!.state)) as WaitState });
  assert.equal(late.outcome.reason, "No refund.", "no answer within the time");
});

test("a new address is read from the message and put to the customer before it is used", async () => {
  const workflow = load("- find: order\n- verify: identity\n- act: change_address\n  reason: Moved\n  confirm: there\n- reply: hello");
  const from = { ...asks("Please send #1042 to: Lindenweg 4, 10115 Berlin, Germany"), understanding: understood(naming("1042")) };
  const asking = await run(workflow, from);
  assert.equal(replyOf(asking)!.text, "Shall it go to Lindenweg 4, 10115 Berlin, DE?");
  const resume = JSON.parse(JSON.stringify(asking.wait!.state)) as WaitState;
  const { hold } = (await run(workflow, { ...from, messages: [{ ...from.messages[0]!, id: "m2", text: "Ja, danke" }], resume })).wait!;
  assert.ok(hold?.kind === "action");
  assert.deepEqual(hold.action.details.address, {
    name: "Ana Silva",
    line1: "Lindenweg 4",
    line2: null,
    postalCode: "10115",
    city: "Berlin",
    region: null,
    country: "DE",
  });
  const vague = await run(workflow, { ...asks("Please send #1042 somewhere else"), understanding: understood(naming("1042")) });
  assert.match(vague.outcome.reason!, /change_address needs "address"/);
});

test("a write whose details do not fit its kind is a mistake in the file", () => {
  const act = (more: string) => problemsOf(`- find: order\n- verify: identity\n- act: ${more}\n  reason: Wish\n- reply: hello`);
  assert.match(act("cancel\n  shipping: true")[0]!, /cancel has no "shipping" It takes: nothing beside the order/);
  assert.match(act("discount_code\n  percent: 10")[0]!, /discount_code needs "valid_days"/);
  assert.match(act("reship")[0]!, /reship needs "lines"/);
  assert.match(act("refnd")[0]!, /This value is not known One of: refund, cancel/);
  assert.deepEqual(act("discount_code\n  percent: 10\n  valid_days: 30"), []);
});

test("a person is asked in the middle of a workflow; no answer within the time is a no", async () => {
  const workflow = load("- approve: Send a new one?\n  team: returns\n  expires: 3 hours\n- close: Yes");
  const first = await run(workflow, input());
  assert.deepEqual(first.wait!.hold, {
    kind: "approval",
    question: "Send a new one?",
    team: "returns",
    people: 1,
    expiresAt: "2026-03-12T13:00:00.000Z",
  });
  const yes = await goOn(workflow, input(), first, { state: "approved", by: "Ada" });
  assert.deepEqual(yes.outcome, { kind: "closed", reason: "Yes" });
  assert.deepEqual(Object.keys(yes.trace.facts["approval"] as object).sort(), Object.keys(factGroups.approval.fields).sort());
  const no = await goOn(workflow, input(), first, { state: "refused", by: "Ada", note: "Too dear." });
  assert.match(no.outcome.reason!, /Send a new one\? Ada says no\. Too dear\./);
  assert.equal(no.outcome.team, "returns");
  assert.match((await goOn(workflow, input(), first, { state: "expired" })).outcome.reason!, /Nobody answered within 3 hours/);
});

test("a workflow goes on in another one; the more careful mode counts, and a circle ends with a person", async () => {
  const first = load("- run: second", undefined, "first");
  const second: Workflow = { ...load("- close: Done.", undefined, "second"), mode: "draft" };
  const decision = await run(first, input(), [second]);
  assert.deepEqual(decision.outcome, { kind: "closed", reason: "Done." });
  assert.deepEqual(decision.workflow, { name: "first", version: first.version, mode: "draft" });
  const replayed = await replayRun(first, input(), decision, {
    desk,
    templates,
    workflow: async (name, version) => (name === "second" && version === second.version ? second : null),
  });
  assert.equal(replayed.difference, null);
  const circle = load("- run: first", undefined, "first");
  assert.match((await run(circle, input(), [circle])).outcome.reason!, /circle/);
  assert.match(problemsOf("- run: secund", undefined, ["second"])[0]!, /no workflow "secund".*second/);
});

const started: Started = {
  by: "event",
  name: "shipment.delayed",
  at: now,
  to: { kind: "email", value: "ana@example.com" },
  language: "en",
  orderNumber: "1042",
};
const begun = (workflow: Workflow, changes: Partial<Started> = {}): RunInput =>
  input({
    messages: [],
    proven: [],
    replyAddress: "ana@example.com",
    understanding: understood(naming("1042")),
    resume: { workflow: workflow.name, version: workflow.version, at: "steps/0", facts: {}, started: { ...started, ...changes } },
  });

test("an event in the shop writes to the customer on the order, and to nobody when there is no address", async () => {
  const workflow = load("- find: order\n- verify: customer\n- notify: late", "when: { event: shipment.delayed }");
  const decision = await run(workflow, begun(workflow));
  assert.equal(replyOf(decision)!.text, "Order 1042 will be late.");
  assert.deepEqual(Object.keys(decision.trace.facts["event"] as object).sort(), Object.keys(factGroups.event.fields).sort());
  const custom = load("- set: { tags: [seen] }\n- notify: hello", "when: { event: custom.x }");
  assert.deepEqual((await run(custom, begun(custom, { to: null }))).outcome, {
    kind: "closed",
    reason: "There is no address to write to.",
  });
});

test("notices are for runs that no message started", () => {
  assert.match(problemsOf("- notify: late")[0]!, /comes too early.*Use reply/);
  assert.match(problemsOf("- close: x", "when: { event: shipment.delayd }")[0]!, /wrong form/);
  assert.match(problemsOf("- close: x", "when: { event: order.paid, conversation: closed }")[0]!, /one of message, event/);
  assert.match(problemsOf("- close: x", 'when: { schedule: { cron: "every day", conversations: "true" } }')[0]!, /wrong form/);
  assert.match(
    problemsOf("- close: x", 'when: { schedule: { cron: "0 9 * * *", conversations: conversation.idle_days > 3 } }')[0]!,
    /no field.*"idle_days"/,
  );
});

test("a product is found by the words of the message or by its number, and its one variant by colour", async () => {
  const workflow = load("- find: availability\n  else: { close: none }\n  several: { ask: which }\n- reply: stock");
  const answer = async (text: string, entities = {}) =>
    replyOf(await run(workflow, asks(text, { understanding: understood({ entities }) })))?.text;
  assert.equal(await answer("Do you have the harbour desk lamp in blue?"), "Harbour desk lamp, Blue: 7 left.");
  assert.equal(await answer("Is the harbour desk lamp there?"), "Harbour desk lamp", "which colour is not said");
  assert.equal(await answer("Is RUG-1 there?", { sku: [{ text: "RUG-1", value: "RUG-1", start: 3, end: 8 }] }), "Harbour rug: 0 left.");
  assert.equal(await answer("anything from the harbour collection?"), "Harbour desk lamp\nHarbour rug");
  assert.equal(await answer("a sofa"), undefined);
});

test("a price is told from the catalogue", async () => {
  const workflow = load("- find: product\n- reply: price");
  const decision = await run(workflow, asks("How much is the desk lamp?"));
  assert.equal(replyOf(decision)!.text, "Harbour desk lamp costs €49.00.");
  assert.equal(replyOf(decision)!.unsourced.length, 0);
  assert.match((await run(workflow, asks("How much is the sofa?"))).outcome.reason!, /product was not found/);
});

test("a rating is the number the answer begins with", async () => {
  const workflow = load("- set: { rating: message }\n- close: Thanks.");
  const ratingOf = async (text: string) => {
    const effect = (await run(workflow, asks(text))).effects[0];
    return effect?.kind === "set" ? effect.rating : undefined;
  };
  assert.equal(await ratingOf("5, thank you!"), 5);
  assert.equal(await ratingOf("I give it a 2"), 2);
  assert.equal(await ratingOf("order 1042"), undefined);
  assert.equal(await ratingOf("great"), undefined);
});

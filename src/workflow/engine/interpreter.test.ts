import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../domain/errors.ts";
import {
  decide,
  desk,
  inDays,
  input,
  mustLoad,
  naming,
  now,
  order,
  parts,
  replyOf,
  shipment,
  sources,
  templates,
  understood,
  workflows,
} from "../test-desk.ts";
import type { WaitState } from "./decision.ts";
import { runWorkflow } from "./interpreter.ts";
import { pickWorkflow } from "./pick.ts";
import { heldBecause, settledOutcome } from "./settle.ts";

const facts = () => sources([order()], [shipment("in_transit")]);
const asking = (changes = {}) => input({ understanding: understood(naming("1042")), ...changes });
const named = (name: string) => workflows.find((one) => one.name === name)!;
const yaml = (steps: string, more = "") =>
  mustLoad(`workflow: test\ntitle: Test\nwhen: { message: { category: order_status } }\n${more}steps:\n${steps}`);

test("a shop that does not answer means a person, with the reason and what was asked", async () => {
  const from = facts();
  from.stores[0]!.store.findOrders = async () => {
    throw new AppError("vendor_timeout", "No answer within 5 s");
  };
  const decision = await decide(asking(), from);
  assert.deepEqual([decision.outcome.kind, decision.effects], ["handed_over", []]);
  assert.match(decision.outcome.reason!, /"find: order" could not be finished: The connected service is too slow/);
  assert.deepEqual(decision.trace.steps.at(-1)!.read, [
    { key: "orders:shop:number:1042", value: { $fault: { code: "vendor_timeout", message: "No answer within 5 s" } } },
  ]);
});

test("a carrier that does not answer does not matter when another one knows the parcel", async () => {
  const from = facts();
  const down = {
    track: async () => {
      throw new AppError("vendor_unavailable", "503");
    },
  };
  const decision = await decide(asking(), { ...from, carriers: [{ connectionId: "down", carrier: down }, ...from.carriers] });
  assert.equal(replyOf(decision)?.template, "order-on-its-way");
  const alone = await decide(asking(), { ...from, carriers: [{ connectionId: "down", carrier: down }] });
  assert.equal(alone.outcome.kind, "handed_over");
});

test("any other failure means a person, too, and never an exception", async () => {
  const from = facts();
  from.stores[0]!.store.findOrders = async () => {
    throw new TypeError("x is not a function");
  };
  const decision = await decide(asking(), from);
  assert.equal(decision.outcome.kind, "handed_over");
  assert.match(decision.trace.steps.at(-1)!.why, /Handrail made a mistake/);
});

test("a reply whose fact is missing is not written; a person takes over", async () => {
  const decision = await decide(
    asking(),
    sources(
      [
        order({
          payment: "refunded",
          refunds: [{ id: "r", at: inDays(-1), amount: { amount: 100, currency: "EUR" }, shipping: null, reason: null }],
          number: "",
        }),
      ],
      [],
    ),
  );
  assert.deepEqual([decision.outcome.kind, decision.effects.length], ["asked", 1], "an order without a number is not found by one");
  const blank = await runWorkflow(
    yaml("  - find: order\n    else: { ask: which-order }\n  - verify: customer\n  - reply: order-refunded\n"),
    asking(),
    parts(facts()),
  );
  assert.equal(blank.outcome.kind, "handed_over");
  assert.match(blank.outcome.reason!, /order\.refunded, which is not known/);
});

test("the same question is not asked twice in a row", async () => {
  const first = await decide(input({ proven: [] }), facts());
  assert.equal(first.outcome.kind, "asked");
  const asked = { workflow: "order-status", question: "which-order", text: "Where is my order?" };
  const again = await decide(input({ proven: [], asked, understanding: understood({ abstain: true }) }), facts());
  assert.deepEqual([again.outcome.kind, again.effects], ["handed_over", []]);
});

test("a bare number answers the question which order", async () => {
  const asked = { workflow: "order-status", question: "which-order", text: "Where is my order?" };
  const messages = [{ ...input().messages[0]!, text: "sure, 1042" }];
  const decision = await decide(
    input({ asked, messages, understanding: understood({ category: "other", abstain: true, confidence: 0.2 }) }),
    facts(),
  );
  assert.equal(replyOf(decision)?.template, "order-on-its-way");
});

test("of the orders named before and in the answer, the answer counts", async () => {
  const asked = { workflow: "order-status", question: "which-of-your-orders", text: "Where are #1042 and #1043?" };
  const messages = [{ ...input().messages[0]!, text: "The #1043 first please" }];
  const orders = [order(), order({ id: "o2", number: "1043", status: "cancelled" })];
  const decision = await decide(input({ asked, messages, understanding: understood(naming("1042", "1043", "1043")) }), sources(orders, []));
  assert.equal(replyOf(decision)?.template, "order-cancelled");
});

test("an answer that is clearly about something else goes to the workflow for that", () => {
  const asked = { workflow: "order-status", question: "which-order", text: "?" };
  const complaint = pickWorkflow(workflows, input({ asked, understanding: understood({ category: "complaint", confidence: 0.95 }) }));
  const unsure = pickWorkflow(workflows, input({ asked, understanding: understood({ category: "complaint", confidence: 0.5 }) }));
  const person = pickWorkflow(
    workflows,
    input({ asked, understanding: understood({ category: "other", signals: { asks_for_human: true } }) }),
  );
  assert.deepEqual(
    [complaint.workflow?.name, unsure.workflow?.name, person.workflow?.name],
    ["complaint", "order-status", "everything-else"],
  );
});

test("what nobody claims, what is switched off and what cannot be decided goes to the fallback, else to a person", async () => {
  const off = workflows.map((one) => (one.name === "order-status" ? { ...one, mode: "off" as const } : one));
  const switchedOff = pickWorkflow(off, asking());
  assert.deepEqual([switchedOff.workflow?.name, /switched off/.test(switchedOff.why)], ["everything-else", true]);
  assert.equal(
    pickWorkflow([yaml("  - close: x\n", "unless: message.subject < now\n"), named("everything-else")], asking()).workflow?.name,
    "everything-else",
  );
  const nobody = await decide(asking(), facts(), []);
  assert.deepEqual([nobody.workflow, nobody.outcome.kind, nobody.outcome.team], [null, "handed_over", "support"]);
  assert.ok(nobody.outcome.due_at);
});

test("the pick does not depend on the order in which workflows are given", () => {
  const names = [workflows, [...workflows].reverse()].map((set) => pickWorkflow(set, asking()).workflow?.name);
  assert.deepEqual(names, ["order-status", "order-status"]);
});

test("a wait keeps facts and place, holds nothing, and goes on where it stopped", async () => {
  const workflow = yaml(
    '  - find: order\n    else: { ask: which-order }\n  - verify: customer\n  - choose:\n      - if: order.status == "open"\n        steps:\n          - wait: { for: 2 days, until_message: true }\n          - find: shipment\n      - else: true\n        close: x\n  - find: shipment\n  - reply: order-on-its-way\n',
  );
  const first = await runWorkflow(workflow, asking(), parts(facts()));
  assert.deepEqual([first.wait?.until, first.wait?.forMessage, first.wait?.state.at], [inDays(2), true, "steps/2/choose/0/steps/1"]);
  const resume = JSON.parse(JSON.stringify(first.wait!.state)) as WaitState;
  const second = await runWorkflow(workflow, asking({ resume, now: inDays(2) }), parts(sources([], [shipment("in_transit")])));
  assert.equal(second.outcome.kind, "answered");
  assert.match(replyOf(second)!.text, /#1042/);
  assert.equal(replyOf(second)!.evidence.find((fact) => fact.field === "order.number")?.source, "shop");
});

test("a wait at the end of a workflow closes when it is over; a place that is gone means a person", async () => {
  const workflow = yaml("  - reply: which-order\n  - wait: 12 hours\n");
  const first = await runWorkflow(workflow, asking(), parts(facts()));
  assert.deepEqual([first.outcome.kind, first.wait?.state.at], ["answered", ""]);
  const over = await runWorkflow(workflow, asking({ resume: first.wait!.state }), parts(facts()));
  assert.equal(over.outcome.kind, "closed");
  const gone = await runWorkflow(workflow, asking({ resume: { ...first.wait!.state, at: "steps/9" } }), parts(facts()));
  assert.deepEqual([gone.outcome.kind, /has changed/.test(gone.outcome.reason!)], ["handed_over", true]);
});

test("set puts tags, priority and team; running out of steps without an answer means a person", async () => {
  const workflow = yaml(
    "  - set: { tags: [late], priority: high, team: shipping }\n  - choose:\n      - if: customer.vip\n        close: x\n      - else: true\n        set: { assignee: bo@shop.example }\n",
  );
  const decision = await runWorkflow(workflow, asking(), parts(facts()));
  assert.deepEqual(decision.effects, [
    { kind: "set", tags: ["late"], priority: "high", team: "shipping" },
    { kind: "set", assignee: "bo@shop.example" },
  ]);
  assert.equal(decision.outcome.kind, "handed_over");
});

test("find: customer reads the store only for an address that is proven", async () => {
  const customer = {
    id: "c1",
    name: "Ana Maria Silva",
    email: "ana@example.com",
    phone: null,
    language: "pt",
    country: "PT",
    isVip: true,
    orderCount: 7,
    lifetimeValue: { amount: 70_000, currency: "EUR" },
    createdAt: now,
    tags: [],
    paymentMethods: [],
  };
  const from = facts();
  from.stores[0]!.store.findCustomer = async () => customer;
  const workflow = yaml(
    "  - find: customer\n  - choose:\n      - if: customer.vip\n        close: vip\n      - else: true\n        close: not\n",
  );
  const known = await runWorkflow(workflow, asking(), parts(from));
  const unknown = await runWorkflow(workflow, asking({ proven: [] }), parts(from));
  assert.deepEqual([known.outcome.reason, unknown.outcome.reason], ["vip", "not"]);
});

test("in draft mode an answer is a draft; in auto it leaves unless a piece of it has no source", async () => {
  const draft = await decide(asking(), facts());
  assert.deepEqual([draft.outcome.kind, settledOutcome(draft).kind], ["answered", "drafted"]);
  const auto = await runWorkflow({ ...named("order-status"), mode: "auto" }, asking(), parts(facts()));
  assert.deepEqual([heldBecause(auto), settledOutcome(auto).kind], [null, "answered"]);
  for (const effect of auto.effects) if (effect.kind === "reply") effect.reply.unsourced.push({ text: "5 days", start: 0, end: 6 });
  assert.match(settledOutcome(auto).reason!, /"5 days" has no source/);
});

test("messages in a language without a template are answered in English, and the trace says so", async () => {
  const decision = await decide(asking({ understanding: understood({ ...naming("1042"), language: "pl" }) }), facts());
  assert.equal(replyOf(decision)?.language, "en");
  assert.match(decision.trace.steps.at(-1)!.why, /no text in "pl", so it is in "en"/);
});

test("the trace tells in plain words why the run went as it did", async () => {
  const decision = await decide(asking(), sources([order()], [shipment("in_transit", { promisedAt: inDays(-5) })]));
  assert.deepEqual(
    decision.trace.steps.map((step) => [step.step, step.path, step.why]),
    [
      ["pick", "when", "It is about order_status (97 %). Workflow order-status."],
      ["find: order", "steps/0", "Found order #1042 in shop."],
      ["verify: customer", "steps/1", "The writer has proven an address that is on the order."],
      ["find: shipment", "steps/2", "The parcel PP123456789 is in transit according to post."],
      ["choose", "steps/3", "Because shipment.days_late > 3 (shipment.days_late is 5)."],
      [
        "hand_over",
        "steps/3/choose/7",
        `The parcel is more than three days late. The team "shipping" takes it until ${desk.dueAt("high", "shipping", now)}.`,
      ],
    ],
  );
  assert.ok(templates.has("late-apology"));
});

test("a message of a limited category goes no further than its limit, whatever its workflow may", () => {
  const automatic = workflows.map((one) => ({ ...one, mode: "auto" as const }));
  const about = (category: string, limits: Record<string, "off" | "shadow" | "draft" | "auto">, more = {}) =>
    pickWorkflow(automatic, input({ understanding: understood({ category, intents: [category], confidence: 0.95, ...more }) }), limits);
  assert.equal(about("order_status", {}).workflow!.mode, "auto");
  const limited = about("order_status", { order_status: "draft" });
  assert.deepEqual([limited.workflow!.name, limited.workflow!.mode], ["order-status", "draft"]);
  assert.match(limited.why, /go no further than draft/);
  assert.equal(about("order_status", { order_status: "off" }).workflow, null);
  assert.equal(about("order_status", { cancellation: "draft" }).workflow!.mode, "auto");
});

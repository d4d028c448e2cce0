import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTemplates, loadTemplates } from "../answer/templates.ts";
import { resolveActions } from "../checkpoint/actions.ts";
import { ada, bob, conversation, count, desk, drafting, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { decideHold, performHolds } from "../checkpoint/holds.ts";
import { saveRules } from "../library/rules.ts";
import { closeConversation, replyAsPerson } from "../checkpoint/people.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { Mode } from "../domain/run.ts";
import { auditSum } from "../mailbox/audit.ts";
import type { Decide } from "../mailbox/decide.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { demoStore } from "../stores/demo/store.ts";
import type { Store } from "../stores/store.ts";
import { factGroups } from "../domain/fact-catalog.ts";
import { runWorkflow } from "../workflow/engine/interpreter.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import { loadWorkflow } from "../workflow/load.ts";
import { allSteps } from "../workflow/steps/all.ts";
import { takeUpHappenings, tellHappening } from "./happenings.ts";
import { conversationFacts, startScheduled } from "./schedules.ts";

const texts: [string, string][] = [
  ["refunded", "You get {{ action.amount | money }} back for order {{ order.number }}."],
  ["sorry", "I am sorry, that is not possible."],
  ["yes", "We send a new one."],
  ["late", "Order {{ order.number }} will be late, we are sorry."],
  ["how-was-it", "How was it? Please answer with a number from one to five."],
  ["thanks", "Thank you."],
  ["verify-code", "A code is on its way."],
  ["verify-code-again", "Wrong code."],
];
const templates = createTemplates(loadTemplates(texts.map(([name, source]) => ({ file: `${name}.en.liquid`, source }))).templates);

function workflow(name: string, when: string, steps: string, mode: Mode = "auto"): Workflow {
  const source = `workflow: ${name}\ntitle: ${name}\nwhen: ${when}\nmode: ${mode}\nsteps:\n${steps}`;
  const loaded = loadWorkflow(source, `${name}.yaml`, { steps: allSteps, templates });
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.workflow;
}

const refund =
  '- find: order\n- verify: identity\n- act: refund\n  reason: Late\n  else: { reply: sorry }\n- choose:\n    - if: understanding.category == "never"\n      reply: sorry\n    - else: true\n      reply: yes\n';
const refundThenSay = "- find: order\n- verify: identity\n- act: refund\n  reason: Late\n- reply: refunded\n";

describe("Runs that wait for people and shops, and runs that no message started", () => {
  let db: TestDb;
  let store: Store;
  before(async () => {
    db = await createTestDb();
    store = openDemo();
    await allow(true);
  });
  after(() => db.close());

  function openDemo(faults: object = {}): Store {
    const settings = demoStore.settings.parse({ faults });
    return demoStore.open({
      connectionId: "shop",
      settings,
      state: memoryState(),
      log: quiet,
      now: () => new Date(),
      publicUrl: "http://desk.test",
    });
  }
  const allow = (automation: boolean) =>
    saveRules(
      db.pool,
      "policies",
      `policies:
  refund: { allowed_by: { roles: [agent], automation: ${automation} }, max_amount: { EUR: 100000, USD: 100000, GBP: 100000 } }`,
      "test",
    );
  const stores = () => [{ connectionId: "shop", store }];
  const sources = () => ({ stores: [{ connectionId: "shop", store, name: "Shop" }], carriers: [] });
  /** Reads the order number out of the text, as the reader would. */
  const decideWith =
    (one: Workflow): Decide =>
    (input) => {
      const text = input.messages.map((message) => message.text).join(" ");
      const numbers = [...text.matchAll(/#(\w+)/g)].map(([, value]) => ({ text: value!, value: value!, start: 0, end: 1 }));
      const entities = numbers.length > 0 ? { ...input.understanding.entities, order_number: numbers } : input.understanding.entities;
      return runWorkflow(
        one,
        { ...input, understanding: { ...input.understanding, entities } },
        { sources: sources(), desk, templates, picked: "test" },
      );
    };
  const holdOf = async (conversationId: string) =>
    (await db.pool.query("select * from hold where conversation_id = $1 order by created_at desc limit 1", [conversationId])).rows[0];
  const sentIn = async (conversationId: string): Promise<string[]> =>
    (
      await db.pool.query("select text from message where conversation_id = $1 and direction = 'out' order by seq", [conversationId])
    ).rows.map(({ text }) => text);
  const runsOf = async (conversationId: string) =>
    (await db.pool.query("select outcome, reason, state, mode from run where conversation_id = $1 order by started_at", [conversationId]))
      .rows;
  /** Ana, whose address is proven, asks about her order. */
  const anaAsks = async (thread: string, number: string) => {
    const [order] = await store.findOrders({ number });
    return receive(db.pool, thread, 1, {
      text: `Please refund #${number}`,
      sender: { kind: "email", value: order!.customer.email!, proof: "proven" },
    });
  };
  const perform = () => performHolds({ db: db.pool, stores: stores(), log: quiet });

  test("an automatic refund: asked, made once within the policy, and only then told", async () => {
    const decide = decideWith(workflow("refund", "{ message: any }", refundThenSay));
    const id = await anaAsks("auto", "1042");
    await work(db.pool, decide);
    assert.deepEqual(await sentIn(id), [], "nothing is said before it is done");
    assert.equal((await runsOf(id))[0].state, "waiting");
    assert.equal(await perform(), 1);
    await work(db.pool, decide);
    const [text] = await sentIn(id);
    assert.match(text!, /^You get .* back for order 1042\.$/);
    assert.equal((await store.findOrders({ number: "1042" }))[0]!.payment, "refunded");
    assert.deepEqual(
      (await runsOf(id)).map(({ outcome }) => outcome),
      ["answered"],
    );
    assert.equal(await perform(), 0);
  });

  test("what the policy denies is not done, and the workflow takes its other way", async () => {
    await allow(false);
    const decide = decideWith(workflow("refund", "{ message: any }", refund));
    const id = await anaAsks("denied", "1043");
    await work(db.pool, decide);
    await perform();
    await work(db.pool, decide);
    assert.equal((await holdOf(id)).state, "denied");
    assert.match((await holdOf(id)).note, /does not let the workflow \w+ refund all that is left of order/);
    assert.deepEqual(await sentIn(id), ["I am sorry, that is not possible.", "We send a new one."]);
    await allow(true);
  });

  test("in draft mode a person says yes to the write first, in their own name", async () => {
    await allow(false);
    const decide = decideWith(workflow("refund", "{ message: any }", refundThenSay, "draft"));
    const id = await anaAsks("person", "1044");
    await work(db.pool, decide);
    assert.equal((await conversation(db.pool, id))["status"], "open", "people see that they are asked");
    assert.equal(await perform(), 0, "nothing begins before somebody said yes");
    const hold = await holdOf(id);
    await decideHold(db.pool, { holdId: hold.id, by: ada, role: "agent", isApproved: true });
    await assert.rejects(() => decideHold(db.pool, { holdId: hold.id, by: ada, role: "agent", isApproved: false }), { code: "conflict" });
    assert.equal(await perform(), 1);
    await work(db.pool, decide);
    const { rows } = await db.pool.query("select requested_by from action where conversation_id = $1", [id]);
    assert.deepEqual(rows, [{ requested_by: "user:u-ada" }]);
    const drafts = await db.pool.query("select text from draft where conversation_id = $1 and state = 'pending'", [id]);
    assert.match(drafts.rows[0].text, /^You get/);
    await allow(true);
  });

  test("where the policy wants two people, the workflow waits for both, and the first one's second yes does not count", async () => {
    await saveRules(
      db.pool,
      "policies",
      "policies: { refund: { allowed_by: { roles: [agent], automation: true }, max_amount: { EUR: 100000 }, two_people: always } }",
      "test",
    );
    const decide = decideWith(workflow("refund", "{ message: any }", refundThenSay));
    const id = await anaAsks("two", "1047");
    await work(db.pool, decide);
    assert.equal(await perform(), 0);
    const asked = await holdOf(id);
    assert.deepEqual([asked.state, asked.needs_approval, asked.people, asked.agreed], ["pending", true, 2, []]);
    const yes = (by: typeof ada) => decideHold(db.pool, { holdId: asked.id, by, role: "agent", isApproved: true });
    await yes(ada);
    await assert.rejects(yes(ada), { code: "conflict", message: /Somebody else has to agree/ });
    assert.equal(await perform(), 0, "one is not two");
    await yes(bob);
    assert.equal(await perform(), 1);
    await work(db.pool, decide);
    assert.match((await sentIn(id))[0]!, /back for order 1047/);
    const { rows } = await db.pool.query("select agreed from action where conversation_id = $1 and state = 'done'", [id]);
    assert.deepEqual(rows, [{ agreed: ["user:u-ada", "user:u-bob"] }]);
    await allow(true);
  });

  test("a shop that does not answer keeps the customer uninformed rather than misinformed", async () => {
    const good = store;
    store = openDemo({ actions: { lose: 1 } });
    const faults = await store.findOrders({ number: "1045" });
    assert.ok(faults[0]);
    store = { ...good, actions: { refund: async () => Promise.reject(Object.assign(new Error("reset"), { code: "ECONNRESET" })) } };
    const decide = decideWith(workflow("refund", "{ message: any }", refundThenSay));
    const id = await anaAsks("silent", "1045");
    await work(db.pool, decide);
    assert.equal(await perform(), 0);
    assert.equal((await holdOf(id)).state, "running");
    assert.deepEqual(await sentIn(id), []);
    // The shop comes back: the same key is asked for again, and the run goes on with what became of it.
    store = good;
    await db.pool.query("update action set lease_until = now() where state = 'unknown'");
    assert.equal(await resolveActions(db.pool, stores()), 1);
    await db.pool.query("update hold set lease_until = now() where id = $1", [(await holdOf(id)).id]);
    assert.equal(await perform(), 1);
    await work(db.pool, decide);
    assert.match((await sentIn(id))[0]!, /back for order 1045/);
  });

  test("a customer who writes meanwhile gets a person, and what had not begun does not begin", async () => {
    const decide = decideWith(workflow("refund", "{ message: any }", refundThenSay, "draft"));
    const id = await anaAsks("meanwhile", "1046");
    await work(db.pool, decide);
    await receive(db.pool, "meanwhile", 2, { text: "Wait, I want to keep it!" });
    await work(db.pool, decide);
    assert.equal((await holdOf(id)).state, "overtaken");
    const runs = await runsOf(id);
    assert.match(runs.at(-1).reason, /wrote again while it was not settled whether to refund all that is left of order #1046/);
    await assert.rejects(async () => decideHold(db.pool, { holdId: (await holdOf(id)).id, by: ada, role: "agent", isApproved: true }), {
      code: "conflict",
    });
    assert.equal(await perform(), 0);
  });

  test("an approval in the middle of a workflow: yes goes on, no answer in time goes to a person", async () => {
    const decide = decideWith(workflow("ask", "{ message: any }", "- approve: Send a new one?\n- reply: yes\n"));
    const yes = await receive(db.pool, "approve-1");
    const late = await receive(db.pool, "approve-2");
    await work(db.pool, decide);
    await decideHold(db.pool, { holdId: (await holdOf(yes)).id, by: ada, role: "agent", isApproved: true, note: "Second time" });
    await db.pool.query("update run set wait = jsonb_set(wait, '{until}', '\"2020-01-01T00:00:00.000Z\"') where conversation_id = $1", [
      late,
    ]);
    await db.pool.query("update mailbox set ready_at = now() where conversation_id = $1", [late]);
    await work(db.pool, decide);
    assert.deepEqual(await sentIn(yes), ["We send a new one."]);
    assert.equal((await holdOf(late)).state, "expired");
    assert.match((await runsOf(late))[0].reason, /Nobody answered within 2 days/);
  });

  test("a person who answers ends what the workflow had asked for", async () => {
    const decide = decideWith(workflow("ask", "{ message: any }", "- approve: Send a new one?\n- reply: yes\n"));
    const id = await receive(db.pool, "person-answers");
    await work(db.pool, decide);
    await replyAsPerson(db.pool, { conversationId: id, by: ada, text: "I have sent you a new one." });
    assert.equal((await holdOf(id)).state, "overtaken");
    assert.equal((await runsOf(id))[0].outcome, "closed");
  });

  const starts = (workflows: Workflow[]) => ({ db: db.pool, workflows: () => workflows, sources, channelFor: () => "mail" });

  test("an event in the shop writes to the customer once, however often it is told", async () => {
    const late = workflow("delay", "{ event: shipment.delayed }", "- find: order\n- verify: customer\n- notify: late\n");
    const happening = { key: "carrier:1", name: "shipment.delayed", at: new Date(), storeId: null, orderNumber: "1042" };
    assert.equal(await tellHappening(db.pool, happening), true);
    assert.equal(await tellHappening(db.pool, happening), false);
    await assert.rejects(() => tellHappening(db.pool, { ...happening, name: "shipment.delayd" }), {
      code: "invalid",
      message: /Did you mean "shipment\.delayed"/,
    });
    assert.equal(await takeUpHappenings(starts([late])), 1);
    assert.equal(await takeUpHappenings(starts([late])), 0);
    await work(db.pool, decideWith(late));
    const { rows } = await db.pool.query(
      "select id, recipient, customer_id, connection_id from conversation where thread_key like 'begun:%'",
    );
    assert.equal(rows.length, 1);
    assert.deepEqual(await sentIn(rows[0].id), ["Order 1042 will be late, we are sorry."]);
    const [order] = await store.findOrders({ number: "1042" });
    assert.equal(rows[0].recipient.value, order!.customer.email);
    assert.equal(await count(db.pool, "outbox where conversation_id = $1 and connection_id = 'mail'", [rows[0].id]), 1);
  });

  test("a shop that cannot be asked delays the workflow, it does not lose the event", async () => {
    const late = workflow("delay", "{ event: shipment.delayed }", "- find: order\n- verify: customer\n- notify: late\n");
    const good = store;
    store = { ...good, findOrders: async () => Promise.reject(new Error("down")) };
    await tellHappening(db.pool, { key: "carrier:2", name: "shipment.delayed", at: new Date(), storeId: null, orderNumber: "1043" });
    assert.equal(await takeUpHappenings(starts([late])), 0);
    store = good;
    await db.pool.query("update happening set ready_at = now() where key = 'carrier:2'");
    assert.equal(await takeUpHappenings(starts([late])), 1);
  });

  test("after closing the customer is asked how it was, and their number is kept", async () => {
    const survey = workflow(
      "survey",
      "{ conversation: closed }",
      "- notify: how-was-it\n- wait: { for: 7 days, until_message: true }\n- choose:\n    - if: message.count > 0\n      steps:\n        - set: { rating: message }\n        - reply: thanks\n    - else: true\n      close: No answer.\n",
    );
    const id = await receive(db.pool, "survey");
    await work(db.pool, drafting());
    await closeConversation(db.pool, { conversationId: id, by: ada });
    await closeConversation(db.pool, { conversationId: id, by: ada });
    assert.equal(await takeUpHappenings(starts([survey])), 1);
    await work(db.pool, decideWith(survey));
    assert.deepEqual(await sentIn(id), ["How was it? Please answer with a number from one to five."]);
    await receive(db.pool, "survey", 2, { text: "4, thanks" });
    await work(db.pool, decideWith(survey));
    assert.equal((await conversation(db.pool, id))["rating"], 4);
    assert.deepEqual((await sentIn(id)).at(-1), "Thank you.");
  });

  test("a schedule begins for each conversation that fits, and once as long as nothing is new in it", async () => {
    const chase = workflow(
      "chase",
      '{ schedule: { cron: "* * * * *", conversations: conversation.status == "waiting" && conversation.idle_hours >= 48 } }',
      "- close: Silent for two days.\n",
    );
    const old = await receive(db.pool, "chase-old");
    const fresh = await receive(db.pool, "chase-fresh");
    await work(db.pool);
    await db.pool.query("update conversation set last_message_at = now() - interval '3 days' where id = $1", [old]);
    await db.pool.query("delete from setting where key = 'schedules_looked_at'");
    assert.equal(await startScheduled(starts([chase]), new Date()), 1);
    await work(db.pool, decideWith(chase));
    assert.equal((await conversation(db.pool, old))["status"], "closed");
    assert.equal((await conversation(db.pool, fresh))["status"], "waiting");
    await db.pool.query("update conversation set status = 'waiting' where id = $1", [old]);
    assert.equal(await startScheduled(starts([chase]), new Date(Date.now() + 120_000)), 0);
    assert.deepEqual(Object.keys(conversationFacts({})).sort(), Object.keys(factGroups.conversation.fields).sort());
  });

  test("the sum of all messages still holds", async () => {
    assert.deepEqual((await auditSum(db.pool)).problems, []);
  });
});

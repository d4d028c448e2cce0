import assert from "node:assert/strict";
import { test } from "node:test";
import { heldBecause } from "./engine/settle.ts";
import { runWorkflow } from "./engine/interpreter.ts";
import { replayRun } from "./engine/replay.ts";
import {
  desk,
  input,
  inDays,
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
} from "./test-desk.ts";

const status = { ...workflows.find(({ name }) => name === "order-status")!, mode: "auto" as const };
const strike = {
  id: "i1",
  title: "Strike",
  texts: { en: "Our warehouse is on strike until further notice." },
  workflows: ["order-status"],
  startsAt: inDays(-1),
  endsAt: inDays(1),
};
const shop = sources([order()], [shipment("in_transit")]);
const asks = (more: object = {}) => input({ understanding: understood(naming("1042")), ...more });

test("an answer begins with what is the matter, still leaves by itself, and is replayed the same", async () => {
  const from = asks({ incidents: [strike] });
  const decision = await runWorkflow(status, from, parts(shop));
  assert.match(replyOf(decision)!.text, /^[^\n]+\n\nOur warehouse is on strike until further notice\.\n\n/);
  assert.equal(heldBecause(decision), null);
  assert.equal((await replayRun(status, from, decision, { desk, templates })).isSame, true);
});

test("another workflow says nothing of it", async () => {
  const decision = await runWorkflow(status, asks({ incidents: [{ ...strike, workflows: ["discount"] }] }), parts(shop));
  assert.doesNotMatch(replyOf(decision)!.text, /strike/);
});

test("in a language nobody wrote it in, the reply waits for a person", async () => {
  const german = asks({ incidents: [strike], understanding: { ...understood(naming("1042")), language: "de" } });
  const decision = await runWorkflow(status, german, parts(shop));
  assert.match(heldBecause(decision)!, /“Strike” is on, and nobody wrote what to say about it in this language \(de\)/);
});

test("a promise that nothing keeps does not leave by itself", async () => {
  const decision = await runWorkflow(status, asks(), parts(shop));
  const [reply] = decision.effects;
  assert.ok(reply?.kind === "reply");
  reply.reply.text = `${reply.reply.text}\n\nWe will refund you.`;
  assert.match(heldBecause(decision)!, /“We will refund you\.” is a promise, and nothing here keeps it/);
  decision.outcome = { kind: "handed_over", reason: "Late", team: "support", due_at: now };
  assert.equal(heldBecause(decision), null, "a person has it, with a deadline");
});

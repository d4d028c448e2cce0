import assert from "node:assert/strict";
import { test } from "node:test";
import { actorWords, actWords, detailWords, targetWords } from "./audit-words.ts";

const id = "01a20a34-edcb-7ba1-a4d8-7a5b5176f706";
const other = "01a20a3f-9550-7ba1-85f4-32d85603affd";
const names = new Map([[id, "Mira"]]);

test("the audit log names people, not their numbers", () => {
  assert.equal(actorWords(`user:${id}`, names), "Mira");
  assert.equal(actorWords(`user:${other}`, names), "A user");
  assert.equal(actorWords(`key:${id}`, names), "API key Mira");
  assert.equal(actorWords("system", names), "Handrail");
});

test("what was done is said in words, also where we have no sentence for it", () => {
  assert.equal(actWords("user.create"), "Added a user");
  assert.equal(actWords("action.refund_order"), "Action refund order");
});

test("a conversation can be opened from the audit log, and a workflow has its name", () => {
  assert.deepEqual(targetWords(`conversation:${other}`, names), { text: "Conversation", conversationId: other });
  assert.deepEqual(targetWords("workflow:order-status", names), { text: "Order status" });
  assert.deepEqual(targetWords(`user:${id}`, names), { text: "Mira" });
  assert.deepEqual(targetWords(`quarantine:${other}`, names), { text: "" });
  assert.deepEqual(targetWords(null, names), { text: "" });
});

test("details leave out numbers that mean nothing to people and count long lists", () => {
  assert.equal(detailWords({ role: "admin", email: "a@example.com" }, names), "Role: admin · Email: a@example.com");
  assert.equal(detailWords({ message: other, user: id }, names), "User: Mira");
  const changes = ["workflow a", "workflow b", "template c", "template d", "article e"];
  assert.equal(detailWords({ changes }, names), "Changes: 2 workflows, 2 templates, 1 article");
  assert.equal(detailWords({ user: null }, names), "User: none");
});

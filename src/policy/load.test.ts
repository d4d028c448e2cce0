import assert from "node:assert/strict";
import { test } from "node:test";
import { policyVocabulary } from "./vocabulary.ts";
import { loadPolicies } from "./load.ts";
import { actionFacts } from "./facts.ts";
import { aCase } from "./fixture-policy.ts";

const problemsOf = (source: string) => {
  const loaded = loadPolicies(source);
  return "problems" in loaded ? loaded.problems.map(({ line, column, message, mend }) => `${line}:${column} ${message}. ${mend}`) : [];
};

test("every mistake in a policy file is named with its place and how to mend it", () => {
  assert.deepEqual(
    problemsOf(`policies:
  refund:
    allowd_by: { roles: [agent] }
    max_amount: { euro: 50 }
  cancel:
    within: { days: 0 }
`),
    [
      '4:19 "euro" is not possible here. Write an ISO 4217 currency like EUR.',
      '3:5 There is no field "allowd_by" here. Did you mean "allowed_by"?',
      "6:21 This is too short or too long. Too small: expected number to be >=1.",
    ],
  );
  assert.match(problemsOf("policies: { refnd: {} }")[0]!, /There is no field "refnd" here\. Did you mean "refund"\?/);
  assert.match(problemsOf("policies:\n  refund: {}")[0]!, /A refund needs max_amount/);
  assert.match(problemsOf("policies:\n  discount_code: {}")[0]!, /needs max_percent or max_amount/);
  assert.match(problemsOf("policies: [")[0]!, /^1:1\d/);
});

test("a typo in a rule is found when the file is read, not when money moves", () => {
  const rule = (require: string) => problemsOf(`policies:\n  tag:\n    rules:\n      - { rule: mine, require: '${require}', why: No }`);
  assert.match(rule("order.totl.value > 5")[0]!, /^4:\d+ There is no field of order "totl"\. Did you mean "total"\?/);
  assert.match(rule("action.lines.all(l, l.newproduct == l.product)")[0]!, /"newproduct"/);
  assert.match(rule("order.total.value")[0]!, /A condition is true or false/);
  assert.match(rule('message.text == "refund me"')[0]!, /There is no fact "message"/, "what customers write is no ground for anything");
  assert.deepEqual(rule("action.lines.all(l, l.new_product == l.product) && by.people >= 1"), []);
  assert.match(
    problemsOf(
      "policies:\n  tag:\n    rules:\n      - { rule: a, require: true, why: No }\n      - { rule: a, require: true, why: No }",
    )[0]!,
    /There are two rules named "a"/,
  );
});

test("the facts of a case are exactly those of the vocabulary", () => {
  const facts = actionFacts(aCase({ details: { lines: [{ line: "Socks", quantity: 1, sku: "HAT" }] } }), { amount: 1, currency: "EUR" });
  for (const [name, group] of Object.entries(policyVocabulary.groups))
    assert.deepEqual(Object.keys((facts as unknown as Record<string, object>)[name]!).sort(), Object.keys(group.fields).sort(), name);
  assert.deepEqual(Object.keys(facts.action.lines[0]!).sort(), Object.keys(policyVocabulary.items["action_line"]!).sort());
  assert.deepEqual(Object.keys(facts.order.payments[0]!).sort(), Object.keys(policyVocabulary.items["payment"]!).sort());
});

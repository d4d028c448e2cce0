import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stepJsonSchema } from "../../../../workflow/schema.ts";
import { compileCondition } from "../../../../workflow/conditions.ts";
import { allSteps } from "../../../../workflow/steps/all.ts";
import { completionsAt } from "./complete.ts";
import { conditionAt } from "./condition-at.ts";
import { fieldsOf, nestedKeys, startOf, type Schema } from "./fields.ts";

const schemas = new Map(allSteps.map(({ id, settings }) => [id, stepJsonSchema(settings) as Schema]));
const complete = (text: string) => completionsAt(text, text.length)?.items.map(({ insert }) => insert) ?? [];

describe("The form of a step", () => {
  test("has a field for everything a step may say, for every step there is, and begins with the step itself", () => {
    for (const [id, schema] of schemas) {
      const nested = nestedKeys(schema).map(({ key }) => key);
      const keys = [...fieldsOf(schema).map(({ path }) => path[0]!), ...nested];
      assert.deepEqual(keys.toSorted(), Object.keys(schema.properties!).toSorted(), id);
      if (!nested.includes(id)) assert.equal(keys[0], id);
    }
  });

  test("knows choices, names, lists, groups and forms of one setting", () => {
    const kinds = (id: string) => Object.fromEntries(fieldsOf(schemas.get(id)!).map((field) => [field.path.at(-1), field.kind]));
    assert.deepEqual(kinds("act"), {
      act: "choice",
      amount: "either",
      lines: "choice",
      shipping: "flag",
      percent: "number",
      valid_days: "number",
      returns: "yes_no",
      tags: "list",
      reason: "text",
      confirm: "text",
    });
    const [group] = fieldsOf(schemas.get("hand_over")!);
    assert.equal(group?.kind === "group" && group.fields.find(({ path }) => path.at(-1) === "team")!.kind, "text");
    const [wait] = fieldsOf(schemas.get("wait")!);
    assert.deepEqual(wait?.kind === "either" && wait.forms.map(({ fits }) => fits({ for: "2 days" })), [false, false, true]);
    const [reply] = fieldsOf(schemas.get("reply")!);
    assert.equal(reply?.kind === "text" && reply.names, "template");
  });

  test("begins a new step with no more than it needs", () => {
    assert.deepEqual(startOf(schemas.get("find")!), { find: "order" });
    assert.deepEqual(startOf(schemas.get("hand_over")!), { hand_over: { reason: "" } });
    assert.deepEqual(startOf(schemas.get("choose")!), { choose: [{ else: true, hand_over: { reason: "" } }] });
    assert.deepEqual(startOf(schemas.get("wait")!), { wait: "message" });
  });
});

describe("Completion in a condition", () => {
  test("offers facts and functions, then the fields of a fact with their types, then what can be asked of a field", () => {
    assert.ok(complete("ord").includes("order"));
    assert.deepEqual(complete("customer.vip && days"), ["days_between("]);
    const status = completionsAt("order.sta", 9)!;
    assert.deepEqual([status.from, status.items[0]!.insert, status.items[0]!.type], [6, "status", "text"]);
    assert.deepEqual(complete("order.total."), ["value", "currency"]);
    assert.ok(complete("!message.text.").includes("matchesRe("));
    assert.deepEqual(complete("size(order.li"), ["lines"]);
    assert.ok(complete("customer.vip || ").includes("order"));
  });

  test("is silent inside quotes, behind a number and where nothing is known", () => {
    for (const text of [
      'order.status == "op',
      'order.status == "open"',
      "customer.vip ",
      "order.age_days > 3",
      "order.nothing.",
      "nonsense.",
      'x == "a\\" or',
    ])
      assert.deepEqual(complete(text), [], text);
  });

  test("offers only what a condition can be made of, and each example it gives is one", () => {
    const isValid = (condition: string) => assert.ok(!("fault" in compileCondition(condition)), condition);
    for (const { insert, type } of completionsAt("order.", 6)!.items) {
      const field = `order.${insert}${type?.startsWith("money") ? ".value" : ""}`;
      isValid(`${field} == ${field}`);
    }
    const asked = ["", "message.text.", "order.lines."].flatMap((text) => completionsAt(text, text.length)!.items);
    const functions = asked.filter(({ insert }) => insert.endsWith("("));
    assert.equal(functions.length, 8);
    for (const { about, type } of functions) isValid(about.split(": ")[0]! + (type === "number" ? " > 1" : ""));
  });
});

describe("The condition under the caret", () => {
  const file =
    'unless: >-\n  customer.vip\n  || signals.chargeback\nsteps:\n  - choose:\n      - if: order.sta\n        reply: a\n      - if: \n        reply: "if: b"\n';
  const at = (words: string) => file.indexOf(words) + words.length;
  const begins = (words: string) => {
    const start = conditionAt(file, at(words));
    return start === null ? null : file.slice(start, at(words)).trim();
  };

  test("begins where its own text does, folded, in one line or not begun yet, and is nowhere else", () => {
    assert.equal(begins("signals.cha"), "customer.vip\n  || signals.cha");
    assert.equal(begins("order.sta"), "order.sta");
    assert.equal(begins("- if: \n".slice(0, -1)), "");
    assert.equal(begins("reply: a"), null);
    assert.equal(begins('"if: b'), null);
  });
});

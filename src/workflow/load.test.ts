import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "../domain/errors.ts";
import { loadWorkflow } from "./load.ts";
import { workflowJsonSchema } from "./schema.ts";
import { allSteps } from "./steps/all.ts";
import { known, mustLoad, workflows } from "./test-desk.ts";

const head = "workflow: test\ntitle: Test\nwhen: { message: { category: order_status } }\nsteps:\n";
const found = "  - find: order\n    else: { ask: which-order }\n  - verify: customer\n";

function problemsOf(source: string): Problem[] {
  const loaded = loadWorkflow(source, "shop/test.yaml", known);
  return "problems" in loaded ? loaded.problems : [];
}

/** source, then line:column, a piece of the cause, a piece of the mend */
const mistakes: Record<string, [source: string, place: string, cause: RegExp, mend: RegExp]> = {
  "a misspelt step": [`${head}  - repply: order-on-its-way\n`, "5:5", /no step "repply"/, /"reply"/],
  "a misspelt fact": [
    `${head}${found}  - choose:\n      - if: ordr.status == "open"\n        close: x\n      - else: true\n        close: y\n`,
    "9:13",
    /no fact "ordr"/,
    /"order"/,
  ],
  "a misspelt field of a fact": [
    `${head}${found}  - choose:\n      - if: order.sttus == "open"\n        close: x\n      - else: true\n        close: y\n`,
    "9:19",
    /field of order "sttus"/,
    /"status"/,
  ],
  "a misspelt field in unless": [head.replace("steps:", "unless: customer.vipp\nsteps:") + "  - close: x\n", "4:18", /"vipp"/, /"vip"/],
  "text compared with a number": [
    `${head}  - choose:\n      - if: 'understanding.category == 3'\n        close: x\n      - else: true\n        close: y\n`,
    "6:14",
    /do not go together/,
    /text in quotes/,
  ],
  "a condition that is no yes or no": [
    `${head}  - choose:\n      - if: understanding.category\n        close: x\n      - else: true\n        close: y\n`,
    "6:13",
    /is a text/,
    /Compare/,
  ],
  "matches()": [
    `${head}  - choose:\n      - if: message.text.matches("a+")\n        close: x\n      - else: true\n        close: y\n`,
    "6:13",
    /not available/,
    /matchesRe/,
  ],
  "a broken pattern": [
    `${head}  - choose:\n      - if: message.text.matchesRe("(a")\n        close: x\n      - else: true\n        close: y\n`,
    "6:13",
    /pattern is not valid/,
    /RE2/,
  ],
  "a condition CEL cannot read": [
    `${head}  - choose:\n      - if: order.status ==\n        close: x\n      - else: true\n        close: y\n`,
    "6:28",
    /EOF/,
    /CEL/,
  ],
  "an unknown template": [`${head}${found}  - reply: order-on-its-wy\n`, "8:12", /no template/, /"order-on-its-way"/],
  "a reply without its facts": [`${head}  - reply: order-on-its-way\n`, "5:12", /needs order/, /find: order/],
  "a reply before the identity gate": [
    `${head}  - find: order\n  - reply: order-on-its-way\n`,
    "6:12",
    /needs order/,
    /verify: customer.*owner/,
  ],
  "a condition before the identity gate": [
    `${head}  - find: order\n  - choose:\n      - if: order.status == "open"\n        close: x\n      - else: true\n        close: y\n`,
    "7:13",
    /uses order/,
    /verify/,
  ],
  "a shipment before the identity gate": [`${head}  - find: order\n  - find: shipment\n  - close: x\n`, "6:5", /too early/, /verify/],
  "verify without an order": [`${head}  - verify: customer\n  - close: x\n`, "5:5", /too early/, /find: order/],
  "verify after a find whose else goes on": [
    `${head}  - find: order\n    else: { set: { tags: [x] } }\n  - verify: customer\n  - close: x\n`,
    "7:5",
    /too early/,
    /else/,
  ],
  "a step after the end": [`${head}  - close: x\n  - set: { tags: [a] }\n`, "6:5", /never reached/, /before/],
  "a step after branches that all end": [
    `${head}  - choose:\n      - if: customer.vip\n        close: x\n      - else: true\n        close: y\n  - close: z\n`,
    "10:5",
    /never reached/,
    /before/,
  ],
  "a choose without else": [
    `${head}  - choose:\n      - if: customer.vip\n        close: x\n  - close: y\n`,
    "6:9",
    /no last branch/,
    /else: true/,
  ],
  "a branch behind else": [
    `${head}  - choose:\n      - else: true\n        close: x\n      - if: customer.vip\n        close: y\n`,
    "8:9",
    /never reached/,
    /end/,
  ],
  "a branch behind if: true": [
    `${head}  - choose:\n      - if: true\n        close: x\n      - else: true\n        close: y\n`,
    "8:9",
    /never reached/,
    /end/,
  ],
  "a branch without a step": [
    `${head}  - choose:\n      - if: customer.vip\n      - else: true\n        close: y\n`,
    "6:9",
    /no step/,
    /Add/,
  ],
  "a branch that is neither if nor else": [
    `${head}  - choose:\n      - when: customer.vip\n        close: x\n`,
    "6:9",
    /wrong form/,
    /if: <condition>/,
  ],
  "a missing reason": [`${head}  - hand_over: { team: shipping }\n`, "5:16", /"reason" is missing/, /Add/],
  "an unknown field": [`${head}  - hand_over: { reason: x, taem: a }\n`, "5:29", /no field "taem"/, /"team"/],
  "an unknown mode": [`${head.replace("steps:", "mode: fast\nsteps:")}  - close: x\n`, "4:7", /not known/, /off, shadow, draft, auto/],
  "an unknown thing to find": [`${head}  - find: ordr\n  - close: x\n`, "5:11", /not known/, /order, shipment, customer/],
  "a bad budget": [`${head.replace("steps:", "budget: { wrong_replies: lots }\nsteps:")}  - close: x\n`, "4:26", /wrong form/, /1%/],
  "a bad name": [head.replace("workflow: test", "workflow: My Test") + "  - close: x\n", "1:11", /wrong form/, /lower-case/],
  "no steps": ["workflow: test\ntitle: Test\nwhen: { message: any }\n", "1:1", /"steps" is missing/, /Add/],
  "two steps in one": [`${head}  - reply: which-order\n    close: x\n`, "6:5", /Two steps/, /own line/],
  "a key twice": [`${head}  - close: x\n    close: y\n`, "6:5", /unique/, /one of the two/],
  "a workflow that does nothing": [`${head}  - set: { tags: [a] }\n`, "5:3", /never answers/, /reply, ask/],
  "a duration nobody can read": [`${head}  - wait: soon\n  - close: x\n`, "5:11", /wrong form|not known/, /duration|message/],
};

for (const [name, [source, place, cause, mend]] of Object.entries(mistakes)) {
  test(`${name} is refused with its place, cause and mend`, () => {
    const problems = problemsOf(source);
    const problem = problems.find((one) => cause.test(one.message));
    assert.ok(problem, JSON.stringify(problems));
    assert.equal(`${problem.line}:${problem.column}`, place, problem.message);
    assert.equal(problem.file, "shop/test.yaml");
    assert.match(problem.mend ?? "", mend);
  });
}

test("all mistakes of a file are reported at once, in the order of the file", () => {
  const problems = problemsOf(
    "workflow: X\ntitle: t\nwhen: { message: any }\nmode: fast\nsteps:\n  - repli: a\n  - ask: nothing-like-it\n",
  );
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [1, 4, 6, 7],
  );
});

test("the version is the content: line ends and trailing blanks do not count, a changed word does", () => {
  const source = `${head}  - close: x\n`;
  const version = (text: string) => mustLoad(text).version;
  assert.equal(version(source), version(source.replaceAll("\n", "\r\n")));
  assert.equal(version(source), version(source.replace("title: Test", "title: Test   ")));
  assert.notEqual(version(source), version(source.replace("close: x", "close: z")));
});

test("hostile files are refused quickly and quietly", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
  for (const source of [
    "",
    "[]",
    "null",
    "- a",
    ":",
    "\t",
    "{{{{",
    bomb,
    "x".repeat(300_000),
    "a: ".repeat(2_000),
    "__proto__: { steps: [] }",
    "steps: [[[[]]]]",
    "workflow: {a: 1}\nsteps: 3",
  ]) {
    assert.ok(problemsOf(source).length > 0, source.slice(0, 30));
  }
});

test("the starter workflows load, begin as drafts and have names of their own", () => {
  const names = workflows.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  // Nothing reaches a customer unread on the first day, and nobody is asked how it was who did not expect it.
  assert.deepEqual([...new Set(workflows.map(({ mode }) => mode))].sort(), ["draft", "off"]);
  assert.deepEqual(
    workflows.filter(({ mode }) => mode === "off").map(({ name }) => name),
    ["satisfaction-survey"],
  );
  assert.deepEqual(workflows.find((workflow) => workflow.name === "order-status")?.budget, { wrongReplies: 0.01 });
});

test("the JSON Schema of the file knows every step", () => {
  const schema = JSON.stringify(workflowJsonSchema(allSteps));
  for (const step of allSteps) assert.ok(schema.includes(`"${step.id}"`), step.id);
});

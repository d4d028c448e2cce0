import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { allSteps } from "../workflow/steps/all.ts";
import { checkFolder } from "./check-folder.ts";

const made: string[] = [];
after(() => Promise.all(made.map((dir) => rm(dir, { recursive: true, force: true }))));

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), "handrail-check-"));
  made.push(dir);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
  const { problems } = await checkFolder(dir, allSteps);
  return problems.map(({ file, line, column, message, mend }) => `${file}:${line}:${column} ${message}. ${mend}`);
}
const workflow = (name: string, steps: string, when = "{ message: { category: order_status } }") =>
  `workflow: ${name}\ntitle: ${name}\nwhen: ${when}\nsteps:\n${steps}`;

test("the shipped starter pack has nothing wrong with it", async () => {
  const { problems, workflows } = await checkFolder(join(import.meta.dirname, "../../starter"), allSteps);
  assert.deepEqual(problems, []);
  assert.ok(workflows >= 5);
});

test("two workflows that take the same message are named, each with its file", async () => {
  const two = { "workflows/a.yaml": workflow("first", "  - close: x\n"), "workflows/b.yaml": workflow("second", "  - close: x\n") };
  assert.deepEqual(await problemsOf(two), [
    'workflows/b.yaml:3:7 The category order_status is taken by "first" already (workflows/a.yaml), so "second" never gets it. Take it out of one of the two, or switch one off.',
  ]);
  const off = { ...two, "workflows/b.yaml": `mode: off\n${two["workflows/b.yaml"]}` };
  assert.deepEqual(await problemsOf(off), []);
  const any = {
    "workflows/a.yaml": workflow("a", "  - close: x\n", "{ message: any }"),
    "workflows/b.yaml": workflow("b", "  - close: x\n", "{ message: any }"),
  };
  assert.match((await problemsOf(any))[0]!, /What nobody else takes is taken by "a"/);
});

test("two files with one name are named", async () => {
  const same = {
    "workflows/a.yaml": workflow("x", "  - close: x\n"),
    "workflows/b.yaml": workflow("x", "  - close: x\n", "{ conversation: closed }"),
  };
  assert.match((await problemsOf(same))[0]!, /workflows\/b\.yaml:1:\d+ "x" is the name of the workflow in workflows\/a\.yaml/);
});

test("a reply that lacks a language others have, and one that nobody sends, are named", async () => {
  const problems = await problemsOf({
    "workflows/a.yaml": workflow("a", "  - reply: hello\n"),
    "templates/hello.en.liquid": "Hello.",
    "templates/hello.de.liquid": "Hallo.",
    "templates/bye.en.liquid": "Bye.",
  });
  assert.deepEqual(problems, [
    'templates/bye.en.liquid:1:1 "bye" is not written in de, which other templates are. Write bye.de.liquid.',
    'templates/bye.en.liquid:1:1 No workflow uses "bye". Remove it, or use it in a workflow.',
  ]);
});

test("mistakes of every kind are found in one go: a fact, a step after the end, no else, a fact nobody looked up, another workflow", async () => {
  const problems = await problemsOf({
    "workflows/a.yaml": workflow(
      "a",
      '  - choose:\n      - if: order.status == "open"\n        reply: total\n  - find: order\n  - verify: customer\n  - choose:\n      - if: order.stauts == "open"\n        run: secnd\n      - else: true\n        close: x\n  - close: y\n  - close: z\n',
    ),
    "workflows/b.yaml": workflow("second", "  - close: x\n", "{ message: any }"),
    "templates/total.en.liquid": "{{ order.total | money }}",
    "templates/verify-code.en.liquid": "Code.",
    "templates/verify-code-again.en.liquid": "Again.",
  });
  const all = problems.join("\n");
  for (const part of [
    /uses order, which is not known here/,
    /template "total" needs order/,
    /no last branch/,
    /no field of order "stauts".*Did you mean "status"/,
    /no workflow "secnd".*Did you mean "second"/,
    /never reached/,
  ])
    assert.match(all, part);
  assert.ok(
    problems.every((problem) => /^(workflows|templates)\/\S+:\d+:\d+ /.test(problem)),
    all,
  );
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { setValue } from "./edit.ts";
import { allParts, outlineOf, partAt, partOfPath, readPath, type Part, type StepKind } from "./outline.ts";
import { addAfter, addBranch, move, remove } from "./steps.ts";

const folder = join(import.meta.dirname, "../../../../../starter/workflows");
const starter = readdirSync(folder).map((file) => ({ file, source: readFileSync(join(folder, file), "utf8") }));
const orderStatus = starter.find(({ file }) => file === "order-status.yaml")!.source;

const nested: Record<string, StepKind["nested"]> = {
  find: [
    { key: "else", isList: false },
    { key: "several", isList: false },
  ],
  choose: [{ key: "choose", isList: true }],
  act: [{ key: "else", isList: false }],
  approve: [{ key: "else", isList: false }],
};
const ends = ["hand_over", "close", "run"];
const kinds: StepKind[] = "find verify ask choose reply write act approve hand_over set subscribe unsubscribe wait notify close run"
  .split(" ")
  .map((id) => ({ id, ends: ends.includes(id), nested: nested[id] ?? [] }));
const outline = (source: string): Part[] => outlineOf(source, kinds)!.parts;
const part = (source: string, id: string): Part => allParts(outline(source)).find((one) => one.id === id)!;

const small = `# What is answered about gifts
workflow: gifts
title: Gifts
when: { message: { category: gifts } }
steps:
  # First we look
  - find: order # by its number
    else: { ask: which-order }
  - verify: customer

  # Then we answer
  - choose:
      - if: order.status == "open" # still
        reply: open
      # nobody else
      - else: true
        hand_over: { reason: Not clear., team: support }
`;

describe("The outline of a workflow file", () => {
  test("has every step and branch of every workflow that ships, each with its own place in the text", () => {
    for (const { file, source } of starter) {
      const parts = allParts(outline(source));
      assert.equal(new Set(parts.map(({ id }) => id)).size, parts.length, file);
      for (const { kind, name, start, end } of parts) {
        assert.notEqual(name, "", file);
        if (kind === "step")
          assert.match(source.slice(start, end), new RegExp(`^(?:\\{ )?(?:[a-z_]+:[^\\n]*\\n\\s+)*?${name}:|^${name}:`), file);
      }
    }
  });

  test("finds the part at a place of the text, and the text of a part", () => {
    const at = small.indexOf("order.status");
    const branch = partAt(outline(small), at)!;
    assert.deepEqual([branch.kind, branch.detail, branch.lines], ["branch", 'order.status == "open"', { first: 13, last: 14 }]);
    assert.equal(partAt(outline(small), small.indexOf("open\n") - 2)!.id, "steps/2/choose/0");
    assert.equal(partAt(outline(small), small.indexOf("which-order"))!.detail, "which-order");
  });

  test("gives a mistake to the part it belongs to: a condition's to the branch, a template's to the step", () => {
    const of = (path: string) => partOfPath(outline(small), readPath(path))?.id;
    assert.equal(of("steps[2].choose[0].if"), "steps/2/choose/0:branch");
    assert.equal(of("steps[2].choose[0].reply"), "steps/2/choose/0");
    assert.equal(of("steps[0].else.ask"), "steps/0/else");
    assert.equal(of("when.message.category"), "when");
    assert.equal(of("title"), undefined);
  });

  test("is not there while the text is no YAML", () => {
    assert.equal(outlineOf("steps: [", kinds), null);
  });
});

describe("What is done in the graph", () => {
  test("changes one setting and leaves every other byte of the file alone", () => {
    assert.equal(setValue(small, ["steps", 2, "choose", 0, "reply"], "gifts-open"), small.replace("reply: open", "reply: gifts-open"));
    assert.equal(setValue(small, ["steps", 2, "choose", 0, "if"], 'order.status != "open"'), small.replace('== "open"', '!= "open"'));
    assert.equal(
      setValue(small, ["steps", 2, "choose", 1, "hand_over", "team"], "shipping: abroad"),
      small.replace("team: support", 'team: "shipping: abroad"'),
    );
    assert.equal(setValue(small, ["steps", 2, "choose", 1, "hand_over", "team"], undefined), small.replace(", team: support", ""));
    assert.equal(
      setValue(small, ["steps", 2, "choose", 1, "hand_over", "skills"], ["gifts"]),
      small.replace("team: support }", "team: support, skills: [ gifts ] }"),
    );
    assert.equal(setValue(small, ["unless"], "customer.vip"), `${small}unless: customer.vip\n`);
  });

  test("puts a step behind another, at the head of a branch, and beside the only one of a branch", () => {
    const behind = addAfter(small, part(small, "steps/0"), { find: "shipment" });
    assert.equal(behind.text, small.replace("  - verify", "  - find: shipment\n  - verify"));
    assert.equal(part(behind.text, behind.select!).detail, "shipment");
    const beside = addAfter(small, part(small, "steps/2/choose/0"), { set: { tags: ["gift"] } });
    assert.deepEqual(parse(beside.text).steps[2].choose[0], {
      if: 'order.status == "open"',
      steps: [{ reply: "open" }, { set: { tags: ["gift"] } }],
    });
    assert.equal(part(beside.text, beside.select!).name, "set");
    const third = addAfter(beside.text, part(beside.text, "steps/2/choose/0:branch"), { close: "So." });
    assert.deepEqual(parse(third.text).steps[2].choose[0].steps[0], { close: "So." });
    assert.match(third.text, /# Then we answer[^]*# nobody else/);
    const first = addAfter(small, part(small, "when"), { find: "customer" });
    assert.deepEqual(parse(first.text).steps[0], { find: "customer" });
    assert.match(first.text, /# First we look\n {2}- find: customer\n {2}- find: order # by its number/);
  });

  test("begins the steps of a file that has none", () => {
    const empty = "workflow: gifts\nsteps: []\n";
    assert.deepEqual(parse(addAfter(empty, null, { close: "So." }).text), { workflow: "gifts", steps: [{ close: "So." }] });
  });

  test("adds a condition before the one that takes the rest, and an else that was not there", () => {
    const more = addBranch(small, part(small, "steps/2"), { key: "choose", isList: true }, { reply: "other" });
    assert.deepEqual(parse(more.text).steps[2].choose[1], { if: "", reply: "other" });
    assert.equal(part(more.text, more.select!).kind, "branch");
    const otherwise = addBranch(small, part(small, "steps/0"), { key: "several", isList: false }, { ask: "which-of-them" });
    assert.deepEqual(parse(otherwise.text).steps[0], { find: "order", else: { ask: "which-order" }, several: { ask: "which-of-them" } });
  });

  test("moves a step with its own comment and leaves the heading of a group where it is", () => {
    const up = move(small, part(small, "steps/2"), -1)!;
    assert.deepEqual(
      parse(up.text).steps.map((step: object) => Object.keys(step)[0]),
      ["find", "choose", "verify"],
    );
    assert.equal(part(up.text, up.select!).name, "choose");
    assert.ok(up.text.indexOf("# Then we answer") > up.text.indexOf("- choose:"));
    assert.equal(move(up.text, part(up.text, up.select!), 1)!.text, small);
    const branch = move(small, part(small, "steps/2/choose/1:branch"), -1)!;
    assert.match(branch.text, /# nobody else\n\s+- else: true[^]*- if: order.status == "open" # still/);
    assert.equal(move(small, part(small, "steps/0"), -1), null);
    assert.equal(move(small, part(small, "steps/0/else"), 1), null);
  });

  test("takes a step out, and the branch that had no other one", () => {
    assert.deepEqual(parse(remove(small, part(small, "steps/0")).text).steps.length, 2);
    assert.equal(remove(small, part(small, "steps/0/else")).text, small.replace("    else: { ask: which-order }\n", ""));
    const bare = remove(small, part(small, "steps/2/choose/0"));
    assert.deepEqual(parse(bare.text).steps[2].choose[0], { if: 'order.status == "open"' });
    assert.equal(bare.select, "steps/2/choose/0:branch");
    assert.deepEqual(parse(remove(small, part(small, "steps/2/choose/0:branch")).text).steps[2].choose.length, 1);
  });

  test("keeps every workflow that ships a file that says the same, whatever is moved there and back", () => {
    for (const { file, source } of starter) {
      for (const one of allParts(outline(source))) {
        const down = move(source, one, 1);
        if (!down) continue;
        const back = move(down.text, part(down.text, down.select!), -1)!;
        assert.equal(back.text, source, `${file} ${one.id}`);
      }
      for (const one of allParts(outline(source)).filter(({ kind }) => kind !== "trigger"))
        assert.notEqual(outlineOf(remove(source, one).text, kinds), null, `${file} ${one.id}`);
      for (const one of allParts(outline(source))) {
        const added = addAfter(source, one, { close: "It is done: well." });
        assert.equal(part(added.text, added.select!).detail, "It is done: well.", `${file} ${one.id}`);
      }
    }
  });

  test("a condition that was folded over lines stays readable", () => {
    const longer = `${parse(orderStatus).unless} || signals.threat`;
    const text = setValue(orderStatus, ["unless"], longer);
    assert.equal(parse(text).unless, longer);
    assert.ok(text.split("\n").every((line) => line.length < 160));
  });
});

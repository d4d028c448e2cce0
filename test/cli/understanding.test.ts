import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { json, run, type Env } from "./command-line.ts";

const keys = [
  "category",
  "confidence",
  "abstain",
  "needs_more",
  "alternatives",
  "intents",
  "language",
  "sentiment",
  "priority",
  "entities",
  "signals",
];
const line = (text: string, more: Record<string, unknown> = {}) => `${JSON.stringify({ text, ...more })}\n`;
const parse = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((one) => JSON.parse(one));

describe("classify, train and eval need no database", () => {
  let dir: string;
  let env: Env;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "handrail-classify-"));
    // Nothing answers there: a command that opened the database would fail.
    env = { HANDRAIL_DATA_DIR: dir, DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing" };
  });
  after(() => rm(dir, { recursive: true, force: true }));

  test("classify answers each line with one line, in the same order, with exactly the documented fields", async () => {
    const input = [
      line("Where is my order #1042?"),
      line("Wo bleibt meine Bestellung 1043?", { lang: "de" }),
      line("I want to talk to a person", { subject: "Help" }),
    ].join("");
    const { code, stdout, stderr } = await run(env, ["classify"], input);
    assert.equal(code, 0, stderr);
    const rows = parse(stdout);
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.deepEqual(Object.keys(row).sort(), [...keys].sort());
      assert.ok(["angry", "negative", "neutral", "positive"].includes(row.sentiment.label));
      assert.ok(["urgent", "high", "normal", "low"].includes(row.priority));
    }
    assert.equal(rows[0].category, "order_status");
    assert.deepEqual(rows[0].entities.order_number, [{ text: "#1042", value: "1042", start: 18, end: 23 }]);
    assert.equal(rows[1].language, "de");
    assert.deepEqual(
      rows[1].entities.order_number.map((entity: { value: string }) => entity.value),
      ["1043"],
    );
    assert.equal(rows[2].signals.asks_for_human, true);
  });

  test("classify reads a file, or standard input by the name -", async () => {
    const file = join(dir, "in.jsonl");
    await writeFile(file, line("Where is my parcel?"));
    const fromFile = await run(env, ["classify", file]);
    const fromInput = await run(env, ["classify", "-"], line("Where is my parcel?"));
    assert.equal(fromFile.code, 0, fromFile.stderr);
    assert.equal(fromFile.stdout, fromInput.stdout);
  });

  test("the last of many lines is answered in its place", async () => {
    function* many() {
      for (let nth = 0; nth < 5_000; nth++) yield line(`Where is my order #${10_000 + nth}?`);
    }
    const { code, stdout, stderr } = await run(env, ["classify"], many());
    assert.equal(code, 0, stderr);
    const rows = parse(stdout);
    assert.equal(rows.length, 5_000);
    assert.deepEqual(
      [rows[7], rows[4_999]].map((row) => row.entities.order_number[0].value),
      ["10007", "14999"],
    );
  });

  test("a broken line stops classify with the number of the line, after the lines before it", async () => {
    const broken = await run(env, ["classify"], `${line("Where is my order?")}{"text": "cut\n${line("never read")}`);
    assert.equal(broken.code, 1);
    assert.equal(parse(broken.stdout).length, 1);
    assert.match(broken.stderr, /^Line 2 is not JSON/);
    for (const bad of ['{"words":"no text"}', '{"text":5}', '{"text":"a","lang":3}', "null", "[]"]) {
      const { code, stderr } = await run(env, ["classify"], `${bad}\n`);
      assert.equal(code, 1);
      assert.match(stderr, /^Line 1 has no "text"/);
    }
  });

  test("a model trained on the shop's own labels is measured and used", async () => {
    const data = join(dir, "labels.jsonl");
    const out = join(dir, "model");
    const texts = [
      "the kettle leaks",
      "my kettle is leaking water",
      "water runs out of the kettle",
      "when do you open",
      "what are your opening hours",
      "are you open on sunday",
    ];
    const rows = Array.from({ length: 20 }, (_, nth) =>
      texts.map((text, index) => JSON.stringify({ text: `${text} ${nth}`, label: index < 3 ? "leak" : "hours" })),
    ).flat();
    rows.push(
      ...Array.from({ length: 20 }, (_, nth) => JSON.stringify({ text: `lottery winner claim prize ${nth}`, label: "__out_of_scope__" })),
    );
    await writeFile(data, rows.join("\n"));
    const trained = await run(env, ["train", "--data", data, "--out", out]);
    assert.equal(trained.code, 0, trained.stderr);
    assert.equal(trained.stdout, "", "what it says about itself is no result");

    const measured = await run(env, ["eval", "--data", data, "--model", out, "--json"]);
    assert.equal(measured.code, 0, measured.stderr);
    const figures = json(measured);
    assert.equal(figures.texts, rows.length);
    assert.ok(figures.accuracy > 0.9, measured.stdout);
    assert.deepEqual(
      figures.coverage.map((one: { risk: number }) => one.risk),
      [0.01, 0.02, 0.05],
    );
    assert.ok(figures.outOfScope.auroc > 0.5);
    const table = await run(env, ["eval", "--data", data, "--model", out]);
    assert.match(table.stdout, /^leak +60 /m);

    const used = await run(env, ["classify", "--model", out], line("my kettle is leaking"));
    assert.equal(parse(used.stdout)[0].category, "leak");
  });

  test("messages nobody has labelled are learnt from, and too few labels are said to be too few", async () => {
    const data = join(dir, "few.jsonl"),
      history = join(dir, "history.jsonl");
    const rows = ["the kettle leaks", "water runs out of the kettle"].map((text) => JSON.stringify({ text, label: "leak" }));
    rows.push(...["when do you open", "are you open on sunday"].map((text) => JSON.stringify({ text, label: "hours" })));
    await writeFile(data, rows.join("\n"));
    await writeFile(history, ["the kettle drips", "open on monday"].map((text) => JSON.stringify({ text })).join("\n"));
    const out = join(dir, "adapted");
    const trained = await run(env, ["train", "--data", data, "--adapt", history, "--out", out]);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stderr, /abstains from all/);
    const used = await run(env, ["classify", "--model", out], line("it drips"));
    assert.deepEqual([parse(used.stdout)[0].category, parse(used.stdout)[0].abstain], ["leak", true]);
    for (const argv of [
      ["train", "--out", out],
      ["train", "--data", data, "--out", out, "--risk", "0.3"],
      ["train", "--data", data, "--out", out, "--seed", "x"],
    ]) {
      assert.equal((await run(env, argv)).code, 2, argv.join(" "));
    }
    await writeFile(history, '{"text":"a"}\n{"label":"b"}\n');
    const bad = await run(env, ["train", "--data", data, "--adapt", history, "--out", out]);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /history\.jsonl, line 2/);
  });

  test("files that are missing or are no model are named", async () => {
    const missing = join(dir, "missing");
    for (const argv of [
      ["classify", missing],
      ["eval", "--data", missing],
      ["train", "--data", missing, "--out", join(dir, "x")],
    ]) {
      const { code, stderr } = await run(env, argv);
      assert.equal(code, 2);
      assert.match(stderr, /^There is no file .*missing\.\n$/);
    }
    await writeFile(join(dir, "bad.jsonl"), '{"text":"a","label":"b"}\n{"text":"a"}\n');
    const bad = await run(env, ["train", "--data", join(dir, "bad.jsonl"), "--out", join(dir, "x")]);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /line 2/);
    const noModel = await run(env, ["classify", "--model", dir], line("hello"));
    assert.equal(noModel.code, 1);
    assert.doesNotMatch(noModel.stderr, /\n\s+at /);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { evaluate } from "./evaluate.ts";
import { readLabels } from "./labels.ts";
import { decodeModel, encodeModel, loadModel, saveModel } from "./model-file.ts";
import { loadReader } from "./load-reader.ts";
import { trainModel, type Example } from "./train.ts";

const dir = await mkdtemp(join(tmpdir(), "handrail-model-"));
after(() => rm(dir, { recursive: true }));

const examples: Example[] = ["where is my parcel", "when does my parcel come", "parcel still not here", "has the parcel left"]
  .map((text) => ({ text, label: "order_status" }))
  .concat(
    ["send me an invoice", "the invoice is wrong", "invoice without vat number", "I need the invoice"].map((text) => ({
      text,
      label: "payment_billing",
    })),
  );

const isRefusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === "model_invalid" && pattern.test(error.message);

test("the same examples and seed give the same model, byte for byte", async () => {
  assert.ok(encodeModel(await trainModel(examples)).equals(encodeModel(await trainModel(examples))));
});

test("a saved model answers as it did before", async () => {
  const model = await trainModel(examples);
  await saveModel(model, join(dir, "a/model"));
  const loaded = await loadModel(join(dir, "a/model"), "category");
  const { microsecondsPerMessage: _a, ...before } = evaluate(model, examples);
  const { microsecondsPerMessage: _b, ...afterwards } = evaluate(loaded, examples);
  assert.deepEqual(afterwards, before);
  assert.equal(before.accuracy, 1);
});

test("a missing, foreign, damaged, cut or unfit model file is refused with the reason", async () => {
  const bytes = encodeModel(await trainModel(examples));
  await assert.rejects(loadModel(join(dir, "nowhere")), isRefusal(/no model at/));
  await writeFile(join(dir, "foreign"), "hello, I am a text file");
  await assert.rejects(loadModel(join(dir, "foreign")), isRefusal(/not a Handrail model/));
  assert.throws(() => decodeModel(bytes.subarray(0, bytes.length - 8)), isRefusal(/size does not fit/));
  assert.throws(() => decodeModel(bytes.subarray(0, 20)), isRefusal(/cut short/));
  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 3]! ^= 1;
  assert.throws(() => decodeModel(damaged), isRefusal(/checksum/));
  assert.throws(
    () => decodeModel(Buffer.from(bytes.toString("latin1").replace('"format":3', '"format":9'), "latin1")),
    isRefusal(/format 9/),
  );
  assert.throws(() => decodeModel(bytes, "it", "language"), isRefusal(/language model is needed/));
});

test("texts that belong nowhere lower the confidence and are counted apart", async () => {
  const outside = ["the weather is nice", "who won the match", "sing a song", "my cat sleeps"].map((text) => ({
    text,
    label: "__out_of_scope__",
  }));
  const result = evaluate(await trainModel([...examples, ...outside]), [...examples, ...outside]);
  assert.equal(result.outOfScope?.texts, 4);
  assert.equal(result.outOfScope?.auroc, 1);
  assert.deepEqual(
    result.perClass.map(({ label }) => label),
    ["order_status", "payment_billing"],
  );
});

test("one label is not enough to train", async () => {
  await assert.rejects(trainModel(examples.slice(0, 4)), (error: unknown) => error instanceof AppError && error.code === "invalid");
});

test("a mistake in a label file is named with its line", async () => {
  const folder = await mkdtemp(join(dir, "labels-"));
  await saveModel(await trainModel(examples), join(folder, "en/unused.bin"));
  await writeFile(join(folder, "en/order_status.jsonl"), '{"text":"a"}\n{"txt":"b"}\n');
  await assert.rejects(readLabels(folder), /order_status\.jsonl, line 2/);
});

test("a damaged kept starter model is made again from the labels", async () => {
  const labelsDir = await mkdtemp(join(dir, "labels-")),
    cacheDir = join(dir, "kept");
  for (const [language, [first, second]] of Object.entries({
    en: ["where is my parcel", "the invoice is wrong"],
    de: ["wo bleibt mein Paket", "die Rechnung ist falsch"],
  })) {
    await saveModel(await trainModel(examples), join(labelsDir, language, "unused.bin"));
    await writeFile(join(labelsDir, language, "order_status.jsonl"), `{"text":"${first}"}\n`);
    await writeFile(join(labelsDir, language, "payment_billing.jsonl"), `{"text":"${second}"}\n`);
  }
  const { version } = await loadReader({ labelsDir, cacheDir });
  await writeFile(join(cacheDir, "starter-category.model"), "damaged");
  assert.equal((await loadReader({ labelsDir, cacheDir })).version, version);
  assert.ok((await loadModel(join(cacheDir, "starter-category.model"))).labels.includes("order_status"));
});

test("the starter labels cover every category in every language, without a text twice", async () => {
  const { starterCategories } = await import("../domain/understanding.ts");
  const labels = await readLabels(join(import.meta.dirname, "../../starter/labels"));
  const languages = [...new Set(labels.map(({ language }) => language))];
  assert.deepEqual(languages.toSorted(), ["da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr"]);
  for (const language of languages) {
    for (const category of starterCategories) {
      const count = labels.filter((one) => one.language === language && one.label === category).length;
      assert.ok(count >= (language === "en" ? 40 : 12), `${language} ${category}: ${count}`);
    }
  }
  const seen = new Map<string, string>();
  for (const { text, label, language } of labels) {
    const key = `${language} ${text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()}`;
    assert.equal(seen.get(key), undefined, `"${text}" is in ${label} and in ${seen.get(key)}`);
    seen.set(key, label);
  }
});

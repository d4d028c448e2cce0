import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createScores, score } from "../understand/model.ts";
import { decodeModel } from "../understand/model-file.ts";
import { createWords, splitWords } from "../understand/text.ts";
import { trainInThread } from "./retrain.ts";

let labelsDir: string;
before(async () => {
  labelsDir = await mkdtemp(join(tmpdir(), "handrail-labels-"));
  await mkdir(join(labelsDir, "en"));
  const starter = {
    order_status: ["where is my parcel", "when does my order arrive"],
    refund_return: ["I want to send it back", "refund please"],
  };
  for (const [category, texts] of Object.entries(starter))
    await writeFile(join(labelsDir, "en", `${category}.jsonl`), texts.map((text) => `${JSON.stringify({ text })}\n`).join(""));
});
after(() => rm(labelsDir, { recursive: true, force: true }));

/** A shop whose customers speak of gizmos, which no starter text does. */
const labels = Array.from({ length: 40 }, (_, nth) => ({
  text: nth % 2 === 0 ? `my gizmo squeaks since day ${nth}` : `parcel ${nth} has not arrived`,
  label: nth % 2 === 0 ? "warranty_repair" : "order_status",
  language: "en",
}));

test("a model trained beside the running desk knows the shop's own words, and its figures say so", async () => {
  const { bytes, comparison } = await trainInThread(labelsDir)({ labels, known: 0, unlabelled: [] });
  assert.equal(comparison.isBetter, true, comparison.why);
  assert.equal(comparison.categories.find(({ category }) => category === "warranty_repair")!.before.recall, 0);
  const model = decodeModel(Buffer.from(bytes));
  const words = createWords(),
    scores = createScores(model);
  splitWords("the gizmo squeaks", words);
  score(model, words, scores);
  assert.equal(model.labels[scores.best], "warranty_repair");
});

test("a training that fails says why and keeps nobody waiting", async () => {
  await assert.rejects(trainInThread(join(labelsDir, "gone"))({ labels, known: 0, unlabelled: [] }), /ENOENT/);
});

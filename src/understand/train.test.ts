import assert from "node:assert/strict";
import { test } from "node:test";
import { augment } from "./augment.ts";
import { evaluate } from "./evaluate.ts";
import { createFitPool } from "./fit-pool.ts";
import { runJob, type Course } from "./fit.ts";
import { encodeModel } from "./model-file.ts";
import { createScores, isUnsure, score } from "./model.ts";
import { createReader } from "./read.ts";
import { linearJob, netJob } from "./plan.ts";
import { chooseThreshold } from "./risk.ts";
import { countRows, shared } from "./sparse-rows.ts";
import { createRandom } from "./svm.ts";
import { createWords, splitWords } from "./text.ts";
import { starterWeight, trainForShop } from "./train-shop.ts";
import { trainModel, type Example } from "./train.ts";

const things = {
  leak: ["kettle", "boiler", "pump", "valve"],
  hours: ["monday", "sunday", "evening", "morning"],
  paint: ["varnish", "primer", "gloss", "enamel"],
};
const frames = ["the % again", "question about the %", "% please", "my % is what I write about", "nothing but %", "tell me: %?"];
const examples: Example[] = Object.entries(things).flatMap(([label, words]) =>
  words.flatMap((word) => frames.map((frame) => ({ label, text: frame.replace("%", word) }))),
);

function courseOf(texts: Example[]): Course {
  const labels = Object.keys(things);
  const { rows } = countRows(
    texts.map(({ text }) => text),
    "category",
  );
  const targets = shared(Int32Array, texts.length);
  texts.forEach(({ label }, row) => (targets[row] = labels.indexOf(label)));
  return { rows, targets, importance: shared(Float32Array, texts.length).fill(1), classes: labels.length };
}

test("several threads train the very same members as one", async () => {
  const many = Array.from({ length: 80 }, () => examples).flat();
  const course = courseOf(many);
  const learn = Int32Array.from(many.keys()).filter((row) => row % 5 !== 0),
    trial = { c: 1, epochs: 1, dim: 4, nets: 2, keep: { minimum: 1, concepts: 0.5 }, seed: 3 };
  const jobs = [linearJob({ learn }, trial), netJob({ learn }, trial), linearJob({ learn, test: Int32Array.of(0, 5, 10) }, trial)];
  const pool = createFitPool(course, 2);
  try {
    assert.deepEqual(
      await pool.run(jobs),
      jobs.map((job) => runJob(course, job)),
    );
  } finally {
    await pool.close();
  }
});

test("unlabelled messages teach words that no label ever had", async () => {
  const heard = examples.flatMap(({ text, label }) =>
    label === "leak" ? [`${text}, it drips`, `${text}, dripping`] : label === "hours" ? [`${text}, when do you shut`] : [text],
  );
  const read = async (unlabelled: string[]) => {
    const model = await trainModel(examples, { unlabelled });
    return evaluate(model, [
      { text: "it drips dripping", label: "leak" },
      { text: "when do you shut", label: "hours" },
    ]).accuracy;
  };
  assert.ok((await read([])) < 1, "without the history the words mean nothing");
  assert.equal(await read(heard), 1);
});

test("a text of unknown words is less sure than a known one, and not acted on", async () => {
  const model = await trainModel(examples, { risk: 0.1 });
  const words = createWords(),
    scores = createScores(model);
  const sure = (text: string) => {
    splitWords(text, words);
    score(model, words, scores);
    return { confidence: scores.confidence, unsure: isUnsure(model, scores) };
  };
  assert.ok(sure("question about the kettle").confidence > sure("xylophone quartz jigsaw").confidence + 0.1);
  assert.equal(sure("xylophone quartz jigsaw").unsure, true);
});

test("a threshold keeps its promise with room to spare, or promises nothing", () => {
  const judged = (right: number, wrong: number, confidence: number) =>
    Array.from({ length: right + wrong }, (_, nth) => ({ confidence, isRight: nth < right }));
  // One in a hundred of the sure ones is wrong, a third of the others.
  const mixed = [...judged(990, 10, 0.9), ...judged(200, 100, 0.5)];
  assert.equal(chooseThreshold(mixed, 0.02).threshold, 0.9);
  assert.ok(chooseThreshold(mixed, 0.01).threshold > 1, "one in a hundred seen is no promise of one in a hundred");
  assert.ok(chooseThreshold(judged(20, 0, 0.9), 0.01).threshold > 1, "twenty right answers prove little");
});

test("the starter's texts count as much as the shop's at first, and not at all in the end", () => {
  const weights = [0, 50, 200, 500, 1_000].map(starterWeight);
  assert.equal(weights[0], 1);
  assert.equal(weights[2], 0.5);
  assert.equal(weights[4], 0);
  for (let i = 1; i < weights.length; i++) assert.ok(weights[i]! < weights[i - 1]!);
});

test("a shop with the starter's categories begins with the starter's texts, one with its own without them", async () => {
  const starter = async () => [
    { text: "where is my parcel", label: "order_status", language: "en" },
    { text: "send an invoice", label: "payment_billing", language: "en" },
  ];
  const own = [{ text: "the courier never rang", label: "missing_delivery" }];
  assert.deepEqual((await trainForShop(own, starter, {})).labels, ["missing_delivery", "order_status", "payment_billing"]);
  assert.deepEqual((await trainForShop(examples, starter, {})).labels, ["hours", "leak", "paint"]);
});

test("a changed copy of a text is made of the same wish, and the same seed makes the same copy", () => {
  const texts = Array.from({ length: 30 }, (_, seed) => augment("where is my parcel, it should be here", "en", createRandom(seed)));
  assert.ok(new Set(texts).size > 15);
  assert.equal(augment("where is my parcel", "en", createRandom(4)), augment("where is my parcel", "en", createRandom(4)));
  for (const text of texts) assert.match(text, /parcel|should|here/);
});

test("training twice gives the same bytes, adaptation included", async () => {
  const options = { unlabelled: ["the boiler again", "open on sunday evening"] };
  assert.ok(encodeModel(await trainModel(examples, options)).equals(encodeModel(await trainModel(examples, options))));
});

test("a greeting is no category of the starter's, but a shop that has labels for greetings gets them", async () => {
  const hello = ["hi", "hello", "hi there", "good morning", "hey", "hello there", "good evening", "hi hello"].map((text) => ({
    text,
    label: "greeting",
  }));
  const language = await trainModel(
    [
      { text: "where is it", label: "en" },
      { text: "wo ist es", label: "de" },
    ],
    { kind: "language" },
  );
  const many = Array.from({ length: 12 }, () => [...hello, ...examples]).flat();
  const reading = createReader(await trainModel(many, { risk: 0.1 }), language).read({ text: "hello there" });
  assert.deepEqual([reading.category, reading.needs_more, reading.abstain], ["greeting", false, false]);
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ada, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { eraseCustomer } from "../checkpoint/customers.ts";
import { correctCategory } from "../checkpoint/people.ts";
import { addReview } from "../checkpoint/reviews.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import type { Comparison } from "./compare.ts";
import { readLabels, readUnlabelled } from "./labels.ts";
import { findChampion, listModels, readModelBytes, starterId, useModel } from "./models.ts";
import { countNewLabels, minNewLabels, retrainIfDue, wantRetraining, type TrainChallenger, type TrainingMaterial } from "./retrain.ts";

const comparison = (isBetter: boolean): Comparison => ({
  isBetter,
  why: "as told",
  inTurn: { texts: 10, before: 5, after: isBetter ? 9 : 5, onlyAfter: 4, onlyBefore: 0, chance: 0.06 },
  inTime: null,
  categories: [],
});
const training =
  (isBetter: boolean, seen: TrainingMaterial[] = []): TrainChallenger =>
  async (given) => {
    seen.push(given);
    return { bytes: Buffer.from(`model ${seen.length}`), comparison: comparison(isBetter) };
  };

describe("Learning from people's corrections", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());

  const runOf = async (conversationId: string) =>
    (await db.pool.query("select id from run where conversation_id = $1", [conversationId])).rows[0].id;
  const corrected = async (thread: string, text: string, category: string) => {
    const conversationId = await receive(db.pool, thread, 1, { text });
    await work(db.pool);
    await correctCategory(db.pool, { conversationId, by: ada, category });
    return conversationId;
  };

  test("a correction is a label: what the customer wrote, and the category that was right", async () => {
    await corrected("l1", "My gizmo squeaks", "warranty_repair");
    const labels = await readLabels(db.pool);
    assert.deepEqual(
      labels.map(({ text, label, language }) => ({ text, label, language })),
      [{ text: "My gizmo squeaks", label: "warranty_repair", language: "en" }],
    );
  });

  test("the newest verdict on a message counts, and saying that it was read right confirms the category", async () => {
    const wrong = await corrected("l2", "Twice corrected", "other");
    await correctCategory(db.pool, { conversationId: wrong, by: ada, category: "availability" });
    const right = await receive(db.pool, "l3", 1, { text: "Where is order 1042?" });
    await work(db.pool);
    await addReview(db.pool, { runId: await runOf(right), verdict: "right", by: ada });
    const labels = new Map((await readLabels(db.pool)).map(({ text, label }) => [text, label]));
    assert.equal(labels.get("Twice corrected"), "availability");
    assert.equal(labels.get("Where is order 1042?"), "order_status");
  });

  test("what an erased customer wrote is not learnt from", async () => {
    const id = await corrected("l4", "Please forget me", "account_access");
    const { rows } = await db.pool.query("select customer_id from conversation where id = $1", [id]);
    const others = (await readLabels(db.pool)).length;
    await eraseCustomer(db.pool, rows[0].customer_id, ada);
    const left = await readLabels(db.pool);
    assert.ok(left.length < others);
    assert.equal(left.filter(({ text }) => text.includes("forget me")).length, 0);
  });

  test("a handful of labels trains nothing until a person asks for it", async () => {
    await corrected("l5", "One more", "other");
    assert.equal(await retrainIfDue(db.pool, training(true)), null);
    await wantRetraining(db.pool, "user:u-ada");
    const seen: TrainingMaterial[] = [];
    const trained = await retrainIfDue(db.pool, training(false, seen));
    assert.ok(trained);
    assert.equal(seen[0]!.known, 0, "the starter has learnt none of them");
    assert.deepEqual(await countNewLabels(db.pool), { count: 0, isWanted: false });
  });

  test("messages nobody has judged teach how this shop's customers write, judged and erased ones are not among them", async () => {
    await receive(db.pool, "l6", 1, { text: "Is the walnut shelf oiled?" });
    const texts = await readUnlabelled(db.pool);
    assert.ok(texts.some((text) => text.includes("walnut shelf")));
    assert.equal(texts.filter((text) => /gizmo|Twice corrected|forget me/.test(text)).length, 0);
  });

  test("a model that is not better is kept with its figures, and the present one goes on", async () => {
    const [model] = await listModels(db.pool);
    assert.equal(model!.state, "challenger");
    assert.equal(model!.createdBy, "user:u-ada");
    assert.equal(await findChampion(db.pool), null);
  });

  test("enough new labels train by themselves, and a better model takes the place of the present one", async () => {
    for (let nth = 0; nth < minNewLabels; nth++) await corrected(`many-${nth}`, `Squeak number ${nth}`, "warranty_repair");
    assert.equal((await countNewLabels(db.pool)).count, minNewLabels);
    const trained = await retrainIfDue(db.pool, training(true));
    assert.equal((await findChampion(db.pool))?.id, trained!.id);
    assert.equal(String(await readModelBytes(db.pool, trained!.id)), "model 1");
    const seen: TrainingMaterial[] = [];
    await wantRetraining(db.pool, "user:u-ada");
    await retrainIfDue(db.pool, training(false, seen));
    assert.equal(seen[0]!.known, seen[0]!.labels.length, "the champion has learnt all of them");
  });

  test("an earlier model, and the shipped one, can be put in force again; the audit log says who did", async () => {
    const champion = (await findChampion(db.pool))!;
    await useModel(db.pool, starterId, "user:u-ada");
    assert.equal(await findChampion(db.pool), null);
    await useModel(db.pool, champion.id, "user:u-ada");
    assert.equal((await findChampion(db.pool))?.id, champion.id);
    const { rows } = await db.pool.query("select actor, target from audit_log where act = 'model.use' order by id");
    assert.deepEqual(rows, [
      { actor: "user:u-ada", target: "model:starter" },
      { actor: "user:u-ada", target: `model:${champion.id}` },
    ]);
  });

  test("of old models only the figures are kept, and they cannot be put in force", async () => {
    const oldest = (await listModels(db.pool)).at(-1)!;
    for (let nth = 0; nth < 6; nth++) {
      await wantRetraining(db.pool, "user:u-ada");
      await retrainIfDue(db.pool, training(false));
    }
    const still = (await listModels(db.pool)).find(({ id }) => id === oldest.id)!;
    assert.equal(still.isKept, false);
    const before = await findChampion(db.pool);
    await assert.rejects(
      () => useModel(db.pool, oldest.id, "user:u-ada"),
      (error) => error instanceof AppError && error.code === "gone",
    );
    assert.deepEqual(await findChampion(db.pool), before, "nothing was changed half way");
  });
});

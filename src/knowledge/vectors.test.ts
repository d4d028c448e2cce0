import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { eurosADay, forget, modelsForTest, scripted, served, type TestModels } from "../models/fixture-models.ts";
import { openTestServer } from "../models/openai-compatible/test-server.ts";
import { openKnowledge, type Knowledge } from "./knowledge.ts";
import { embedParts } from "./vectors.ts";

const now = "2026-03-12T10:00:00.000Z";

describe("passages as vectors, when the shop has connected a model", () => {
  let db: TestDb;
  let desk: TestModels;
  let knowledge: Knowledge;
  before(async () => {
    db = await createTestDb();
    desk = modelsForTest(db.pool);
    knowledge = await openKnowledge(db.pool, { embedder: desk.models.embedder });
    await write("alpha", "## Teachers\n\nTeachers get the secret discount of ten percent.\n\n## Students\n\nStudents pay less.");
    await write("beta", "## Boots\n\nBoots are waxed with beeswax once a year by our cobbler.");
  });
  after(() => db.close());
  beforeEach(() => forget(db.pool));

  const write = (name: string, body: string) => knowledge.save(name, "en", `---\ntitle: ${name}\n---\n${body}\n`, "user:a");
  const embed = () => embedParts(db.pool, desk.models.embedder);
  const models = async () =>
    (await db.pool.query("select coalesce(vector_model, '-') as model from article_part order by name, position")).rows.map(
      ({ model }) => model,
    );
  const names = async (question: string) => {
    await knowledge.reload();
    return (await knowledge.search(question, "en", 3)).map(({ name, heading }) => `${name} ${heading}`);
  };

  test("without a model nothing is asked and words find alone", async () => {
    assert.equal(await embed(), 0);
    assert.deepEqual(await names("waxed boots"), ["beta Boots"]);
  });

  test("every passage is embedded once, and again when its text or the model changes", async () => {
    const model = scripted();
    await desk.connect("first", model);
    assert.equal(await embed(), 3);
    assert.equal(await embed(), 0);
    await write("alpha", "## Teachers\n\nTeachers get the secret discount of ten percent.\n\n## Students\n\nStudents pay half.");
    assert.deepEqual(await models(), ["scripted-1", "-", "scripted-1"]);
    assert.equal(await embed(), 1);
    assert.equal(model.counters.embedded, 4);
    await desk.connect("second", scripted({ model: "scripted-2" }));
    assert.equal(await embed(), 3);
    assert.deepEqual(await models(), ["scripted-2", "scripted-2", "scripted-2"]);
  });

  test("when the money is used up or the model is away it stops, and goes on from there", async () => {
    await desk.connect("dear", scripted({ model: "scripted-3" }), { input: 1_000, output: 0 });
    assert.equal(await embed(), 0);
    await eurosADay(db.pool, 100);
    assert.equal(await embed(), 3);
    await desk.connect("broken", scripted({ model: "scripted-4", failCalls: 1_000 }));
    assert.equal(await embed(), 0);
    assert.deepEqual(await models(), ["scripted-3", "scripted-3", "scripted-3"]);
    // Vectors of another model are no good for this one's questions.
    assert.deepEqual(await names("waxed boots"), ["beta Boots"]);
  });

  test("the right passage comes first though it shares no word with the question, and is still no answer; at a fault words find alone", async () => {
    const server = await openTestServer();
    try {
      // It gives the first text of each question the same vector: alpha's first passage and whatever is asked.
      await desk.connect("served", served(server.url));
      assert.equal(await embed(), 3);
      assert.deepEqual((await names("anything at all"))[0], "alpha Teachers");
      assert.equal(await knowledge.answer("anything at all", "en", now), null);
      const question = "Do teachers get the secret discount of ten percent?";
      assert.equal((await knowledge.answer(question, "en", now))?.heading, "Teachers");
      // What words are sure of and only vectors are not stays the answer.
      assert.equal((await knowledge.answer("Does the cobbler wax boots with beeswax every year?", "en", now))?.heading, "Boots");
      server.otherwise = { kind: "status", status: 401 };
      assert.deepEqual(await names("boots that are waxed"), ["beta Boots"]);
      assert.equal((await knowledge.answer("Does the cobbler wax my boots with beeswax every year?", "en", now))?.heading, "Boots");
    } finally {
      await server.close();
    }
  });
});

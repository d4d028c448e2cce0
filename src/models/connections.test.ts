import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { openConnections, saveConnection } from "../connections/connections.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { silentLog } from "../log/log.ts";
import { models } from "./all.ts";
import { openModels } from "./desk-models.ts";
import { key } from "./fixture-models.ts";
import { setPrice, setPurpose } from "./model-settings.ts";
import { openTestServer } from "./openai-compatible/test-server.ts";

let db: TestDb;
before(async () => void (db = await createTestDb()));
after(() => db.close());

const definitions = { channels: [], stores: [], carriers: [], models: [...models] };
const secretKey = randomBytes(32);
const open = () => openConnections({ db: db.pool, definitions, secretKey, publicUrl: "", log: silentLog() });
const save = (connector: string, settings: Record<string, unknown>) =>
  saveConnection(db.pool, { definitions, secretKey }, { id: `my-${connector}`, kind: "model", connector, title: "Mine", settings });

test("every kind of language model can be connected; its key is stored encrypted, and its name is known without asking anybody", async () => {
  for (const { id } of models) {
    const keys = ["scripted"].includes(id) ? {} : { apiKey: key };
    await save(id, { ...keys, model: `model-of-${id}` });
  }
  const { rows } = await db.pool.query("select settings::text || encode(secrets, 'escape') as stored from connection where kind = 'model'");
  assert.ok(rows.every(({ stored }) => !stored?.includes(key)));
  const connections = await open();
  assert.deepEqual(
    connections
      .models()
      .map(({ model }) => model.id)
      .sort(),
    models.map(({ id }) => `model-of-${id}`).sort(),
  );
  assert.equal(connections.model("my-openai")?.title, "Mine");
  assert.equal(connections.model("nobody"), null);
});

test("a connection without a key, or to an address that is none, is refused before it is stored", async () => {
  await assert.rejects(save("openai", { model: "m" }), { code: "invalid" });
  await assert.rejects(save("openai-compatible", { model: "m", baseUrl: "file:///etc/passwd" }), { code: "invalid" });
});

test("from a saved connection to an answer, as the desk puts it together", async () => {
  const server = await openTestServer();
  try {
    await save("openai-compatible", { model: "small", apiKey: key, baseUrl: `${server.url}/v1` });
    await setPrice(db.pool, { connectionId: "my-openai-compatible", model: "small", inputPerMillion: 0, outputPerMillion: 0 }, "system");
    await setPurpose(db.pool, { purpose: "summarise", isOn: true, connectionId: "my-openai-compatible" }, "system");
    const desk = openModels({ db: db.pool, log: silentLog(), findModel: (await open()).model });
    assert.equal(await desk.isOn("summarise"), true);
    const answer = await desk.run("summarise", {
      system: "Be brief.",
      messages: [{ role: "user", text: "Hello" }],
      maxTokens: 20,
      conversationId: null,
    });
    assert.equal(answer.ok && answer.text, "It arrives tomorrow.");
    assert.equal(server.asked[0]?.headers.authorization, `Bearer ${key}`);
  } finally {
    await server.close();
  }
});

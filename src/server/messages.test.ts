import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { createIntake } from "../mailbox/intake.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";

let desk: TestServer;
/** While set, storing fails as when the database is away. */
let isDown = false;
before(async () => {
  desk = await startTestServer({
    intake: async (items) => {
      if (isDown) throw new AppError("database_unavailable", "The database does not answer.");
      return createIntake(desk.db)(items);
    },
  });
});
after(async () => {
  await desk.close();
});

const message = (nth: number, more: object = {}) => ({
  external_id: `m-${nth}`,
  from: { email: "ana@example.com", verified: true },
  text: `message ${nth}`,
  ...more,
});

describe("a message from another program", () => {
  test("is stored when the answer comes, and the answer names it", async () => {
    const { status, body } = await desk.call("POST", "/api/v1/messages", message(1));
    assert.equal(status, 202);
    assert.deepEqual(Object.keys(body).sort(), ["conversation_id", "duplicate", "message_id"]);
    const { rows } = await desk.db.query("select text, conversation_id from message where id = $1", [body["message_id"]]);
    assert.deepEqual(rows, [{ text: "message 1", conversation_id: body["conversation_id"] }]);
  });

  test("that comes again is a duplicate of the first and changes nothing", async () => {
    const [first, second] = [
      await desk.call("POST", "/api/v1/messages", message(2)),
      await desk.call("POST", "/api/v1/messages", message(2, { text: "other words" })),
    ];
    assert.deepEqual([first.body["duplicate"], second.body["duplicate"]], [false, true]);
    assert.equal(first.body["message_id"], second.body["message_id"]);
  });

  test("is not acknowledged when it could not be stored", async () => {
    isDown = true;
    try {
      const single = await desk.call("POST", "/api/v1/messages", message(3));
      assert.deepEqual([single.status, single.body["code"], single.headers.get("retry-after")], [503, "database_unavailable", "1"]);
      assert.equal((await desk.call("POST", "/api/v1/messages/batch", { messages: [message(3)] })).status, 503);
    } finally {
      isDown = false;
    }
    assert.equal((await desk.call("POST", "/api/v1/messages", message(3))).body["duplicate"], false);
  });
});

describe("a batch", () => {
  test("is answered in order, and a bad message does not cost the others", async () => {
    const { status, body } = await desk.call("POST", "/api/v1/messages/batch", {
      messages: [message(10), { text: "no id" }, message(11, { text: "a\0b" }), message(12), message(10), 7],
    });
    assert.equal(status, 202);
    const said = body["results"].map((one: { error?: { code: string }; duplicate?: boolean }) => one.error?.code ?? one.duplicate);
    assert.deepEqual(said, [false, "invalid", "bad_text", false, true, "invalid"]);
    assert.equal(body["results"][0].message_id, body["results"][4].message_id);
    const { rows } = await desk.db.query("select text from message where id = any($1) order by seq", [
      [body["results"][0].message_id, body["results"][3].message_id],
    ]);
    assert.deepEqual(
      rows.map((row) => row.text),
      ["message 10", "message 12"],
    );
  });

  test("of more than 500 is refused as a whole", async () => {
    const { status } = await desk.call("POST", "/api/v1/messages/batch", {
      messages: Array.from({ length: 501 }, (_, nth) => message(1000 + nth)),
    });
    assert.equal(status, 422);
    const { body } = await desk.call("POST", "/api/v1/messages/batch", {
      messages: Array.from({ length: 500 }, (_, nth) => message(1000 + nth)),
    });
    assert.ok(body["results"].length === 500 && body["results"].every((one: { duplicate: boolean }) => !one.duplicate));
  });

  test("with nothing in it is answered with nothing", async () => {
    assert.deepEqual((await desk.call("POST", "/api/v1/messages/batch", { messages: [] })).body, { results: [] });
  });
});

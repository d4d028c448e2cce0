import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { newId } from "../domain/ids.ts";
import { inbound, startDesk, waitFor, type Desk } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { startRun } from "../mailbox/start.ts";

describe("What reports count by is written as it happens", () => {
  let db: TestDb, desk: Desk;
  before(async () => {
    db = await createTestDb();
    await db.pool.query("insert into connection (id, kind, connector, title) values ('mail', 'channel', 'email', 'Mail')");
    desk = startDesk(db.pool);
  });
  after(async () => {
    await desk.stop();
    await db.close();
  });

  const runs = async () =>
    (await db.pool.query("select category, bypass, began_by from run where state = 'done' order by started_at, id")).rows;

  test("a run keeps the category it read, and why no workflow was asked", async () => {
    const intake = createIntake(db.pool, () => desk.worker.wake());
    const send = (nth: number, more = {}) => intake([{ connectionId: "mail", isDemo: false, message: inbound("ana", nth, more) }]);
    await send(1);
    await waitFor(async () => (await runs()).length === 1, "the first message is decided on");
    await send(2, { automatic: "auto_reply" });
    await waitFor(async () => (await runs()).length === 2, "the automatic one, too");
    await db.pool.query("update conversation set needs_person = true");
    await send(3);
    await waitFor(async () => (await runs()).length === 3, "and the one that comes to a person");
    assert.deepEqual(await runs(), [
      { category: "order_status", bypass: null, began_by: null },
      { category: "order_status", bypass: "automatic", began_by: null },
      { category: "order_status", bypass: "person", began_by: null },
    ]);
  });

  test("a run that no message began says what did", async () => {
    const [conversation, customer] = [newId(), newId()];
    await db.pool.query("insert into customer (id) values ($1)", [customer]);
    await db.pool.query(
      'insert into conversation (id, connection_id, customer_id, last_message_at, recipient) values ($1, \'mail\', $2, now(), \'{"kind": "email", "value": "ana@example.com"}\')',
      [conversation, customer],
    );
    await db.pool.query("insert into mailbox (conversation_id) values ($1)", [conversation]);
    const started = {
      by: "closed" as const,
      name: "conversation.closed",
      at: new Date().toISOString(),
      to: null,
      language: "en",
      orderNumber: null,
    };
    await startRun(db.pool, {
      key: "closed:1",
      workflow: { name: "echo", version: "1", mode: "auto" },
      conversationId: conversation,
      started,
    });
    assert.equal((await db.pool.query("select began_by from run where conversation_id = $1", [conversation])).rows[0].began_by, "closed");
  });
});

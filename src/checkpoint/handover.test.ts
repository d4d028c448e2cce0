import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { teamsFile } from "../domain/desk-rules.ts";
import { createDesk, deskWith, handoverTo } from "./handover.ts";

describe("handover deadlines", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());
  const berlin = deskWith({ time_zone: "Europe/Berlin", days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" });
  const due = (priority: string, now: string) => berlin.dueAt(priority, "support", now);

  test("deadlines count business hours of the desk's time zone", () => {
    assert.equal(due("urgent", "2026-06-10T08:00:00.000Z"), "2026-06-10T09:00:00.000Z");
    assert.equal(due("high", "2026-06-10T14:00:00.000Z"), "2026-06-11T10:00:00.000Z");
    assert.equal(due("normal", "2026-06-10T07:00:00.000Z"), "2026-06-10T15:00:00.000Z");
    assert.equal(due("low", "2026-06-10T07:00:00.000Z"), "2026-06-12T15:00:00.000Z");
    assert.equal(due("whatever", "2026-06-10T07:00:00.000Z"), due("normal", "2026-06-10T07:00:00.000Z"));
  });

  test("what comes at night or on a weekend waits for the morning of the next working day", () => {
    assert.equal(due("urgent", "2026-06-10T02:00:00.000Z"), "2026-06-10T08:00:00.000Z");
    assert.equal(due("urgent", "2026-06-12T20:00:00.000Z"), "2026-06-15T08:00:00.000Z");
    assert.equal(due("urgent", "2026-06-12T14:30:00.000Z"), "2026-06-15T07:30:00.000Z");
  });

  test("the change of clocks does not move the desk's hours", () => {
    assert.equal(due("urgent", "2026-03-27T20:00:00.000Z"), "2026-03-30T08:00:00.000Z");
    assert.equal(due("urgent", "2026-10-23T20:00:00.000Z"), "2026-10-26T09:00:00.000Z");
  });

  test("holidays are not worked, and neither is the lunch break", () => {
    const shop = deskWith({ time_zone: "Europe/Berlin", holidays: ["2026-06-11", { from: "2026-12-24", to: "2026-12-28" }] });
    assert.equal(shop.dueAt("urgent", "support", "2026-06-10T14:30:00.000Z"), "2026-06-12T07:30:00.000Z");
    assert.equal(shop.dueAt("urgent", "support", "2026-12-24T09:00:00.000Z"), "2026-12-29T09:00:00.000Z");
    const lunch = deskWith({
      openings: [
        { days: [1, 2, 3, 4, 5], from: "13:00", to: "17:00" },
        { days: [1, 2, 3, 4, 5], from: "08:00", to: "12:00" },
        { days: [6], from: "10:00", to: "12:00" },
      ],
    });
    assert.equal(lunch.dueAt("urgent", "support", "2026-06-10T11:30:00.000Z"), "2026-06-10T13:30:00.000Z");
    assert.equal(lunch.dueAt("high", "support", "2026-06-12T16:00:00.000Z"), "2026-06-15T09:00:00.000Z", "Saturday counts two hours");
  });

  test("a team has its own hours and its own times", () => {
    const teams = teamsFile.parse({
      teams: [
        {
          name: "night",
          title: "Night",
          hours: { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "23:59" },
          first_reply: { normal: "30 minutes" },
        },
        { name: "returns", title: "Returns", resolution: { normal: "80 hours" } },
      ],
    }).teams;
    const shop = deskWith({}, teams);
    assert.equal(shop.dueAt("normal", "night", "2026-06-13T20:00:00.000Z"), "2026-06-13T20:30:00.000Z");
    assert.equal(shop.dueAt("normal", "returns", "2026-06-10T09:00:00.000Z"), "2026-06-10T17:00:00.000Z");
    assert.equal(shop.resolveBy("normal", "returns", "2026-06-01T09:00:00.000Z"), "2026-06-12T17:00:00.000Z");
  });

  test("without a setting the hours are Monday to Friday, 9 to 17, UTC; a broken setting is named", async () => {
    const desk = await createDesk(db.pool);
    assert.deepEqual(handoverTo(desk)("urgent", "2026-06-10T00:00:00.000Z"), { team: "support", due_at: "2026-06-10T10:00:00.000Z" });
    await db.pool.query(`insert into setting (key, value) values ('hours', '{"hours": {"time_zone": "Asia/Tokyo"}}')`);
    assert.equal((await createDesk(db.pool)).dueAt("urgent", "support", "2026-06-10T00:00:00.000Z"), "2026-06-10T01:00:00.000Z");
    await db.pool.query(`update setting set value = '{"hours": {"time_zone": "Nowhere", "from": "9"}}' where key = 'hours'`);
    await assert.rejects(createDesk(db.pool), { code: "config_invalid", message: /Europe\/Berlin/ });
  });
});

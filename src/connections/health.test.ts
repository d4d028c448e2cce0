import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import { silentLog } from "../log/log.ts";
import { failuresToRest, restMs, type Call } from "./breaker.ts";
import { createHealth, type Health } from "./health.ts";
import type { Connections } from "./connections.ts";
import { checkQuiet } from "./quiet.ts";
import { watch, watchCheck } from "./watch.ts";

const gone: Call = { is: "gone", code: "vendor_timeout", say: "Too slow." };
let db: TestDb;
let clock = Date.parse("2026-03-01T10:00:00Z");
const now = (): Date => new Date(clock);

before(async () => void (db = await createTestDb()));
after(() => db.close());
beforeEach(async () => {
  await db.pool.query("delete from connection");
  await db.pool.query("insert into connection (id, kind, connector, title) values ('shop', 'store', 'demo', 'Shop')");
});

/** One process of the desk. */
function desk(): Health {
  return createHealth({ db: db.pool, log: silentLog(), now });
}

describe("how connections do", () => {
  test("a shop that fails five times in a row is left alone, and one call after the rest decides", async () => {
    const health = desk();
    for (let time = 0; time < failuresToRest; time++) {
      assert.equal(await health.mayCall("shop"), true);
      health.note("shop", gone);
    }
    assert.equal(await health.mayCall("shop"), false);
    await health.flush();
    clock += restMs;
    assert.deepEqual(await Promise.all([health.mayCall("shop"), health.mayCall("shop"), health.mayCall("shop")]), [true, false, false]);
    health.note("shop", gone);
    assert.equal(await health.mayCall("shop"), false, "one failure after the rest is enough for the next");
    await health.flush();
    clock += restMs;
    assert.equal(await health.mayCall("shop"), true);
    health.note("shop", { is: "answer" });
    assert.deepEqual([await health.mayCall("shop"), health.standing("shop").failingSince], [true, null]);
    await health.close();
  });

  test("what one process finds out the others know, and only one of them tries after the rest", async () => {
    const [first, second] = [desk(), desk()];
    for (let time = 0; time < failuresToRest - 1; time++) first.note("shop", gone);
    const since = clock;
    clock += 1_000;
    second.note("shop", gone);
    await first.flush();
    await second.flush();
    await first.refresh();
    assert.deepEqual([await first.mayCall("shop"), await second.mayCall("shop")], [false, false]);
    assert.deepEqual(
      [first.standing("shop").failingSince, first.standing("shop").fault, first.standing("shop").faults],
      [since, "Too slow.", failuresToRest],
    );
    clock += restMs;
    const may = await Promise.all([first.mayCall("shop"), second.mayCall("shop")]);
    assert.deepEqual(may.filter(Boolean).length, 1);
    second.note("shop", { is: "answer" });
    await second.flush();
    await first.refresh();
    assert.deepEqual(await Promise.all([first.mayCall("shop"), second.mayCall("shop")]), [true, true]);
    await Promise.all([first.close(), second.close()]);
  });

  test("many calls are written down at once, and a database that is away costs no call anything", async () => {
    const health = desk();
    for (let time = 0; time < 500; time++) health.note("shop", { is: "answer" });
    health.note("nobody", gone);
    await health.flush();
    const { rows } = await db.pool.query("select connection_id as id, answers, faults from connection_health");
    assert.deepEqual(rows, [{ id: "shop", answers: 500, faults: 0 }]);
    const away = createHealth({ db: { connect: () => Promise.reject(new Error("away")) } as never, log: silentLog(), now });
    away.note("shop", gone);
    await away.flush();
    assert.equal(away.standing("shop").fault, "Too slow.");
    await Promise.all([health.close(), away.close()]);
  });
});

describe("a connection is watched by its calls", () => {
  const refusal = new AppError("vendor_refused", "422");

  test("an order that is refused says the shop is there; a wrong key is a fault that needs no rest; our own stop says nothing", async () => {
    const health = desk();
    let fault: AppError = refusal;
    const shop = watch({ find: async () => Promise.reject(fault) }, ["find"], { id: "shop", title: "Shop", health }, { isGuarded: true });
    await assert.rejects(shop.find(), refusal);
    assert.deepEqual([health.standing("shop").failingSince, health.standing("shop").fault], [null, "422"]);
    fault = new AppError("unavailable", "stopped");
    const before = health.standing("shop");
    await assert.rejects(shop.find(), fault);
    assert.deepEqual(health.standing("shop"), before);
    fault = new AppError("vendor_unauthorized", "401");
    for (let time = 0; time < 2 * failuresToRest; time++) await assert.rejects(shop.find(), fault);
    assert.equal(health.standing("shop").failingSince, clock);
    assert.equal(await health.mayCall("shop"), true);
    await health.close();
  });

  test("while it rests a call is refused at once, with since when; its test is made all the same", async () => {
    const health = desk();
    let calls = 0;
    const shop = watchCheck(
      watch(
        {
          find: async () => Promise.reject(new AppError("vendor_unavailable", `call ${++calls}`)),
          check: async (): Promise<string | null> => null,
        },
        ["find"],
        { id: "shop", title: "Nordlicht", health },
        { isGuarded: true },
      ),
      { id: "shop", title: "Nordlicht", health },
    );
    for (let time = 0; time < failuresToRest; time++) await assert.rejects(shop.find(), /call/);
    const since = now().toISOString().slice(0, 19).replace("T", " ");
    await assert.rejects(shop.find(), { code: "vendor_unavailable", message: new RegExp(`Nordlicht has not answered since ${since} UTC`) });
    assert.equal(calls, failuresToRest);
    assert.equal(await shop.check(), null);
    await assert.rejects(shop.find(), /call/);
    await health.close();
  });

  test("a call that never ends counts as too slow", async () => {
    const health = desk();
    const shop = watch(
      { find: () => new Promise<never>(() => undefined) },
      ["find"],
      { id: "shop", title: "Shop", health },
      {
        isGuarded: true,
        limitMs: 1,
      },
    );
    await assert.rejects(shop.find(), { code: "vendor_timeout" });
    assert.equal(health.standing("shop").failures, 1);
    await health.close();
  });

  test("a mailbox nobody has used for a while is asked whether it works, so that a changed password is noticed", async () => {
    const health = desk();
    const channel = watchCheck({ check: async () => "The mail server refuses the password." }, { id: "shop", title: "Mail", health });
    const connections = { health, channels: () => [{ id: "shop", title: "Mail", channel }], stores: () => [], carriers: () => [] };
    const ask = () => checkQuiet(connections as unknown as Connections, now());
    assert.deepEqual([await ask(), await ask()], [1, 0]);
    assert.deepEqual(
      [health.standing("shop").fault, health.standing("shop").failingSince],
      ["The mail server refuses the password.", clock],
    );
    clock += 11 * 60_000;
    assert.equal(await ask(), 1);
    await health.close();
  });
});

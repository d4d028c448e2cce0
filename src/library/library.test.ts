import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { allSteps } from "../workflow/steps/all.ts";
import { applyFolder, exportFolder } from "./folder.ts";
import { openLibrary, type Library } from "./library.ts";

const file = (reason: string, mode = "draft") =>
  `workflow: thanks\ntitle: Thanks\nwhen: { message: { category: feedback_thanks } }\nmode: ${mode}\nsteps:\n  - close: ${reason}\n`;

describe("The workflows of a desk", () => {
  let db: TestDb;
  let library: Library;
  before(async () => {
    db = await createTestDb();
    library = await openLibrary(db.pool, allSteps, quiet);
  });
  after(() => db.close());

  test("a file with mistakes is refused and nothing changes; one for another name, too", async () => {
    await assert.rejects(() => library.save("thanks", "workflow: thanks", "user:u"), { code: "workflow_invalid" });
    await assert.rejects(() => library.save("other", file("a"), "user:u"), {
      code: "workflow_invalid",
      message: /names its workflow "thanks"/,
    });
    assert.throws(() => library.check("thanks", "nonsense"), { code: "workflow_invalid" });
    assert.deepEqual(library.list(), []);
  });

  test("an earlier version can be put in force again; both stay what they were", async () => {
    const first = await library.save("thanks", file("first"), "user:u");
    const second = await library.save("thanks", file("second"), "user:u");
    assert.notEqual(first.version, second.version);
    assert.equal((await library.publish("thanks", first.version, "user:u")).version, first.version);
    assert.equal(library.workflows()[0]!.version, first.version);
    assert.match((await library.source("thanks", second.version))!, /second/);
    assert.equal((await library.version("thanks", second.version))!.version, second.version);
    await assert.rejects(() => library.publish("thanks", "000000000000", "user:u"), { code: "not_found" });
    assert.equal((await library.get("thanks"))!.versions.length, 2);
  });

  test("a category is limited and freed again, and another process sees it", async () => {
    const other = await openLibrary(db.pool, allSteps, quiet);
    await library.setLimit("complaint", "draft", "user:u");
    assert.deepEqual([library.limits(), other.limits()], [{ complaint: "draft" }, {}]);
    assert.equal(await other.reload(), true);
    assert.deepEqual(other.limits(), { complaint: "draft" });
    await library.setLimit("complaint", null, "user:u");
    assert.deepEqual(library.limits(), {});
  });

  test("articles and rules move as files, and what did not change is not touched", async () => {
    const dir = await mkdtemp(join(tmpdir(), "handrail-folder-"));
    await mkdir(join(dir, "articles"));
    await writeFile(join(dir, "articles", "shipping.en.md"), "---\ntitle: Shipping\n---\nIt costs nothing.\n");
    await writeFile(join(dir, "hours.yaml"), "# Ours\nhours: { time_zone: Europe/Berlin }\n");
    assert.deepEqual(
      (await applyFolder(db.pool, dir, allSteps, "user:u")).map(({ kind, name }) => `${kind} ${name}`),
      ["article shipping.en", "rules hours"],
    );
    assert.deepEqual(await applyFolder(db.pool, dir, allSteps, "user:u"), []);
    const out = join(dir, "out");
    await exportFolder(db.pool, out);
    assert.equal(await readFile(join(out, "hours.yaml"), "utf8"), "# Ours\nhours: { time_zone: Europe/Berlin }\n");
    assert.match(await readFile(join(out, "articles", "shipping.en.md"), "utf8"), /It costs nothing/);
    await writeFile(join(dir, "articles", "returns.en.md"), "no head");
    await writeFile(join(dir, "hours.yaml"), "hours: { time_zone: Nowhere }\n");
    await assert.rejects(applyFolder(db.pool, dir, allSteps, "user:u"), { message: /returns\.en\.md.*has no head[\s\S]*hours\.yaml:1:/ });
  });

  test("the same content is the same version, however it was typed", async () => {
    const once = await library.save("thanks", file("same"), "user:u");
    const again = await library.save("thanks", file("same").replaceAll("\n", "\r\n"), "user:u");
    assert.equal(once.version, again.version);
  });

  test("one that was taken out of force still runs where a conversation waits in it", async () => {
    const { version } = await library.save("thanks", file("kept"), "user:u");
    await library.remove("thanks", "user:u");
    assert.deepEqual(library.list(), []);
    assert.equal((await library.version("thanks", version))!.name, "thanks");
    await assert.rejects(() => library.remove("thanks", "user:u"), { code: "not_found" });
    const { rows } = await db.pool.query("select act from audit_log order by id desc limit 1");
    assert.equal(rows[0].act, "workflow.remove");
  });
});

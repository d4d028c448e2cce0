/** The database the list's benches share: the one of DATABASE_URL, else an embedded one that stays in its folder. */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "../../src/db/embedded.ts";
import { openPool, type Db } from "../../src/db/pool.ts";
import { silentLog } from "../../src/log/log.ts";

/** What somebody with a million conversations gives their database. The embedded one's own settings are for one small shop. */
export const largeSettings = {
  shared_buffers: "1GB",
  work_mem: "32MB",
  maintenance_work_mem: "512MB",
  effective_cache_size: "8GB",
  random_page_cost: "1.1",
  max_wal_size: "8GB",
};

export type LoadDb = { db: Db; where: string; settings: string; close(): Promise<void> };

export async function openLoadDb(
  folder = join(tmpdir(), "handrail-seed"),
  settings: Record<string, string> = largeSettings,
): Promise<LoadDb> {
  const log = silentLog();
  const given = process.env["DATABASE_URL"];
  const dataDir = folder;
  if (!given) mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const embedded = given ? null : await startEmbedded({ dataDir, log, settings });
  const db = await openPool(given ?? embedded!.url, { max: 4, log, statementTimeoutMs: 3_600_000 });
  return {
    db,
    where: given ? "the database of DATABASE_URL" : dataDir,
    settings: given
      ? "of that server"
      : Object.entries(settings)
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
    async close() {
      await db.end();
      await embedded?.stop();
    },
  };
}

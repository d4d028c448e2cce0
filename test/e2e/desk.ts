/** A real Handrail as its own process, with the demo shop, on a database of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDb, type TestDb } from "../../src/db/test-db.ts";
import { freePort, startProcess, untilPrinted, type Desk as Process } from "../recovery/processes.ts";

export type E2eDesk = {
  url: string;
  adminEmail: string;
  adminPassword: string;
  /** An API key that may do everything. */
  key: string;
  db: TestDb["pool"];
  /** Kills the process as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, database and key file. */
  revive(): Promise<void>;
  close(): Promise<void>;
};

const adminEmail = "admin@example.com";

export async function startDesk(): Promise<E2eDesk> {
  const database = await createTestDb();
  const dataDir = mkdtempSync(join(tmpdir(), "handrail-e2e-"));
  const env = {
    DATABASE_URL: database.url,
    HANDRAIL_DATA_DIR: dataDir,
    HANDRAIL_PORT: String(await freePort()),
    HANDRAIL_DEMO: "true",
    HANDRAIL_POOL_WEB: "6",
    HANDRAIL_POOL_WORK: "6",
  };
  let child: Process | undefined;
  const close = async () => {
    await child?.stop();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    // What is sent leaves at once: only the tests of calling back wait.
    await database.pool.query(`insert into setting (key, value) values ('undo_send', '{"seconds": 0}')`);
    child = await startProcess(env);
    const adminPassword = await untilPrinted(child, /with the password (\S+)/);
    return {
      url: child.url,
      adminEmail,
      adminPassword,
      key: await makeKey(child.url, adminPassword),
      db: database.pool,
      kill: async () => child?.kill(),
      revive: async () => void (child = await startProcess(env)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeKey(url: string, password: string): Promise<string> {
  const headers = { "content-type": "application/json", origin: url };
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers,
    body: JSON.stringify({ email: adminEmail, password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const made = await fetch(`${url}/api/v1/keys`, {
    method: "POST",
    headers: { ...headers, cookie },
    body: JSON.stringify({ name: "Browser tests", scopes: ["all"] }),
  });
  if (!made.ok) throw new Error(`No key: ${made.status} ${await made.text()}`);
  return ((await made.json()) as { key: string }).key;
}

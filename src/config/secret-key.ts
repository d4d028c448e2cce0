import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";

const fileName = "secret.key";

/**
 * The 32 bytes that encrypt stored credentials: from the settings, else from `<dataDir>/secret.key`, which is created the first
 * time, readable by its owner only. Losing it loses the credentials stored with it, so a damaged file is never replaced.
 */
export async function loadSecretKey(config: { dataDir: string; secretKey: Buffer | undefined }): Promise<Buffer> {
  if (config.secretKey) return config.secretKey;
  const path = join(config.dataDir, fileName);
  try {
    return (await readKey(path)) ?? (await createKey(config.dataDir, path));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "config_invalid",
      `The key file ${path} cannot be used: ${(error as Error).message}. Give Handrail's user the right to it, or set HANDRAIL_SECRET_KEY.`,
      { cause: error },
    );
  }
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/.test(text.trim()))
    throw new AppError(
      "config_invalid",
      `The key file ${path} is damaged: it does not hold 64 hex characters. Restore it from a backup; without it stored credentials cannot be read.`,
    );
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new AppError("config_invalid", `The key file ${path} can be read by other users. Run: chmod 600 ${path}`);
  return Buffer.from(text.trim(), "hex");
}

/** Written aside and linked into place: of two processes that start at once, both end up with the same key. */
async function createKey(dataDir: string, path: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(path);
  if (!key) throw new AppError("config_invalid", `The key file ${path} could not be written.`);
  return key;
}

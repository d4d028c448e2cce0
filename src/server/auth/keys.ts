import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId, newId } from "../../domain/ids.ts";
import type { Log } from "../../log/log.ts";
import { hashKey, isKeyText, newKeyText } from "./key-text.ts";
import { parseScopes, type Principal, type Scope } from "./permissions.ts";

export type KeyPrincipal = Extract<Principal, { kind: "key" }>;
/** `hint` is the last four characters. The key itself is shown once, when it is made, and stored nowhere. */
export type ApiKey = {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

export type Keys = {
  /** `createdBy` as in the audit log: "user:<id>", "key:<id>" or "system". AppError `conflict` when the name is taken. */
  create(input: { name: string; scopes: readonly string[]; createdBy: string }): Promise<{ id: string; key: string }>;
  /** Who a key belongs to; null for one that is unknown, revoked or malformed. Cheap enough for every request. */
  find(key: string): Promise<KeyPrincipal | null>;
  /** The keys that are not revoked, by name. */
  list(): Promise<ApiKey[]>;
  /** Works at once in this process and within `ttlMs` in the others. AppError `not_found`. */
  revoke(id: string, actor: string): Promise<void>;
  /** Waits for what is still being written. */
  close(): Promise<void>;
};

export type KeyOptions = {
  log: Log;
  /** How long an answer of the database is believed, in milliseconds. */
  ttlMs?: number;
  /** Keys remembered at most. */
  max?: number;
  now?: () => number;
};

type Remembered = { until: number; principal: Promise<KeyPrincipal | null> };
const usedEveryMs = 60_000;

export function openKeys(pool: Db, options: KeyOptions): Keys {
  const cache = createCache(pool, options);
  const usage = createUsage(pool, options);
  return {
    create: (input) => createKey(pool, input),
    list: () => listKeys(pool),
    close: () => usage.settle(),
    async find(key) {
      const principal = isKeyText(key) ? await cache.get(hashKey(key)) : null;
      if (principal) usage.note(principal.id);
      return principal;
    },
    async revoke(id, actor) {
      await revokeKey(pool, id, actor);
      cache.clear();
    },
  };
}

/** Remembers found keys only: whoever sends made-up ones must not push out the real ones. */
function createCache(pool: Db, { ttlMs = 10_000, max = 1_000, now = Date.now }: KeyOptions) {
  const remembered = new Map<string, Remembered>();
  const load = (id: string, hash: Buffer): Promise<KeyPrincipal | null> => {
    // The promise itself is kept: a thousand requests at the moment of expiry ask the database once.
    const entry: Remembered = { until: now() + ttlMs, principal: loadKey(pool, hash) };
    const forget = () => void (remembered.get(id) === entry && remembered.delete(id));
    entry.principal.then((found) => found ?? forget(), forget);
    remembered.set(id, entry);
    const oldest = remembered.keys().next();
    if (remembered.size > max && !oldest.done) remembered.delete(oldest.value);
    return entry.principal;
  };
  return {
    clear: () => remembered.clear(),
    get(hash: Buffer): Promise<KeyPrincipal | null> {
      const id = hash.toString("base64");
      const entry = remembered.get(id);
      remembered.delete(id);
      if (!entry || entry.until <= now()) return load(id, hash);
      remembered.set(id, entry); // Last in the Map's order is the most recently used.
      return entry.principal;
    },
  };
}

/** Writes `last_used_at` at most once a minute per key, beside the request and never before its answer. */
function createUsage(pool: Db, { log, now = Date.now }: KeyOptions) {
  const writtenAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();
  return {
    settle: async () => void (await Promise.all(writing)),
    note(id: string): void {
      if (now() - (writtenAt.get(id) ?? -Infinity) < usedEveryMs) return;
      writtenAt.set(id, now());
      const write = markUsed(pool, id).catch((error: unknown) =>
        log.warn({ err: error }, "The last use of an API key could not be written"),
      );
      writing.add(write);
      void write.finally(() => writing.delete(write));
    },
  };
}

async function markUsed(pool: Db, id: string): Promise<void> {
  await pool.query(
    "update api_key set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')",
    [id],
  );
}

async function loadKey(pool: Db, hash: Buffer): Promise<KeyPrincipal | null> {
  const { rows } = await pool.query<{ id: string; name: string; scopes: Scope[] }>({
    name: "api-key-by-hash",
    text: "select id, name, scopes from api_key where hash = $1 and revoked_at is null",
    values: [hash],
  });
  return rows[0] ? { kind: "key", ...rows[0] } : null;
}

async function createKey(
  pool: Db,
  input: { name: string; scopes: readonly string[]; createdBy: string },
): Promise<{ id: string; key: string }> {
  const name = input.name.trim();
  if (name === "" || name.length > 100 || name.includes("\0"))
    throw new AppError("invalid", "A key needs a name of 1 to 100 characters.", {
      details: { problems: [{ path: "name", message: "1 to 100 characters" }] },
    });
  const scopes = parseScopes(input.scopes);
  const id = newId();
  const key = newKeyText();
  await transaction(pool, async (client) => {
    const { rowCount } = await client.query(
      "insert into api_key (id, name, hash, hint, scopes, created_by) values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing",
      [id, name, hashKey(key), key.slice(-4), scopes, input.createdBy],
    );
    if (rowCount !== 1)
      throw new AppError("conflict", `There is or was a key named "${name}". Choose another name, so that the audit log stays clear.`);
    await writeAudit(client, {
      actor: input.createdBy,
      act: "key.create",
      target: `key:${id}`,
      data: { name, scopes },
    });
  });
  return { id, key };
}

async function listKeys(pool: Db): Promise<ApiKey[]> {
  const { rows } = await pool.query<ApiKey>(
    'select id, name, hint, scopes, created_by as "createdBy", created_at as "createdAt", last_used_at as "lastUsedAt" from api_key where revoked_at is null order by name',
  );
  return rows;
}

async function revokeKey(pool: Db, id: string, actor: string): Promise<void> {
  await transaction(pool, async (client) => {
    const { rows } = isId(id)
      ? await client.query<{ name: string }>("update api_key set revoked_at = now() where id = $1 and revoked_at is null returning name", [
          id,
        ])
      : { rows: [] };
    if (!rows[0]) throw new AppError("not_found", "There is no such key, or it is revoked already.");
    await writeAudit(client, {
      actor,
      act: "key.revoke",
      target: `key:${id}`,
      data: { name: rows[0].name },
    });
  });
}

/** Connections as people change them in the desk: what is secret is kept when it is not typed again, and never shown. */
import { z } from "zod";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import { open } from "../db/secrets.ts";
import type { ConnectorKind } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";
import { definitionOf, saveConnection, type ConnectionsParts } from "./connections.ts";
import { joinSecrets } from "./split-secrets.ts";

type Parts = Pick<ConnectionsParts, "definitions" | "secretKey">;
/** What a connection looks like from outside: settings without secrets, and which secrets there are. */
export type ShownConnection = {
  id: string;
  connector: string;
  title: string;
  isDemo: boolean;
  settings: Record<string, unknown>;
  hasSecrets: boolean;
};

export async function listConnections(db: Db, kind: ConnectorKind): Promise<ShownConnection[]> {
  const { rows } = await db.query(
    `select id, connector, title, is_demo as "isDemo", settings, secrets is not null as "hasSecrets"
     from connection where kind = $1 and is_enabled order by created_at, id`,
    [kind],
  );
  return rows;
}

/** A new connection under a name made of its connector's: "anthropic", "anthropic-2". Resolves to that name. AppError `invalid`. */
export async function addConnection(
  db: Db,
  parts: Parts,
  { kind, connector, title, settings }: { kind: ConnectorKind; connector: string; title: string; settings: Record<string, unknown> },
  by: string,
): Promise<string> {
  return transaction(db, async (client) => {
    // Two people who connect at the same moment get two names.
    await client.query("select pg_advisory_xact_lock(hashtext('handrail connections'))");
    const { rows } = await client.query("select id from connection where id = $1 or id like $1 || '-%'", [connector]);
    const taken = new Set(rows.map((row) => row.id));
    let id = connector;
    for (let count = 2; taken.has(id); count++) id = `${connector}-${count}`;
    await saveConnection(client, parts, { id, kind, connector, title, settings });
    await writeAudit(client, { actor: by, act: "connection.save", target: `connection:${id}`, data: { kind, connector } });
    return id;
  });
}

/**
 * New title and settings. Secrets that are not in `settings` stay as they are, unless an address in them changed: a key goes
 * only where the person who typed it sent it. AppErrors `not_found`, `invalid`.
 */
export async function changeConnection(
  db: Db,
  parts: Parts,
  { id, kind, title, settings }: { id: string; kind: ConnectorKind; title: string; settings: Record<string, unknown> },
  by: string,
): Promise<void> {
  await transaction(db, async (client) => {
    const row = await lock(client, id, kind);
    const definition = definitionOf(kind, row.connector, parts.definitions);
    const isSamePlace = addressesIn(row.settings, definition) === addressesIn(settings, definition);
    const kept = row.secrets && isSamePlace ? open<Record<string, unknown>>(parts.secretKey, id, row.secrets) : {};
    await saveConnection(client, parts, {
      id,
      kind,
      connector: row.connector,
      title,
      settings: joinSecrets(kept, settings),
      isDemo: row.is_demo,
    });
    await writeAudit(client, { actor: by, act: "connection.save", target: `connection:${id}`, data: { kind, connector: row.connector } });
  });
}

/** What was bound to it is no longer. AppError `not_found`. */
export async function removeConnection(db: Db, { id, kind }: { id: string; kind: ConnectorKind }, by: string): Promise<void> {
  await transaction(db, async (client) => {
    const { connector } = await lock(client, id, kind);
    await client.query("delete from connection where id = $1", [id]);
    await writeAudit(client, { actor: by, act: "connection.remove", target: `connection:${id}`, data: { kind, connector } });
  });
}

async function lock(client: Transaction, id: string, kind: ConnectorKind) {
  const { rows } = await client.query(
    "select connector, settings, secrets, is_demo from connection where id = $1 and kind = $2 for update",
    [id, kind],
  );
  const row = rows[0] as { connector: string; settings: Record<string, unknown>; secrets: Buffer | null; is_demo: boolean } | undefined;
  if (!row) throw new AppError("not_found", `There is no connection "${id.slice(0, 60)}".`);
  return row;
}

/** By name, with what the connector goes to when nobody said. Only http addresses: a model may be called "qwen2.5:7b". */
function addressesIn(settings: Record<string, unknown>, definition: ReturnType<typeof definitionOf>): string {
  const { properties = {} } = z.toJSONSchema(definition.settings, { io: "input", unrepresentable: "any" }) as {
    properties?: Record<string, { default?: unknown }>;
  };
  const standard = Object.entries(properties).flatMap(([name, field]) => ("default" in field ? [[name, field.default] as const] : []));
  const all = { ...Object.fromEntries(standard), ...settings };
  return JSON.stringify(
    Object.entries(all)
      .filter(([, value]) => typeof value === "string" && /^https?:/i.test(value))
      .sort(),
  );
}

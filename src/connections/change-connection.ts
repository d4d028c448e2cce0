/** Connections as people change them in the desk: what is secret is kept when it is not typed again, and never shown. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import { open } from "../db/secrets.ts";
import type { ConnectorKind } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";
import { secretFields } from "../domain/secret-fields.ts";
import { definitionOf, saveConnection, type ConnectionsParts } from "./connections.ts";
import { describeSettings } from "./describe.ts";
import { joinSecrets } from "./split-secrets.ts";

type Parts = Pick<ConnectionsParts, "definitions" | "secretKey">;
/** What a connection looks like from outside: settings without secrets, and which secrets are kept (dotted paths). */
export type ShownConnection = {
  id: string;
  kind: ConnectorKind;
  connector: string;
  title: string;
  isDemo: boolean;
  isEnabled: boolean;
  settings: Record<string, unknown>;
  kept: string[];
};

const shown = `select id, kind, connector, title, is_demo as "isDemo", is_enabled as "isEnabled", settings, secrets from connection`;

/** In the order in which they were made. */
export async function listConnections(db: Db, parts: Parts, kind?: ConnectorKind): Promise<ShownConnection[]> {
  const { rows } = await db.query(`${shown} where $1::text is null or kind = $1 order by created_at, id`, [kind ?? null]);
  return rows.map(({ secrets, ...row }) => ({ ...row, kept: keptSecrets(row, secrets, parts) }));
}

/** None of a connection whose secrets another key was used for, or of a connector that is gone: they have to be typed again. */
function keptSecrets(row: Pick<ShownConnection, "id" | "kind" | "connector">, secrets: Buffer | null, parts: Parts): string[] {
  if (!secrets) return [];
  try {
    const opened = open<Record<string, unknown>>(parts.secretKey, row.id, secrets);
    return secretFields(definitionOf(row.kind, row.connector, parts.definitions).settings).filter((path) => valueAt(opened, path));
  } catch {
    return [];
  }
}

const valueAt = (settings: Record<string, unknown>, path: string): unknown =>
  path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], settings);

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
  { id, title, settings }: { id: string; title: string; settings: Record<string, unknown> },
  by: string,
): Promise<void> {
  await transaction(db, async (client) => {
    const row = await lock(client, id);
    const { kind, connector } = row;
    const all = withKept(row, settings, parts);
    await saveConnection(client, parts, { id, kind, connector, title, settings: all, isDemo: row.is_demo, isEnabled: row.is_enabled });
    await writeAudit(client, { actor: by, act: "connection.save", target: `connection:${id}`, data: { kind, connector } });
  });
}

/** The settings a connection would have if `settings` were saved for it: with the secrets that would be kept. AppError `not_found`. */
export async function settingsWithKept(
  db: Db,
  parts: Parts,
  id: string,
  settings: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return transaction(db, async (client) => withKept(await lock(client, id), settings, parts));
}

/** As it is stored, secrets included: for its own connector only. AppError `not_found`. */
export async function readStored(
  db: Db,
  parts: Parts,
  id: string,
): Promise<{ kind: ConnectorKind; connector: string; settings: Settings }> {
  const row = await transaction(db, (client) => lock(client, id));
  return { kind: row.kind, connector: row.connector, settings: withKept(row, row.settings, parts) };
}

/** Off, nothing comes in or goes out by it and nothing is asked of it; its settings stay. AppError `not_found`. */
export async function setEnabled(db: Db, { id, isEnabled }: { id: string; isEnabled: boolean }, by: string): Promise<void> {
  await transaction(db, async (client) => {
    const { kind, connector } = await lock(client, id);
    await client.query("update connection set is_enabled = $2 where id = $1", [id, isEnabled]);
    await client.query("delete from connection_health where connection_id = $1", [id]);
    const act = isEnabled ? "connection.enable" : "connection.disable";
    await writeAudit(client, { actor: by, act, target: `connection:${id}`, data: { kind, connector } });
  });
}

/** What was bound to it is no longer; conversations stay. AppErrors `not_found`, `conflict` for what goes with the demo. */
export async function removeConnection(db: Db, id: string, by: string): Promise<void> {
  await transaction(db, async (client) => {
    const { kind, connector, is_demo: isDemo } = await lock(client, id);
    if (isDemo)
      throw new AppError("conflict", "This connection belongs to the demo data and goes with it: clear the demo data in the inbox.");
    await client.query("delete from connection where id = $1", [id]);
    await writeAudit(client, { actor: by, act: "connection.remove", target: `connection:${id}`, data: { kind, connector } });
  });
}

type Settings = Record<string, unknown>;
type Row = {
  id: string;
  kind: ConnectorKind;
  connector: string;
  settings: Settings;
  secrets: Buffer | null;
  is_demo: boolean;
  is_enabled: boolean;
};

function withKept(row: Row, settings: Settings, parts: Parts): Settings {
  if (!row.secrets) return settings;
  const definition = definitionOf(row.kind, row.connector, parts.definitions);
  if (addressesIn(row.settings, definition) !== addressesIn(settings, definition)) return settings;
  // Of secrets that another key was used for nothing can be kept; the schema says which have to be typed again.
  const kept = keptSecrets(row, row.secrets, parts).length > 0 ? open<Settings>(parts.secretKey, row.id, row.secrets) : {};
  return joinSecrets(kept, settings);
}

async function lock(client: Transaction, id: string): Promise<Row> {
  const { rows } = await client.query<Row>(
    "select id, kind, connector, settings, secrets, is_demo, is_enabled from connection where id = $1 for update",
    [id],
  );
  if (!rows[0]) throw new AppError("not_found", `There is no connection "${id.slice(0, 60)}".`);
  return rows[0];
}

/** What says where secrets are sent, whatever its value looks like. */
const saysWhere = /(?:url|host|port|server|domain|shop|store|site|endpoint|account)(?:name|hash|id)?$/i;

/** By dotted path, with what the connector goes to when nobody said. Other values only when they are http addresses: a model may be called "qwen2.5:7b". */
function addressesIn(settings: Settings, definition: ReturnType<typeof definitionOf>): string {
  const places = describeSettings(definition.settings).flatMap(({ fields }) =>
    fields.map(({ path, standard }) => [path, valueAt(settings, path) ?? standard] as const),
  );
  return JSON.stringify(places.filter(([path, value]) => saysWhere.test(path) || (typeof value === "string" && /^https?:/i.test(value))));
}

/**
 * The configured connections of this desk: rows of the table `connection`, opened with their connector's code. Rows that
 * change, here or in another process, are opened anew; a row that cannot be opened is reported and skipped, so that one
 * wrong setting never stops the others.
 */
import type { Carrier, CarrierDefinition } from "../carriers/carrier.ts";
import type { Channel, ChannelDefinition } from "../channels/channel.ts";
import { open, seal } from "../db/secrets.ts";
import type { Db, Queryable } from "../db/pool.ts";
import type { ConnectionState, ConnectorKind, Log } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";
import { secretFields } from "../domain/secret-fields.ts";
import type { Model, ModelDefinition, OpenModel } from "../models/model.ts";
import type { Store, StoreDefinition } from "../stores/store.ts";
import { createHealth, type Health } from "./health.ts";
import { joinSecrets, splitSecrets } from "./split-secrets.ts";
import { connectionState } from "./state.ts";
import { longestReadMs, watch, watchCheck, type Watched } from "./watch.ts";

/** `models` are optional, as language models are. */
export type Definitions = {
  channels: ChannelDefinition[];
  stores: StoreDefinition[];
  carriers: CarrierDefinition[];
  models?: ModelDefinition[];
};

export type OpenChannel = { id: string; title: string; isDemo: boolean; definition: ChannelDefinition; channel: Channel };
export type OpenStore = { id: string; title: string; isDemo: boolean; store: Store; settings: Record<string, unknown> };
export type OpenCarrier = { id: string; title: string; isDemo: boolean; carrier: Carrier };

export type Connections = {
  /** How they do: every call through what is opened here is noted. */
  health: Health;
  channel(id: string): OpenChannel | null;
  channels(): OpenChannel[];
  stores(): OpenStore[];
  carriers(): OpenCarrier[];
  model(id: string): OpenModel | null;
  models(): OpenModel[];
  /**
   * The enabled channel that carries a one-time code to such an address, for a conversation on connection `from`: that one
   * when it can, else one that is real or demo as it is. A real customer's code must not end in the demo's mailbox.
   */
  codeChannel(kind: "email" | "phone", from: string): OpenChannel | null;
  /** The enabled channel on which a customer of this store can be written to first; demo for demo, real for real. */
  firstWordChannel(kind: "email" | "phone", storeId: string): OpenChannel | null;
  /** Opens what is new or changed, closes what is gone. True when anything was. */
  reload(): Promise<boolean>;
};

export type NewConnection = {
  id: string;
  kind: ConnectorKind;
  connector: string;
  title: string;
  settings: Record<string, unknown>;
  isDemo?: boolean;
  isEnabled?: boolean;
};

export type ConnectionsParts = {
  db: Db;
  definitions: Definitions;
  secretKey: Buffer;
  publicUrl: string;
  log: Log;
  now?: () => Date;
  /** The longest a shop or carrier is waited for when it is asked something; `longestReadMs` when not given. */
  readLimitMs?: number;
};

type Opened = { mark: string } & (
  | { kind: "channel"; it: OpenChannel }
  | { kind: "store"; it: OpenStore }
  | { kind: "carrier"; it: OpenCarrier }
  | { kind: "model"; it: OpenModel }
);

export async function openConnections(parts: ConnectionsParts): Promise<Connections> {
  const opened = new Map<string, Opened>();
  const failed = new Map<string, string>();
  const health = createHealth({ db: parts.db, log: parts.log, now: parts.now ?? (() => new Date()) });
  const all = <K extends Opened["kind"]>(kind: K) =>
    [...opened.values()].filter((o) => o.kind === kind).map((o) => o.it) as Extract<Opened, { kind: K }>["it"][];

  async function reload(): Promise<boolean> {
    const { rows } = await parts.db.query("select *, xmin::text as mark from connection where is_enabled order by created_at, id");
    const present = new Set(rows.map((row) => row.id));
    let isChanged = false;
    for (const id of opened.keys()) {
      if (present.has(id)) continue;
      isChanged = opened.delete(id);
      health.forget(id);
    }
    for (const row of rows) {
      if (opened.get(row.id)?.mark === row.mark || failed.get(row.id) === row.mark) continue;
      isChanged = true;
      if (opened.delete(row.id)) health.forget(row.id);
      failed.delete(row.id);
      try {
        opened.set(row.id, openRow(row, parts, health));
      } catch (error) {
        failed.set(row.id, row.mark);
        parts.log.error({ err: error, connection: row.id }, "This connection cannot be opened; the others go on");
      }
    }
    // In the order of the table: the first shop is the one the desk is named by, also after it was changed.
    if (isChanged) for (const { id } of rows) moveToEnd(opened, id);
    return isChanged;
  }

  async function follow(): Promise<boolean> {
    const isChanged = await reload();
    await health.refresh();
    return isChanged;
  }

  await follow();
  return {
    health,
    reload: follow,
    channel: (id) => {
      const o = opened.get(id);
      return o?.kind === "channel" ? o.it : null;
    },
    channels: () => all("channel"),
    stores: () => all("store"),
    carriers: () => all("carrier"),
    model: (id) => all("model").find((one) => one.id === id) ?? null,
    models: () => all("model"),
    codeChannel(kind, from) {
      const isDemo = all("channel").find(({ id }) => id === from)?.isDemo ?? false;
      const able = all("channel").filter(({ definition }) => definition.carriesCodesTo === kind);
      return able.find(({ id }) => id === from) ?? able.find((one) => one.isDemo === isDemo) ?? able[0] ?? null;
    },
    firstWordChannel(kind, storeId) {
      const isDemo = all("store").find(({ id }) => id === storeId)?.isDemo ?? false;
      return all("channel").find(({ definition, isDemo: own }) => definition.carriesCodesTo === kind && own === isDemo) ?? null;
    },
  };
}

function moveToEnd<Value>(map: Map<string, Value>, key: string): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}

type Row = {
  id: string;
  kind: ConnectorKind;
  connector: string;
  title: string;
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  is_demo: boolean;
  mark: string;
};

function openRow(row: Row, parts: ConnectionsParts, health: Health): Opened {
  const definition = definitionOf(row.kind, row.connector, parts.definitions);
  const secrets = row.secrets ? open<Record<string, unknown>>(parts.secretKey, row.id, row.secrets) : {};
  const it = openWith(definition, joinSecrets(row.settings, secrets), { ...parts, id: row.id, state: connectionState(parts.db, row.id) });
  const base = { id: row.id, title: row.title, isDemo: row.is_demo };
  const { mark } = row;
  const watched = { id: row.id, title: row.title, health };
  const limitMs = parts.readLimitMs ?? longestReadMs;
  switch (row.kind) {
    case "channel": {
      const channel = watchedChannel(it as Channel, watched);
      return { mark, kind: "channel", it: { ...base, definition: definition as ChannelDefinition, channel } };
    }
    case "store":
      return { mark, kind: "store", it: { ...base, store: watchedStore(it as Store, watched, limitMs), settings: row.settings } };
    case "model": {
      const model = watchCheck(watch(it as Model, ["complete", "embed"], watched, { isGuarded: false }), watched);
      return { mark, kind: "model", it: { ...base, model } };
    }
    default: {
      const carrier = watchCheck(watch(it as Carrier, ["track"], watched, { isGuarded: true, limitMs }), watched);
      return { mark, kind: "carrier", it: { ...base, carrier } };
    }
  }
}

type OpenParts = Pick<ConnectionsParts, "log" | "publicUrl" | "now"> & { id: string; state: ConnectionState };

/** The connector at work with these settings, secrets included. Throws when its schema does not take them. */
export function openWith(
  definition: AnyDefinition,
  settings: Record<string, unknown>,
  parts: OpenParts,
): Channel | Store | Carrier | Model {
  const { id: connectionId, state, log, publicUrl, now = () => new Date() } = parts;
  // The cast is safe: the settings are parsed by this very definition's schema.
  return definition.open({ connectionId, settings: definition.settings.parse(settings), state, log, now, publicUrl } as never);
}

/** A channel is not left alone: its outbox already waits longer each time, and a message is not lost by it. */
const watchedChannel = (channel: Channel, watched: Watched): Channel =>
  watchCheck(watch(channel, ["send", "findSent"], watched, { isGuarded: false }), watched);

/** A write may take effect although nobody waits for it any more, so only reads are limited in time. */
function watchedStore(store: Store, watched: Watched, limitMs: number): Store {
  const reads = watch(store, ["findOrders", "findCustomer", "findProducts"], watched, { isGuarded: true, limitMs });
  const all = watch(reads, ["changedOrders", "subscribe"], watched, { isGuarded: true });
  const actions = watch(store.actions, Object.keys(store.actions) as (keyof Store["actions"])[], watched, { isGuarded: true });
  return watchCheck({ ...all, actions }, watched);
}

export type AnyDefinition = ChannelDefinition | StoreDefinition | CarrierDefinition | ModelDefinition;

/** AppError `not_found` that names those there are. */
export function definitionOf(kind: ConnectorKind, connector: string, definitions: Definitions): AnyDefinition {
  const lists: Partial<Record<ConnectorKind, AnyDefinition[]>> = {
    channel: definitions.channels,
    store: definitions.stores,
    carrier: definitions.carriers,
    model: definitions.models ?? [],
  };
  const found = lists[kind]?.find((definition) => definition.id === connector);
  if (!found)
    throw new AppError(
      "not_found",
      `There is no ${kind} connector named "${connector}". Known: ${(lists[kind] ?? []).map((d) => d.id).join(", ") || "none"}.`,
    );
  return found;
}

/** Adds a connection, or replaces one of the same id. Settings are checked; secrets are stored encrypted, apart from the rest. */
export async function saveConnection(
  db: Queryable,
  parts: Pick<ConnectionsParts, "definitions" | "secretKey">,
  connection: NewConnection,
): Promise<void> {
  const { id, kind, connector, title, isDemo = false, isEnabled = true } = connection;
  const definition = definitionOf(kind, connector, parts.definitions);
  checkSettings(definition, connection.settings, id);
  const { open: settings, secret } = splitSecrets(connection.settings, secretFields(definition.settings));
  const secrets = Object.keys(secret).length > 0 ? seal(parts.secretKey, id, secret) : null;
  await db.query(
    `insert into connection (id, kind, connector, title, settings, secrets, is_demo, is_enabled) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set kind = $2, connector = $3, title = $4, settings = $5, secrets = $6, is_demo = $7, is_enabled = $8`,
    [id, kind, connector, title, JSON.stringify(settings), secrets, isDemo, isEnabled],
  );
  // With other settings it is another one: what was wrong before says nothing, and nobody waits for the end of its rest.
  await db.query("delete from connection_health where connection_id = $1", [id]);
}

/** AppError `invalid` that names each setting that is wrong, by its dotted path. */
export function checkSettings(definition: AnyDefinition, settings: Record<string, unknown>, name: string): void {
  const checked = definition.settings.safeParse(settings);
  if (checked.success) return;
  const problems = checked.error.issues.map(({ path, message, code }) => ({
    path: path.join("."),
    message: code === "invalid_type" && message.endsWith("received undefined") ? "is missing" : message,
  }));
  throw new AppError("invalid", `The settings of the connection "${name}" are not valid.`, { details: { problems } });
}

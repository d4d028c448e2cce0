/** Connections and connectors as the API shows them. */
import { listConnections, type ShownConnection } from "../../connections/change-connection.ts";
import { isResting, type Standing } from "../../connections/breaker.ts";
import type { AnyDefinition, Connections, Definitions } from "../../connections/connections.ts";
import { describeSettings, readGuide } from "../../connections/describe.ts";
import { cannotOpen, mendOf } from "../../connections/fault-words.ts";
import type { Db } from "../../db/pool.ts";
import type { ConnectorKind } from "../../domain/connection.ts";
import type { WireConnection, WireConnector } from "../../domain/wire.ts";
import { readStates, type MirrorState } from "../../mirror/state.ts";

export type ConnectionReadParts = {
  db: Db;
  secretKey: Buffer;
  definitions: Definitions;
  connections: Connections;
  /** Connections that belong to the desk itself. */
  fixed: readonly string[];
  hookUrl(connectionId: string): string;
  now(): Date;
};

/** What the desk has open of it, whatever its kind. */
export type Opened = { check?(): Promise<string | null>; receive?: unknown; changedOrders?: unknown };

export function openedOf(connections: Connections, id: string): Opened | null {
  const carrier = connections.carriers().find((one) => one.id === id)?.carrier;
  const store = connections.stores().find((one) => one.id === id)?.store;
  return connections.channel(id)?.channel ?? store ?? carrier ?? connections.model(id)?.model ?? null;
}

export async function readConnections(parts: ConnectionReadParts): Promise<WireConnection[]> {
  const [rows, copies] = await Promise.all([listConnections(parts.db, parts), readStates(parts.db)]);
  return rows.map((row) => wireConnection(row, copies.get(row.id), parts));
}

function wireConnection(row: ShownConnection, copy: MirrorState | undefined, parts: ConnectionReadParts): WireConnection {
  const { id, kind, connector, title, settings, kept } = row;
  const opened = openedOf(parts.connections, id);
  const standing = parts.connections.health.standing(id);
  const now = parts.now();
  const state = stateOf(row, opened !== null, standing, now.getTime());
  return {
    id,
    kind,
    connector,
    title,
    settings,
    kept,
    state,
    connector_title: listOf(parts.definitions, kind).find((one) => one.id === connector)?.title ?? connector,
    is_demo: row.isDemo,
    is_enabled: row.isEnabled,
    is_fixed: parts.fixed.includes(id),
    can_check: opened ? opened.check !== undefined : row.isEnabled === false,
    hook_url: opened?.receive ? parts.hookUrl(id) : null,
    answered_at: iso(standing.answeredAt),
    fault: state === "closed" ? { at: now.toISOString(), ...cannotOpen } : faultIn(standing),
    failing_since: iso(standing.failingSince),
    rest_until: state === "resting" ? iso(standing.restUntil) : null,
    sync: opened?.changedOrders ? syncOf(copy, now) : null,
  };
}

function stateOf({ isEnabled }: ShownConnection, isOpen: boolean, standing: Standing, now: number): WireConnection["state"] {
  if (!isEnabled) return "off";
  if (!isOpen) return "closed";
  if (isResting(standing, now)) return "resting";
  if (standing.failingSince !== null) return "failing";
  return standing.answeredAt === null ? "unknown" : "works";
}

function faultIn({ faultAt, faultCode, fault }: Standing): WireConnection["fault"] {
  if (faultAt === null) return null;
  const code = faultCode ?? "internal";
  return { at: new Date(faultAt).toISOString(), code, say: fault ?? "It did not answer as it should.", mend: mendOf(code) };
}

function syncOf(copy: MirrorState | undefined, now: Date): WireConnection["sync"] {
  return {
    imported: copy?.imported ?? 0,
    total: copy?.total ?? null,
    imported_at: copy?.importedAt?.toISOString() ?? null,
    whole_at: copy?.wholeAt?.toISOString() ?? null,
    is_running: copy?.heldUntil != null && copy.heldUntil > now,
    has_hooks: copy?.isSubscribed ?? false,
    fault: copy?.lastError ?? null,
  };
}

/** What is open, and whether it answers: for whoever watches the desk from outside. */
export type ConnectionUp = { id: string; kind: ConnectorKind; isUp: boolean; isResting: boolean; answers: number; faults: number };

export function connectionStates(connections: Connections, now: Date): ConnectionUp[] {
  const { channels, stores, carriers, models, health } = connections;
  const of = (kind: ConnectorKind, list: { id: string }[]) =>
    list.map(({ id }): ConnectionUp => {
      const standing = health.standing(id);
      const { failingSince, answers, faults } = standing;
      return { id, kind, isUp: failingSince === null, isResting: isResting(standing, now.getTime()), answers, faults };
    });
  return [...of("channel", channels()), ...of("store", stores()), ...of("carrier", carriers()), ...of("model", models())];
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const listOf = (definitions: Definitions, kind: ConnectorKind): readonly AnyDefinition[] =>
  ({
    channel: definitions.channels,
    store: definitions.stores,
    carrier: definitions.carriers,
    model: definitions.models ?? [],
    helpdesk: [],
  })[kind];

/** Everything that can be connected, with its form and its guide. They are the program's own and never change while it runs. */
export async function readConnectors(definitions: Definitions): Promise<WireConnector[]> {
  const kinds: ConnectorKind[] = ["store", "channel", "carrier", "model"];
  const all = kinds.flatMap((kind) => listOf(definitions, kind).map((definition) => ({ kind, definition })));
  return Promise.all(
    all.map(async ({ kind, definition: { id, title, settings } }) => ({
      kind,
      id,
      title,
      groups: describeSettings(settings).map(({ fields, ...group }) => ({
        ...group,
        fields: fields.map(({ isRequired, standard, canMake, ...field }) => ({
          ...field,
          is_required: isRequired,
          ...(canMake ? { can_make: true } : {}),
          ...(standard === undefined ? {} : { default: standard }),
        })),
      })),
      guide: await readGuide(kind, id),
    })),
  );
}

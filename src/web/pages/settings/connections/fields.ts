/** What was typed into the form of a connection, as settings: nested as the connector has them. */
import type { WireConnector, WireSettingField, WireSettingGroup } from "../../../../domain/wire.ts";

export type Settings = Record<string, unknown>;

export const valueAt = (settings: Settings, path: string): unknown =>
  path.split(".").reduce<unknown>((at, name) => (at as Settings | undefined)?.[name], settings);

/** What has to be given comes first; the rest is behind "More settings". A connector that asks for nothing shows everything. */
export function splitGroups({ groups }: Pick<WireConnector, "groups">): { first: WireSettingGroup[]; more: WireSettingGroup[] } {
  const isFirst = ({ is_required, type }: WireSettingField): boolean => is_required || type === "secret";
  if (!groups.some(({ fields }) => fields.some(isFirst))) return { first: [...groups], more: [] };
  const part = (wanted: boolean): WireSettingGroup[] =>
    groups
      .map((group) => ({ ...group, fields: group.fields.filter((field) => isFirst(field) === wanted) }))
      .filter(({ fields }) => fields.length > 0);
  return { first: part(true), more: part(false) };
}

export type Read = { settings: Settings } | { wrong: string };

/** What is empty is left out: the connector's own standard holds, and a stored secret stays. `wrong`: the field that is not JSON. */
export function readForm({ groups }: Pick<WireConnector, "groups">, data: Pick<FormData, "get">): Read {
  const settings: Settings = {};
  for (const field of groups.flatMap(({ fields }) => fields)) {
    try {
      const value = read(field, data.get(field.path));
      if (value !== undefined) put(settings, field.path, value);
    } catch {
      return { wrong: field.path };
    }
  }
  return { settings };
}

/** Undefined: nothing was given. Throws for what should be JSON and is not. */
function read({ type, default: standard }: WireSettingField, given: unknown): unknown {
  if (type === "switch") return (given !== null) === (standard ?? false) ? undefined : given !== null;
  const typed = String(given ?? "");
  if (typed.trim() === "") return undefined;
  if (type === "number") return Number(typed);
  if (type === "json") return JSON.parse(typed) as unknown;
  if (type === "list")
    return typed
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  return type === "secret" ? typed.trim() : typed;
}

function put(settings: Settings, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop()!;
  const holder = names.reduce<Settings>((at, name) => (at[name] ??= {}) as Settings, settings);
  holder[last] = value;
}

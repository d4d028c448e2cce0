/** The durable memory of a connection, kept in this process only: for tests and for commands that leave nothing behind. */
import type { ConnectionState } from "./connection.ts";

/**
 * Values go in and come out as JSON copies, as they would through a database, so that a test notices a value that does
 * not survive it or a caller that changes what it was given.
 */
export function memoryState(): ConnectionState {
  const rows = new Map<string, string>();
  const read = (key: string): unknown => {
    const json = rows.get(key);
    return json === undefined ? undefined : JSON.parse(json);
  };
  return {
    get: async (key) => read(key),
    getMany: async (keys) => keys.map(read),
    set: async (key, value) => void rows.set(key, JSON.stringify(value)),
    update: async (key, change) => {
      const next = change(read(key));
      if (next !== undefined) rows.set(key, JSON.stringify(next));
      return read(key);
    },
    list: async (prefix) =>
      [...rows.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => ({ key, value: read(key) })),
    delete: async (key) => void rows.delete(key),
  };
}

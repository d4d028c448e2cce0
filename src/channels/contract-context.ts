import type { ConnectionState, Log } from "../domain/connection.ts";

/** A connection's state that lives in this process, for tests. Values go through JSON as they would in the database. */
export function memoryState(): ConnectionState {
  const rows = new Map<string, string>();
  const read = (key: string): unknown => {
    const text = rows.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  };
  return {
    get: async (key) => read(key),
    getMany: async (keys) => keys.map(read),
    set: async (key, value) => void rows.set(key, JSON.stringify(value)),
    async update(key, change) {
      const next = change(read(key));
      if (next !== undefined) rows.set(key, JSON.stringify(next));
      return read(key);
    },
    list: async (prefix) => [...rows.keys()].filter((key) => key.startsWith(prefix)).sort().map((key) => ({ key, value: read(key) })),
    delete: async (key) => void rows.delete(key),
  };
}

export type RecordingLog = Log & { lines: { level: string; data: object; message: string }[] };

/** A log whose lines can be looked at afterwards. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog["lines"] = [];
  const write = (level: string) => (data: object, message: string) => void lines.push({ level, data, message });
  return { lines, debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

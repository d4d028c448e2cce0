/** ConnectionState on the database: what every connector may remember, whichever process it runs in. */
import type { Db } from "../db/pool.ts";
import type { ConnectionState } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";

const MAX_TRIES = 50;

export function connectionState(db: Db, connectionId: string): ConnectionState {
  const readMany = { name: "state-many", text: "select key, value from connection_state where connection_id = $1 and key = any($2)" };

  async function read(key: string): Promise<{ value: unknown; version: number } | undefined> {
    const { rows } = await db.query("select value, version from connection_state where connection_id = $1 and key = $2", [
      connectionId,
      key,
    ]);
    return rows[0];
  }

  return {
    get: async (key) => (await read(key))?.value,
    async getMany(keys) {
      const { rows } = await db.query({ ...readMany, values: [connectionId, keys] });
      const values = new Map(rows.map((row) => [row.key, row.value]));
      return keys.map((key) => values.get(key));
    },
    async set(key, value) {
      await db.query(
        `insert into connection_state (connection_id, key, value) values ($1, $2, $3)
         on conflict (connection_id, key) do update set value = excluded.value, version = connection_state.version + 1`,
        [connectionId, key, JSON.stringify(value)],
      );
    },
    async update(key, change) {
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        const current = await read(key);
        const next = change(current?.value);
        if (next === undefined) return current?.value;
        const written = current
          ? await db.query(
              "update connection_state set value = $3, version = version + 1 where connection_id = $1 and key = $2 and version = $4",
              [connectionId, key, JSON.stringify(next), current.version],
            )
          : await db.query("insert into connection_state (connection_id, key, value) values ($1, $2, $3) on conflict do nothing", [
              connectionId,
              key,
              JSON.stringify(next),
            ]);
        if (written.rowCount === 1) return next;
      }
      throw new AppError("conflict", `"${key}" of the connection ${connectionId} is changed by others all the time. Try again.`);
    },
    async list(prefix) {
      // starts_with() and not LIKE: a prefix may hold % or _.
      const { rows } = await db.query(
        "select key, value from connection_state where connection_id = $1 and starts_with(key, $2) order by key",
        [connectionId, prefix],
      );
      return rows;
    },
    async delete(key) {
      await db.query("delete from connection_state where connection_id = $1 and key = $2", [connectionId, key]);
    },
  };
}

/** How long a reply can be called back. */
import type { Actor } from "../checkpoint/actor.ts";
import { actorText } from "../checkpoint/actor.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";

const key = "undo_send";
export const usualUndoSeconds = 8;
export const longestUndoSeconds = 60;

export async function readUndoSeconds(db: Db): Promise<number> {
  const { rows } = await db.query<{ seconds: number | null }>("select (value->>'seconds')::int as seconds from setting where key = $1", [
    key,
  ]);
  return rows[0]?.seconds ?? usualUndoSeconds;
}

export async function setUndoSeconds(db: Db, seconds: number, by: Actor): Promise<void> {
  await transaction(db, async (client) => {
    await client.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
      key,
      JSON.stringify({ seconds }),
    ]);
    await writeAudit(client, { actor: actorText(by), act: "settings.undo_send", target: "setting:undo_send", data: { seconds } });
  });
}

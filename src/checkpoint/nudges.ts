/** What one agent is told in the desk: a colleague named them in a note, or a reply of theirs did not leave. */
import type { Db, Queryable } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import type { WireNudge } from "../domain/wire.ts";
import type { Actor } from "./actor.ts";
import { previewOf } from "./text.ts";

const shown = 50;

/** Names in use, with an @ before them and no letter behind: "@Mira Lang," is Mira Lang; a longer name is not also the shorter one. */
export function mentionedIn(text: string, users: readonly { id: string; name: string }[]): string[] {
  let rest = text.toLocaleLowerCase();
  const found: string[] = [];
  const names = Map.groupBy(users, ({ name }) => name.trim().toLocaleLowerCase());
  for (const name of [...names.keys()].filter(Boolean).sort((a, b) => b.length - a.length)) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const form = new RegExp(`(?<![\\p{L}\\p{N}])@${escaped}(?![\\p{L}\\p{N}])`, "gu");
    if (!form.test(rest)) continue;
    rest = rest.replace(form, " ");
    found.push(...names.get(name)!.map(({ id }) => id));
  }
  return found;
}

/** Tells everybody whom the note names, but for its writer. Belongs into the note's transaction. */
export async function tellMentioned(
  client: Queryable,
  { conversationId, by, text }: { conversationId: string; by: Actor; text: string },
): Promise<void> {
  if (!text.includes("@")) return;
  const { rows } = await client.query<{ id: string; name: string }>(`select id, name from "user" where is_active`);
  for (const userId of mentionedIn(text, rows).filter((id) => id !== by.id))
    await nudge(client, { userId, kind: "mention", conversationId, byName: by.name, text: previewOf(text) });
}

export type NewNudge = { userId: string; kind: WireNudge["kind"]; conversationId: string; byName: string | null; text: string };

export async function nudge(client: Queryable, { userId, kind, conversationId, byName, text }: NewNudge): Promise<void> {
  await client.query("insert into nudge (id, user_id, kind, conversation_id, by_name, text) values ($1, $2, $3, $4, $5, $6)", [
    newId(),
    userId,
    kind,
    conversationId,
    byName,
    text,
  ]);
  await client.query("insert into event (kind, conversation_id, data) values ('nudge', $1, jsonb_build_object('user_id', $2::text))", [
    conversationId,
    userId,
  ]);
}

/** Unread ones first, then the newest. */
export async function listNudges(db: Db, userId: string): Promise<{ items: WireNudge[]; unread: number }> {
  const { rows } = await db.query(
    `select n.id, n.kind, n.conversation_id, n.by_name, n.text, n.at, n.read_at is not null as is_read, count(*) filter (where n.read_at is null) over () as unread
     from nudge n where n.user_id = $1 order by n.read_at is not null, n.at desc, n.id desc limit ${shown}`,
    [userId],
  );
  return {
    unread: Number(rows[0]?.unread ?? 0),
    items: rows.map(({ id, kind, conversation_id, by_name, text, at, is_read }) => ({
      id,
      kind,
      conversation_id,
      by_name,
      text,
      at: at.toISOString(),
      is_read,
    })),
  };
}

/** Those of this conversation, or all of them. */
export async function readNudges(db: Db, userId: string, conversationId: string | null): Promise<void> {
  await db.query(
    "update nudge set read_at = now() where user_id = $1 and read_at is null and ($2::uuid is null or conversation_id = $2::uuid)",
    [userId, conversationId],
  );
}

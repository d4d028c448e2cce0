/** What an agent has written and not sent, kept with the server so that it is on every device and in every tab. */
import type { Actor } from "../checkpoint/actor.ts";
import { longestText, problemAt, requireStorable } from "../checkpoint/text.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import type { AfterSend } from "../domain/after-send.ts";
import { AppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { WireKeptText } from "../domain/wire.ts";
import { lockOpen, maxFiles } from "./files.ts";

export type ToKeep = {
  conversationId: string;
  by: Actor;
  /** "reply", or the id of the draft that is being edited. */
  slot: string;
  kind: "reply" | "note";
  text: string;
  original: { text: string; language: string } | null;
  files: readonly string[];
  actions: readonly AfterSend[];
};

const columns = `k.slot, k.kind, k.text, k.original, k.actions, k.version,
  coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size) order by array_position(k.files, f.id))
    from upload f where f.id = any(k.files)), '[]') as files`;

export async function readKept(db: Queryable, conversationId: string, by: Actor): Promise<WireKeptText[]> {
  if (!isId(conversationId)) return [];
  return (
    await db.query<WireKeptText>(`select ${columns} from kept_text k where k.conversation_id = $1 and k.user_id = $2 order by slot`, [
      conversationId,
      by.id,
    ])
  ).rows;
}

/**
 * Writes it over the version `base` (null: over nothing), and resolves to the new one; null when nothing was left to keep. AppErrors:
 * `conflict` when another tab or device has changed or sent it since, `not_found`, `bad_text`, `invalid` for a slot or a length.
 */
export async function keepText(db: Db, kept: ToKeep, base: string | null): Promise<string | null> {
  check(kept);
  const isEmpty = kept.text.trim() === "" && kept.files.length === 0 && kept.actions.length === 0;
  return transaction(db, async (client) => {
    await lockOpen(client, kept.conversationId);
    const version = await (isEmpty ? drop(client, kept, base) : base === null ? insert(client, kept) : update(client, kept, base));
    if (version === undefined)
      throw new AppError(
        "conflict",
        "This text was changed or sent in another tab or on another device. Nothing of yours was written over it.",
      );
    await tellKept(client, kept, version);
    return version;
  });
}

function check({ slot, text, original, files }: ToKeep): void {
  if (slot !== "reply" && !isId(slot))
    throw new AppError("invalid", 'The slot is "reply" or the id of a draft.', problemAt("slot", "not a slot"));
  requireStorable(text, "text");
  if (original) requireStorable(original.text, "original.text");
  if (text.length > longestText * 2 || (original?.text.length ?? 0) > longestText * 2)
    throw new AppError("invalid", "The text is too long to be kept. Shorten it.", problemAt("text", "too long"));
  if (files.length > maxFiles) throw new AppError("invalid", `A message takes ${maxFiles} files at most.`, problemAt("files", "too many"));
}

/** Once it is sent it is kept no longer, in none of the writer's tabs. */
export async function dropSent(
  client: Queryable,
  kept: Pick<ToKeep, "conversationId" | "by" | "slot">,
  version: string | null,
): Promise<void> {
  if (await dropKept(client, kept, version)) await tellKept(client, kept, null);
}

/** Undefined: not the version that was expected. */
type Written = Promise<string | null | undefined>;

async function drop(client: Queryable, kept: ToKeep, base: string | null): Written {
  const gone = await dropKept(client, kept, base);
  if (gone) return null;
  const { rowCount } = await client.query("select from kept_text where conversation_id = $1 and user_id = $2 and slot = $3", [
    kept.conversationId,
    kept.by.id,
    kept.slot,
  ]);
  return rowCount === 0 ? null : undefined;
}

/** Another version stays: somebody went on writing it in another tab. */
async function dropKept(
  client: Queryable,
  { conversationId, by, slot }: Pick<ToKeep, "conversationId" | "by" | "slot">,
  version: string | null,
): Promise<boolean> {
  if (version === null) return false;
  const { rowCount } = await client.query(
    "delete from kept_text where conversation_id = $1 and user_id = $2 and slot = $3 and version = $4",
    [conversationId, by.id, slot, version],
  );
  return rowCount === 1;
}

const values = ({ conversationId, by, slot, kind, text, original, files, actions }: ToKeep): unknown[] => [
  conversationId,
  by.id,
  slot,
  kind,
  text,
  original && JSON.stringify(original),
  files,
  JSON.stringify(actions),
];

async function insert(client: Queryable, kept: ToKeep): Written {
  const { rows } = await client.query(
    `insert into kept_text (conversation_id, user_id, slot, kind, text, original, files, actions) values ($1, $2, $3, $4, $5, $6, $7::uuid[], $8)
     on conflict do nothing returning version`,
    values(kept),
  );
  return rows[0]?.version;
}

async function update(client: Queryable, kept: ToKeep, base: string): Written {
  const { rows } = await client.query(
    `update kept_text set kind = $4, text = $5, original = $6, files = $7::uuid[], actions = $8, version = gen_random_uuid(), updated_at = now()
     where conversation_id = $1 and user_id = $2 and slot = $3 and version = $9 returning version`,
    [...values(kept), base],
  );
  return rows[0]?.version;
}

/**
 * Puts back what was called back. What was typed meanwhile is not lost: it stands below. Belongs into the transaction that calls back.
 */
export async function putBack(client: Queryable, kept: ToKeep): Promise<void> {
  const { rows } = await client.query(
    `insert into kept_text (conversation_id, user_id, slot, kind, text, original, files, actions) values ($1, $2, $3, $4, $5, $6, $7::uuid[], $8)
     on conflict (conversation_id, user_id, slot) do update set kind = excluded.kind,
       text = excluded.text || case when trim(kept_text.text) = '' then '' else E'\\n\\n' || kept_text.text end,
       original = excluded.original, files = excluded.files || kept_text.files, actions = excluded.actions || kept_text.actions,
       version = gen_random_uuid(), updated_at = now() returning version`,
    values(kept),
  );
  await tellKept(client, kept, rows[0].version);
}

/** The writer's other tabs look again; it says nothing of the text. */
async function tellKept(
  client: Queryable,
  { conversationId, by, slot }: Pick<ToKeep, "conversationId" | "by" | "slot">,
  version: string | null,
): Promise<void> {
  await client.query("insert into event (kind, conversation_id, data) values ('kept', $1, $2)", [
    conversationId,
    JSON.stringify({ user_id: by.id, slot, version }),
  ]);
}

/** Texts nobody touched for 90 days, and files of a week that belong to no text: nobody will send them. For a job. */
export async function forgetUnsent(db: Db): Promise<void> {
  await db.query("delete from kept_text where updated_at < now() - interval '90 days'");
  await db.query(
    `delete from upload u where created_at < now() - interval '7 days'
       and not exists (select from kept_text k where k.conversation_id = u.conversation_id and u.id = any(k.files))
       and not exists (select from leaving l where l.conversation_id = u.conversation_id and u.id = any(l.files))`,
  );
  await db.query("delete from nudge where read_at < now() - interval '90 days'");
  await db.query("delete from presence where until < now()");
}

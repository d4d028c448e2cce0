/** Files put beside a text under way: stored when they are chosen, attached to the message when it is sent. */
import type { Actor } from "../checkpoint/actor.ts";
import { problemAt } from "../checkpoint/text.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { imageMark, isImage } from "../domain/inline-images.ts";
import type { WireUpload } from "../domain/wire.ts";
import { cleanName, isProgram, typeOf } from "./file-type.ts";

/** Mail servers take about 25 MB, of which the encoding costs a quarter. */
export const maxFileBytes = 10_000_000;
export const maxBytes = 18_000_000;
export const maxFiles = 20;
/** What one person may have lying beside unsent texts of one conversation, so that nobody fills the disk by dropping. */
const maxWaiting = 50;

type On = { conversationId: string; by: Actor };

/** AppErrors `not_found` (also of an erased conversation), `too_large`, `invalid` for empty files, programs and too many. */
export async function addUpload(
  db: Db,
  { conversationId, by, name: given, content }: On & { name: string; content: Uint8Array },
): Promise<WireUpload> {
  const name = cleanName(given);
  if (content.length === 0) throw new AppError("invalid", `"${name}" is empty. Choose another file.`, problemAt("file", "empty"));
  if (content.length > maxFileBytes)
    throw new AppError("too_large", `"${name}" is larger than ${maxFileBytes / 1_000_000} MB. Make it smaller, or send a link to it.`);
  if (isProgram(name, content))
    throw new AppError(
      "invalid",
      `"${name}" is a program. Programs are not sent, because they could carry a virus; send a picture, a PDF or a text.`,
      problemAt("file", "a program"),
    );
  const file = { id: newId(), content_type: typeOf(name, content), size: content.length };
  return transaction(db, async (client) => {
    await lockOpen(client, conversationId);
    const { rows } = await client.query<{ name: string }>("select name from upload where conversation_id = $1 and user_id = $2", [
      conversationId,
      by.id,
    ]);
    if (rows.length >= maxWaiting)
      throw new AppError("invalid", `${maxWaiting} files lie beside your texts here already. Send or remove some first.`);
    const own = freeName(name, new Set(rows.map((row) => row.name)));
    await client.query(
      "insert into upload (id, conversation_id, user_id, name, content_type, size, content) values ($1, $2, $3, $4, $5, $6, $7)",
      [file.id, conversationId, by.id, own, file.content_type, file.size, Buffer.from(content)],
    );
    return { ...file, name: own };
  });
}

/** Waits for an erasure that is under way, and then finds nothing. AppError `not_found`. */
export async function lockOpen(client: Queryable, conversationId: string): Promise<void> {
  const found = isId(conversationId)
    ? await client.query("select from conversation where id = $1 and status <> 'erased' for share", [conversationId])
    : null;
  if (!found?.rowCount) throw new AppError("not_found", "There is no conversation with this id, or it was erased.");
}

/** The place of an image in a text is known by its name: no two files of a text have the same. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let free = name;
  for (let nth = 2; taken.has(free); nth++) free = `${stem}-${nth}${ending}`;
  return free;
}

/** Of these, the ones that are there and belong to this person's texts, in the order given. */
export async function findUploads(db: Queryable, { conversationId, by }: On, ids: readonly string[]): Promise<WireUpload[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<WireUpload>(
    "select id, name, content_type, size from upload where id = any($1::uuid[]) and conversation_id = $2 and user_id = $3",
    [ids.filter(isId), conversationId, by.id],
  );
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** The files of a message that is about to be sent. AppErrors `invalid` (one is gone, too many), `too_large`. */
export async function requireUploads(db: Queryable, on: On, ids: readonly string[]): Promise<WireUpload[]> {
  const found = await findUploads(db, on, ids);
  if (found.length < ids.length)
    throw new AppError("invalid", "A file is no longer there. Remove it and add it again.", problemAt("files", "not there"));
  if (found.length > maxFiles)
    throw new AppError("invalid", `A message takes ${maxFiles} files at most. Send them in parts.`, problemAt("files", "too many"));
  const bytes = found.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxBytes)
    throw new AppError(
      "too_large",
      `The files have ${(bytes / 1e6).toFixed(1)} MB together and may have ${maxBytes / 1e6}. Send them in parts.`,
    );
  return found;
}

/** Makes them attachments of the message, an image whose place is in the text an inline one. Belongs into the message's transaction. */
export async function attach(client: Queryable, on: On, message: { id: string; text: string; files: readonly string[] }): Promise<void> {
  for (const { id, name, content_type: type } of await requireUploads(client, on, message.files)) {
    const isInline = isImage(type) && message.text.includes(imageMark(name));
    await client.query(
      `with moved as (delete from upload where id = $1 returning *)
       insert into attachment (id, message_id, name, content_type, size, inline_id, content)
       select id, $2, name, content_type, size, $3, content from moved`,
      [id, message.id, isInline ? `${id}@files.handrail` : null],
    );
  }
}

/** Takes files away that nobody will send. */
export async function removeUpload(db: Db, { by }: { by: Actor }, id: string): Promise<void> {
  const gone = isId(id)
    ? await db.query(
        "delete from upload u where id = $1 and user_id = $2 and not exists (select from leaving l where l.conversation_id = u.conversation_id and u.id = any(l.files))",
        [id, by.id],
      )
    : null;
  if (!gone?.rowCount) throw new AppError("not_found", "There is no such file, or it is being sent.");
}

/** AppError `not_found`. */
export async function readUpload(db: Queryable, id: string): Promise<{ name: string; contentType: string; content: Buffer }> {
  const { rows } = isId(id)
    ? await db.query(`select name, content_type as "contentType", content from upload where id = $1`, [id])
    : { rows: [] };
  if (!rows[0]) throw new AppError("not_found", "There is no such file; it may have been sent or removed.");
  return rows[0];
}

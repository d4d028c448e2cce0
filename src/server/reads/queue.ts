/**
 * The order in which people should take what nobody has: the most urgent first, of these the one that is due first. One text
 * per row that sorts in this order, so that a page can be continued behind it.
 */
import { isId } from "../../domain/ids.ts";

/** Of the conversation `v`: rank of the priority, when it is due, when it came, its id. */
export const queueKey = `(
  array_position(array['urgent', 'high', 'normal', 'low'], v.priority)::text
  || to_char(coalesce(v.due_at, '9999-01-01') at time zone 'UTC', 'YYYYMMDDHH24MISSUS')
  || to_char(v.last_message_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || v.id::text) collate "C"`;

const form = /^[1-4]\d{40,44}(.{36})$/;

export function isQueueKey(text: string): boolean {
  const id = form.exec(text)?.[1];
  return id !== undefined && isId(id);
}

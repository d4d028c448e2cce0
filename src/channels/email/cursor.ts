/** How far the folder has been read, kept in the connection's state. */
import type { ConnectionState } from "../../domain/connection.ts";

export type Cursor = {
  /** As text: UIDVALIDITY is a 32-bit number today and a bigint in the library. */
  uidValidity: string;
  lastUid: number;
  /** Nothing that arrived before this is ever taken in. */
  startedAt: string;
  /** Arrival time of the newest mail read; where the search begins when the server has numbered everything anew. */
  seenAt: string;
};

const keyOf = (folder: string) => `cursor:${folder}`;

export async function readCursor(state: ConnectionState, folder: string): Promise<Cursor | null> {
  return ((await state.get(keyOf(folder))) ?? null) as Cursor | null;
}

export async function writeCursor(state: ConnectionState, folder: string, cursor: Cursor): Promise<void> {
  await state.set(keyOf(folder), cursor);
}

/** Moves forward only, and only within one numbering: another process may be ahead. */
export async function advanceCursor(state: ConnectionState, folder: string, to: Cursor): Promise<void> {
  await state.update(keyOf(folder), (value) => {
    const current = value as Cursor | null | undefined;
    if (!current || current.uidValidity !== to.uidValidity) return to;
    return current.lastUid >= to.lastUid ? undefined : { ...to, seenAt: current.seenAt > to.seenAt ? current.seenAt : to.seenAt };
  });
}

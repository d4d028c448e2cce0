/** What somebody has typed and not sent. It is kept with the server (kept-store.ts); what has not arrived there yet, in this tab. */
import type { AfterSend } from "../../../domain/after-send.ts";
import type { WireUpload } from "../../../domain/wire.ts";

export type Kept = {
  kind: "reply" | "note";
  text: string;
  /** What the writer wrote, when `text` is its translation. */
  original?: { text: string; language: string } | undefined;
  files: readonly WireUpload[];
  /** What is done once it is sent, from a snippet. */
  actions: readonly AfterSend[];
};
/** `base`: the server's version it was written over. */
export type Unsaved = Kept & { base: string | null };
export type KeptStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (slot: string): string => `handrail.text.${slot}`;
export const nothing: Kept = { kind: "reply", text: "", files: [], actions: [] };

export const isEmpty = (kept: Kept): boolean => kept.text.trim() === "" && kept.files.length === 0 && kept.actions.length === 0;

/** Null when everything has arrived at the server. */
export function readUnsaved(storage: KeptStorage, slot: string): Unsaved | null {
  try {
    const stored = JSON.parse(storage.getItem(keyOf(slot)) ?? "null") as Partial<Unsaved> | null;
    if (!stored || typeof stored.text !== "string") return null;
    const { original } = stored;
    const hasOriginal = typeof original?.text === "string" && typeof original.language === "string";
    return {
      kind: stored.kind === "note" ? "note" : "reply",
      text: stored.text,
      files: Array.isArray(stored.files) ? stored.files : [],
      actions: Array.isArray(stored.actions) ? stored.actions : [],
      base: typeof stored.base === "string" ? stored.base : null,
      ...(hasOriginal ? { original } : {}),
    };
  } catch {
    return null;
  }
}

export function writeUnsaved(storage: KeptStorage, slot: string, unsaved: Unsaved | null): void {
  try {
    if (unsaved === null) storage.removeItem(keyOf(slot));
    else storage.setItem(keyOf(slot), JSON.stringify(unsaved));
  } catch {
    // A full or forbidden storage must not stop anybody from typing.
  }
}

/** What choosing "Reply" or "Note" does: with text typed it asks first, because a note sent to a customer cannot be called back. */
export function switchKind(kept: Kept, kind: Kept["kind"]): { ask: boolean } {
  return { ask: kept.kind !== kind && !isEmpty(kept) };
}

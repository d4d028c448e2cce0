/** What somebody typed and has not sent, kept per conversation in this tab, so that moving on or a reload loses nothing. */
export type Kept = {
  kind: "reply" | "note";
  text: string;
  /** What the writer wrote, when `text` is its translation. */
  original?: { text: string; language: string } | undefined;
};
export type KeptStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (slot: string): string => `handrail.text.${slot}`;
const nothing: Kept = { kind: "reply", text: "" };

/** `slot` is a conversation's id, or "draft." and a draft's id. */
export function readKept(storage: KeptStorage, slot: string): Kept {
  try {
    const stored = JSON.parse(storage.getItem(keyOf(slot)) ?? "null") as Partial<Kept> | null;
    if (!stored || typeof stored.text !== "string") return nothing;
    const { original } = stored;
    const hasOriginal = typeof original?.text === "string" && typeof original.language === "string";
    return { kind: stored.kind === "note" ? "note" : "reply", text: stored.text, ...(hasOriginal ? { original } : {}) };
  } catch {
    return nothing;
  }
}

export function writeKept(storage: KeptStorage, slot: string, kept: Kept): void {
  try {
    if (kept.text === "" && kept.kind === "reply") storage.removeItem(keyOf(slot));
    else storage.setItem(keyOf(slot), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage must not stop anybody from typing.
  }
}

/** What choosing "Reply" or "Note" does: with text typed it asks first, because a note sent to a customer cannot be called back. */
export function switchKind(kept: Kept, kind: Kept["kind"]): { ask: boolean } {
  return { ask: kept.kind !== kind && kept.text.trim() !== "" };
}

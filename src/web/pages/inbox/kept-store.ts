/**
 * Texts under way, outside of any page: they are saved while the agent is already in another conversation, and what arrives from
 * another tab or device is taken over unless something was typed here. Nothing is ever overwritten unseen.
 */
import type { WireKeptText } from "../../../domain/wire.ts";
import { api, hasCode } from "../../api.ts";
import { isEmpty, nothing, readUnsaved, writeUnsaved } from "./kept-text.ts";
import type { Kept, KeptStorage } from "./kept-text.ts";

export type Entry = {
  kept: Kept;
  /** The server's version this was written over; null for none. */
  base: string | null;
  isLoaded: boolean;
  isDirty: boolean;
  /** Changed elsewhere as well: what stands there, and null where it was sent or removed. Undefined: no conflict. */
  theirs: WireKeptText | null | undefined;
};

export type KeptServer = {
  read(conversationId: string): Promise<WireKeptText[]>;
  /** Resolves to the new version, null when nothing is kept any more. AppError `conflict`. */
  write(conversationId: string, slot: string, kept: Kept, base: string | null): Promise<string | null>;
};

/** Well below the second in which it should have arrived. */
const saveAfterMs = 600;
const retryMs = 3_000;

export type KeptTexts = ReturnType<typeof createKeptTexts>;

export function createKeptTexts(server: KeptServer, storage: () => KeptStorage, wait: typeof setTimeout = setTimeout) {
  const entries = new Map<string, Entry>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const saving = new Map<string, Promise<void>>();
  /** Grows with each save: what was read before one is old. */
  const saves = new Map<string, number>();
  const listeners = new Set<() => void>();
  const keyOf = (conversationId: string, slot: string): string => `${conversationId}/${slot}`;
  const savesOf = (key: string): number => saves.get(key) ?? 0;

  function get(conversationId: string, slot: string): Entry {
    const key = keyOf(conversationId, slot);
    let entry = entries.get(key);
    if (!entry) {
      const unsaved = readUnsaved(storage(), key);
      const { base = null, ...kept } = unsaved ?? { ...nothing, base: null };
      entries.set(key, (entry = { kept, base, isLoaded: false, isDirty: unsaved !== null, theirs: undefined }));
    }
    return entry;
  }

  function put(conversationId: string, slot: string, change: Partial<Entry>): Entry {
    const key = keyOf(conversationId, slot);
    const entry = { ...get(conversationId, slot), ...change };
    entries.set(key, entry);
    writeUnsaved(storage(), key, entry.isDirty ? { ...entry.kept, base: entry.base } : null);
    for (const listen of listeners) listen();
    return entry;
  }

  function schedule(conversationId: string, slot: string, ms = saveAfterMs): void {
    const key = keyOf(conversationId, slot);
    if (timers.has(key)) return;
    timers.set(
      key,
      wait(() => (timers.delete(key), void save(conversationId, slot)), ms),
    );
  }

  /** One at a time for each text. Never rejects: what cannot be saved stays dirty and is tried again. */
  function save(conversationId: string, slot: string): Promise<void> {
    const key = keyOf(conversationId, slot);
    const running = saving.get(key);
    if (running) return running.then(() => (get(conversationId, slot).isDirty ? save(conversationId, slot) : undefined));
    const entry = get(conversationId, slot);
    if (!entry.isDirty || entry.theirs !== undefined) return Promise.resolve();
    clearTimeout(timers.get(key));
    timers.delete(key);
    const done: Promise<void> = write(conversationId, slot, entry).finally(() => saving.get(key) === done && saving.delete(key));
    saving.set(key, done);
    return done;
  }

  async function write(conversationId: string, slot: string, entry: Entry): Promise<void> {
    const key = keyOf(conversationId, slot);
    try {
      const base = await server.write(conversationId, slot, entry.kept, entry.base);
      saves.set(key, savesOf(key) + 1);
      const isSame = get(conversationId, slot).kept === entry.kept;
      put(conversationId, slot, { base, isLoaded: true, isDirty: !isSame });
      if (!isSame) schedule(conversationId, slot);
    } catch (error) {
      if (hasCode(error, "conflict")) {
        // The save is over: what is read now is what stands there.
        saving.delete(key);
        return void (await load(conversationId).catch(() => schedule(conversationId, slot, retryMs)));
      }
      // Erased, or nothing that trying again would mend.
      if (hasCode(error, "not_found") || hasCode(error, "invalid") || hasCode(error, "bad_text")) return;
      schedule(conversationId, slot, retryMs);
    }
  }

  /** Takes over what the server has, for every text of the conversation. */
  async function load(conversationId: string): Promise<void> {
    const before = new Map(saves);
    const items = await server.read(conversationId);
    const prefix = `${conversationId}/`;
    const slots = new Set([
      "reply",
      ...items.map(({ slot }) => slot),
      ...[...entries.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    ]);
    for (const slot of slots) {
      const key = keyOf(conversationId, slot);
      // Read before our own save was written: it says nothing of what is there now.
      if (savesOf(key) !== (before.get(key) ?? 0) || saving.has(key)) continue;
      take(conversationId, slot, items.find((one) => one.slot === slot) ?? null);
    }
  }

  function take(conversationId: string, slot: string, theirs: WireKeptText | null): void {
    const entry = get(conversationId, slot);
    const version = theirs?.version ?? null;
    if (!entry.isDirty)
      put(conversationId, slot, { kept: theirs ? keptOf(theirs) : blank(entry), base: version, isLoaded: true, theirs: undefined });
    else if (version === entry.base || (theirs && isSameText(entry.kept, theirs))) {
      put(conversationId, slot, { base: version, isLoaded: true, theirs: undefined });
      schedule(conversationId, slot);
    } else put(conversationId, slot, { isLoaded: true, theirs });
  }

  return {
    get,
    load,
    subscribe: (listen: () => void) => (listeners.add(listen), () => void listeners.delete(listen)),
    change(conversationId: string, slot: string, kept: Kept): void {
      const { theirs, isLoaded } = put(conversationId, slot, { kept, isDirty: true });
      // Before it is known what is there, nothing is written over it.
      if (theirs === undefined && isLoaded) schedule(conversationId, slot);
    },
    /** Everything typed has arrived; resolves to its version, null when nothing is kept. */
    async settle(conversationId: string, slot: string): Promise<string | null> {
      if (!get(conversationId, slot).isLoaded) await load(conversationId);
      await save(conversationId, slot);
      return get(conversationId, slot).base;
    },
    /** It was sent. What was typed since stays. */
    sent(conversationId: string, slot: string, kept: Kept): void {
      const key = keyOf(conversationId, slot);
      saves.set(key, savesOf(key) + 1);
      const entry = get(conversationId, slot);
      const isSame = entry.kept === kept;
      put(conversationId, slot, { base: null, theirs: undefined, isDirty: !isSame, ...(isSame ? { kept: nothing } : {}) });
      if (!isSame) schedule(conversationId, slot);
    },
    /** Goes on with what stands elsewhere, or with what stands here. */
    settleConflict(conversationId: string, slot: string, keep: "mine" | "theirs"): void {
      const { theirs, kept } = get(conversationId, slot);
      if (theirs === undefined) return;
      const base = theirs?.version ?? null;
      if (keep === "theirs")
        return void put(conversationId, slot, { kept: theirs ? keptOf(theirs) : nothing, base, isDirty: false, theirs: undefined });
      put(conversationId, slot, { kept, base, isDirty: true, theirs: undefined });
      schedule(conversationId, slot);
    },
    /** Another tab or device says that there is this version now. */
    heard(conversationId: string, slot: string, version: string | null): void {
      const key = keyOf(conversationId, slot);
      if (!entries.has(key)) return;
      const look = (): void => {
        if (get(conversationId, slot).base !== version) void load(conversationId).catch(() => undefined);
      };
      const running = saving.get(key);
      if (running) void running.then(look);
      else look();
    },
    forgetAll(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const each of [entries, timers, saves]) each.clear();
    },
  };
}

/** An empty text keeps its kind: whoever has just chosen "Note" goes on writing a note. */
const blank = ({ kept }: Entry): Kept => (isEmpty(kept) ? kept : nothing);

function keptOf({ kind, text, original, files, actions }: WireKeptText): Kept {
  return { kind, text, files, actions, ...(original ? { original } : {}) };
}

function isSameText(kept: Kept, theirs: WireKeptText): boolean {
  return (
    kept.text === theirs.text &&
    kept.kind === theirs.kind &&
    kept.files.map(({ id }) => id).join() === theirs.files.map(({ id }) => id).join()
  );
}

export const keptTexts = createKeptTexts(
  {
    read: async (id) => (await api<{ items: WireKeptText[] }>(`/api/v1/conversations/${id}/kept`)).items,
    async write(id, slot, { kind, text, original, files, actions }, base) {
      const body = { kind, text, original: original ?? null, files: files.map((file) => file.id), actions, base };
      return (await api<{ version: string | null }>(`/api/v1/conversations/${id}/kept/${slot}`, { method: "PUT", body })).version;
    },
  },
  () => sessionStorage,
);

/**
 * What we know of a mail that is being sent, kept in the connection's state across crashes. SMTP has no idempotency
 * key: once the last byte of the body has left, only the server's answer tells whether the mail is on its way. So the
 * key is written down before the body leaves and crossed off when the answer is known. See docs/decisions/0007-email.md.
 */
import { createHash } from "node:crypto";
import type { ConnectionState } from "../../domain/connection.ts";

export type SendEntry = { state: "started" | "sent"; messageId: string; at: string };
export type SendJournal = {
  find(key: string): Promise<SendEntry | null>;
  started(key: string, messageId: string): Promise<void>;
  sent(key: string, messageId: string): Promise<void>;
  /** The server refused, or never got the whole body: it did not leave. */
  cleared(key: string): Promise<void>;
};

const PREFIX = "send:";
/** The outbox records a receipt within seconds; a day covers a database that was away. */
const KEEP_MS = 86_400_000;

export function sendJournal(state: ConnectionState, now: () => Date): SendJournal {
  const finished: { name: string; at: number }[] = [];
  let swept = false;
  const put = (key: string, entry: Omit<SendEntry, "at">) => state.set(nameOf(key), { ...entry, at: now().toISOString() });
  return {
    async find(key) {
      return entryOf(await state.get(nameOf(key)));
    },
    started: (key, messageId) => put(key, { state: "started", messageId }),
    async sent(key, messageId) {
      await put(key, { state: "sent", messageId });
      finished.push({ name: nameOf(key), at: now().getTime() });
      if (!swept) await sweep(state, now);
      swept = true;
      while (finished[0] !== undefined && finished[0].at < now().getTime() - KEEP_MS) await state.delete(finished.shift()!.name);
    },
    cleared: (key) => state.delete(nameOf(key)),
  };
}

/** What earlier processes left behind. Entries that never finished stay: somebody may still ask. */
async function sweep(state: ConnectionState, now: () => Date): Promise<void> {
  for (const { key, value } of await state.list(PREFIX)) {
    const entry = entryOf(value);
    if (entry?.state === "sent" && Date.parse(entry.at) < now().getTime() - KEEP_MS) await state.delete(key);
  }
}

function nameOf(key: string): string {
  return PREFIX + createHash("sha256").update(key).digest("hex").slice(0, 40);
}

function entryOf(value: unknown): SendEntry | null {
  const entry = value as SendEntry | null | undefined;
  return entry && (entry.state === "started" || entry.state === "sent") ? entry : null;
}

/**
 * Wake-ups between processes by LISTEN and NOTIFY. The notification is a statement of its own, at most every `everyMs`: inside
 * the transactions of the hot path it would take a lock that lets them commit only one after the other.
 */
import type { Db, Transaction } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";

export type Announcer = {
  /** This process has committed something that others may wait for. */
  announce(): void;
  stop(): Promise<void>;
};

const channel = "handrail_news";

/** `onNews` is called when any process announced, this one included. Holds one connection of the pool. */
export function createAnnouncer(
  db: Db,
  { log, onNews, everyMs = 50, retryMs = 2_000 }: { log: Log; onNews: () => void; everyMs?: number; retryMs?: number },
): Announcer {
  let client: Transaction | null = null;
  let isStopped = false;
  let isDue = false;
  let resting: NodeJS.Timeout | undefined;
  let retrying: NodeJS.Timeout | undefined;
  let sending: Promise<unknown> = Promise.resolve();
  let connecting: Promise<void> = connect();

  async function connect(): Promise<void> {
    try {
      const opened = await db.connect();
      if (isStopped) return opened.release();
      client = opened;
      opened.on("notification", onNews);
      opened.on("error", () => lose(opened));
      opened.on("end", () => lose(opened));
      await opened.query(`listen ${channel}`);
      // What was announced while nobody listened.
      onNews();
    } catch (error) {
      if (isStopped) return;
      log.warn({ err: error }, "Cannot listen for news of other processes; polling meanwhile");
      if (client) lose(client);
      else retry();
    }
  }

  function lose(lost: Transaction): void {
    if (client !== lost) return;
    client = null;
    lost.release(true);
    retry();
  }

  function retry(): void {
    clearTimeout(retrying);
    if (!isStopped)
      retrying = setTimeout(() => {
        connecting = connect();
      }, retryMs);
  }

  function send(): void {
    isDue = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (isDue) send();
    }, everyMs);
    sending = db
      .query({ name: "announce", text: `select pg_notify('${channel}', '')` })
      .catch((error: unknown) => log.debug({ err: error }, "Could not announce; others will see it at their next poll"));
  }

  return {
    announce() {
      isDue = true;
      if (!resting && !isStopped) send();
    },
    async stop() {
      isStopped = true;
      clearTimeout(resting);
      clearTimeout(retrying);
      await Promise.all([connecting, sending]);
      const open = client;
      client = null;
      open?.release(true);
    },
  };
}

/**
 * Channels that have to be asked for their messages: one process listens to each connection, whoever gets its lock. The
 * lock belongs to a database session, so it is free the moment that process dies.
 */
import type { Channel, Listener } from "../channels/channel.ts";
import type { Db, Transaction } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { newId } from "../domain/ids.ts";
import type { IntakeMessages } from "./intake.ts";
import type { RecordDeliveries } from "./deliveries.ts";

export type Listenable = { id: string; isDemo: boolean; channel: Channel };
export type ListenParts = { db: Db; log: Log; intake: IntakeMessages; deliveries: RecordDeliveries; channels(): Listenable[] };

const LOCK_SPACE = 7_411;
const LOOK_EVERY_MS = 5_000;

export function startListening(parts: ListenParts): { stop(): Promise<void> } {
  const { db, log } = parts;
  const listening = new Map<Channel, { id: string; abort: AbortController; done: Promise<void> }>();
  let session: Transaction | null = null;
  let isStopped = false;

  async function look(): Promise<void> {
    const wanted = parts.channels().filter(({ channel }) => channel.listen);
    for (const [channel, one] of listening) if (!wanted.some((w) => w.channel === channel)) await end(channel, one);
    const missing = wanted.filter(({ channel }) => !listening.has(channel));
    if (missing.length === 0 || isStopped) return;
    session ??= await openSession();
    for (const one of missing) {
      const { rows } = await session.query("select pg_try_advisory_lock($1, hashtext($2)) as mine", [LOCK_SPACE, one.id]);
      if (rows[0].mine && !isStopped) begin(one);
    }
  }

  async function openSession(): Promise<Transaction> {
    const client = await db.connect();
    // The locks died with the session: somebody else may be listening already, so we have to stop and ask again.
    client.once("error", () => {
      session = null;
      for (const [channel, one] of listening) void end(channel, one);
    });
    return client;
  }

  function begin({ id, isDemo, channel }: Listenable): void {
    const abort = new AbortController();
    const done = channel.listen!(listenerOf(id, isDemo, abort.signal))
      .catch((error: unknown) => log.error({ err: error, connection: id }, "Listening ended with a fault; it starts again"))
      .finally(() => listening.delete(channel));
    listening.set(channel, { id, abort, done });
  }

  async function end(channel: Channel, one: { id: string; abort: AbortController; done: Promise<void> }): Promise<void> {
    one.abort.abort();
    await one.done;
    listening.delete(channel);
    await session?.query("select pg_advisory_unlock($1, hashtext($2))", [LOCK_SPACE, one.id]).catch(() => undefined);
  }

  const listenerOf = (connectionId: string, isDemo: boolean, signal: AbortSignal): Listener => ({
    signal,
    intake: (messages) => parts.intake(messages.map((message) => ({ connectionId, isDemo, message }))),
    async quarantine({ externalId, reason, raw }) {
      await db.query(
        "insert into quarantine (id, connection_id, external_id, reason, raw) values ($1, $2, $3, $4, $5) on conflict (connection_id, external_id) do nothing",
        [newId(), connectionId, externalId, reason, Buffer.from(raw)],
      );
    },
    deliveries: (updates) => parts.deliveries(connectionId, updates),
  });

  const safeLook = () =>
    look().catch((error: unknown) => log.warn({ err: error }, "Could not look for mailboxes to listen to; trying again"));
  let looking = safeLook();
  const timer = setInterval(() => {
    looking = looking.then(safeLook);
  }, LOOK_EVERY_MS);
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all([...listening].map(([channel, one]) => end(channel, one)));
      session?.release();
    },
  };
}

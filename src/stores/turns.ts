/**
 * Turns: what touches one thing of a shop is done one after the other, in this process and in all others, because shops that are asked
 * twice at the same time can do it twice. For writes that first look and then act.
 */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionState } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";

export type InTurn = <Result>(what: string, run: () => Promise<Result>) => Promise<Result>;
export type TurnParts = { state: ConnectionState; now(): Date; wait?: (ms: number) => Promise<unknown> };

type Held = { by: string | null; until: number };

/** Longer than all attempts of one write together; a process that died in its turn is not waited for beyond this. */
const heldMs = 180_000;
const retryMs = 250;
const tries = 60;
/** A few rows in the connection's memory, however many orders there are. */
const slots = 64;

/** The returned function rejects with `unavailable` when another process does not come to an end. */
export function takeTurns({ state, now, wait = sleep }: TurnParts): InTurn {
  const queues = new Map<string, Promise<unknown>>();

  async function take(key: string, me: string): Promise<void> {
    for (let nth = 0; nth < tries; nth++) {
      const at = now().getTime();
      const stands = (await state.update(key, (current) => {
        const held = current as Held | undefined;
        return held?.by && held.until > at ? undefined : ({ by: me, until: at + heldMs } satisfies Held);
      })) as Held;
      if (stands.by === me) return;
      await wait(retryMs);
    }
    throw new AppError("unavailable", "Something else is being done with this order. Try again in a moment.", { retryAfterMs: 10_000 });
  }

  const leave = (key: string, me: string): Promise<unknown> =>
    state.update(key, (current) => ((current as Held | undefined)?.by === me ? ({ by: null, until: 0 } satisfies Held) : undefined));

  return async (what, run) => {
    const key = `turn:${createHash("sha256").update(what).digest().readUInt32BE() % slots}`;
    const mine = (queues.get(key) ?? Promise.resolve()).then(async () => {
      const me = randomUUID();
      await take(key, me);
      try {
        return await run();
      } finally {
        await leave(key, me);
      }
    });
    const settled = mine.catch(() => undefined);
    queues.set(key, settled);
    void settled.then(() => queues.get(key) === settled && queues.delete(key));
    return mine;
  };
}

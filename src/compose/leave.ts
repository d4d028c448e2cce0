/** Lets replies leave whose time to be called back is over. Safe to run in several processes at once. */
import { nudge } from "../checkpoint/nudges.ts";
import { previewOf } from "../checkpoint/text.ts";
import { transaction, type Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import * as sql from "./queries.ts";
import { writeLeaving, type ComposeParts, type Leaving } from "./send.ts";

export type LeaveParts = ComposeParts & {
  log: Log;
  /** Something waits in the outbox, or was held back. */
  onLeft(): void;
};

const atOnce = 50;
const againMs = 5_000;
/** After so long its writer should know. */
const patienceMs = 600_000;

/** Resolves to how many left. One that cannot leave stays with the reason, and its writer is told. */
export async function leaveDue(db: Db, parts: LeaveParts): Promise<number> {
  const { rows } = await db.query<Leaving>(sql.findDue, [atOnce]);
  let left = 0;
  for (const row of rows) if (await leave(db, row, parts)) left++;
  if (rows.length > 0) parts.onLeft();
  return left;
}

async function leave(db: Db, row: Leaving, parts: LeaveParts): Promise<boolean> {
  try {
    await writeLeaving(db, row, parts);
    return true;
  } catch (error) {
    const problem = toAppError(error);
    if (problem.details["isCalledBack"]) return false;
    if (problem.canRetry && Date.now() - row.created_at.getTime() < patienceMs) {
      parts.log.warn({ err: problem, leaving: row.id }, "A reply could not leave yet; trying again");
      await db.query(sql.leaveLater, [row.id, againMs]);
      return false;
    }
    await transaction(db, async (client) => {
      const held = (await client.query(sql.holdBack, [row.id, problem.message])).rowCount === 1;
      if (held)
        await nudge(client, {
          userId: row.user_id,
          kind: "not_sent",
          conversationId: row.conversation_id,
          byName: null,
          text: `${problem.message} ${previewOf(row.text)}`.slice(0, 400).toWellFormed(),
        });
    });
    return false;
  }
}

/** Looks every `everyMs`; that much later than promised a reply may leave. */
export function startLeaving(db: Db, parts: LeaveParts, everyMs = 500): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  let failures = 0;
  const look = (): void => {
    looking = leaveDue(db, parts)
      .then(() => void (failures = 0))
      .catch((error: unknown) => {
        if (failures++ % 20 === 0) parts.log.warn({ err: error }, "Could not look for replies that may leave; trying again");
      })
      .finally(() => {
        if (!isStopped) timer = setTimeout(look, everyMs);
      });
  };
  look();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** A customer's rights: everything we hold about them as JSON, and its erasure. */
import { writeAudit } from "../db/audit.ts";
import { packTrace, unpackTrace } from "../db/trace.ts";
import { retryable, transaction, type Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import type { Trace } from "../domain/run.ts";
import { unread } from "../domain/understanding.ts";
import { actorText, type Actor } from "./actor.ts";
import * as sql from "./customer-queries.ts";

/** Attachments beyond this many bytes are listed without their content: the document has to fit into memory. */
const attachmentBytes = 50_000_000;

/** AppError `not_found`. An erased customer gives what is left: ids, times, states and outcomes. */
export async function exportCustomer(db: Db, id: string, by?: Actor): Promise<Record<string, unknown>> {
  await mustExist(db, id);
  const { rows } = await db.query(sql.exportEverything, [id, attachmentBytes]);
  if (by) await writeAudit(db, { actor: actorText(by), act: "customer.export", target: `customer:${id}` });
  const { everything } = rows[0];
  for (const { runs } of everything.conversations) for (const run of runs) run.trace = readable(run.trace);
  return everything;
}

/**
 * Empties everything that says something about this person and keeps what the books need: that there were messages, and
 * how each run ended. What has not left yet will not leave; a decision in flight is refused. Doing it twice is harmless.
 * The next message from the same address belongs to a new customer. AppError `not_found`.
 */
export async function eraseCustomer(db: Db, id: string, by: Actor): Promise<{ conversations: number }> {
  await mustExist(db, id);
  return retryable(() =>
    transaction(db, async (client) => {
      const { rows } = await client.query(sql.lockAll, [id]);
      const conversations = rows.map((row) => row.id);
      const erased = packTrace(erasedTrace());
      const selves = [id, ...(await client.query(sql.findFormerSelves, [conversations, id])).rows.map((row) => row.id)];
      await client.query(sql.closeUndecided, [conversations, conversations.map(() => newId()), erased]);
      await client.query(sql.eraseRuns, [conversations, erased]);
      for (const statement of sql.eraseStatements) await client.query(statement, [conversations]);
      await client.query(sql.forgetIdentities, [selves]);
      await client.query(sql.forgetCustomers, [selves]);
      await writeAudit(client, {
        actor: actorText(by),
        act: "customer.erase",
        target: `customer:${id}`,
        data: { conversations: conversations.length },
      });
      return { conversations: conversations.length };
    }),
  );
}

async function mustExist(db: Db, id: string): Promise<void> {
  const found = isId(id) ? await db.query(sql.findCustomer, [id]) : null;
  if (!found?.rowCount) throw new AppError("not_found", "There is no customer with this id.");
}

/** What a run's page shows once its customer was erased. */
function erasedTrace(): Trace {
  return {
    now: new Date().toISOString(),
    reader: "",
    facts: {},
    steps: [],
    understanding: unread("Erased at the customer's request."),
  };
}

/** A damaged trace must not keep a customer from their data. */
function readable(packed: string): unknown {
  try {
    return unpackTrace(Buffer.from(packed, "base64"));
  } catch {
    return null;
  }
}

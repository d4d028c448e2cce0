/** A person's verdict on an automatic decision: the evidence of layer 4. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import { checkCategory } from "./people.ts";
import { findRun, insertReview } from "./queries.ts";
import { checkText } from "./text.ts";

export type NewReview = {
  runId: string;
  verdict: "right" | "edited" | "wrong";
  category?: string | undefined;
  note?: string | undefined;
  by: Actor;
};

/** AppErrors: `not_found` for an unknown run, `invalid` for one that is still waiting or a malformed field. */
export async function addReview(db: Db, { runId, verdict, category, note, by }: NewReview): Promise<{ id: string }> {
  const id = newId();
  const right = category === undefined ? null : checkCategory(category);
  const words = note === undefined ? null : checkText(note, "note", 2_000);
  return transaction(db, async (client) => {
    const run = isId(runId) ? (await client.query(findRun, [runId])).rows[0] : null;
    if (!run) throw new AppError("not_found", "There is no run with this id.");
    if (run.state !== "done") throw new AppError("invalid", "This run is still waiting; it can be reviewed when it has ended.");
    await client.query(insertReview, [id, runId, null, verdict, right, words, actorText(by), null, null]);
    await writeAudit(client, {
      actor: actorText(by),
      act: "review.add",
      target: `run:${runId}`,
      data: { verdict, ...(right ? { category: right } : {}) },
    });
    return { id };
  });
}

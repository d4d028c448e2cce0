/**
 * What waiting runs have asked for: a person says yes or no, a write is made within the policy, and the run goes on with
 * what became of it. A hold is settled once; the write behind it is exactly once by its own key (actions.ts).
 */
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { ActionWish, HoldResult } from "../domain/hold.ts";
import { requestAction, type ActionResult, type ConnectedStore, type Requester } from "./actions.ts";
import { actorText, type Actor } from "./actor.ts";
import { changeConversation } from "./change.ts";
import * as sql from "./hold-queries.ts";
import { readPolicies } from "./policies.ts";
import { addEvent } from "./queries.ts";
import { checkText } from "./text.ts";

const decided: Record<string, string> = {
  approved: "Somebody has already said yes.",
  running: "Somebody has already said yes, and the shop is being asked.",
  refused: "Somebody has already said no.",
  expired: "Nobody answered in time, so a person has the conversation.",
  overtaken: "The customer wrote again or somebody took over, so this is not asked any more.",
};

/** Yes or no to what a workflow asked. AppErrors `not_found`, and `conflict` when it is not asked any more. */
export async function decideHold(
  db: Db,
  on: { holdId: string; by: Actor; role: "admin" | "agent" | null; isApproved: boolean; note?: string | undefined },
): Promise<{ conversationId: string }> {
  const note = on.note === undefined ? null : checkText(on.note, "note", 2_000);
  const found = isId(on.holdId) ? (await db.query(sql.findHold, [on.holdId])).rows[0] : null;
  if (!found) throw new AppError("not_found", "There is no question with this id.");
  const conversationId: string = found.conversation_id;
  const act = on.isApproved ? "hold.approve" : "hold.refuse";
  return changeConversation(db, { conversationId, by: on.by, act, event: "draft" }, async (client) => {
    const hold = (await client.query(sql.lockHold, [on.holdId])).rows[0];
    if (hold.state !== "pending" || !hold.needs_approval || hold.is_late)
      throw new AppError("conflict", decided[hold.is_late ? "expired" : hold.state] ?? "This is settled.", {
        details: { state: hold.state },
      });
    const me = actorText(on.by);
    if (on.isApproved && hold.agreed.includes(me))
      throw new AppError("conflict", "You have said yes already. Somebody else has to agree as well.", { details: { state: hold.state } });
    const agreed: string[] = on.isApproved ? [...hold.agreed, me] : hold.agreed;
    const isEnough = agreed.length >= hold.people;
    const state = !on.isApproved ? "refused" : isEnough ? "approved" : "pending";
    await client.query(sql.decideHold, [on.holdId, state, me, on.role, note, JSON.stringify(agreed)]);
    if (state === "pending") return { result: { conversationId }, data: { hold: on.holdId, kind: hold.kind, agreed: agreed.length } };
    // A write that a person approved has yet to be made: the run goes on after it.
    if (hold.kind === "approval" || !on.isApproved)
      await client.query(sql.resumeRun, [on.holdId, JSON.stringify({ state, by: on.by.name, note, amount: null } satisfies HoldResult)]);
    return { result: { conversationId }, data: { hold: on.holdId, kind: hold.kind } };
  });
}

export type PerformParts = { db: Db; stores: readonly ConnectedStore[]; log: Log };

const leaseMs = 120_000;
const againMs = 20_000;
/** How long people have to agree when the policy asks for them. */
const patienceDays = 2;

/** Makes the writes that may begin; resolves to how many were settled. Safe in several processes at once. */
export async function performHolds({ db, stores, log }: PerformParts, limit = 10): Promise<number> {
  const { rows } = await db.query(sql.claimActions, [limit, leaseMs]);
  const settled = await Promise.all(
    rows.map((row) =>
      perform(db, stores, row).catch(async (error: unknown) => {
        log.warn(
          { err: toAppError(error), hold: row.id },
          "A write a workflow asked for could not be made; it is tried again until it expires",
        );
        await db.query(sql.holdLater, [row.id, againMs, null]);
        return false;
      }),
    ),
  );
  return settled.filter(Boolean).length;
}

type Row = {
  id: string;
  conversation_id: string;
  run_id: string;
  workflow: string;
  request: ActionWish;
  decided_by: string | null;
  decider_role: "admin" | "agent" | null;
  decider_name: string | null;
  action_id: string | null;
  agreed: string[];
};

async function perform(db: Db, stores: readonly ConnectedStore[], row: Row): Promise<boolean> {
  const by = row.decided_by === null ? null : row.decider_name;
  let result: ActionResult | null;
  try {
    result = row.action_id ? await earlier(db, row.action_id) : await ask(db, stores, row);
  } catch (error) {
    const fault = toAppError(error);
    // Another write on this order is under way, or the shop does not answer: neither is an answer to this one.
    if (fault.canRetry || fault.code === "conflict") throw fault;
    return settle(db, row, { state: "failed", by, note: fault.message, amount: null }, null);
  }
  if (result?.verdict.needsPeople && result.state === "denied") {
    await askMorePeople(db, row, result.verdict.needsPeople);
    return false;
  }
  if (result === null || result.state === "unknown") {
    await db.query(sql.holdLater, [row.id, againMs, result?.id ?? null]);
    return false;
  }
  const { state, verdict } = result;
  const note = state === "denied" ? verdict.explanation : state === "failed" ? String(result.result?.["error"] ?? "") : null;
  const { made } = result.result ?? {};
  const amount = state === "done" ? (verdict.amount ?? null) : null;
  const settled = { state: state as HoldResult["state"], by, note, amount, ...(made ? { made } : {}) };
  return settle(db, row, settled, result.id);
}

/** The policy wants more people than have agreed: whoever can is asked, and the run waits for them. */
async function askMorePeople(db: Db, { id, conversation_id }: Row, people: number): Promise<void> {
  await transaction(db, async (client) => {
    await client.query(sql.askMorePeople, [id, people, patienceDays]);
    await client.query(addEvent, ["conversation", conversation_id]);
  });
}

async function ask(
  db: Db,
  stores: readonly ConnectedStore[],
  { conversation_id, run_id, workflow, request, decided_by, decider_role, agreed }: Row,
) {
  const { kind, connectionId, orderId, details, reason, confirmedBy } = request;
  return requestAction(db, stores, {
    conversationId: conversation_id,
    runId: run_id,
    connectionId,
    kind,
    orderId,
    details,
    reason,
    confirmedBy,
    workflow,
    agreed,
    requestedBy: requester(workflow, decided_by, decider_role),
    policy: await readPolicies(db),
  });
}

function requester(workflow: string, decidedBy: string | null, role: "admin" | "agent" | null): Requester {
  if (decidedBy === null) return { kind: "automation", workflow };
  const [kind, id = ""] = decidedBy.split(":", 2);
  return kind === "user" && role ? { kind: "user", id, role } : { kind: "key", id };
}

/** Null as long as it is not known. */
async function earlier(db: Db, id: string): Promise<ActionResult | null> {
  const action = (await db.query(sql.readAction, [id])).rows[0];
  if (!action || ["intended", "unknown"].includes(action.state)) return null;
  return { id, state: action.state, verdict: action.verdict, result: action.result, repeated: true };
}

async function settle(db: Db, { id, conversation_id }: Row, result: HoldResult, actionId: string | null): Promise<boolean> {
  return transaction(db, async (client) => {
    const done = await client.query(sql.settleHold, [id, result.state, result.note, actionId]);
    if (done.rowCount === 0) return false;
    await client.query(sql.resumeRun, [id, JSON.stringify(result)]);
    await client.query(addEvent, ["conversation", conversation_id]);
    return true;
  });
}

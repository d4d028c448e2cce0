/**
 * Writes to a shop, refused unless a policy allows them. The intent is stored before the shop is asked and is the lock on
 * the order, so that parallel requests take turns; facts are read and judged under that lock, budgets are counted in the
 * transaction that allows the call; the result is stored after. What timed out stays `unknown`, keeps the order locked and
 * is asked for again with the same key until the shop says what became of it.
 */
import { createHash } from "node:crypto";
import { writeAudit } from "../db/audit.ts";
import type { Db, Queryable } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { strayDetail, type ActionDetails, type ActionKind, type Verdict } from "../domain/action.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import type { ActionMade } from "../domain/hold.ts";
import { newId } from "../domain/ids.ts";
import type { Money } from "../domain/money.ts";
import { shippingLeft } from "../policy/amounts.ts";
import type { ActionCase, By } from "../policy/facts.ts";
import { judgeAction, judgeBudget } from "../policy/judge.ts";
import type { Policies } from "../policy/policy.ts";
import type { Store } from "../stores/store.ts";
import { readCase } from "./action-case.ts";
import { callOf, write, type Call } from "./action-call.ts";
import * as sql from "./action-queries.ts";
import { addEvent } from "./queries.ts";
import { checkText } from "./text.ts";

export type ConnectedStore = { connectionId: string; store: Store; name?: string };
export type Requester =
  | { kind: "user"; id: string; role: "admin" | "agent" }
  | { kind: "key"; id: string }
  | { kind: "automation"; workflow: string };

export type ActionRequest = {
  conversationId: string;
  runId?: string | null;
  connectionId: string;
  kind: ActionKind;
  /** The store's id of the order. */
  orderId: string;
  /** As people write it, for the record. */
  orderNumber?: string;
  details?: ActionDetails;
  reason: string;
  /** Message in which the customer said yes to exactly this. */
  confirmedBy?: string | null;
  requestedBy: Requester;
  /** The workflow that wished for it, also when a person has agreed: its budget is used. */
  workflow?: string | null;
  /** People who agreed before, as "user:<id>". */
  agreed?: readonly string[];
  policy: Policies;
  now?: Date;
};
/**
 * `waiting`: the policy wants one more person to agree. `repeated`: the same request was made before and this is its
 * result. `made`: what the shop made of it.
 */
export type ActionResult = {
  id: string;
  state: "waiting" | "denied" | "done" | "failed" | "unknown";
  verdict: Verdict;
  result: (Record<string, unknown> & { made?: ActionMade }) | null;
  repeated: boolean;
};

/** Longest wait for the shop; the lease is longer, so that nobody else asks meanwhile. */
const callTimeoutMs = 30_000;
const leaseMs = 90_000;
const uniqueViolation = "23505";

/**
 * AppErrors: `not_found` (shop or order), `invalid`, `conflict` while another action on this order is under way, vendor_*
 * when the order cannot be read.
 */
export async function requestAction(db: Db, stores: readonly ConnectedStore[], request: ActionRequest): Promise<ActionResult> {
  const store = storeOf(stores, request.connectionId);
  const wish = checked(request, store);
  const base = baseKey(wish);
  const same = (await db.query(sql.findSame, [request.connectionId, request.orderId, base])).rows[0];
  if (same?.state === "done" || (same?.state === "waiting" && same.agreed.includes(actorOf(request.requestedBy))))
    return { id: same.id, state: same.state, verdict: same.verdict, result: same.result, repeated: true };
  const id = newId();
  const key = await storeIntent(db, id, wish, base);
  if (key === null) throw underWay();
  return carryOut(db, store, id, key, wish);
}

/** One more person agrees to a waiting action; it is judged anew. AppErrors as above, and `conflict` when it waits no more. */
export async function agreeToAction(
  db: Db,
  stores: readonly ConnectedStore[],
  on: { id: string; by: Requester & { kind: "user" }; policy: Policies; now?: Date },
): Promise<ActionResult & { conversationId: string }> {
  const row = (await db.query(sql.findWaiting, [on.id])).rows[0];
  if (!row) throw new AppError("not_found", "There is no such action.");
  if (row.state !== "waiting") throw new AppError("conflict", "This is settled already.", { details: { state: row.state } });
  const me = actorOf(on.by);
  if (row.agreed.includes(me)) throw new AppError("conflict", "You have agreed already. Somebody else has to.");
  const store = storeOf(stores, row.connection_id);
  const wish: Wish = {
    conversationId: row.conversation_id,
    runId: row.run_id,
    connectionId: row.connection_id,
    kind: row.kind,
    orderId: row.target,
    orderNumber: row.request.number ?? row.target,
    details: row.request.details ?? {},
    reason: row.request.reason,
    confirmedBy: row.request.confirmedBy ?? null,
    workflow: null,
    requestedBy: on.by,
    agreed: row.agreed,
    policy: on.policy,
    now: on.now ?? new Date(),
  };
  const key = await wake(db, on.id, [...row.agreed, me]);
  if (key === null) throw underWay();
  return { ...(await carryOut(db, store, on.id, key, wish)), conversationId: row.conversation_id };
}

/** Null when it waits no more, or another action on its order has begun. */
async function wake(db: Db, id: string, agreed: string[]): Promise<string | null> {
  try {
    return (await db.query(sql.wakeIntent, [id, leaseMs, JSON.stringify(agreed)])).rows[0]?.idempotency_key ?? null;
  } catch (error) {
    if ((error as { code?: string }).code === uniqueViolation) return null;
    throw error;
  }
}

/** A person says no to a waiting action. AppErrors `not_found` and `conflict`. */
export async function refuseAction(db: Db, on: { id: string; by: string }): Promise<{ conversationId: string }> {
  return transaction(db, async (client) => {
    const row = (await client.query(sql.refuseWaiting, [on.id, JSON.stringify(refusedBy)])).rows[0];
    if (!row) throw new AppError("conflict", "This is settled already, or there is no such action.");
    await client.query(addEvent, ["conversation", row.conversation_id]);
    await writeAudit(client, { actor: on.by, act: "action.refuse", target: `order:${row.target}`, data: { action: on.id } });
    return { conversationId: row.conversation_id };
  });
}

const refusedBy: Verdict = { allowed: false, rule: "two_people", explanation: "The second person said no." };

type Wish = Required<Omit<ActionRequest, "now">> & { now: Date };

function checked(request: ActionRequest, store: Store): Wish {
  const { kind, details = {} } = request;
  const stray = strayDetail(kind, details);
  if (stray) throw new AppError("invalid", stray);
  if (!store.actions[kind]) throw new AppError("invalid", `This shop system cannot do that through Handrail: ${kind}. Do it in the shop.`);
  return {
    ...request,
    runId: request.runId ?? null,
    orderNumber: request.orderNumber ?? request.orderId,
    details,
    confirmedBy: request.confirmedBy ?? null,
    workflow: request.workflow ?? (request.requestedBy.kind === "automation" ? request.requestedBy.workflow : null),
    agreed: request.agreed ?? [],
    reason: checkText(request.reason, "reason", 500),
    now: request.now ?? new Date(),
  };
}

/** Under the lock of the intent: read, judge, count, call, record. */
async function carryOut(db: Db, store: Store, id: string, key: string, wish: Wish): Promise<ActionResult> {
  let verdict: Verdict;
  let asked: ActionCase;
  const agreed = agreedBy(wish);
  try {
    const { policy: policies, requestedBy, ...rest } = wish;
    asked = await readCase(db, store, { ...rest, policies, by: byOf(requestedBy), people: agreed.length }, patiently);
    verdict = judgeAction(wish.policy, asked);
  } catch (error) {
    await db.query(sql.denyIntent, [id, JSON.stringify({ allowed: false, rule: "unreadable", explanation: toAppError(error).message })]);
    throw error;
  }
  // A workflow's own wish waits in its hold (holds.ts), where it is asked about.
  if (verdict.needsPeople && wish.requestedBy.kind === "user" && wish.runId === null) {
    await record(db, id, wish, "waiting", verdict, (client) =>
      client.query(sql.leaveWaiting, [id, JSON.stringify(verdict), JSON.stringify(agreed)]),
    );
    return { id, state: "waiting", verdict, result: null, repeated: false };
  }
  if (verdict.allowed) verdict = await begin(db, id, wish, asked, verdict);
  if (!verdict.allowed) {
    await record(db, id, wish, "denied", verdict, (client) => client.query(sql.denyIntent, [id, JSON.stringify(verdict)]));
    return { id, state: "denied", verdict, result: null, repeated: false };
  }
  return callStore(db, store, {
    ...callOf({ id, key, verdict, wish, shipping: shippingOf(wish, asked), now: wish.now }),
    actor: actorOf(wish.requestedBy),
    attempts: 1,
  });
}

/** Marks the call as begun, if the budgets bear it: both in one transaction, one at a time for each kind. */
async function begin(db: Db, id: string, wish: Wish, asked: ActionCase, verdict: Verdict): Promise<Verdict> {
  const { kind, workflow } = wish;
  const policy = wish.policy[kind]!;
  const { amount } = verdict;
  return transaction(db, async (client) => {
    if (amount && (policy.budget.day || policy.budget.workflow || policy.budget.order)) {
      await client.query(sql.lockBudget, [`policy:${kind}`]);
      const midnight = `${wish.now.toISOString().slice(0, 10)}T00:00:00Z`;
      const { rows } = await client.query(sql.sumSpent, [kind, amount.currency, midnight, workflow, wish.connectionId, wish.orderId]);
      const spent = { day: Number(rows[0].day), workflow: Number(rows[0].workflow), order: Number(rows[0].order) };
      const refusal = judgeBudget(policy, amount, spent);
      if (refusal) return { ...refusal, amount };
    }
    const begun = await client.query(sql.beginCall, [
      id,
      JSON.stringify(verdict),
      JSON.stringify({ shipping: shippingOf(wish, asked), begunAt: wish.now.toISOString() }),
      leaseMs,
      amount?.amount ?? null,
      amount?.currency ?? null,
      asked.order.customer.id ?? asked.order.customer.email,
      workflow,
    ]);
    if (begun.rowCount === 0) throw new AppError("conflict", "Reading the order took too long, so nothing was done. Try again.");
    return verdict;
  });
}

const shippingOf = ({ details }: Wish, { order }: ActionCase): Money | null => (details.shipping ? shippingLeft(order) : null);

async function callStore(db: Db, store: Store, call: Call): Promise<ActionResult> {
  const { id, verdict } = call;
  try {
    const receipt = await patiently(write(store, call));
    const { payment, status } = receipt.order;
    const result = { externalId: receipt.externalId, payment, status, ...(receipt.made ? { made: receipt.made } : {}) };
    await record(db, id, call, "done", verdict, (client) => client.query(sql.finishAction, [id, "done", JSON.stringify(result)]));
    return { id, state: "done", verdict, result, repeated: false };
  } catch (error) {
    const problem = toAppError(error);
    const result = { error: problem.message, code: problem.code };
    if (!isCertain(problem)) {
      const waitMs = Math.min(3_600_000, 2_000 * 2 ** Math.min(call.attempts, 12));
      await db.query(sql.leaveUnknown, [id, JSON.stringify(result), waitMs]);
      return { id, state: "unknown", verdict, result, repeated: false };
    }
    await record(db, id, call, "failed", verdict, (client) => client.query(sql.finishAction, [id, "failed", JSON.stringify(result)]));
    return { id, state: "failed", verdict, result, repeated: false };
  }
}

/** Refusals are final. After a timeout, a broken connection or a fault of our own nobody knows whether the shop has acted. */
function isCertain({ code }: AppError): boolean {
  return [
    "conflict",
    "invalid",
    "not_found",
    "forbidden",
    "action_denied",
    "rate_limited",
    "vendor_refused",
    "vendor_unauthorized",
  ].includes(code);
}

/**
 * Finds out what became of actions whose result is not known: asks the shop again with the same key, which has one
 * effect. Resolves to how many are settled. Safe in several processes at once.
 */
export async function resolveActions(db: Db, stores: readonly ConnectedStore[], limit = 20): Promise<number> {
  const failed = await db.query(sql.failUncalled);
  const claimed = await db.query(sql.claimUnresolved, [limit, leaseMs]);
  let settled = failed.rowCount ?? 0;
  for (const row of claimed.rows) {
    const store = stores.find(({ connectionId }) => connectionId === row.connection_id)?.store;
    if (!store?.actions[row.kind as ActionKind]) continue;
    const { verdict } = row;
    const { details = {}, reason = "", shipping = null, begunAt } = row.request;
    const wish = { conversationId: row.conversation_id, kind: row.kind, orderId: row.target, details, reason };
    const call: Call = {
      ...callOf({ id: row.id, key: row.idempotency_key, verdict, wish, shipping, now: new Date(begunAt ?? row.called_at) }),
      actor: row.requested_by,
      attempts: row.attempts,
    };
    if ((await callStore(db, store, call)).state !== "unknown") settled++;
  }
  return settled;
}

async function storeIntent(db: Db, id: string, wish: Wish, base: string): Promise<string | null> {
  const { conversationId, runId, connectionId, kind, orderId, orderNumber, details, reason, confirmedBy, requestedBy } = wish;
  const pending: Verdict = { allowed: false, rule: "pending", explanation: "Not judged yet." };
  const values = [
    id,
    conversationId,
    runId,
    connectionId,
    kind,
    orderId,
    JSON.stringify({ base, reason, details, confirmedBy, number: orderNumber }),
    base,
    JSON.stringify(pending),
    actorOf(requestedBy),
    leaseMs,
    JSON.stringify(agreedBy(wish)),
  ];
  return (await db.query(sql.insertIntent, values)).rows[0]?.idempotency_key ?? null;
}

/** The same wish in the same conversation is one wish, however often the button is pressed. */
function baseKey({ conversationId, connectionId, kind, orderId, details }: Wish): string {
  const sorted = Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256")
    .update(JSON.stringify([conversationId, connectionId, kind, orderId, sorted]))
    .digest("hex")
    .slice(0, 40);
}

type Subject = { conversationId: string | null; kind: ActionKind; orderId: string; actor?: string; requestedBy?: Requester };

async function record(
  db: Db,
  id: string,
  subject: Subject,
  state: string,
  verdict: Verdict,
  change: (client: Queryable) => Promise<unknown>,
): Promise<void> {
  await transaction(db, async (client) => {
    await change(client);
    if (subject.conversationId) await client.query(addEvent, ["conversation", subject.conversationId]);
    const actor = subject.actor ?? actorOf(subject.requestedBy!);
    await writeAudit(client, {
      actor,
      act: `action.${subject.kind}`,
      target: `order:${subject.orderId}`,
      data: { action: id, state, verdict },
    });
  });
}

function storeOf(stores: readonly ConnectedStore[], connectionId: string): Store {
  const found = stores.find((one) => one.connectionId === connectionId);
  if (!found) throw new AppError("not_found", "This shop is not connected, or it is switched off.");
  return found.store;
}

function underWay(): AppError {
  return new AppError(
    "conflict",
    "Another action on this order is under way, or it is not known yet what became of one. Look again in a moment.",
  );
}

function byOf(by: Requester): By {
  if (by.kind === "user") return { kind: "user", role: by.role };
  return by.kind === "key" ? { kind: "key" } : { kind: "automation", workflow: by.workflow };
}

/** Different people, whoever asks now included. */
function agreedBy({ agreed, requestedBy }: Pick<Wish, "agreed" | "requestedBy">): string[] {
  return [...new Set([...agreed, ...(requestedBy.kind === "user" ? [actorOf(requestedBy)] : [])])];
}

function actorOf(by: Requester): string {
  return by.kind === "automation" ? `workflow:${by.workflow}` : `${by.kind}:${by.id}`;
}

async function patiently<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError("vendor_timeout", `The shop did not answer within ${callTimeoutMs / 1000} s.`)),
      callTimeoutMs,
    );
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

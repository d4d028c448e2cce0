/**
 * Writes to a shop: refund and cancel, refused unless a policy allows them. The intent is stored before the shop is
 * asked and is the lock on the order, so that parallel requests take turns; facts are read and judged under that lock;
 * the result is stored after. What timed out stays `unknown`, keeps the order locked and is asked for again with the same
 * key until the shop says what became of it.
 */
import { createHash } from "node:crypto";
import { writeAudit } from "../db/audit.ts";
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { judgeAction, policies, type ActionCase, type ActionKind, type Policies, type Verdict } from "../domain/policy.ts";
import type { ActionReceipt, Store } from "../stores/store.ts";
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
  /** Of a refund; without it all that is left. */
  amount?: Money | undefined;
  reason: string;
  requestedBy: Requester;
  policy: Policies;
  now?: Date;
};
/** `repeated`: the same request was made before and this is its result. */
export type ActionResult = {
  id: string;
  state: "denied" | "done" | "failed" | "unknown";
  verdict: Verdict;
  result: Record<string, unknown> | null;
  repeated: boolean;
};

/** Longest wait for the shop; the lease is longer, so that nobody else asks meanwhile. */
const callTimeoutMs = 30_000;
const leaseMs = 90_000;

/** The setting `policies`; without it everything is refused. */
export async function readPolicies(db: Db): Promise<Policies> {
  const { rows } = await db.query(sql.readPolicies);
  const parsed = policies.safeParse(rows[0]?.value ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError(
    "config_invalid",
    `The policies (setting "policies") are not valid, so every action is refused: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}.`,
  );
}

/** AppErrors: `not_found` (shop or order), `invalid`, `conflict` while another action on this order is under way, vendor_* when the order cannot be read. */
export async function requestAction(db: Db, stores: readonly ConnectedStore[], request: ActionRequest): Promise<ActionResult> {
  const store = storeOf(stores, request.connectionId);
  const reason = checkText(request.reason, "reason", 500);
  if (!store.actions[request.kind])
    throw new AppError("invalid", `This shop system cannot ${request.kind} orders through Handrail. Do it in the shop.`);
  const base = baseKey(request);
  const same = (await db.query(sql.findSame, [request.connectionId, request.orderId, base])).rows[0];
  if (same?.state === "done") return { id: same.id, state: "done", verdict: same.verdict, result: same.result, repeated: true };
  const id = newId();
  const key = await storeIntent(db, id, request, reason, base);
  if (key === null)
    throw new AppError(
      "conflict",
      "Another action on this order is under way, or it is not known yet what became of one. Look again in a moment.",
    );
  return carryOut(db, store, id, key, request, reason);
}

/** Under the lock of the intent: read, judge, call, record. */
async function carryOut(db: Db, store: Store, id: string, key: string, request: ActionRequest, reason: string): Promise<ActionResult> {
  let verdict: Verdict;
  try {
    const order = await readOrder(store, request.orderId);
    const doneBefore = (await db.query(sql.countDone, [request.connectionId, request.orderId, request.kind])).rows[0].n;
    const now = (request.now ?? new Date()).toISOString();
    verdict = judgeAction(request.policy, {
      kind: request.kind,
      order,
      amount: request.amount ?? null,
      by: requesterOf(request),
      doneBefore,
      now,
    });
  } catch (error) {
    await db.query(sql.denyIntent, [id, JSON.stringify({ allowed: false, rule: "unreadable", explanation: toAppError(error).message })]);
    throw error;
  }
  if (!verdict.allowed) {
    await record(db, id, request, "denied", { verdict }, (client) => client.query(sql.denyIntent, [id, JSON.stringify(verdict)]));
    return { id, state: "denied", verdict, result: null, repeated: false };
  }
  const begun = await db.query(sql.beginCall, [id, JSON.stringify(verdict), JSON.stringify(verdict.amount ?? null), leaseMs]);
  if (begun.rowCount === 0) throw new AppError("conflict", "Reading the order took too long, so nothing was done. Try again.");
  return callStore(db, store, {
    id,
    key,
    verdict,
    reason,
    conversationId: request.conversationId,
    kind: request.kind,
    orderId: request.orderId,
    actor: actorOf(request.requestedBy),
    attempts: 1,
  });
}

type Call = {
  id: string;
  key: string;
  verdict: Verdict;
  reason: string;
  conversationId: string | null;
  kind: ActionKind;
  orderId: string;
  actor: string;
  attempts: number;
};

async function callStore(db: Db, store: Store, call: Call): Promise<ActionResult> {
  const { id, verdict } = call;
  const subject = { conversationId: call.conversationId, kind: call.kind, orderId: call.orderId, actor: call.actor };
  try {
    const receipt = await withTimeout(perform(store, call));
    const result = { externalId: receipt.externalId, payment: receipt.order.payment, status: receipt.order.status };
    await record(db, id, subject, "done", { verdict }, (client) => client.query(sql.finishAction, [id, "done", JSON.stringify(result)]));
    return { id, state: "done", verdict, result, repeated: false };
  } catch (error) {
    const problem = toAppError(error);
    const result = { error: problem.message, code: problem.code };
    if (!isCertain(problem)) {
      const waitMs = Math.min(3_600_000, 2_000 * 2 ** Math.min(call.attempts, 12));
      await record(db, id, subject, "unknown", { code: problem.code }, (client) =>
        client.query(sql.leaveUnknown, [id, JSON.stringify(result), waitMs]),
      );
      return { id, state: "unknown", verdict, result, repeated: false };
    }
    await record(db, id, subject, "failed", { code: problem.code }, (client) =>
      client.query(sql.finishAction, [id, "failed", JSON.stringify(result)]),
    );
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
    const verdict: Verdict = {
      allowed: true,
      rule: "repeat",
      explanation: "Asked again with the same key.",
      ...(row.request.amount ? { amount: row.request.amount } : {}),
    };
    const call: Call = {
      id: row.id,
      key: row.idempotency_key,
      verdict,
      reason: row.request.reason ?? "",
      conversationId: row.conversation_id,
      kind: row.kind,
      orderId: row.target,
      actor: row.requested_by,
      attempts: row.attempts,
    };
    if ((await callStore(db, store, call)).state !== "unknown") settled++;
  }
  return settled;
}

async function perform(store: Store, { key, kind, orderId, reason, verdict }: Call): Promise<ActionReceipt> {
  if (kind === "cancel") return store.actions.cancel!({ key, orderId, reason });
  return store.actions.refund!({ key, orderId, reason, amount: verdict.amount! });
}

async function storeIntent(db: Db, id: string, request: ActionRequest, reason: string, base: string): Promise<string | null> {
  const { conversationId, runId = null, connectionId, kind, orderId, requestedBy } = request;
  const pending: Verdict = { allowed: false, rule: "pending", explanation: "Not judged yet." };
  const values = [
    id,
    conversationId,
    runId,
    connectionId,
    kind,
    orderId,
    JSON.stringify({ base, reason }),
    base,
    JSON.stringify(pending),
    actorOf(requestedBy),
    leaseMs,
  ];
  return (await db.query(sql.insertIntent, values)).rows[0]?.idempotency_key ?? null;
}

/** The same wish in the same conversation is one wish, however often the button is pressed. */
function baseKey({ conversationId, connectionId, kind, orderId, amount }: ActionRequest): string {
  const parts = [conversationId, connectionId, kind, orderId, amount ? `${amount.amount} ${amount.currency}` : "all that is left"];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);
}

async function readOrder(store: Store, id: string): Promise<Order> {
  const [order] = await withTimeout(store.findOrders({ id }));
  if (!order) throw new AppError("not_found", "The shop has no such order.");
  return order;
}

type Subject = { conversationId: string | null; kind: ActionKind; orderId: string; actor?: string; requestedBy?: Requester };

async function record(
  db: Db,
  id: string,
  subject: Subject,
  state: string,
  data: Record<string, unknown>,
  write: (client: Pick<Db, "query">) => Promise<unknown>,
): Promise<void> {
  await transaction(db, async (client) => {
    await write(client as unknown as Pick<Db, "query">);
    if (subject.conversationId) await client.query(addEvent, ["conversation", subject.conversationId]);
    const actor = subject.actor ?? actorOf(subject.requestedBy!);
    await writeAudit(client, {
      actor,
      act: `action.${subject.kind}`,
      target: `order:${subject.orderId}`,
      data: { action: id, state, ...data },
    });
  });
}

function storeOf(stores: readonly ConnectedStore[], connectionId: string): Store {
  const found = stores.find((one) => one.connectionId === connectionId);
  if (!found) throw new AppError("not_found", "This shop is not connected, or it is switched off.");
  return found.store;
}

function requesterOf({ requestedBy }: ActionRequest): ActionCase["by"] {
  return requestedBy.kind === "user" ? { kind: "user", role: requestedBy.role } : { kind: requestedBy.kind };
}

function actorOf(by: Requester): string {
  return by.kind === "automation" ? `workflow:${by.workflow}` : `${by.kind}:${by.id}`;
}

async function withTimeout<T>(call: Promise<T>): Promise<T> {
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

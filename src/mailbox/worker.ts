/**
 * The conversation worker. One worker at a time per conversation (a leased, epoch-fenced mailbox row); each conversation
 * is decided on its own, so that one slow shop delays only its own customers, and finished decisions share a commit.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "../db/pool.ts";
import { retryable } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { batched } from "./batched.ts";
import { commitPlans, type CommitParts, type LeasedSend } from "./commit.ts";
import { decideWork, failedPlan, type DecideParts } from "./decide.ts";
import { claimWork } from "./claim.ts";
import { giveBack, renewLeases, rest, startOver } from "./worker-queries.ts";
import type { Plan, Work } from "./work.ts";

export type WorkerOptions = {
  /** Conversations in work at a time. */
  concurrency?: number;
  leaseMs?: number;
  /** How long to sleep when there is nothing to do and nobody wakes us. */
  pollMs?: number;
  onSends(sends: LeasedSend[]): void;
  onCommitted?: () => void;
  /** A decision was committed that waits for a write to the shop. */
  onActions?: () => void;
  log: Log;
};

export type Worker = {
  /** Look for work now; called after each intake of this process and by notifications of others. */
  wake(): void;
  start(): void;
  /** Ends after the conversations in work are committed or given back. */
  stop(): Promise<void>;
  inWork(): number;
};

/** Between these, a claim was worth waiting a little for a larger one. */
const FEW = 4;
const MANY = 64;
const LINGER_MS = 4;
/** After so many failed attempts a conversation goes to a person, with the reason. */
const MAX_ATTEMPTS = 5;

export function createWorker(db: Db, decideParts: DecideParts, commitParts: CommitParts, options: WorkerOptions): Worker {
  const { concurrency = 600, leaseMs = 15_000, pollMs = 500, log } = options;
  const inWork = new Map<string, Work>();
  let isRunning = false;
  let isWoken = false;
  let sleeper: { timer: NodeJS.Timeout; resolve(): void } | null = null;
  let loop: Promise<void> = Promise.resolve();
  let renewal: NodeJS.Timeout | undefined;

  const commit = batched<Plan, boolean>({ maxSize: 150, lanes: 2 }, async (plans) => {
    const { accepted, sends } = await retryable(() => commitPlans(plans, commitParts));
    options.onSends(sends);
    options.onCommitted?.();
    if (plans.some(({ run, work: { id } }) => run.wait?.hold?.kind === "action" && accepted.has(id))) options.onActions?.();
    return plans.map((plan) => accepted.has(plan.work.id));
  });

  async function work(item: Work): Promise<void> {
    try {
      const plan =
        item.attempts > MAX_ATTEMPTS ? failedPlan(item, decideParts, "it failed several times") : await decideWork(item, decideParts);
      if (plan && (await commit(plan))) return;
      // Refused: something happened while we decided, and whoever takes it next sees both messages.
      await db.query(plan ? startOver : rest, [[item.id], [item.epoch]]);
    } catch (error) {
      log.error({ err: error, conversation: item.id, attempt: item.attempts }, "Deciding failed; the conversation will be tried again");
      const delayMs = Math.min(60_000, 200 * 4 ** item.attempts);
      await db
        .query(giveBack, [[item.id], [item.epoch], delayMs])
        .catch((fault: unknown) => log.error({ err: fault }, "Could not give a conversation back; its lease will run out"));
    } finally {
      inWork.delete(item.id);
      wake();
    }
  }

  async function run(): Promise<void> {
    while (isRunning) {
      isWoken = false;
      const free = concurrency - inWork.size;
      const claimed = free > 0 ? await claim(free) : [];
      for (const item of claimed) {
        inWork.set(item.id, item);
        void work(item);
      }
      if (claimed.length === 0 && !isWoken && isRunning) await sleep();
      // Some came: more are on their way, and a few milliseconds later one claim takes them all.
      else if (claimed.length >= FEW && claimed.length < MANY) await pause(LINGER_MS);
    }
  }

  async function claim(free: number): Promise<Work[]> {
    try {
      return await claimWork(db, Math.min(free, 200), leaseMs);
    } catch (error) {
      log.warn({ err: error }, "Could not look for work; trying again");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return [];
    }
  }

  const sleep = () =>
    new Promise<void>((resolve) => {
      sleeper = { resolve, timer: setTimeout(resolve, pollMs) };
    });

  function wake(): void {
    isWoken = true;
    if (!sleeper) return;
    clearTimeout(sleeper.timer);
    sleeper.resolve();
    sleeper = null;
  }

  async function renew(): Promise<void> {
    const items = [...inWork.values()];
    if (items.length > 0) await db.query(renewLeases, [items.map((i) => i.id), items.map((i) => i.epoch), leaseMs]);
  }

  return {
    wake,
    inWork: () => inWork.size,
    start() {
      isRunning = true;
      loop = run();
      renewal = setInterval(() => void renew().catch((error: unknown) => log.warn({ err: error }, "Could not renew leases")), leaseMs / 3);
    },
    async stop() {
      isRunning = false;
      clearInterval(renewal);
      wake();
      await loop;
      while (inWork.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

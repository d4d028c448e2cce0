/** For the tests of this folder: conversations and drafts as intake and the worker would have left them. */
import type { Db } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import type { InboundMessage } from "../domain/message.ts";
import { claimWork, messageOf } from "../mailbox/claim.ts";
import { commitPlans, type CommitParts } from "../mailbox/commit.ts";
import { decideWork, type Decide, type DecideParts } from "../mailbox/decide.ts";
import { echo, inbound, understandingOf } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { loadMessages } from "../mailbox/worker-queries.ts";
import type { Actor } from "./actor.ts";
import { createCodes } from "./codes.ts";
import { deskWith, handoverTo } from "./handover.ts";

export const ada: Actor & { kind: "user" } = { kind: "user", id: "u-ada", name: "Ada" };
export const bob: Actor & { kind: "user" } = { kind: "user", id: "u-bob", name: "Bob" };
export const desk = deskWith({ time_zone: "UTC", days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "23:59" });
export const handover = handoverTo(desk);
export const codes = createCodes({
  secretKey: Buffer.alloc(32, 1),
  codeChannelFor: (kind) => (kind === "email" ? "mail" : null),
  brandName: "Nordlicht",
  now: () => new Date(),
});
export const draftParts = { maxLengthOf: () => null, issueCode: codes.issueCode, now: () => new Date(), handover };

export async function addUsers(db: Db): Promise<void> {
  for (const { id, name } of [ada, bob])
    await db.query(`insert into "user" (id, name, email) values ($1, $2, $3)`, [id, name, `${id}@example.com`]);
  await db.query(`insert into "user" (id, name, email, is_active) values ('u-gone', 'Gone', 'gone@example.com', false)`);
  await db.query("insert into team (name, title) values ('support', 'Support')");
}

/** A message comes in; nobody has decided on it yet. */
export async function receive(db: Db, thread: string, nth = 1, more: Partial<InboundMessage> = {}): Promise<string> {
  const [result] = await createIntake(db)([{ connectionId: "memory", isDemo: false, message: inbound(thread, nth, more) }]);
  return result!.conversationId;
}

/** Drafts whatever it was asked. `asks` and `challenge` as the identity gate has them. */
export function drafting(
  more: { asks?: string; to?: { kind: "email"; value: string } | null; outcome?: "answered" | "handed_over" } = {},
): Decide {
  return async (input) => {
    const decision = await echo(input);
    const [reply] = decision.effects;
    return {
      ...decision,
      workflow: { name: "echo", version: "1", mode: "draft" },
      outcome:
        more.outcome === "handed_over" ? { kind: "handed_over", reason: "Too late", ...handover("high", input.now) } : { kind: "answered" },
      effects: [
        { ...reply!, ...(more.asks ? { asks: more.asks } : {}) } as typeof reply & object,
        ...(more.to === undefined ? [] : [{ kind: "challenge" as const, to: more.to }]),
      ],
    };
  };
}

/** Decides on everything that waits, as one worker would; returns whether each commit was accepted. `meanwhile` runs between decision and commit. */
export async function work(
  db: Db,
  decide: Decide = echo,
  meanwhile: () => Promise<unknown> = async () => undefined,
  more: Partial<CommitParts> = {},
): Promise<boolean[]> {
  const decideParts: DecideParts = {
    reader: { version: "test", read: ({ text }) => understandingOf(text) },
    decide,
    checkCode: async () => null,
    channelOf: (connectionId) => ({ connectionId, maxLength: null, richText: false }),
    handover,
    loadMessages: async (ids) => (await db.query(loadMessages, [ids])).rows.map(messageOf),
    now: () => new Date(),
  };
  const commitParts: CommitParts = {
    db,
    sendLeaseMs: 1,
    brandName: "Nordlicht",
    sendCapacity: () => false,
    issueCode: codes.issueCode,
    ...more,
  };
  const works = await claimWork(db, 100, 30_000);
  const plans = (await Promise.all(works.map((one) => decideWork(one, decideParts)))).filter((plan) => plan !== null);
  await meanwhile();
  const { accepted } = await commitPlans(plans, commitParts);
  return plans.map((plan) => accepted.has(plan.work.id));
}

export async function pendingDraft(
  db: Db,
  thread: string,
  more: Parameters<typeof drafting>[0] = {},
): Promise<{ conversationId: string; draftId: string }> {
  const conversationId = await receive(db, thread);
  await work(db, drafting(more));
  const { rows } = await db.query("select id from draft where conversation_id = $1 and state = 'pending'", [conversationId]);
  return { conversationId, draftId: rows[0].id };
}

export async function conversation(db: Db, id: string): Promise<Record<string, any>> {
  return (
    await db.query(
      "select v.*, m.revision, m.last_seq, m.pending from conversation v join mailbox m on m.conversation_id = v.id where id = $1",
      [id],
    )
  ).rows[0];
}

export async function count(db: Db, what: string, values: unknown[] = []): Promise<number> {
  return (await db.query(`select count(*)::int as n from ${what}`, values)).rows[0].n;
}

export async function addWaitingRun(db: Db, conversationId: string): Promise<string> {
  const id = newId();
  await db.query(
    `insert into run (id, conversation_id, message_ids, state, wait, trace, started_at) values ($1, $2, '{}', 'waiting', '{"until": "2030-01-01T00:00:00.000Z", "forMessage": false}', '{}', now())`,
    [id, conversationId],
  );
  return id;
}

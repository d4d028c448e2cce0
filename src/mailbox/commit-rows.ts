/** Plans -> rows. Pure but for the ids and codes handed in. */
import { packTrace } from "../db/trace.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import { promisesOf } from "../domain/promises.ts";
import type { Hold } from "../domain/hold.ts";
import type { CommitParts, LeasedSend } from "./commit.ts";
import type { Plan, PlannedReply } from "./work.ts";

/** When nothing says until when a promise of an automatic reply is to be kept. */
const usualMs = 5 * 86_400_000;

type Row = Record<string, unknown>;
export type Rows = {
  conversations: Row[];
  runs: Row[];
  traces: Buffer[];
  messages: Row[];
  outbox: Row[];
  drafts: Row[];
  challenges: Row[];
  endedRuns: string[];
  expired: string[];
  holds: Row[];
  promises: Row[];
  questions: Row[];
  checked: { id: string; isRight: boolean }[];
  notices: Row[];
  stoppedNotices: Row[];
  toldNotices: string[];
  sends: LeasedSend[];
};

export function planRows(plans: Plan[], lastSeq: Map<string, number>, parts: CommitParts, newId: () => string): Rows {
  const rows: Rows = {
    conversations: [],
    runs: [],
    traces: [],
    messages: [],
    outbox: [],
    drafts: [],
    challenges: [],
    endedRuns: [],
    expired: [],
    holds: [],
    promises: [],
    questions: [],
    checked: [],
    notices: [],
    stoppedNotices: [],
    toldNotices: [],
    sends: [],
  };
  for (const plan of plans) {
    let seq = lastSeq.get(plan.work.id)!;
    const before = seq;
    // A code takes no number of its own: it goes before the reply that speaks of it, and is no message of the thread.
    for (const challenge of plan.challenges) addChallenge(plan, challenge.address, before, rows, parts, newId);
    plan.send.forEach((planned, nth) => addMessage(plan, planned, ++seq, nth === 0, rows, parts, newId));
    if (plan.draft) addDraft(plan, plan.draft, rows, newId);
    if (plan.endsRun) rows.endedRuns.push(plan.endsRun);
    if (plan.expiresHold) rows.expired.push(plan.run.id);
    if (plan.run.wait?.hold) rows.holds.push(holdRow(plan, plan.run.wait.hold, newId));
    if (plan.checkedChallenge) rows.checked.push(plan.checkedChallenge);
    addQuestion(plan, rows, parts);
    addNotices(plan, rows, newId);
    rows.traces.push(packTrace(plan.run.trace));
    rows.runs.push(runRow(plan, rows.traces.length));
    rows.conversations.push(conversationRow(plan, seq - before));
  }
  return rows;
}

function runRow({ run, work, now }: Plan, nth: number): Row {
  return {
    nth,
    id: run.id,
    conversation: work.id,
    messages: run.messageIds,
    workflow: run.workflow,
    version: run.version,
    mode: run.mode,
    state: run.outcome ? "done" : "waiting",
    outcome: run.outcome?.kind,
    reason: run.outcome?.reason,
    team: run.outcome?.team,
    due: run.outcome?.due_at,
    category: run.trace.understanding.abstain ? null : run.trace.understanding.category,
    bypass: run.bypass ?? null,
    wait: run.wait,
    started: run.trace.now,
    ended: run.outcome ? now : null,
  };
}

/** What the run asked the articles, answered or not: from these the shop learns what its articles lack. */
function addQuestion({ work, run, now }: Plan, rows: Rows, parts: CommitParts): void {
  const reads = run.trace.steps.flatMap(({ read }) => read.filter(({ key }) => key.startsWith("article:")));
  const read = reads.at(-1);
  if (!read || !parts.askedOf || work.messages.length === 0 || isFault(read.value)) return;
  const language = read.key.slice("article:".length);
  const question = parts.askedOf(work, language);
  if (question === "") return;
  const article = (read.value as { name: string } | null)?.name ?? null;
  rows.questions.push({ run: run.id, conversation: work.id, language, question, article, store: work.storeId, asked: now });
}

const isFault = (value: unknown): boolean => typeof value === "object" && value !== null && "$fault" in value;

/** How long somebody is told when something is back. */
const noticeMs = 180 * 86_400_000;

function addNotices({ work, notices, tellsNotice, now }: Plan, rows: Rows, newId: () => string): void {
  for (const notice of notices) {
    const whose = { conversation: work.id, customer: work.customer.id, product: notice.productId };
    if (notice.kind === "stop_notice") rows.stoppedNotices.push(whose);
    else
      rows.notices.push({
        ...whose,
        id: newId(),
        store: notice.storeId,
        variant: notice.variantId ?? "",
        language: notice.language,
        asked: now,
        expires: new Date(Date.parse(now) + noticeMs).toISOString(),
      });
  }
  if (tellsNotice !== undefined) rows.toldNotices.push(tellsNotice);
}

/** In draft mode a person says yes to a write before it begins, as they do to a reply. */
function holdRow({ run, work }: Plan, hold: Hold, newId: () => string): Row {
  const request = hold.kind === "approval" ? { question: hold.question, team: hold.team } : hold.action;
  return {
    id: newId(),
    conversation: work.id,
    run: run.id,
    workflow: run.workflow,
    path: run.wait!.state.at,
    kind: hold.kind,
    people: hold.kind === "approval" ? hold.people : 1,
    request,
    approval: needsApproval(run),
    expires: hold.expiresAt,
  };
}

function needsApproval({ wait, mode }: Plan["run"]): boolean {
  return wait?.hold?.kind === "approval" || (wait?.hold?.kind === "action" && mode !== "auto");
}

function conversationRow(plan: Plan, added: number): Row {
  const { work, run, now } = plan;
  const { understanding } = run.trace;
  const outcome = run.outcome;
  const isHandover = outcome?.kind === "handed_over";
  const needsPerson = isHandover || work.needsPerson;
  const text = plan.send.at(-1)?.reply.text;
  return {
    id: work.id,
    done: work.messages.at(-1)?.seq ?? 0,
    count: work.messages.length,
    added,
    wake: (plan.isAside ? work.waiting?.wait.until : run.wait?.until) ?? null,
    // What is not named stays as it is.
    ...(!plan.isAside && {
      category: understanding.abstain ? null : understanding.category,
      language: understanding.language,
      sentiment: understanding.sentiment.label,
    }),
    priority: plan.set.priority ?? outcome?.priority ?? (isHandover ? understanding.priority : null) ?? null,
    status: statusAfter(plan),
    person: needsPerson,
    // The first reason stands: that a person has it already explains nothing.
    reason: isHandover && !work.needsPerson ? outcome.reason : needsPerson ? work.handoverReason : null,
    team: outcome?.team ?? (run.wait?.hold?.kind === "approval" ? run.wait.hold.team : plan.set.team) ?? null,
    skills: isHandover && outcome.skills ? outcome.skills : null,
    due: isHandover ? outcome.due_at : needsPerson ? work.dueAt : needsApproval(run) ? run.wait!.hold!.expiresAt : null,
    assignee: plan.set.assignee ?? null,
    tags: plan.set.tags?.length ? plan.set.tags : null,
    asked: plan.asked,
    proven: plan.checkedChallenge?.isRight && plan.checkedChallenge.address ? [...work.proven, plan.checkedChallenge.address] : null,
    preview: text ? text.replace(/\s+/g, " ").slice(0, 200).toWellFormed() : null,
    last_at: text ? now : null,
    drafts: plan.draft !== null || plan.send.length > 0,
    rating: plan.set.rating ?? null,
  };
}

/** `waiting`: the ball is with the customer, the shop or a clock. A draft or a handover stays open until a person has acted. */
function statusAfter({ run, work, draft, isAside }: Plan): string {
  if (isAside) return work.status;
  if (!run.outcome) return needsApproval(run) ? "open" : "waiting";
  if (draft) return "open";
  switch (run.outcome.kind) {
    case "answered":
    case "asked":
      return "waiting";
    case "closed":
      return work.needsPerson ? work.status : "closed";
    default:
      return "open";
  }
}

function addDraft(plan: Plan, draft: NonNullable<Plan["draft"]>, rows: Rows, newId: () => string): void {
  const { reply, asks, challenge } = draft;
  rows.drafts.push({
    id: newId(),
    conversation: plan.work.id,
    run: plan.run.id,
    text: reply.text,
    language: reply.language,
    template: reply.template,
    evidence: reply.evidence,
    unsourced: reply.unsourced,
    asks,
    challenge: challenge ? { address: challenge.address } : null,
  });
}

/** Only the first message of a run may leave at once: the second has to wait for the first. */
function addMessage(
  plan: Plan,
  { reply }: PlannedReply,
  seq: number,
  isFirst: boolean,
  rows: Rows,
  parts: CommitParts,
  newId: () => string,
): void {
  const { work, now } = plan;
  const id = newId();
  const key = newId();
  const last = work.messages.at(-1);
  const closing = parts.closing?.(work.connectionId, reply.language, last?.seq === work.messages.length);
  const text = closing ? `${reply.text}\n\n${closing}` : reply.text;
  // Whom to answer is in the newest message; where none came, the sender looks it up.
  const mine = isFirst && last !== undefined && parts.sendCapacity(work.connectionId);
  rows.messages.push({
    id,
    conversation: work.id,
    seq,
    connection: work.connectionId,
    author: parts.brandName,
    text,
    run: plan.run.id,
    at: now,
    revision: work.revision + 1,
  });
  for (const promise of promisesOf(reply, now))
    rows.promises.push({
      id: newId(),
      conversation: work.id,
      message: id,
      kind: promise.kind,
      text: promise.text.slice(0, 500),
      due: promise.dueAt ?? plan.run.outcome?.due_at ?? new Date(Date.parse(now) + usualMs).toISOString(),
    });
  rows.outbox.push({
    id: key,
    seq,
    connection: work.connectionId,
    conversation: work.id,
    message: id,
    payload: null,
    mine,
    lease: parts.sendLeaseMs,
  });
  if (!mine) return;
  const outgoing: OutgoingMessage = {
    key,
    conversationId: work.id,
    threadKey: work.threadKey ?? "",
    to: last.sender,
    ...(work.subject ? { subject: work.subject } : {}),
    text,
    author: { kind: "automation", name: parts.brandName },
    language: reply.language,
    channelData: last.channelData ?? {},
    earlierExternalIds: [],
    at: now,
  };
  rows.sends.push({ id: key, connectionId: work.connectionId, conversationId: work.id, messageId: id, attempts: 1, outgoing });
}

/** A one-time code leaves by its own connection and never stands in the conversation it unlocks. */
function addChallenge(
  plan: Plan,
  address: { kind: "email" | "phone" | "channel"; value: string } | null,
  seq: number,
  rows: Rows,
  parts: CommitParts,
  newId: () => string,
): void {
  const { work } = plan;
  const code = parts.issueCode(work, address, plan.run.trace.understanding.language, plan.now);
  rows.challenges.push({
    id: code.id,
    conversation: work.id,
    kind: code.kind,
    address: code.address,
    hash: code.hash,
    expires: code.expires,
    outbox: newId(),
    seq,
    connection: code.mail?.connectionId ?? null,
    payload: code.mail?.payload ?? null,
  });
}

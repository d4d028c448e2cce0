/**
 * Where each workflow stands on the ladder: what reviews say about it since it has its present mode and version, whether that
 * is enough to let it answer by itself, and whether it has to step back. The judging itself is ladder.ts.
 */
import { writeAudit } from "../db/audit.ts";
import type { Db } from "../db/pool.ts";
import { unpackTrace } from "../db/trace.ts";
import type { Mode } from "../domain/run.ts";
import { startWatch, watch } from "./change.ts";
import { explain, type Evidence, type Standing } from "./ladder.ts";
import * as sql from "./standing-queries.ts";
import { chooseThreshold } from "./threshold.ts";

/** What the ladder has to know of a workflow; its budget is a share, 0 to 1. */
export type Climber = { name: string; version: string; mode: Mode; budget: number | null };

export type StandingView = Pick<Standing, "atMost" | "atLeast" | "verdict"> & {
  mode: Mode;
  version: string;
  since: string;
  budget: number;
  reviewed: number;
  wrong: number;
  sent: number;
  knownWrong: number;
  missing: number | null;
  threshold: number | null;
  why: string;
  judgedAt: string;
};

/** A workflow whose file names no budget is judged by this. */
export const usualBudget = 0.02;
/** Reviews between two false alarms, on average, while all is well. */
const patience = 1_000;
const maxTraces = 2_000;

type Row = { id: string; trace: Buffer; is_wrong: boolean; outcome: string; was_draft: boolean };

export async function judgeWorkflow(
  db: Db,
  climber: Climber,
  since: Date,
  auditShare: number,
  now = new Date(),
): Promise<StandingView | null> {
  const { name, version, mode } = climber;
  if (mode === "off") return null;
  const budget = climber.budget ?? usualBudget;
  const { rows } = await db.query<Row>(sql.readReviewed, [name, version, mode, since]);
  const evidence = await evidenceOf(db, climber, since, rows, budget, auditShare);
  const standing = explain(mode, evidence, budget);
  return {
    ...standing,
    mode,
    version,
    since: since.toISOString(),
    budget,
    reviewed: evidence.sample.reviewed,
    wrong: evidence.sample.wrong,
    sent: evidence.sent.total,
    knownWrong: evidence.sent.knownWrong,
    threshold: thresholdOf(rows, budget),
    judgedAt: now.toISOString(),
  };
}

async function evidenceOf(
  db: Db,
  { name, version, mode }: Climber,
  since: Date,
  rows: Row[],
  budget: number,
  auditShare: number,
): Promise<Evidence> {
  // In draft every draft is looked at, in shadow every record; in auto only what chance has chosen counts as a sample.
  const isAuto = mode === "auto";
  const sample = isAuto ? rows.filter(({ id }) => drawOf(id) < auditShare) : rows;
  const state = startWatch();
  let isAlarmed = false;
  for (const { is_wrong } of sample) isAlarmed = watch(state, is_wrong, budget, patience) || isAlarmed;
  const total = isAuto ? (await db.query(sql.countSent, [name, version, since])).rows[0].n : 0;
  return {
    sample: { reviewed: sample.length, wrong: sample.filter(({ is_wrong }) => is_wrong).length },
    sent: { total: Math.max(total, isAuto ? rows.length : 0), knownWrong: isAuto ? rows.filter(({ is_wrong }) => is_wrong).length : 0 },
    isAlarmed: isAuto && isAlarmed,
  };
}

/** The end of an id of ours is random, so nobody chooses what is looked at. */
function drawOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(-8), 16) / 2 ** 32;
}

/** From which confidence on its answers were right often enough, proven on the newest reviews; null when nothing is proven yet. */
function thresholdOf(rows: Row[], budget: number): number | null {
  const judged = rows.slice(-maxTraces).flatMap(({ trace, is_wrong }) => {
    const confidence = confidenceIn(trace);
    return confidence === null ? [] : [{ confidence, isRight: !is_wrong }];
  });
  return chooseThreshold(judged, budget)?.threshold ?? null;
}

function confidenceIn(trace: Buffer): number | null {
  try {
    return unpackTrace(trace).understanding.confidence;
  } catch {
    return null;
  }
}

export type LadderParts = { db: Db; workflows(): readonly Climber[]; setMode(name: string, mode: Mode, by: string): Promise<void> };

/**
 * Judges every workflow. A breach steps back to draft at once; a proof steps up to auto where an admin has allowed it, and is
 * offered elsewhere. Resolves to the names that moved.
 */
export async function climb({ db, workflows, setMode }: LadderParts, now = new Date()): Promise<{ name: string; to: Mode }[]> {
  const climbers = workflows();
  const { rows } = await db.query(sql.readWorkflows, [climbers.map(({ name }) => name)]);
  const moved: { name: string; to: Mode }[] = [];
  for (const row of rows) {
    const climber = climbers.find(({ name }) => name === row.name)!;
    const standing = await judgeWorkflow(db, climber, row.mode_since, row.audit_share, now);
    const to = nextMode(standing, row.may_promote);
    if (standing && to) {
      await writeAudit(db, {
        actor: "system",
        act: to === "auto" ? "workflow.promote" : "workflow.demote",
        target: `workflow:${row.name}`,
        data: { from: standing.mode, to, why: standing.why, reviewed: standing.reviewed, wrong: standing.wrong },
      });
      await setMode(row.name, to, "system");
      moved.push({ name: row.name, to });
    }
    // In force only while it answers by itself; on the way there it is shown as what would be.
    await db.query(sql.writeStanding, [
      row.name,
      JSON.stringify(to ? null : standing),
      (to ?? climber.mode) === "auto" ? (standing?.threshold ?? null) : null,
    ]);
  }
  return moved;
}

function nextMode(standing: StandingView | null, mayPromote: boolean): Mode | null {
  if (standing?.verdict === "demote") return "draft";
  return standing?.verdict === "promote" && mayPromote && standing.mode === "draft" ? "auto" : null;
}

export type ToReview = {
  runId: string;
  workflow: string;
  conversationId: string;
  at: Date;
  sign: string | null;
  question: string;
  reply: string;
};

/** Automatic replies a person should look at, those with a sign from the customer first. */
export async function listToReview(db: Db, workflow: string | null, limit = 50): Promise<ToReview[]> {
  const { rows } = await db.query(sql.readToReview, [workflow, limit]);
  return rows.map((row) => ({
    runId: row.id,
    workflow: row.workflow,
    conversationId: row.conversation_id,
    at: row.started_at,
    sign: row.sign,
    question: row.question ?? "",
    reply: row.reply ?? "",
  }));
}

/** Runs: the line under a message, and the whole why-trace. */
import type { Queryable } from "../../db/pool.ts";
import { unpackTrace } from "../../db/trace.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import type { Trace } from "../../domain/run.ts";
import type { RunSummary, WireRun } from "../../domain/wire.ts";
import { iso, isoOrNull } from "./summary.ts";

export const runColumns = `id, conversation_id, message_ids, workflow, version, mode, state, outcome, reason, team, due_at, started_at, ended_at`;

export type RunRow = {
  id: string;
  conversation_id: string;
  message_ids: string[];
  workflow: string | null;
  version: string | null;
  mode: string | null;
  state: RunSummary["state"];
  outcome: NonNullable<RunSummary["outcome"]>["kind"] | null;
  reason: string | null;
  team: string | null;
  due_at: Date | null;
  started_at: Date;
  ended_at: Date | null;
};

export function toRunSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    message_ids: row.message_ids,
    workflow: row.workflow,
    version: row.version,
    mode: row.mode,
    state: row.state,
    started_at: iso(row.started_at),
    outcome: row.outcome && {
      kind: row.outcome,
      ...(row.reason === null ? {} : { reason: row.reason }),
      ...(row.team === null ? {} : { team: row.team }),
      ...(row.due_at === null ? {} : { due_at: iso(row.due_at) }),
    },
  };
}

/** AppError `not_found`. */
export async function readRun(db: Queryable, id: string): Promise<WireRun> {
  const { rows } = isId(id)
    ? await db.query<RunRow & { trace: Buffer }>(`select ${runColumns}, trace from run where id = $1`, [id])
    : { rows: [] };
  const row = rows[0];
  if (!row) throw new AppError("not_found", `There is no run ${id.slice(0, 60)}.`);
  const trace = readTrace(row.trace);
  return {
    ...toRunSummary(row),
    conversation_id: row.conversation_id,
    ended_at: isoOrNull(row.ended_at),
    trace: {
      now: trace.now ?? iso(row.started_at),
      reader: trace.reader ?? "",
      understanding: { ...trace.understanding },
      facts: trace.facts ?? {},
      steps: trace.steps ?? [],
      sent: trace.sent ?? [],
    },
  };
}

/** The trace of an erased customer is empty. */
export function readTrace(packed: Buffer): Partial<Trace> {
  try {
    return unpackTrace(packed);
  } catch {
    return {};
  }
}

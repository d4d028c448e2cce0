/** `handrail replay`: runs a stored run again on what it was given and had read, and says whether the decision is the same. */
import { AppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { Mode, Trace } from "../domain/run.ts";
import { readTrace } from "../server/reads/run.ts";
import { findWorkflow, type HandrailDesk } from "../desk.ts";
import { messageOf } from "../mailbox/claim.ts";
import { loadMessages } from "../mailbox/worker-queries.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import { decisionMark, firstDifference, replayRun } from "../workflow/engine/replay.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { AddCommand, Context } from "./command.ts";

type RunRow = {
  id: string;
  conversation_id: string;
  workflow: string | null;
  version: string | null;
  mode: Mode | null;
  outcome: string | null;
  reason: string | null;
  trace: Partial<Trace>;
  is_erased: boolean;
};

/** `isSame` null: no workflow was asked, so there is no decision to repeat. Values at the first difference are JSON, cut for people. */
export type ReplayResult = {
  run: string;
  workflow: { name: string; version: string } | null;
  reader: string;
  isSame: boolean | null;
  difference: { path: string; stored: string; replayed: string } | null;
  note: string;
};

const stillChanging =
  "Templates and business hours have no versions; the replay used those of now. What was understood is the stored reading.";

export const addReplay: AddCommand = (program, context) => {
  program
    .command("replay <run>")
    .description("run a stored run again on its stored inputs; exit code 1 when the decision comes out differently")
    .option("--json", "print one JSON object")
    .action((id: string, options: { json?: boolean }) =>
      context.withDesk(async (desk) => {
        const result = await replayStored(desk, id);
        if (options.json) context.print(JSON.stringify(result));
        else printReplay(result, context);
        if (result.isSame === false) context.failed();
      }),
    );
};

/** AppError `not_found`, or `gone` for a run whose customer was erased. */
export async function replayStored(desk: Pick<HandrailDesk, "db" | "library" | "templates" | "desk">, id: string): Promise<ReplayResult> {
  const run = await loadRun(desk, id);
  const { understanding, reader, now, replayable, facts, steps } = run.trace;
  if (run.is_erased || !understanding || !now)
    throw new AppError("gone", `The customer of run ${id} was erased, and with them what the run had read.`);
  const about = { run: id, workflow: run.workflow === null ? null : { name: run.workflow, version: run.version! }, reader: reader ?? "" };
  if (!replayable)
    return {
      ...about,
      isSame: null,
      difference: null,
      note: `No workflow was asked, so there is nothing to repeat: ${run.reason ?? "it has no reason"}`,
    };
  const workflow = await pinnedWorkflow(desk, run);
  const messages = await messagesOf(desk, replayable.input.messages);
  const input = { ...replayable.input, conversationId: run.conversation_id, messages, understanding, reader, now } as unknown as RunInput;
  const trace: Trace = { understanding, reader: reader ?? "", facts: facts ?? {}, steps: steps ?? [], now };
  const decided: Decision = {
    workflow: workflow && { name: workflow.name, version: workflow.version, mode: workflow.mode },
    outcome: { kind: "closed" },
    effects: [],
    trace,
  };
  const { decision } = await replayRun(workflow, input, decided, {
    desk: desk.desk,
    templates: desk.templates(),
    workflow: (name, version) => findWorkflow(desk.library, name, version),
  });
  const difference = await firstDifferenceOf(desk, run, replayable.mark, decision);
  return { ...about, isSame: difference === null, difference, note: stillChanging };
}

/** Steps and fingerprint decide; behind a fingerprint that differs, the place is looked for in what people can see. */
async function firstDifferenceOf(
  desk: Pick<HandrailDesk, "db">,
  run: RunRow,
  mark: string,
  decision: Decision,
): Promise<ReplayResult["difference"]> {
  const path = firstDifference({ steps: run.trace.steps }, { steps: decision.trace.steps });
  if (path !== null) return { path, stored: valueAt(run.trace, path), replayed: valueAt(decision.trace, path) };
  if (decisionMark(decision) === mark) return null;
  const stored = await repliesOf(desk, run.id);
  const replayed = decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply.text] : []));
  if (stored.length > 0 && stored.join("\n\n") !== replayed.join("\n\n"))
    return { path: "reply", stored: short(stored), replayed: short(replayed) };
  const { kind, reason, team } = decision.outcome;
  return {
    path: "outcome",
    stored: [run.outcome, run.reason].filter(Boolean).join(": ") || "waiting",
    replayed: [kind, reason, team].filter(Boolean).join(": "),
  };
}

/** What the run wrote: sent, or as a draft. A draft that people edited keeps its first text. */
async function repliesOf({ db }: Pick<HandrailDesk, "db">, run: string): Promise<string[]> {
  const { rows } = await db.query<{ text: string }>("select text from draft where run_id = $1", [run]);
  if (rows.length > 0) return rows.map(({ text }) => text);
  const sent = await db.query<{ text: string }>(
    "select text from message where run_id = $1 and direction = 'out' and author_kind = 'automation' order by seq",
    [run],
  );
  return sent.rows.map(({ text }) => text);
}

async function loadRun({ db }: Pick<HandrailDesk, "db">, id: string): Promise<RunRow> {
  const { rows } = isId(id)
    ? await db.query<Omit<RunRow, "trace"> & { trace: Buffer }>(
        `select r.id, r.conversation_id, r.workflow, r.version, r.mode, r.outcome, r.reason, r.trace, v.status = 'erased' as is_erased
        from run r join conversation v on v.id = r.conversation_id where r.id = $1`,
        [id],
      )
    : { rows: [] };
  if (!rows[0]) throw new AppError("not_found", `There is no run ${id.slice(0, 60)}. The desk shows a run's id in its trace.`);
  return { ...rows[0], trace: readTrace(rows[0].trace) };
}

async function pinnedWorkflow(
  { library }: Pick<HandrailDesk, "library">,
  { workflow: name, version, mode }: RunRow,
): Promise<Workflow | null> {
  if (name === null || version === null) return null;
  const workflow = await library.version(name, version);
  if (!workflow)
    throw new AppError(
      "not_found",
      `The version ${version} of the workflow ${name} cannot be loaded any more, so the run cannot be repeated.`,
    );
  return { ...workflow, mode: mode ?? workflow.mode };
}

async function messagesOf({ db }: Pick<HandrailDesk, "db">, ids: string[]): Promise<RunInput["messages"]> {
  const { rows } = await db.query(loadMessages, [ids]);
  const found = new Map(rows.map(messageOf).map((message) => [message.id, message]));
  return ids.map((id) => {
    const message = found.get(id);
    if (!message) throw new AppError("not_found", `The message ${id}, which the run had read, is not there any more.`);
    const { text, subject, sender, at } = message;
    return { id, text, subject, sender, at };
  });
}

function valueAt(whole: unknown, path: string): string {
  let value = whole;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return short(value);
}

/** As JSON, cut for people. */
function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 297).toWellFormed()}...` : text;
}

function printReplay({ run, workflow, reader, isSame, difference, note }: ReplayResult, { print }: Context): void {
  print(`Run       ${run}`);
  print(`Workflow  ${workflow ? `${workflow.name}, version ${workflow.version}` : "none"} · read by ${reader || "nobody"}`);
  if (isSame === true) print("Result    the same decision, byte for byte.");
  if (difference)
    print(`Result    DIFFERENT, first at ${difference.path}\n  stored    ${difference.stored}\n  replayed  ${difference.replayed}`);
  print(note);
}

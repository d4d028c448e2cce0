/** The run of `handrail ask` for people to read. */
import type { AskResult } from "./ask.ts";
import type { Context } from "./command.ts";

export function printRun(result: AskResult, text: string, { print, io }: Context): void {
  const bold = (words: string) => (io.stdout.isTTY ? `\x1b[1m${words}\x1b[0m` : words);
  const { understanding: read, workflow, reply, outcome } = result;
  print(`${bold("Message")}        ${text}`);
  print(
    `${bold("Understanding")}  ${read.category} (${percent(read.confidence)}${read.abstain ? ", not sure enough" : ""}) · ${read.language} · ${read.sentiment.label} · priority ${read.priority}`,
  );
  for (const [kind, entities] of Object.entries(read.entities))
    print(`               ${kind.replace("_", " ")}: ${(entities ?? []).map((entity) => entity.value).join(", ")}`);
  const signals = Object.keys(read.signals);
  if (signals.length > 0) print(`               noticed: ${signals.join(", ").replaceAll("_", " ")}`);
  print(`${bold("Workflow")}       ${workflow ? `${workflow.name}, version ${workflow.version}, mode ${workflow.mode}` : "none"}`);
  result.steps.forEach((step, nth) => {
    print(`${nth === 0 ? bold("Steps") : "     "}          ${nth + 1}. ${step.step}: ${step.why}`);
    for (const { key, value } of step.read) print(`                  read ${key}: ${summary(value)}`);
  });
  if (reply) {
    print(bold("Reply"));
    for (const line of reply.text.split("\n")) print(`  | ${line}`);
    print(bold("Evidence"));
    for (const fact of reply.evidence) print(`  "${fact.text}" is ${fact.field} = ${fact.value}, from ${fact.source} at ${fact.at}`);
    if (reply.evidence.length === 0) print("  The reply states no facts.");
  } else {
    print(`${bold("Reply")}          none`);
  }
  print(
    `${bold("Outcome")}        ${outcome.kind}${outcome.team ? ` to ${outcome.team}, due ${outcome.due_at}` : ""}${outcome.reason ? `: ${outcome.reason}` : ""}`,
  );
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** A read can be a whole order; one line is enough here, --json has all of it. */
function summary(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 110 ? `${text.slice(0, 107).toWellFormed()}...` : text;
}

/** `handrail backtest`: what a workflow would have done with past tickets. */
import { readFile } from "node:fs/promises";
import type { HandrailDesk } from "../desk.ts";
import { AppError } from "../domain/errors.ts";
import { backtest } from "../jobs/backtest.ts";
import { differences, type Report } from "../learn/backtest.ts";
import { parseTickets } from "../learn/ticket.ts";
import { checkWorkflow } from "../library/library.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import { allSteps as steps } from "../workflow/steps/all.ts";
import type { AddCommand, Context } from "./command.ts";

type Options = { tickets: string; against?: string; maxError?: string; minCoverage?: string; show: string; json?: boolean };

export const addBacktest: AddCommand = (program, context) => {
  program
    .command("backtest <workflow>")
    .description("try a workflow on past tickets: its name, name@version, or a file")
    .requiredOption("--tickets <file>", 'JSON Lines: {"text", "reply"?, "category"?, "from"?, "at"?, "orders"?, …}; - reads standard input')
    .option("--against <workflow>", "name@version or a file to compare with")
    .option("--max-error <share>", "exit code 1 when more than this share may be wrong (the upper end of the interval), e.g. 2%")
    .option("--min-coverage <share>", "exit code 1 when less than this share would go without a person, e.g. 40%")
    .option("--show <number>", "how many of the riskiest tickets to print", "5")
    .option("--json", "print one JSON object, with every ticket")
    .action(async (written: string, options: Options) => {
      const bars = { maxError: shareOf(options.maxError, "--max-error"), minCoverage: shareOf(options.minCoverage, "--min-coverage") };
      const tickets = parseTickets(await readTickets(options.tickets, context), options.tickets);
      if (tickets.length === 0) throw new AppError("usage", `There are no tickets in ${options.tickets}.`);
      await context.withDesk(async (desk) => {
        const parts = {
          reader: desk.reader,
          workflows: desk.library.workflows(),
          templates: desk.library.templates(),
          desk: desk.desk,
          sources: desk.sources(),
          now: () => new Date(),
        };
        const workflow = await find(desk, written);
        const report = await backtest(parts, workflow, tickets, progress(context));
        const before = options.against ? await backtest(parts, await find(desk, options.against), tickets, progress(context)) : null;
        const changed = before ? differences(before, report) : null;
        const missed = missedBars(report, bars);
        const about = { workflow: { name: workflow.name, version: workflow.version }, missed };
        if (options.json) context.print(JSON.stringify({ ...about, ...report, ...(changed ? { changed } : {}) }));
        else print(report, changed, missed, Number(options.show), context);
        if (missed.length > 0) context.failed();
      });
    });
};

/** A name, a name with a version, or a file. */
async function find({ library }: HandrailDesk, written: string): Promise<Workflow> {
  if (/\.ya?ml$/.test(written)) {
    const source = await readFile(written, "utf8").catch(() => null);
    if (source === null) throw new AppError("usage", `There is no file ${written}.`);
    return checkWorkflow(source, written, { steps, templates: library.templates() });
  }
  const [name = "", version] = written.split("@", 2);
  const found = version ? await library.version(name, version) : library.workflows().find((one) => one.name === name);
  if (found) return found;
  const names = library.workflows().map((one) => one.name);
  throw new AppError("usage", `There is no workflow ${written}. There are: ${names.join(", ")}. A file ends in .yaml.`);
}

async function readTickets(file: string, { io }: Context): Promise<string> {
  if (file === "-") {
    let text = "";
    for await (const chunk of io.stdin) text += String(chunk);
    return text;
  }
  return readFile(file, "utf8").catch(() => {
    throw new AppError("usage", `There is no file ${file}.`);
  });
}

function shareOf(written: string | undefined, option: string): number | null {
  if (written === undefined) return null;
  const share = /^\d{1,3}(\.\d+)?\s?%$/.test(written) ? Number.parseFloat(written) / 100 : Number(written);
  if (share >= 0 && share <= 1) return share;
  throw new AppError("usage", `${option} is a share like 2% or 0.02, not ${written}.`);
}

function missedBars({ error, coverage }: Report, bars: { maxError: number | null; minCoverage: number | null }): string[] {
  const missed: string[] = [];
  if (bars.maxError !== null && !error) missed.push("No ticket has a category, so nothing shows how many would be wrong.");
  if (bars.maxError !== null && error && error.high > bars.maxError)
    missed.push(`Up to ${percent(error.high)} may be wrong, more than ${percent(bars.maxError)}.`);
  if (bars.minCoverage !== null && coverage < bars.minCoverage)
    missed.push(`${percent(coverage)} would go without a person, less than ${percent(bars.minCoverage)}.`);
  return missed;
}

const words: Record<keyof Report["outcomes"], string> = {
  answered: "answered",
  asked: "asked the customer",
  drafted: "drafted for a person",
  handed_over: "handed over",
  closed: "closed without a reply",
  ignored: "ignored",
  acts: "waiting for the shop",
};

function print(
  report: Report,
  changed: ReturnType<typeof differences> | null,
  missed: string[],
  show: number,
  { print: say }: Context,
): void {
  say(
    `${report.tickets} tickets, ${report.taken} of them for this workflow. ${percent(report.coverage)} of all would go without a person.`,
  );
  for (const [kind, count] of Object.entries(report.outcomes))
    if (count > 0) say(`  ${String(count).padStart(6)}  ${words[kind as keyof typeof words]}`);
  const { error, meanLikeness } = report;
  say(
    error
      ? `Wrong category: ${error.wrong} of ${error.judged} that would go alone; the true share is between ${percent(error.low)} and ${percent(error.high)} (95 %).`
      : "No ticket says which category was right, so nothing shows how many would be wrong.",
  );
  if (meanLikeness !== null)
    say(`Likeness to what people answered: ${meanLikeness.toFixed(2)} on average (0 nothing in common, 1 the same words).`);
  if (changed) say(`${changed.length} tickets end otherwise or in other words than with the other version.`);
  for (const one of report.results.slice(0, show)) {
    if (one.risk === 0) break;
    say(
      `\n${one.id}  risk ${one.risk.toFixed(2)}  ${one.category} (${percent(one.confidence)})${one.expected && one.expected !== one.category ? `, was ${one.expected}` : ""}`,
    );
    say(`  customer  ${short(one.text)}\n  would say ${short(one.reply ?? `(${words[one.outcome]})`)}`);
    if (one.human !== null) say(`  person    ${short(one.human)}`);
    if (one.onlyHuman.length > 0) say(`  only the person says ${one.onlyHuman.join(", ")}`);
  }
  for (const sentence of missed) say(`\nMissed: ${sentence}`);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 157).toWellFormed()}...` : line;
}

function progress({ io }: Context): (done: number, total: number) => void {
  if (!io.stderr.isTTY) return () => undefined;
  return (done, total) => void io.stderr.write(`\rTrying ${Math.round((100 * done) / total)} %${done === total ? "\n" : ""}`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

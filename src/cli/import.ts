/** `handrail import`: what a shop has elsewhere. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { AppError } from "../domain/errors.ts";
import { helpdesks } from "../helpdesks/all.ts";
import type { Imported, ImportReport } from "../knowledge/import/report.ts";
import { articleImport } from "../desk.ts";
import type { AddCommand, Context } from "./command.ts";

type Options = {
  kind?: string;
  language?: string;
  tokenFile?: string;
  limit?: string;
  delay?: string;
  dryRun?: boolean;
  overwrite?: boolean;
  json?: boolean;
};

export const addImport: AddCommand = (program, context) => {
  addArticles(program.command("import").description("bring in what the shop has elsewhere"), context);
};

function addArticles(group: Command, context: Context): void {
  group
    .command("articles <source>")
    .description("make articles of a folder or file (Markdown, HTML, PDF, CSV, exported JSON), a website or a help desk")
    .option(
      "--kind <kind>",
      `what the source is, when it is not clear: website, ${helpdesks.map(({ id }) => id).join(", ")}, markdown, html, …`,
    )
    .option("--language <xx>", "ISO 639-1 language of what does not say its own; of a help desk, only articles in it")
    .option("--token-file <file>", "file with the token of the help desk (- for standard input)")
    .option("--limit <pages>", "pages of a website, at most", "500")
    .option("--delay <ms>", "pause before each page of a website", "500")
    .option("--overwrite", "also articles that were changed here since they were imported")
    .option("--dry-run", "only show what would happen")
    .option("--json", "print one JSON object")
    .action(async (source: string, options: Options) => {
      const language = options.language ?? null;
      if (language !== null && !/^[a-z]{2}$/.test(language))
        throw new AppError("usage", `"${language}" is no language. Write two letters, like de.`);
      const limits = { pages: numberIn("--limit", options.limit, 1, 5_000), delayMs: numberIn("--delay", options.delay, 0, 60_000) };
      const token = options.tokenFile === undefined ? "" : await readToken(options.tokenFile, context);
      await context.withDesk(async (desk) => {
        const report = await articleImport(desk).fromPlace(
          { source, kind: options.kind ?? null, token, limits },
          { language, isDryRun: options.dryRun ?? false, isOverwriting: options.overwrite ?? false, by: "system" },
        );
        if (options.json) context.print(JSON.stringify(report));
        else printReport(report, context);
        if (report.created.length + report.updated.length + report.unchanged.length === 0) context.failed();
      });
    });
}

function numberIn(option: string, value: string | undefined, from: number, to: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw new AppError("usage", `${option} is a whole number from ${from} to ${to}, not "${value}".`);
}

async function readToken(file: string, { io }: Context): Promise<string> {
  if (file === "-") return (await text(io.stdin)).trim();
  return (
    await readFile(file, "utf8").catch((cause: Error) => {
      throw new AppError("usage", `The token cannot be read: ${cause.message}`, { cause });
    })
  ).trim();
}

function printReport(report: ImportReport, { print }: Context): void {
  const { created, updated, unchanged, skipped } = report;
  for (const one of created) print(line("+", one));
  for (const one of updated) print(line("~", one));
  for (const { item, why } of skipped) print(`- ${plain(item)}: ${plain(why)}`);
  const sum = `${created.length} new, ${updated.length} changed, ${unchanged.length} as they were, ${skipped.length} skipped.`;
  print(report.dry_run ? `${sum} Nothing was written. Run without --dry-run to do it.` : sum);
}

function line(mark: string, { name, language, title, notes }: Imported): string {
  return `${mark} ${name}.${language}  ${plain(title)}${notes.length > 0 ? ` (${notes.map(plain).join("; ")})` : ""}`;
}

/** Words of others, without what would move the cursor of a terminal. */
const plain = (words: string): string => words.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").slice(0, 300);

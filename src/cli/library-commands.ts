/** `handrail apply` and `handrail export`: workflows, templates and teams as files. */
import { applyFolder, exportFolder, type Change } from "../library/folder.ts";
import { allSteps as steps } from "../workflow/steps/all.ts";
import type { AddCommand } from "./command.ts";

export const addApply: AddCommand = (program, context) => {
  program
    .command("apply <dir>")
    .description("check the workflows, templates and teams in a folder and put them into force")
    .option("--dry-run", "only show what would change")
    .action((dir: string, options: { dryRun?: boolean }) =>
      context.withDesk(async ({ db }) => {
        const changes = await applyFolder(db, dir, steps, "system", { dryRun: options.dryRun ?? false });
        for (const { kind, name, change } of changes) context.print(`${change === "new" ? "+" : "~"} ${kind} ${name}`);
        context.print(summary(changes, options.dryRun ?? false));
      }),
    );
};

function summary(changes: Change[], isDry: boolean): string {
  if (changes.length === 0) return "Nothing changes: the desk already has all of it.";
  return isDry ? `${changes.length} changes. Run without --dry-run to make them.` : `${changes.length} changes made.`;
}

export const addExport: AddCommand = (program, context) => {
  program
    .command("export <dir>")
    .description("write the desk's workflows, templates and teams as files")
    .action((dir: string) =>
      context.withDesk(async ({ db }) => {
        const files = await exportFolder(db, dir);
        context.print(`${files.length} files written to ${dir}.`);
      }),
    );
};

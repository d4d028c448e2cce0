/** `handrail workflows check`: what is wrong with a folder of workflows, before anything is put into force. */
import { stat } from "node:fs/promises";
import { AppError } from "../domain/errors.ts";
import { checkFolder, type FolderCheck } from "../library/check-folder.ts";
import { allSteps as steps } from "../workflow/steps/all.ts";
import type { AddCommand, Context } from "./command.ts";

export const addWorkflows: AddCommand = (program, context) => {
  const workflows = program.command("workflows").description("work with workflow files");
  workflows
    .command("check <dir>")
    .description("check the workflows and templates in a folder; exit code 1 when something is wrong")
    .option("--json", "print one JSON object")
    .action(async (dir: string, options: { json?: boolean }) => {
      if (!(await stat(dir).catch(() => null))?.isDirectory()) throw new AppError("usage", `There is no folder ${dir}.`);
      const checked = await checkFolder(dir, steps);
      if (checked.files === 0)
        throw new AppError(
          "usage",
          `There is nothing to check in ${dir}. It should have the folders workflows/ (*.yaml) and templates/ (*.liquid).`,
        );
      if (options.json) context.print(JSON.stringify(checked));
      else printCheck(checked, context);
      if (checked.problems.length > 0) context.failed();
    });
};

function printCheck({ workflows, templates, problems }: FolderCheck, { print }: Context): void {
  for (const { file, line = 1, column = 1, message, mend } of problems)
    print(`${file}:${line}:${column} ${message}${mend ? `. ${mend}` : ""}`);
  const sum = `${workflows} workflows and ${templates} templates`;
  print(
    problems.length === 0 ? `${sum}: all is well.` : `${sum}: ${problems.length === 1 ? "one problem" : `${problems.length} problems`}.`,
  );
}

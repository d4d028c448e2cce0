/** The command line. Exit code 0: done; 1: failed, or a check did not hold; 2: wrong usage. */
import { realpathSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { readConfig, type Config } from "../config/config.ts";
import { openHandrail } from "../desk.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { createLog, type Log } from "../log/log.ts";
import { commands } from "./all.ts";
import type { Context, Io } from "./command.ts";

export async function runCommandLine(argv: string[], io: Io): Promise<number> {
  let exitCode = 0;
  let config: Config | undefined;
  let log: Log | undefined;
  const context: Context = {
    io,
    print: (line) => void io.stdout.write(`${line}\n`),
    config: () => (config ??= readConfig(io.env)),
    failed: () => {
      exitCode = 1;
    },
    log: () =>
      (log ??= createLog({
        level: context.config().logLevel === "info" ? "warn" : context.config().logLevel,
        pretty: true,
        out: io.stderr,
      })),
    async withDesk(work) {
      const desk = await openHandrail(context.config(), context.log(), { share: true });
      try {
        return await work(desk);
      } finally {
        await desk.close();
      }
    },
  };
  const program = new Command("handrail")
    .description("A support desk for online shops in which nothing is automated without a workflow")
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(text) })
    .showHelpAfterError("(handrail --help lists the commands)");
  for (const add of commands) add(program, context);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const problem = toAppError(error);
    io.stderr.write(`${sentence(problem)}\n`);
    if (problem.code === "internal" && context.config().logLevel === "debug")
      io.stderr.write(`${(problem.cause as Error | undefined)?.stack ?? problem.stack}\n`);
    return problem.code === "usage" ? 2 : 1;
  }
}

function sentence(problem: AppError): string {
  const lines = (problem.details.problems ?? []).filter(({ message }) => !problem.message.includes(message));
  return [problem.message, ...lines.map(({ path, message }) => `  ${path ? `${path}: ` : ""}${message}`)].join("\n");
}

function isMain(): boolean {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename;
}

if (isMain()) {
  // A reader that has seen enough (head) closes the pipe; that is no fault of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
  });
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
  });
}

/** `handrail start`: the desk as a server, its workers, or both. */
import { readConfig } from "../config/config.ts";
import { AppError } from "../domain/errors.ts";
import { createLog } from "../log/log.ts";
import { roles, startHandrail, type Role } from "../main.ts";
import type { AddCommand } from "./command.ts";

export const addStart: AddCommand = (program, context) => {
  program
    .command("start")
    .description("start the desk")
    .option("--role <role>", "all, web (answers requests) or worker (decides and sends)", "all")
    .option("--port <port>", "instead of HANDRAIL_PORT")
    .action(async (options: { role: string; port?: string }) => {
      if (!roles.includes(options.role as Role))
        throw new AppError("usage", `There is no role "${options.role}". Use ${roles.join(", ")}.`);
      const config = readConfig({ ...context.io.env, ...(options.port ? { HANDRAIL_PORT: options.port } : {}) });
      const log = createLog({ level: config.logLevel, pretty: context.io.stdout.isTTY ?? false, out: context.io.stdout });
      // Listened for from the beginning: a stop in the middle of a start has to stop the database too.
      const stopped = untilStopped();
      const running = await startHandrail(config, log, options.role as Role);
      for (const line of running.welcome) context.print(line);
      await stopped;
      context.print("Stopping…");
      await running.stop();
    });
};

/**
 * Ctrl-C and the signals of process managers; a second one does not wait for anything. npm passes Ctrl-C on although the
 * terminal has sent it to us as well, so what comes within a second is the same one again. Never `once`: between losing its
 * last listener and getting the next a process dies of the signal.
 */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const stop = () => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > 1_000) process.exit(1);
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  });
}

/** What a command gets and gives. Each command is one file and one line in all.ts. */
import type { Command } from "commander";
import type { HandrailDesk } from "../desk.ts";
import type { Config } from "../config/config.ts";
import type { Log } from "../log/log.ts";

export type Io = {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
};

export type Context = {
  io: Io;
  print(line: string): void;
  config(): Config;
  /** What a command has to say about itself; standard output is for its result. */
  log(): Log;
  /** Opens the desk beside a running one or by itself, and closes it afterwards. */
  withDesk<T>(work: (desk: HandrailDesk) => Promise<T>): Promise<T>;
  /** Sets the exit code of a command that ran and whose check did not hold. */
  failed(): void;
};

export type AddCommand = (program: Command, context: Context) => void;

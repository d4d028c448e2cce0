import { pino, type DestinationStream, type Logger } from "pino";
import { clean } from "./redact.ts";
import { prettyLine } from "./pretty.ts";

export type Log = Logger;
export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The one logger. JSON lines on standard output, or one short line for people when `pretty`. What looks like a secret or like
 * a customer's words is replaced before it is written, however deep it sits: see redact.ts.
 */
export function createLog(options: { level: LogLevel; pretty?: boolean; out?: { write(line: string): unknown } }): Log {
  const out = options.out ?? process.stdout;
  const destination: DestinationStream = {
    write: (line) => void out.write(options.pretty ? prettyLine(line) : line),
  };
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => clean(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => (typeof arg === "string" ? clean(arg) : arg)) as typeof args;
          method.apply(this, cleaned);
        },
      },
    },
    destination,
  );
}

/** For tests and for tools that speak to people themselves. */
export function silentLog(): Log {
  return createLog({ level: "silent" });
}

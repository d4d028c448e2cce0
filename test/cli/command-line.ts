/** Runs commands inside the test's own process, with standard input and output as text. */
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { runCommandLine } from "../../src/cli/main.ts";

export type Env = Record<string, string>;
export type Ran = { code: number; stdout: string; stderr: string };

/** One command from its arguments to its exit code. */
export async function run(env: Env, argv: string[], stdin: string | Iterable<string> = ""): Promise<Ran> {
  const { io, output } = capture(env, Readable.from(typeof stdin === "string" ? [stdin] : stdin));
  const code = await runCommandLine(argv, io);
  return { code, ...(await output()) };
}

/** The same without text in between: for commands that write bytes. */
export async function runBytes(env: Env, argv: string[], stdin: Buffer | null): Promise<{ code: number; bytes: Buffer; stderr: string }> {
  const { io, output } = capture(env, Readable.from(stdin ? [stdin] : []));
  const pieces: Buffer[] = [];
  io.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  const code = await runCommandLine(argv, io);
  const { stderr } = await output();
  return { code, bytes: Buffer.concat(pieces), stderr };
}

function capture(env: Env, stdin: Readable) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const read = Promise.all([text(stdout), text(stderr)]);
  const output = async () => {
    stdout.end();
    stderr.end();
    const [out, err] = await read;
    return { stdout: out, stderr: err };
  };
  return { io: { stdin, stdout, stderr, env }, output };
}

/** The answer of a command that prints one JSON object. */
export function json<T = any>({ stdout }: Ran): T {
  return JSON.parse(stdout) as T;
}

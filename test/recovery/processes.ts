/** Real Handrail processes for the recovery tests, and a program that receives what the desk sends. */
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const main = join(import.meta.dirname, "..", "..", "src", "cli", "main.ts");
const caches = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "handrail");

export type Desk = { child: ChildProcess; url: string; output: () => string; kill(): Promise<void>; stop(): Promise<number | null> };

/** Starts a process; for the web roles resolves when it is ready. */
export async function startProcess(env: Record<string, string>, args: string[] = []): Promise<Desk> {
  const child = spawn(process.execPath, [main, "start", ...args], {
    env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: join(caches, "compile"), HANDRAIL_LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout!.on("data", (data: Buffer) => {
    output += data;
  });
  child.stderr!.on("data", (data: Buffer) => {
    output += data;
  });
  const ended = once(child, "exit");
  const desk: Desk = {
    child,
    url: `http://127.0.0.1:${env["HANDRAIL_PORT"]}`,
    output: () => output,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      const [code] = await ended;
      return code as number | null;
    },
  };
  if (!args.includes("worker")) await untilReady(desk);
  return desk;
}

async function untilReady({ child, url, output }: Desk): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Handrail ended before it was ready:\n${output()}`);
    if (Date.now() > end) throw new Error(`Handrail was not ready in time:\n${output()}`);
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the pattern's group found. Ready comes a moment before the last line is printed. */
export async function untilPrinted({ output }: Desk, pattern: RegExp): Promise<string> {
  for (let round = 0; round < 400; round++) {
    const found = pattern.exec(output())?.[1];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Handrail did not print ${pattern}:\n${output()}`);
}

/** Runs a command to its end. */
export async function runCommand(
  env: Record<string, string>,
  args: string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: join(caches, "compile"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => {
    stdout += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data;
  });
  const [code] = await once(child, "close");
  return { code: code as number | null, stdout, stderr };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export type Delivery = { key: string; body: { conversation?: string; text: string } & Record<string, unknown> };
/** Counts every attempt, as the customer's program would see it. */
export type Receiver = { url: string; attempts: Delivery[]; close(): Promise<void> };

export async function startReceiver(): Promise<Receiver> {
  const attempts: Delivery[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => {
      body += data;
    });
    request.on("end", () => {
      attempts.push({ key: String(request.headers["webhook-id"]), body: JSON.parse(body) });
      response.writeHead(204).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/replies`,
    attempts,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Posts until it is accepted, whatever happens to the server meanwhile; the same external id makes that safe. */
export async function postUntilAccepted(
  url: string,
  key: string,
  message: Record<string, unknown>,
): Promise<{ message_id: string; conversation_id: string; duplicate: boolean }> {
  const end = Date.now() + 120_000;
  for (;;) {
    const response = await fetch(`${url}/api/v1/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (response?.status === 202) return response.json() as Promise<{ message_id: string; conversation_id: string; duplicate: boolean }>;
    if (response && response.status < 500 && response.status !== 401)
      throw new Error(`refused with ${response.status}: ${await response.text()}`);
    if (Date.now() > end) throw new Error("no answer for two minutes");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

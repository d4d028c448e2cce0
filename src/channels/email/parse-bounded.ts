/** Parsing with an end: small mails here, everything else in a thread of its own with a time and memory limit. */
import { Worker } from "node:worker_threads";
import { parseMail, type ParsedMail, type ParseOptions } from "./parse.ts";

/** Up to this size the worst mails we could build took under 0.3 s; starting a thread costs about 0.1 s. */
const INLINE_BYTES = 64 * 1024;
/** The parser needs about 25 s for a million lines; nobody waits for this but the mailbox itself. */
const TIMEOUT_MS = 60_000;
const HEAP_MB = 512;

export type ParseOutcome = { parsed: ParsedMail } | { reason: string };

/** Never throws: what cannot be read comes back as the reason, for the quarantine. */
export async function parseBounded(raw: Uint8Array, options: ParseOptions, timeoutMs: number = TIMEOUT_MS): Promise<ParseOutcome> {
  if (raw.byteLength > INLINE_BYTES) return inThread(raw, options, timeoutMs);
  try {
    return { parsed: await parseMail(raw, options) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function inThread(raw: Uint8Array, options: ParseOptions, timeoutMs: number): Promise<ParseOutcome> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
      workerData: { raw, options },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const finish = (outcome: ParseOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ reason: `The mail took longer than ${timeoutMs / 1000} s to read` }), timeoutMs);
    worker.once("message", finish);
    worker.once("error", (error) => finish({ reason: `The mail could not be read: ${error.message}` }));
    worker.once("exit", () => finish({ reason: "The mail could not be read: its reader stopped" }));
  });
}

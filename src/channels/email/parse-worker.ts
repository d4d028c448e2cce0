/** Runs beside the server so that a mail made to be slow costs its own thread, not everybody's. See parse-bounded.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { parseMail, type ParseOptions } from "./parse.ts";

const { raw, options } = workerData as { raw: Uint8Array; options: ParseOptions };
const answer = await parseMail(raw, options).then(
  (parsed) => ({ parsed }),
  (error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }),
);
parentPort!.postMessage(answer);

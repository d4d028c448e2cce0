/**
 * A run's trace as it is stored: one byte that names the dictionary, then deflated JSON. The dictionary holds what traces
 * have in common, which is most of them: some 5 KB become less than one. Facts are left out, all but the shop's name:
 * they follow from the reads, and a replay makes them again.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Trace } from "../domain/run.ts";
import { dictionary1 } from "./trace-dictionary.ts";

const dictionaries = new Map([[1, Buffer.from(dictionary1)]]);
const newest = 1;
const keptFacts = ["store", "would_reply"] as const;

export function packTrace(trace: Trace): Buffer {
  const json = JSON.stringify({ ...trace, facts: storedFacts(trace.facts) });
  const packed = deflateRawSync(json, { level: 1, chunkSize: 4096, dictionary: dictionaries.get(newest)! });
  return Buffer.concat([Buffer.of(newest), packed]);
}

/** What a stored trace keeps of the facts; two traces are compared in this form. */
export function storedFacts(facts: Trace["facts"]): Trace["facts"] {
  return Object.fromEntries(keptFacts.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]));
}

export function unpackTrace(packed: Buffer): Trace {
  const dictionary = dictionaries.get(packed[0] ?? 0);
  if (!dictionary) throw new RangeError(`the trace was packed with dictionary ${packed[0]}, which this version does not have`);
  return JSON.parse(inflateRawSync(packed.subarray(1), { dictionary }).toString("utf8")) as Trace;
}

/** A run's trace as it is stored: JSON, packed with zstd (about a fifth of the size for some 20 µs). */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Trace } from "../domain/run.ts";

const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function packTrace(trace: Trace): Buffer {
  return zstdCompressSync(JSON.stringify(trace), options);
}

export function unpackTrace(packed: Buffer): Trace {
  return JSON.parse(zstdDecompressSync(packed).toString("utf8")) as Trace;
}

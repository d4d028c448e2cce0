import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { addHash, createHashIndex, hashesInOrder } from "./hash-index.ts";
import type { Model, ModelMetrics } from "./model.ts";
import type { FeatureKind } from "./features.ts";

/**
 * A model in one file: "HRMODEL\n", the length of the header (u32), the header (JSON), then hashes (u32), idf (f32),
 * bias (f32) and weights (f32), little-endian, padded to 4 bytes. No time stamps: the same model is the same bytes.
 */
const magic = "HRMODEL\n";
const format = 1;

type Header = Omit<Model, "index" | "idf" | "weights" | "bias"> & {
  format: number;
  features: number;
  checksum: string;
};

export function encodeModel(model: Model): Buffer {
  const { index, idf, weights, bias, ...rest } = model;
  const body = Buffer.concat(
    [hashesInOrder(index), idf, bias, weights].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
  );
  const header: Header = { format, ...rest, features: index.size, checksum: checksumOf(body) };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(json.length / 4) * 4, " ");
  json.copy(padded);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length);
  return Buffer.concat([Buffer.from(magic, "latin1"), length, padded, body]);
}

/** @throws AppError `model_invalid` with the reason when the bytes are not a model this version can use. */
export function decodeModel(bytes: Buffer, name = "The model", expected?: FeatureKind): Model {
  const refuse = (why: string, cause?: unknown) =>
    new AppError("model_invalid", `${name} cannot be loaded: ${why}. Train it again with: handrail train`, { cause });
  if (bytes.length < 12 || bytes.toString("latin1", 0, 8) !== magic) throw refuse("it is not a Handrail model file");
  const headerEnd = 12 + bytes.readUInt32LE(8);
  if (headerEnd > bytes.length) throw refuse("the file is cut short");
  let header: Header;
  try {
    header = JSON.parse(bytes.toString("utf8", 12, headerEnd)) as Header;
  } catch (cause) {
    throw refuse("its header is damaged", cause);
  }
  if (header.format !== format) throw refuse(`it has format ${String(header.format)}, this version reads format ${format}`);
  if (expected && header.kind !== expected) throw refuse(`it is a ${String(header.kind)} model, a ${expected} model is needed`);
  const classes = Array.isArray(header.labels) ? header.labels.length : 0,
    size = header.features;
  if (classes < 2 || !Number.isInteger(size) || bytes.length !== headerEnd + 4 * (2 * size + classes + size * classes))
    throw refuse("its size does not fit its header");
  const body = bytes.subarray(headerEnd);
  if (checksumOf(body) !== header.checksum) throw refuse("its content does not match its checksum");
  return assemble(header, body, classes);
}

function assemble(header: Header, body: Buffer, classes: number): Model {
  const size = header.features;
  // Copied once: typed arrays need aligned memory, which a slice of a file buffer does not promise.
  const memory = new Uint8Array(body).buffer;
  const hashes = new Uint32Array(memory, 0, size);
  const index = createHashIndex(size);
  for (const hash of hashes) addHash(index, hash);
  const { format: _format, features: _features, checksum: _checksum, ...rest } = header;
  return {
    ...rest,
    index,
    idf: new Float32Array(memory, 4 * size, size),
    bias: new Float32Array(memory, 8 * size, classes),
    weights: new Float32Array(memory, 8 * size + 4 * classes, size * classes),
  };
}

/** Where `handrail train --out DIR` puts a model and `--model DIR` looks for it. */
export function modelFileIn(dir: string): string {
  return join(dir, "category.model");
}

/** Written beside its place first, so that a crash never leaves half a model. */
export async function saveModel(model: Model, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, encodeModel(model));
  await rename(draft, path);
}

/** @throws AppError `model_invalid` when there is no such file or it does not fit. */
export async function loadModel(path: string, expected?: FeatureKind): Promise<Model> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new AppError("model_invalid", `There is no model at ${path}. Train one with: handrail train`, { cause });
  }
  return decodeModel(bytes, path, expected);
}

/** Short name of a model, the same for the same bytes. */
export function modelVersion(model: { dataHash: string; trainedOn: number; metrics: ModelMetrics }): string {
  return `f${format}-${model.trainedOn}-${model.dataHash.slice(0, 12)}`;
}

function checksumOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

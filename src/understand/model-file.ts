import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { addHash, createHashIndex, hashesInOrder } from "./hash-index.ts";
import type { Model, ModelMetrics } from "./model.ts";
import type { FeatureKind } from "./features.ts";

/**
 * A model in one file: "HRMODEL\n", the length of the header (u32), the header (JSON), then the numbers: hashes (u32), the
 * table's factors, biases and the net's output (f32), last the table's rows (i8), little-endian. No time stamps: the same
 * model is the same bytes.
 */
const magic = "HRMODEL\n";
const format = 3;

type NetHeader = { dim: number; temperature: number };
type Header = Omit<Model, "index" | "table" | "bias" | "net"> & {
  format: number;
  features: number;
  /** Hash of the labels, which are the taxonomy this model answers in. */
  taxonomy: string;
  net: NetHeader | null;
  checksum: string;
};

export function encodeModel(model: Model): Buffer {
  const { index, table, bias, net, ...rest } = model;
  const parts = [hashesInOrder(index), table.factors, bias, ...(net ? [net.hiddenBias, net.output, net.outputBias] : []), table.rows];
  const body = Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
  const header: Header = {
    format,
    ...rest,
    net: net ? { dim: net.dim, temperature: net.temperature } : null,
    features: index.size,
    taxonomy: taxonomyOf(model.labels),
    checksum: hashOf(body),
  };
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
  const body = bytes.subarray(headerEnd);
  if (body.length !== bodySize(header)) throw refuse("its size does not fit its header");
  if (taxonomyOf(header.labels) !== header.taxonomy) throw refuse("its labels are not those it was trained on");
  if (hashOf(body) !== header.checksum) throw refuse("its content does not match its checksum");
  return assemble(header, body);
}

/** Bytes of the numbers a header announces; NaN, which fits nothing, when it announces nonsense. */
function bodySize({ labels, features, net }: Header): number {
  const classes = Array.isArray(labels) ? labels.length : 0;
  if (classes < 2 || !Number.isInteger(features)) return Number.NaN;
  const rows = features * (16 + classes) + 4 * classes;
  return net ? rows + features * net.dim + 4 * (net.dim + classes * net.dim + classes) : rows;
}

function assemble(header: Header, body: Buffer): Model {
  const { format: _format, features, taxonomy: _taxonomy, checksum: _checksum, net, ...rest } = header;
  // Copied once: typed arrays need aligned memory, which a slice of a file buffer does not promise.
  const memory = new Uint8Array(body).buffer;
  const classes = rest.labels.length;
  let at = 0;
  const floats = (count: number) => {
    const numbers = new Float32Array(memory, at, count);
    at += 4 * count;
    return numbers;
  };
  const hashes = new Uint32Array(memory, 0, features);
  at += 4 * features;
  const index = createHashIndex(features);
  for (const hash of hashes) addHash(index, hash);
  const factors = floats(3 * features),
    bias = floats(classes);
  const outputs = net ? { hiddenBias: floats(net.dim), output: floats(classes * net.dim), outputBias: floats(classes) } : null;
  const width = classes + (net?.dim ?? 0);
  const table = { rows: new Int8Array(memory, at, features * width), width, factors };
  return { ...rest, index, table, bias, net: net && outputs ? { ...net, ...outputs } : null };
}

function taxonomyOf(labels: string[]): string {
  return hashOf(Buffer.from(JSON.stringify(labels))).slice(0, 16);
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

function hashOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

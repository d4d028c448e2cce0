import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { isoDay } from "./days.ts";
import { dailyFeatures, steadyFeatures } from "./features.ts";
import type { DeliveryModel, PointMetrics } from "./train.ts";

/**
 * A model in one file of JSON: the header says what it is, how much it has learnt from and how well it did on parcels held
 * back; then comes the model. No time stamps: the same model is the same bytes.
 */
type Header = {
  kind: "handrail-delivery";
  format: number;
  /** Trees name features by position, so the list has to be this version's. */
  features: string[];
  trainedOn: { deliveries: number; underWay: number; until: string };
  metrics: { purchase: PointMetrics; handoff: PointMetrics | null };
  checksum: string;
};

const kind = "handrail-delivery";
const format = 1;
const features: string[] = [...steadyFeatures, ...dailyFeatures];

export function encodeDeliveryModel(model: DeliveryModel): string {
  const body = JSON.stringify(model);
  const header: Header = {
    kind,
    format,
    features,
    trainedOn: { deliveries: model.deliveries, underWay: model.underWay, until: isoDay(model.asOf - 1) },
    metrics: { purchase: model.points.purchase.metrics, handoff: model.points.handoff?.metrics ?? null },
    checksum: hashOf(body),
  };
  return `{"header":${JSON.stringify(header)},\n"model":${body}}\n`;
}

/** @throws AppError `model_invalid` saying what does not fit. */
export function decodeDeliveryModel(content: string, path: string): DeliveryModel {
  const refuse = (why: string, cause?: unknown) =>
    new AppError("model_invalid", `${path} cannot be used as a delivery model: ${why}. Train it again with: handrail delivery train`, {
      cause,
    });
  let file: { header?: Partial<Header>; model?: DeliveryModel } | null;
  try {
    file = JSON.parse(content) as typeof file;
  } catch (cause) {
    throw refuse("it is cut short or not JSON", cause);
  }
  const header = file?.header;
  if (header?.kind !== kind || !file?.model) throw refuse("it is another kind of file");
  if (header.format !== format) throw refuse(`it has format ${String(header.format)}, this version reads format ${format}`);
  if (String(header.features) !== String(features)) throw refuse("it was trained by a version that looked at other things");
  if (hashOf(JSON.stringify(file.model)) !== header.checksum) throw refuse("its content does not match its checksum");
  return file.model;
}

/** Where `handrail delivery train --out DIR` puts a model and `--model DIR` looks for it. */
export function deliveryModelIn(dir: string): string {
  return join(dir, "delivery.json");
}

/** Written beside its place first, so that a crash never leaves half a model. */
export async function saveDeliveryModel(model: DeliveryModel, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, encodeDeliveryModel(model));
  await rename(draft, path);
}

/** @throws AppError `model_invalid` when there is no such file or it does not fit. */
export async function loadDeliveryModel(path: string): Promise<DeliveryModel> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (cause) {
    throw new AppError("model_invalid", `There is no delivery model at ${path}. Train one with: handrail delivery train`, { cause });
  }
  return decodeDeliveryModel(content, path);
}

function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}

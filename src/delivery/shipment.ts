import { z } from "zod";
import { AppError, type Problem } from "../domain/errors.ts";
import { isBefore, parseMoment, type Moment } from "./days.ts";

/** Upper-case, trimmed, "" when not known. */
export type Place = { country: string; region: string; postcode: string };

/** What is known of a parcel before it arrives. */
export type Parcel = {
  ordered: Moment;
  /** Handed to the carrier. */
  shipped: Moment | null;
  /** The day the shop has promised. */
  promised: number | null;
  destination: Place;
  origin: Place;
  carrier: string;
  service: string;
};

/** A parcel of the past; `delivered` is its day, null while it is on its way. */
export type Shipment = Parcel & { delivered: number | null };

export type ShipmentFile = {
  shipments: Shipment[];
  /** Lines that say a parcel arrived before it was handed over: their hand-off is taken as unknown. */
  impossibleHandoffs: number;
};

const text = z.string().nullish();
const place = z.object({ country: text, region: text, postal_code: text }).nullish();
const lineSchema = z.object({
  ordered_at: z.string(),
  shipped_at: text,
  delivered_at: text,
  promised_at: text,
  carrier: text,
  service: text,
  origin: place,
  destination: place,
});
type Line = z.infer<typeof lineSchema>;

/** A file of another kind would otherwise be printed whole. */
const mostNamed = 10;

const example =
  '{"ordered_at": "2026-03-01", "shipped_at": "2026-03-02", "delivered_at": "2026-03-05", "destination": {"country": "DE", "region": "BE", "postal_code": "10115"}}';

/**
 * Lines of JSON to shipments, in the order they were ordered, so that the same lines give the same model however they are
 * sorted.
 * @throws AppError `invalid` naming the lines, the first ten of them.
 */
export function parseShipments(content: string, file: string): ShipmentFile {
  const problems: Problem[] = [];
  const shipments: Shipment[] = [];
  let impossibleHandoffs = 0;
  content.split("\n").forEach((raw, index) => {
    if (raw.trim() === "") return;
    const read = readLine(raw);
    if (typeof read === "string") return void problems.push({ file, line: index + 1, message: `${file}, line ${index + 1}: ${read}` });
    if (read.impossibleHandoff) impossibleHandoffs++;
    shipments.push(read.shipment);
  });
  if (problems.length > 0) throw new AppError("invalid", firstOf(problems), { details: { problems: problems.slice(0, mostNamed) } });
  if (shipments.length === 0) throw new AppError("invalid", `${file} has no shipments. Each line is one object like ${example}.`);
  return { shipments: shipments.sort(byOrder), impossibleHandoffs };
}

function firstOf(problems: Problem[]): string {
  const more = problems.length > mostNamed ? [`and ${problems.length - mostNamed} more lines.`] : [];
  return [...problems.slice(0, mostNamed).map(({ message }) => message), ...more].join("\n");
}

/** A sentence when the line cannot be used. */
function readLine(raw: string): { shipment: Shipment; impossibleHandoff: boolean } | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return `is not JSON. Each line is one object like ${example}.`;
  }
  const checked = lineSchema.safeParse(value);
  if (checked.success) return readShipment(checked.data);
  const issue = checked.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  return path === "" ? `is not an object like ${example}.` : `"${path}" is missing or is not a text.`;
}

function readShipment(line: Line): { shipment: Shipment; impossibleHandoff: boolean } | string {
  const moments: Partial<Record<DateField, Moment>> = {};
  for (const field of dateFields) {
    const written = line[field];
    if (written === null || written === undefined) continue;
    const moment = parseMoment(written);
    if (!moment) return `"${field}" is ${JSON.stringify(written.slice(0, 40))}, which is no date like 2026-03-01 or 2026-03-01 14:30:00.`;
    moments[field] = moment;
  }
  const { ordered_at: ordered, shipped_at: shipped, delivered_at: delivered, promised_at: promised } = moments;
  if (!ordered) return `"ordered_at" is missing.`;
  if (delivered && isBefore(delivered, ordered)) return `was delivered (${line.delivered_at}) before it was ordered (${line.ordered_at}).`;
  const impossibleHandoff = Boolean(shipped && (isBefore(shipped, ordered) || (delivered && isBefore(delivered, shipped))));
  const parcel = toParcel(line, { ordered, shipped: impossibleHandoff ? null : (shipped ?? null), promised: promised?.day ?? null });
  return { shipment: { ...parcel, delivered: delivered ? Math.max(delivered.day, ordered.day) : null }, impossibleHandoff };
}

const dateFields = ["ordered_at", "shipped_at", "delivered_at", "promised_at"] as const;
type DateField = (typeof dateFields)[number];

function toParcel({ destination, origin, carrier, service }: Line, dates: Pick<Parcel, "ordered" | "shipped" | "promised">): Parcel {
  return {
    ...dates,
    destination: toPlace({ ...destination, postcode: destination?.postal_code }),
    origin: toPlace({ ...origin, postcode: origin?.postal_code }),
    carrier: plain(carrier),
    service: plain(service),
  };
}

type LoosePlace = { country?: string | null | undefined; region?: string | null | undefined; postcode?: string | null | undefined };

export function toPlace(place: LoosePlace | null | undefined): Place {
  return { country: plain(place?.country), region: plain(place?.region), postcode: plain(place?.postcode).replace(/[\s-]/g, "") };
}

export function plain(written: string | null | undefined): string {
  return (written ?? "").trim().toUpperCase();
}

/** Full order, so that sorting does not depend on where a line stood. */
function byOrder(one: Shipment, other: Shipment): number {
  return one.ordered.at - other.ordered.at || compare(JSON.stringify(one), JSON.stringify(other));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

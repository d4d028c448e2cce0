/** What the desk writes into an order's staff notes: one line for each change, so that people read it and the desk finds it again. */
import { known, markOf } from "../order-checks.ts";

export type StaffKind = "cancelled" | "address" | "tags";
export type StaffLine = { kind: StaffKind; at: string; text: string; mark: string };

const form = /^Handrail (\d{4}-\d\d-\d\dT[\d:.]+Z) (cancelled|address|tags): (.*) \(ref\. (HR-[0-9A-F]{12})\)$/;
const maxTextChars = 300;

export const staffLines = (notes: string | null | undefined): StaffLine[] =>
  (notes ?? "").split(/\r?\n/).flatMap((line) => {
    const [, at, kind, text, mark] = form.exec(line.trim()) ?? [];
    return at === undefined ? [] : [{ at, kind: kind as StaffKind, text: text!, mark: mark! }];
  });

/** The notes with one line more; what people wrote stays. */
export function withLine(notes: string | null | undefined, kind: StaffKind, at: Date, text: string, key: string): string {
  const plain = text.replace(/\s+/g, " ").trim().slice(0, maxTextChars) || "-";
  return [known(notes), `Handrail ${at.toISOString()} ${kind}: ${plain} (ref. ${markOf(key)})`].filter((line) => line !== null).join("\n");
}

export const isNoted = (notes: string | null | undefined, kind: StaffKind, key: string): boolean =>
  staffLines(notes).some((line) => line.kind === kind && line.mark === markOf(key));

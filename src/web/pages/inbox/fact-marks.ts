/** A rewritten text as pieces: what stayed, went and came, and where a fact is no longer the same. */
import { diffWords } from "../../../domain/text-diff.ts";
import type { WireWrittenAnew } from "../../../domain/wire.ts";
import { cutBySpans } from "../../ui/spans.ts";

export type MarkedPiece = { kind: "same" | "gone" | "new"; text: string; isFact: boolean };
type Changes = Pick<NonNullable<WireWrittenAnew["changes"]>, "lost" | "added">;

export function markedDiff(before: string, after: string, { lost, added }: Changes): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let [inBefore, inAfter] = [0, 0];
  for (const { same, gone, come } of stretches(before, after)) {
    pieces.push(...marked("gone", gone, lost, inBefore), ...marked("new", come, added, inAfter));
    if (same !== "") pieces.push({ kind: "same", text: same, isFact: false });
    inBefore += gone.length + same.length;
    inAfter += come.length + same.length;
  }
  return pieces;
}

/** What went, what came in its place, and what stayed behind them. Blanks alone between two changes do not part them. */
function stretches(before: string, after: string): { same: string; gone: string; come: string }[] {
  const found: { same: string; gone: string; come: string }[] = [];
  let open = { same: "", gone: "", come: "" };
  for (const { kind, text } of diffWords(before, after)) {
    if (kind === "same") {
      open.same += text;
      continue;
    }
    if (open.same.trim() !== "") {
      found.push(open);
      open = { same: "", gone: "", come: "" };
    }
    open = { same: "", gone: open.gone + open.same, come: open.come + open.same };
    if (kind === "gone") open.gone += text;
    else open.come += text;
  }
  return [...found, open];
}

function marked(kind: "gone" | "new", text: string, facts: Changes["lost"], start: number): MarkedPiece[] {
  const own = facts.map((fact) => ({ start: Math.max(0, fact.start - start), end: Math.min(text.length, fact.end - start) }));
  return cutBySpans(text, own).map((piece) => ({ kind, text: piece.text, isFact: piece.mark !== null }));
}

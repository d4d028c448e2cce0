/** A rewritten text as pieces: what stayed, went and came, and where a fact is no longer the same. */
import { diffWords } from "../../../domain/text-diff.ts";
import type { WireWrittenAnew } from "../../../domain/wire.ts";
import { cutBySpans } from "../../ui/spans.ts";

export type MarkedPiece = { kind: "same" | "gone" | "new"; text: string; isFact: boolean };
type Changes = Pick<NonNullable<WireWrittenAnew["changes"]>, "lost" | "added">;

export function markedDiff(before: string, after: string, { lost, added }: Changes): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let [inBefore, inAfter] = [0, 0];
  for (const { kind, text } of diffWords(before, after)) {
    const [start, facts] = kind === "new" ? [inAfter, added] : [inBefore, lost];
    // A fact that changed is never in a part that stayed the same, but its neighbours may be.
    const own =
      kind === "same"
        ? []
        : facts.map((fact) => ({ start: Math.max(0, fact.start - start), end: Math.min(text.length, fact.end - start) }));
    for (const piece of cutBySpans(text, own)) add(pieces, { kind, text: piece.text, isFact: piece.mark !== null });
    if (kind !== "new") inBefore += text.length;
    if (kind !== "gone") inAfter += text.length;
  }
  return pieces;
}

function add(pieces: MarkedPiece[], piece: MarkedPiece): void {
  const last = pieces.at(-1);
  if (last?.kind === piece.kind && last.isFact === piece.isFact) last.text += piece.text;
  else pieces.push({ ...piece });
}

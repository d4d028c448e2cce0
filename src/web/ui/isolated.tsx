import { isolates } from "../../domain/bidi.ts";

/** A text of anybody's, in which numbers and codes keep their order where the words run from right to left. */
export function Isolated({ text }: { text: string }) {
  return isolates(text).map((piece, index) => (piece.isIsolated ? <bdi key={index}>{piece.text}</bdi> : piece.text));
}

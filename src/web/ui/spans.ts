/** Cuts a text into pieces, so that facts can be drawn differently from the words between them. */
export type Span = { start: number; end: number };
export type Piece<T> = { text: string; mark: T | null };

/** Pieces in order, together exactly `text`. Offsets are UTF-16. Where spans overlap, the earlier one in `marks` wins its ground. */
export function cutBySpans<T extends Span>(text: string, marks: readonly T[]): Piece<T>[] {
  const pieces: Piece<T>[] = [];
  let at = 0;
  for (const mark of withoutOverlap(text.length, marks)) {
    if (mark.start > at) pieces.push({ text: text.slice(at, mark.start), mark: null });
    pieces.push({ text: text.slice(mark.start, mark.end), mark });
    at = mark.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null });
  return pieces;
}

function withoutOverlap<T extends Span>(length: number, marks: readonly T[]): T[] {
  const kept: T[] = [];
  for (const mark of marks) {
    const fits = mark.start >= 0 && mark.start < mark.end && mark.end <= length;
    if (fits && kept.every((other) => mark.end <= other.start || mark.start >= other.end)) kept.push(mark);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Two texts line by line: what stays, goes and comes. */

export type DiffLine = { kind: "same" | "gone" | "new"; text: string };

/** Longer files are compared by their beginnings and ends only: the table of all lines would be large. */
const maxLines = 2_000;

/** Longest common subsequence; lines that moved are gone at one place and new at the other. */
export function diffLines(before: string, after: string): DiffLine[] {
  return diffParts(before.split("\n"), after.split("\n"));
}

/** The same word by word; the blanks between words are parts of their own, so that all texts put together are both texts. */
export function diffWords(before: string, after: string): DiffLine[] {
  const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];
  return diffParts(words(before), words(after));
}

function diffParts(left: string[], right: string[]): DiffLine[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [
    ...left.slice(0, head).map(same),
    ...middle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...left.slice(left.length - tail).map(same),
  ];
}

function middle(left: string[], right: string[]): DiffLine[] {
  const gone = (text: string): DiffLine => ({ kind: "gone", text }),
    come = (text: string): DiffLine => ({ kind: "new", text });
  if (left.length === 0 || right.length === 0 || left.length > maxLines || right.length > maxLines)
    return [...left.map(gone), ...right.map(come)];
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      longest[i * width + j] =
        left[i] === right[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ kind: "same", text: left[i++]! });
      j++;
    } else if (j >= right.length || (i < left.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!))
      lines.push(gone(left[i++]!));
    else lines.push(come(right[j++]!));
  }
  return lines;
}

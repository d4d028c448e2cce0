/** Pieces of text with their places and sizes, as a PDF has them, as Markdown: what is set larger than most of it is a heading. */

/** One piece on one line. `y` counts from the bottom of the page, sizes are points. */
export type Piece = { text: string; x: number; y: number; size: number; width: number };
type Line = { text: string; y: number; size: number };

/** How much larger than the text a heading is at least. */
const larger = 1.12;
const maxHeading = 150;

export function pdfMarkdown(pages: readonly (readonly Piece[])[]): { title: string | null; markdown: string } {
  const lines = withoutRepeated(pages.map(linesOf));
  const body = bodySize(lines.flat());
  const sizes = [...new Set(lines.flat().flatMap(({ size, text }) => (isHeading(size, text, body) ? [size] : [])))].toSorted(
    (a, b) => b - a,
  );
  const blocks: string[] = [];
  let before: (Line & { isHeading: boolean }) | null = null;
  for (const page of lines) {
    for (const line of page) {
      const heading = isHeading(line.size, line.text, body);
      const level = Math.min(6, sizes.indexOf(line.size) + 1);
      if (before && continues(before, line, heading)) blocks.push(joined(blocks.pop()!, line.text));
      else blocks.push(heading ? `${"#".repeat(level)} ${line.text}` : asListItem(line.text));
      before = { ...line, isHeading: heading };
    }
    // A paragraph goes on over the page; its place says nothing then.
    if (before) before = { ...before, y: Number.POSITIVE_INFINITY };
  }
  return { title: blocks.map((block) => /^# (.+)$/.exec(block)?.[1]).find(Boolean) ?? null, markdown: withLists(blocks) };
}

/** Pieces on one height are one line; a gap as wide as half a letter is a space. */
function linesOf(pieces: readonly Piece[]): Line[] {
  const lines: (Line & { end: number })[] = [];
  for (const { text, x, y, size, width } of pieces) {
    const last = lines.at(-1);
    if (last && Math.abs(last.y - y) < Math.max(2, size * 0.4)) {
      const gap = x - last.end > size * 0.2 && !last.text.endsWith(" ") ? " " : "";
      last.text += gap + text;
      if (text.trim() !== "") last.size = Math.max(last.size, size);
      last.end = x + width;
    } else if (text.trim() !== "") lines.push({ text, y, size, end: x + width });
  }
  return lines.map(({ text, y, size }) => ({ text: text.replace(/\s+/g, " ").trim(), y, size })).filter(({ text }) => text !== "");
}

/** Running heads, feet and page numbers: the same words, but for digits, at the top or bottom of most pages. */
function withoutRepeated(pages: Line[][]): Line[][] {
  const key = ({ text }: Line): string => text.replace(/\d+/g, "#");
  const counts = new Map<string, number>();
  const edges = pages.map((page) => new Set([...page.slice(0, 2), ...page.slice(-2)].map(key)));
  for (const edge of edges) for (const one of edge) counts.set(one, (counts.get(one) ?? 0) + 1);
  const often = Math.max(2, Math.ceil(pages.length * 0.6));
  return pages.map((page, nth) =>
    page.filter(
      (line) => !/^(?:-\s?)?\d{1,4}(?:\s?-)?$/.test(line.text) && !(edges[nth]!.has(key(line)) && (counts.get(key(line)) ?? 0) >= often),
    ),
  );
}

/** The size most letters have. */
function bodySize(lines: readonly Line[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) letters.set(size, (letters.get(size) ?? 0) + text.length);
  return [...letters].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

const isHeading = (size: number, text: string, body: number): boolean =>
  size >= body * larger && text.length <= maxHeading && /\p{L}/u.test(text);
const bullet = /^(?:[•‣▪●◦–-]|\uf0b7)\s+/u;
const numbered = /^\d{1,2}[.)]\s+/;

function continues(before: Line & { isHeading: boolean }, line: Line, heading: boolean): boolean {
  if (before.isHeading !== heading || bullet.test(line.text)) return false;
  const gap = before.y - line.y;
  // A heading in two lines; two headings after each other have more space between them.
  if (heading) return before.size === line.size && gap > 0 && gap < line.size * 1.45;
  if (before.y === Number.POSITIVE_INFINITY) return /[^.!?:。]$/.test(before.text) && !numbered.test(line.text);
  return gap > 0 && gap < line.size * 1.7 && !(numbered.test(line.text) && /[.!?:;]$/.test(before.text));
}

/** A word broken at the end of a line is one word again. */
function joined(left: string, right: string): string {
  return /\p{Ll}-$/u.test(left) && /^\p{Ll}/u.test(right) ? left.slice(0, -1) + right : `${left} ${right}`;
}

const asListItem = (text: string): string => (bullet.test(text) ? `- ${text.replace(bullet, "")}` : text);

function withLists(blocks: readonly string[]): string {
  return blocks
    .map((block, nth) => (nth === 0 ? "" : block.startsWith("- ") && blocks[nth - 1]!.startsWith("- ") ? "\n" : "\n\n") + block)
    .join("");
}

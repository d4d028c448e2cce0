/** A table of HTML as a Markdown table. */
import { findAll, textOf, type Element } from "./html-tree.ts";

/** Columns a shop's table may have; a wider one is a page laid out by a table. */
const maxColumns = 30;

/** Null for a table that only lays out the page: what is in it is written as it comes. */
export function tableBlock(table: Element, write: (cell: Element) => string): string | null {
  if (/^(?:presentation|none)$/.test(table.attributes["role"] ?? "")) return null;
  if (findAll(table, ({ tag }) => tag === "table").length > 0) return null;
  const rows = findAll(table, ({ tag }) => tag === "tr").map((row) => cellsOf(row, write));
  const filled = rows.filter((row) => row.some((cell) => cell !== ""));
  const width = filled.reduce((widest, row) => Math.max(widest, row.length), 0);
  if (width < 2 || width > maxColumns || filled.length < 1) return null;
  const caption = findAll(table, ({ tag }) => tag === "caption").map(textOf);
  const line = (row: string[]): string => `| ${Array.from({ length: width }, (_, at) => row[at] ?? "").join(" | ")} |`;
  const [head, ...body] = filled;
  const lines = [line(head!), `|${" --- |".repeat(width)}`, ...body.map(line)];
  return [...caption.filter(Boolean), lines.join("\n")].join("\n\n");
}

/** A cell over several columns is said once, so that the columns behind it stay where they are. */
function cellsOf(row: Element, write: (cell: Element) => string): string[] {
  return findAll(row, ({ tag }) => tag === "td" || tag === "th").flatMap((cell) => {
    const span = Math.min(maxColumns, Math.max(1, Math.trunc(Number(cell.attributes["colspan"] ?? 1)) || 1));
    const text = write(cell)
      .replace(/\s*\n\s*/g, " ")
      .replace(/\|/g, "/");
    return [text, ...Array.from({ length: span - 1 }, () => "")];
  });
}

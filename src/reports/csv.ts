/** Tables as CSV (RFC 4180): commas, quotes doubled, CRLF. A cell a spreadsheet would run as a formula begins with an apostrophe. */
export type Cell = string | number | null;

export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Cell): string {
  if (value === null) return "";
  // A number of ours is no formula, whatever its sign.
  if (typeof value === "number") return String(value);
  const text = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

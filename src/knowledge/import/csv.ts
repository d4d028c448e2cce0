/** A spreadsheet of questions and answers, or of titles and texts: one article for each row. */
import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { AppError } from "../../domain/errors.ts";
import { columnsOf, columnWords, type Column } from "./csv-columns.ts";
import { readFragment } from "./html-page.ts";
import { oneLine, toLanguage, type ReadItems } from "./item.ts";
import { languageOfPath } from "./markdown.ts";

const maxRows = 5_000;
const delimiters = [",", ";", "\t", "|"];

/** AppError `bad_request` when it is no table of that kind. `id` is the file's. */
export function readCsv(text: string, id: string, kind = "csv"): ReadItems {
  const [header, ...rows] = rowsOf(text, id);
  const columns = columnsOf(header ?? []);
  for (const column of ["title", "body"] as const)
    if (columns[column] === undefined)
      throw new AppError(
        "bad_request",
        `${id} has no column for the ${column === "title" ? "question or title" : "answer or text"}. Call one of its columns ${columnWords(column)}; found: ${(header ?? []).map((cell) => cell.slice(0, 40)).join(", ") || "nothing"}.`,
      );
  const read: ReadItems = { items: [], skipped: [] };
  for (const [place, row] of rows.slice(0, maxRows).entries()) addRow(read, row, columns, { place, id, kind });
  if (rows.length > maxRows)
    read.skipped.push({ item: id, why: `${rows.length - maxRows} rows are over the limit of ${maxRows}; split the file` });
  return read;
}

function rowsOf(text: string, id: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 500_000,
      to: maxRows + 1_000,
    });
  } catch (cause) {
    throw new AppError("bad_request", `${id} cannot be read as CSV: ${(cause as Error).message.slice(0, 300)}.`, { cause });
  }
}

/** The one the first line has most of, outside of quotes. Spreadsheets take the one of their country. */
export function delimiterOf(text: string): string {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text.slice(0, 20_000)) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "\n" && counts.size > 0) break;
    if (delimiters.includes(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? ",";
}

type Place = { place: number; id: string; kind: string };

function addRow(read: ReadItems, row: string[], columns: Partial<Record<Column, number>>, { place, id, kind }: Place): void {
  const cell = (column: Column): string => (columns[column] === undefined ? "" : (row[columns[column]] ?? "").trim());
  // The header is line 1 of a sheet.
  const item = `${id}, row ${place + 2}`;
  const title = oneLine(cell("title"), 10_000);
  if (title === "" && cell("body") === "") return;
  if (title === "") return void read.skipped.push({ item, why: "it has no question or title" });
  const body = bodyOf(cell("body"));
  if ("problem" in body) return void read.skipped.push({ item, why: body.problem });
  const isHidden =
    /^(?:agents?|internal|private|draft|intern|entwurf|brouillon|borrador|bozza|rascunho|concept|utkast|kladde|taslak|szkic)$/i.test(
      cell("audience"),
    );
  read.items.push({
    kind,
    id: `${id}#${cell("id").slice(0, 100) || digest(title)}`,
    title: title.length <= 200 ? title : `${title.slice(0, 199)}…`,
    markdown: body.markdown,
    language: toLanguage(cell("language")) ?? languageOfPath(id),
    url: cell("url") || null,
    audience: isHidden ? "agents" : "public",
    questions: title.endsWith("?") ? [title.slice(0, 300)] : [],
    notes: isHidden ? [`for agents only: its row says ${cell("audience")}`] : [],
  });
}

/** Help desks export their texts as HTML in a cell. */
function bodyOf(cell: string): { markdown: string } | { problem: string } {
  if (!/<\/?(?:p|br|div|ul|ol|li|table|h[1-6]|strong|b|a|span)\b[^>]{0,500}>/i.test(cell))
    return { markdown: cell.replace(/\r\n?/g, "\n") };
  return readFragment(cell, null);
}

/** The same question is the same row, wherever in the sheet it stands now. */
const digest = (title: string): string => createHash("sha256").update(title.toLowerCase()).digest("hex").slice(0, 16);

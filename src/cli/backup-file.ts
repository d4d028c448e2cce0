/**
 * The backup file: zstd over text. Lines of `-- {JSON}` say what follows; each table is a COPY statement with its rows and a
 * closing `\.`, as pg_dump writes them, so that the data can be read without Handrail (`zstd -dc FILE`).
 */
import { AppError } from "../domain/errors.ts";

export const backupFormat = 1;

/** `migrations` and `key` are fingerprints: which schema the rows fit, and which secret key opens the credentials in them. */
export type BackupHeader = { format: number; made_at: string; version: string; migrations: string; key: string };
export type TableHead = { table: string; columns: string[] };
/** The last line. Without it the file was cut off. `rows` per table. */
export type BackupEnd = { end: true; rows: Record<string, number> };

export const headerLine = (header: BackupHeader): string => `-- ${JSON.stringify(header)}\n`;
export const endLine = (end: BackupEnd): string => `-- ${JSON.stringify(end)}\n`;
export const tableEnd = "\\.\n";

export function tableLines(head: TableHead): string {
  return `\n-- ${JSON.stringify(head)}\nCOPY ${quoted(head.table)} (${head.columns.map(quoted).join(", ")}) FROM stdin;\n`;
}

/** A name as SQL wants it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export type BackupReader = {
  header(): Promise<BackupHeader>;
  /** The next table, or how the backup ends. Read its `rows` to the end before asking again. */
  next(): Promise<{ head: TableHead; rows: AsyncIterable<Buffer> } | BackupEnd>;
};

/** `source`: the unpacked text. Rows come in pieces of whole lines, about 64 kB each. Throws AppError `bad_request`. */
export function readBackup(source: AsyncIterable<Buffer>): BackupReader {
  const lines = splitLines(source);
  return {
    async header() {
      const header = (await nextStatement(lines)) as Partial<BackupHeader>;
      if (typeof header.format !== "number") throw damaged("it does not begin like a backup");
      if (header.format !== backupFormat)
        throw new AppError(
          "bad_request",
          `The backup has the format ${header.format}, and this Handrail reads the format ${backupFormat}. Use the Handrail that made it (version ${header.version}).`,
        );
      return header as BackupHeader;
    },
    async next() {
      const head = (await nextStatement(lines)) as Partial<TableHead & BackupEnd>;
      if (head.end) return head as BackupEnd;
      if (typeof head.table !== "string" || !Array.isArray(head.columns)) throw damaged("a table has no name");
      if (!(await nextLine(lines))?.toString().startsWith("COPY ")) throw damaged(`the table ${head.table} has no rows`);
      return { head: head as TableHead, rows: tableRows(lines, head.table) };
    },
  };
}

type Lines = AsyncGenerator<Buffer, void>;

async function nextLine(lines: Lines): Promise<Buffer | null> {
  const { value, done } = await lines.next();
  return done ? null : (value as Buffer);
}

async function nextStatement(lines: Lines): Promise<unknown> {
  for (;;) {
    const line = await nextLine(lines);
    if (line === null) throw damaged("it ends too early");
    const text = line.toString().trim();
    if (text === "") continue;
    try {
      if (text.startsWith("-- {")) return JSON.parse(text.slice(3));
    } catch (cause) {
      throw damaged("a line cannot be read", cause);
    }
    throw damaged("it has a line that belongs nowhere");
  }
}

const pieceBytes = 64 * 1024;

async function* tableRows(lines: Lines, table: string): AsyncGenerator<Buffer> {
  let piece: Buffer[] = [];
  let size = 0;
  for (;;) {
    const line = await nextLine(lines);
    if (line === null) throw damaged(`the table ${table} ends too early`);
    // A value that is a backslash and a dot is written with two backslashes, so this can only be the end.
    if (line.length === 3 && line.toString() === tableEnd) break;
    piece.push(line);
    size += line.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(piece);
    piece = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(piece);
}

/** PostgreSQL itself holds no longer value; what goes on without a line end is not one of our files. */
const longestLine = 1 << 30;
const newline = 0x0a;

/** Each line with its line end. */
async function* splitLines(source: AsyncIterable<Buffer>): Lines {
  let begun: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        const rest = chunk.subarray(from, at + 1);
        yield begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
        begun = [];
        length = 0;
        from = at + 1;
      }
      if (from < chunk.length) begun.push(chunk.subarray(from));
      length += chunk.length - from;
      if (length > longestLine) throw damaged("a line does not end");
    }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(`it is cut off, or not a backup (${(error as Error).message})`, error);
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

export function damaged(what: string, cause?: unknown): AppError {
  return new AppError("bad_request", `The backup file cannot be used: ${what}. Nothing was changed.`, cause === undefined ? {} : { cause });
}

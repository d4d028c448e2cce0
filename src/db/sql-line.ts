/**
 * Where in a file of SQL statements the server found a fault. `position` is PostgreSQL's own (characters from 1 in the whole
 * text); faults of running statements have none, and then the statement after the `finished` ones is meant.
 */
export function faultLine(sql: string, position: number | undefined, finished: number): { line?: number; column?: number } {
  if (position !== undefined) return lineAt([...sql], position - 1);
  const start = statementStarts(sql)[finished];
  return start === undefined ? {} : { line: sql.slice(0, start).split("\n").length };
}

function lineAt(characters: string[], offset: number): { line: number; column: number } {
  const before = characters.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return {
    line: before.filter((character) => character === "\n").length + 1,
    column: before.length - lastBreak,
  };
}

/** What is skipped whole: comments, texts, quoted names, dollar quotes. Sticky and linear; the file is our own. */
const skips = [/--[^\n]*/y, /\/\*[\s\S]*?\*\//y, /'[^']*'/y, /"[^"]*"/y, /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y, /\s+/y];

/** Offsets of the first character of every statement. Good for pointing at a line, not for cutting statements apart. */
function statementStarts(sql: string): number[] {
  const starts: number[] = [];
  let isInside = false;
  for (let at = 0; at < sql.length;) {
    const skipped = skips.map((pattern) => match(pattern, sql, at)).find((length) => length > 0) ?? 0;
    if (skipped > 0) {
      at += skipped;
      continue;
    }
    if (sql[at] === ";") isInside = false;
    else if (!isInside) {
      isInside = true;
      starts.push(at);
    }
    at += 1;
  }
  return starts;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

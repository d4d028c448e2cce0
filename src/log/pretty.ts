const colours: Record<string, string> = {
  fatal: "\u001B[31m",
  error: "\u001B[31m",
  warn: "\u001B[33m",
  info: "\u001B[32m",
  debug: "\u001B[36m",
  trace: "\u001B[90m",
};
const grey = "\u001B[90m";
const plain = "\u001B[0m";

/** One JSON log line as one line for a terminal: `12:03:04 info  Listening  port=3000`. */
export function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { level, time, msg, err, error, ...rest } = entry;
  const name = String(level);
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${short(value)}`);
  const fault = (err ?? error) as { message?: string; stack?: string } | undefined;
  const head = `${grey}${String(time).slice(11, 19)}${plain} ${colours[name] ?? ""}${name.padEnd(5)}${plain} ${oneLine(String(msg ?? fault?.message ?? ""))}`;
  const tail = fields.length === 0 ? "" : `  ${grey}${fields.join(" ")}${plain}`;
  const why = fault === undefined ? "" : `\n${grey}${indent(fault.stack ?? short(fault))}${plain}`;
  return `${head}${tail}${why}\n`;
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return oneLine(text.length > 160 ? `${text.slice(0, 160)}…` : text);
}

/** Control characters in a log line could move the cursor or fake another line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001F\u007F]/g, " "); // oxlint-disable-line no-control-regex
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((row) => `    ${oneLine(row)}`)
    .join("\n");
}

/** A YAML file with the place of everything in it, so that each problem can name its line and column. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from "yaml";
import type { Problem } from "../domain/errors.ts";
import type { FilePath } from "./step.ts";

export const maxFileChars = 200_000;

export type YamlSource = {
  value: unknown;
  problems: Problem[];
  /** A problem at the value of `path`, `offset` characters into it; at the key itself with `atKey`. */
  problem(path: FilePath, message: string, mend: string, place?: { offset?: number; atKey?: string }): Problem;
};

export function readYaml(source: string, file: string): YamlSource {
  if (source.length > maxFileChars) {
    const problem: Problem = {
      file,
      line: 1,
      column: 1,
      message: "The file is too long",
      mend: `At most ${maxFileChars.toLocaleString("en")} characters.`,
    };
    return { value: null, problems: [problem], problem: () => problem };
  }
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    schema: "core",
    uniqueKeys: true,
    prettyErrors: false,
    stringKeys: true,
  });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = document.errors.map((error): Problem => ({
    file,
    ...at(error.pos[0]),
    message: plainMessage(error.message),
    mend: yamlMend(error.code),
  }));
  const value = problems.length > 0 ? null : valueOf(document, file, problems);
  return {
    value,
    problems,
    problem: (path, message, mend, place = {}) => ({
      file,
      path: pathText(place.atKey === undefined ? path : [...path, place.atKey]),
      ...at(offsetOf(document, path, place)),
      message,
      mend,
    }),
  };
}

function valueOf(document: Document, file: string, problems: Problem[]): unknown {
  try {
    // Few aliases: enough to share a branch, too few to blow up a small file.
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    problems.push({
      file,
      line: 1,
      column: 1,
      message: error instanceof Error ? error.message : String(error),
      mend: "Write it out instead of using so many aliases.",
    });
    return null;
  }
}

/** "steps[2].choose[0].if" */
function pathText(path: FilePath): string {
  return path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${part}` : part), "");
}

function offsetOf(document: Document, path: FilePath, place: { offset?: number; atKey?: string }): number {
  const node = nodeAt(document, path);
  if (place.atKey !== undefined && isMap(node)) {
    const pair = node.items.find((item: Pair) => isScalar(item.key) && item.key.value === place.atKey);
    if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  const start = node?.range?.[0] ?? 0;
  if (place.offset === undefined || !isScalar(node)) return start;
  // Inside block texts the indentation makes the column a guess; the start of the text is at least never wrong.
  if (node.type === "PLAIN") return start + place.offset;
  return node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? start + 1 + place.offset : start;
}

/** The node at a path or, when it is missing, the nearest one around it. */
function nodeAt(document: Document, path: FilePath): Node | null {
  let node: Node | null = document.contents as Node | null;
  for (const part of path) {
    const next: unknown = isMap(node) || isSeq(node) ? node.get(part, true) : undefined;
    if (!isNode(next)) return node;
    node = next;
  }
  return node;
}

const plainMessage = (message: string): string => message.split(" at line ", 1)[0]!.slice(0, 300);

function yamlMend(code: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "Keep one of the two.";
    case "TAB_AS_INDENT":
      return "Indent with spaces.";
    case "BAD_INDENT":
    case "MULTILINE_IMPLICIT_KEY":
      return "Check the indentation and the colons.";
    default:
      return "Check quotes, colons and indentation; put a text with a colon in quotes.";
  }
}

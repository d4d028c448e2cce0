/** Where things stand in the text of a YAML file. Offsets are UTF-16 units. */
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type YAMLMap } from "yaml";

export type Path = readonly (string | number)[];

/** As the server reads it (src/workflow/yaml-source.ts), so that both see the same file. */
export function parseFile(source: string): Document.Parsed {
  return parseDocument(source, { schema: "core", uniqueKeys: true, prettyErrors: false, stringKeys: true });
}

export function nodeAt(document: Document, path: Path): Node | null {
  let node: unknown = document.contents;
  for (const part of path) node = isMap(node) || isSeq(node) ? node.get(part, true) : undefined;
  return isNode(node) ? node : null;
}

export function pairOf(map: YAMLMap, key: string): Pair<Node, Node | null> | null {
  const found = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  return (found as Pair<Node, Node | null> | undefined) ?? null;
}

export const keysOf = (map: YAMLMap): string[] => map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));

export const startOf = (node: Node): number => node.range?.[0] ?? 0;

/** Where the last character of it stands, plus one: without the comments and blank lines that the parser counts to it. */
export function endOf(node: Node, source: string): number {
  let end = node.range?.[1] ?? 0;
  if (isMap(node) && !node.flow && node.items.length > 0) {
    const { key, value } = node.items.at(-1) as Pair<Node, Node | null>;
    end = value ? Math.max(endOf(value, source), key.range![1]) : key.range![1];
  } else if (isSeq(node) && !node.flow && isNode(node.items.at(-1))) end = endOf(node.items.at(-1) as Node, source);
  else if (isAlias(node)) end = node.range?.[1] ?? end;
  while (end > startOf(node) && /\s/.test(source[end - 1]!)) end--;
  return end;
}

export const lineStart = (source: string, at: number): number => source.lastIndexOf("\n", at - 1) + 1;
/** Behind the line's end. */
export function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end + 1;
}
export const columnOf = (source: string, at: number): number => at - lineStart(source, at);
/** Counts from 1. */
export function lineOf(source: string, at: number): number {
  let line = 1;
  for (let found = source.indexOf("\n"); found !== -1 && found < at; found = source.indexOf("\n", found + 1)) line++;
  return line;
}

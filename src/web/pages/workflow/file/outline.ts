/**
 * A workflow file as the graph shows it: what starts it, what it leaves alone, its steps with their branches, each with its
 * place in the text. Made from the text alone, so that the two cannot come apart.
 */
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { endOf, keysOf, lineOf, nodeAt, parseFile, startOf, type Path } from "./nodes.ts";

/** What the outline has to know of a step of the vocabulary. `nested`: the keys that hold steps; a list holds branches with conditions. */
export type StepKind = { id: string; ends: boolean; nested: readonly { key: string; isList: boolean }[] };

export type Part = {
  /** As in a trace, "steps/3/choose/1"; of a branch with ":branch", because a branch of one step has the same place as the step. */
  id: string;
  kind: "trigger" | "unless" | "step" | "branch";
  path: Path;
  start: number;
  end: number;
  /** Counts from 1, both included. */
  lines: { first: number; last: number };
  /** A step's key; "" when it has none that is known. A branch's: if, else, or the key it hangs under. */
  name: string;
  /** The settings in a line; of a branch its condition. */
  detail: string;
  /** A branch's steps; a step's branches. */
  parts: Part[];
  /** Nothing after it is reached. */
  ends: boolean;
};
/** `value` is the file as data. */
export type Outline = { parts: Part[]; value: Record<string, unknown> };

export const branchId = (path: Path): string => `${path.join("/")}:branch`;

/** Null while the text is not YAML, or no mapping. */
export function outlineOf(source: string, kinds: readonly StepKind[]): Outline | null {
  const document = parseFile(source);
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const read: Reading = { source, kinds };
  const steps = nodeAt(document, ["steps"]);
  const unless = nodeAt(document, ["unless"]);
  return {
    value: document.toJS({ maxAliasCount: 50 }) as Record<string, unknown>,
    parts: [
      triggerPart(document.contents as YAMLMap, nodeAt(document, ["when"]), read),
      ...(unless
        ? [{ ...place(unless, read), id: "unless", kind: "unless", path: ["unless"], name: "unless", detail: textOf(unless) } as Part]
        : []),
      ...(isSeq(steps) ? stepParts(steps.items as Node[], ["steps"], read) : []),
    ],
  };
}

type Reading = { source: string; kinds: readonly StepKind[] };

function place(node: Node, { source }: Reading): Pick<Part, "start" | "end" | "lines" | "parts" | "ends"> {
  return placeFrom(startOf(node), endOf(node, source), source);
}
function placeFrom(start: number, end: number, source: string): Pick<Part, "start" | "end" | "lines" | "parts" | "ends"> {
  return { start, end, lines: { first: lineOf(source, start), last: lineOf(source, Math.max(start, end - 1)) }, parts: [], ends: false };
}

/** The head of the file stands for what starts it when it does not say so yet. */
function triggerPart(file: YAMLMap, when: Node | null, read: Reading): Part {
  const where = when ? place(when, read) : placeFrom(startOf(file), startOf(file), read.source);
  return { ...where, id: "when", kind: "trigger", path: ["when"], name: "when", detail: when ? textOf(when) : "" };
}

function stepParts(items: readonly Node[], at: Path, read: Reading): Part[] {
  return items.map((item, index) => stepPart(item, [...at, index], isMap(item) ? keysOf(item) : [], read));
}

/** `keys`: those of the mapping that belong to the step. */
function stepPart(node: Node, path: Path, keys: readonly string[], read: Reading): Part {
  const kind = read.kinds.find(({ id }) => keys.includes(id));
  const own = { id: path.join("/"), kind: "step", path, name: kind?.id ?? "" } as const;
  if (!isMap(node) || !kind) return { ...place(node, read), ...own, detail: textOf(node) };
  const value = node.get(kind.id, true) as Node | undefined;
  const first = node.items.find(({ key }) => isScalar(key) && keys.includes(String(key.value)))!.key as Node;
  const isNested = kind.nested.some(({ key }) => key === kind.id);
  return {
    ...placeFrom(startOf(first), endOf(node, read.source), read.source),
    ...own,
    detail: value && !isNested ? textOf(value) : "",
    ends: kind.ends,
    parts: kind.nested.flatMap(({ key, isList }) =>
      keys.includes(key) ? branchesAt(node.get(key, true) as Node, key, [...path, key], isList, read) : [],
    ),
  };
}

function branchesAt(node: Node, key: string, path: Path, isList: boolean, read: Reading): Part[] {
  if (!isList) return isMap(node) ? [branchPart(node, key, path, [], read)] : [];
  if (!isSeq(node)) return [];
  return (node.items as Node[]).map((item, index) => {
    if (!isMap(item))
      return {
        ...place(item, read),
        id: branchId([...path, index]),
        kind: "branch",
        path: [...path, index],
        name: "",
        detail: textOf(item),
      };
    const name = item.has("if") ? "if" : "else";
    return branchPart(item, name, [...path, index], [name], read);
  });
}

function branchPart(node: YAMLMap, name: string, path: Path, besides: readonly string[], read: Reading): Part {
  const steps = node.get("steps", true) as Node | undefined;
  const keys = keysOf(node).filter((key) => !besides.includes(key));
  const condition = name === "if" ? (node.get("if", true) as Node | undefined) : undefined;
  return {
    ...place(node, read),
    id: branchId(path),
    kind: "branch",
    path,
    name,
    detail: condition ? textOf(condition) : "",
    parts: isSeq(steps)
      ? stepParts(steps.items as Node[], [...path, "steps"], read)
      : keys.length > 0
        ? [stepPart(node, path, keys, read)]
        : [],
  };
}

/** In one line: a text as it is, a mapping as its values. */
function textOf(node: Node): string {
  return shortly(node.toJSON()).replaceAll(/\s+/g, " ").trim();
}
function shortly(value: unknown): string {
  if (Array.isArray(value)) return value.map(shortly).join(", ");
  if (value !== null && typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${shortly(one)}`)
      .join("; ");
  return value === null || value === undefined ? "" : String(value);
}

/** In the order of the text, each before what is in it. */
export const allParts = (parts: readonly Part[]): Part[] => parts.flatMap((part) => [part, ...allParts(part.parts)]);

/** The smallest one around this place of the text; null outside of all. */
export function partAt(parts: readonly Part[], offset: number): Part | null {
  const around = allParts(parts).filter(({ start, end }) => start <= offset && offset <= end);
  return around.reduce<Part | null>((best, part) => (!best || part.end - part.start <= best.end - best.start ? part : best), null);
}

/** "steps[2].choose[0].if" as a path. */
export function readPath(text: string): (string | number)[] {
  return text
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The one a problem with this path belongs to: a condition's to its branch, everything else to the innermost step. */
export function partOfPath(parts: readonly Part[], path: Path): Part | null {
  const holds = allParts(parts).filter((part) => part.path.every((one, at) => one === path[at]));
  const depth = Math.max(-1, ...holds.map((part) => part.path.length));
  const deepest = holds.filter((part) => part.path.length === depth);
  const isOfBranch = ["if", "else"].includes(String(path[depth] ?? ""));
  const branch = deepest.find(({ kind }) => kind === "branch");
  return (isOfBranch ? branch : undefined) ?? deepest.findLast(({ kind }) => kind !== "branch") ?? branch ?? null;
}

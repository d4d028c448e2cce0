/**
 * Changes to a YAML file that leave everything else in it as it is, byte for byte: the parsed document says where things stand,
 * and only the text of what changes is written anew. (Printing the whole document would fold lines and pad brackets all over.)
 */
import { Document, isMap, isPair, isScalar, isSeq, Scalar, visit, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { columnOf, endOf, lineEnd, lineStart, nodeAt, pairOf, parseFile, startOf, type Path } from "./nodes.ts";

type Value = unknown;
const longest = 100;

/** A value as text in a block of this indentation; small mappings and lists of plain values on one line. */
function blockText(value: Value, indent: number): string {
  const document = new Document(value);
  visit(document, {
    Collection(_key, node, path) {
      const isLeaf = node.items.every((item) => !isCollection("value" in (item as object) ? (item as { value: unknown }).value : item));
      if (isPair(path.at(-1)) && isLeaf && JSON.stringify(node.toJSON()).length < longest) node.flow = true;
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .trimEnd()
    .replaceAll("\n", `\n${" ".repeat(indent)}`);
}
const isCollection = (node: unknown): boolean => isMap(node) || isSeq(node);

/** A value as text that may stand inside brackets. */
function flowText(value: Value): string {
  const document = new Document([value]);
  (document.contents as unknown as YAMLSeq).flow = true;
  return document.toString({ lineWidth: 0 }).trim().slice(1, -1).trim();
}

/** What stands behind "key:" of a block mapping whose keys have this indentation. */
function afterColon(value: Value, indent: number, before: Node | null): string {
  if (value === null || typeof value !== "object") return ` ${scalarText(value, indent, before)}`;
  const flow = flowText(value);
  const isSmall =
    flow.length < longest && !Object.values(value).some((one) => one !== null && typeof one === "object" && !Array.isArray(one));
  if (isSmall || Object.keys(value).length === 0) return ` ${flow}`;
  return `\n${" ".repeat(indent + 2)}${blockText(value, indent + 2)}`;
}

/** In quotes where it needs them. A text that was folded over lines and is long stays so. */
function scalarText(value: Value, indent: number, before: Node | null): string {
  const scalar = new Scalar(value);
  const isFolded = isScalar(before) && before.type === "BLOCK_FOLDED" && String(value).length > longest;
  if (isFolded) scalar.type = "BLOCK_FOLDED";
  const document = new Document();
  document.contents = scalar as never;
  return document
    .toString({ lineWidth: isFolded ? 120 - indent : 0 })
    .trimEnd()
    .replaceAll("\n", `\n${" ".repeat(isFolded ? indent + 2 : indent)}`);
}

const splice = (source: string, from: number, to: number, text: string): string => source.slice(0, from) + text + source.slice(to);

/** Sets the value at a path, adding the last key of it where it is missing; `undefined` takes the key away. */
export function setValue(source: string, path: Path, value: Value): string {
  const document = parseFile(source);
  const key = path.at(-1)!;
  const parent = path.length === 1 ? (document.contents as Node | null) : nodeAt(document, path.slice(0, -1));
  if (isMap(parent)) return value === undefined ? withoutKey(source, parent, String(key)) : withKey(source, parent, String(key), value);
  if (isSeq(parent) && value !== undefined) return withItem(source, parent, Number(key), value);
  // Nothing to hang it under yet: the mapping above comes with it.
  return value === undefined ? source : setValue(source, path.slice(0, -1), { [key]: value });
}

function withKey(source: string, map: YAMLMap, key: string, value: Value): string {
  const pair = pairOf(map, key);
  if (!pair) return withNewKey(source, map, key, value);
  const colon = source.indexOf(":", pair.key.range![1]) + 1;
  const end = pair.value ? Math.max(colon, endOf(pair.value, source)) : colon;
  const text = map.flow ? ` ${flowText(value)}` : afterColon(value, columnOf(source, startOf(pair.key)), pair.value);
  return splice(source, colon, end, text);
}

function withNewKey(source: string, map: YAMLMap, key: string, value: Value): string {
  const end = endOf(map, source);
  if (map.flow) {
    const inside = end - 1 - (/\s*$/.exec(source.slice(0, end - 1))?.[0].length ?? 0);
    return splice(source, inside, end - 1, `${map.items.length > 0 ? "," : ""} ${key}: ${flowText(value)} `);
  }
  const indent = columnOf(source, startOf(map));
  return insertLine(source, lineEnd(source, end), `${" ".repeat(indent)}${key}:${afterColon(value, indent, null)}`);
}

/** `at` is the start of a line, or the end of a file that may lack its last line end. */
function insertLine(source: string, at: number, line: string): string {
  const isCut = at > 0 && source[at - 1] !== "\n";
  return splice(source, at, at, `${isCut ? "\n" : ""}${line}\n`);
}

function withoutKey(source: string, map: YAMLMap, key: string): string {
  const pair = pairOf(map, key);
  if (!pair) return source;
  const at = map.items.indexOf(pair as never);
  const [start, next, before] = [startOf(pair.key), map.items[at + 1], map.items[at - 1]];
  const end = Math.max(pair.key.range![1] + 1, pair.value ? endOf(pair.value, source) : 0);
  if (map.items.length === 1) return map.flow ? splice(source, start, end, "") : splice(source, start, end, "{}");
  if (at === 0) return splice(source, start, startOf(next!.key as Node), "");
  if (map.flow) return splice(source, endOf((before!.value ?? before!.key) as Node, source), end, "");
  return splice(source, lineStart(source, start), lineEnd(source, end), "");
}

function withItem(source: string, seq: YAMLSeq, index: number, value: Value): string {
  const item = seq.items[index] as Node;
  const text = seq.flow ? flowText(value) : blockText(value, columnOf(source, startOf(item)));
  return splice(source, startOf(item), endOf(item, source), text);
}

/** Where an item stands: `lead` are the comments and blank lines between the one before it and its dash. */
type Place = { lead: number; dash: number; end: number };
function placesOf(source: string, seq: YAMLSeq): Place[] {
  let before = -1;
  return (seq.items as Node[]).map((item) => {
    const dash = lineStart(source, source.lastIndexOf("-", startOf(item) - 1));
    const end = lineEnd(source, Math.max(startOf(item), endOf(item, source) - 1));
    const lead = before === -1 ? dash : before;
    before = end;
    return { lead, dash, end };
  });
}
/** A comment after a blank line heads a group of items and stays where it is; one right above an item goes with it. */
const isHeading = (lead: string): boolean => /^\s*$/m.test(lead.replace(/\n$/, "")) && lead.includes("#");

/** The list at `path`; an item comes to stand at `index`. A list that is not there yet is begun. */
export function insertItem(source: string, path: Path, index: number, value: Value): string {
  const seq = nodeAt(parseFile(source), path);
  if (!isSeq(seq) || seq.flow || seq.items.length === 0) {
    const items: unknown[] = isSeq(seq) ? (seq.toJSON() as unknown[]) : [];
    return setBlock(source, path, items.toSpliced(index, 0, value));
  }
  const places = placesOf(source, seq);
  const indent = columnOf(source, source.lastIndexOf("-", startOf(seq.items[0] as Node) - 1));
  const at = index === 0 ? places[0]!.dash : places[Math.min(index, places.length) - 1]!.end;
  return insertLine(source, at, `${" ".repeat(indent)}- ${blockText(value, indent + 2)}`);
}

/** As setValue, and always over several lines. */
function setBlock(source: string, path: Path, value: readonly unknown[]): string {
  const document = parseFile(source);
  const parent = path.length === 1 ? document.contents : nodeAt(document, path.slice(0, -1));
  const pair = isMap(parent) && !parent.flow ? pairOf(parent as YAMLMap, String(path.at(-1))) : null;
  if (!pair) return setValue(source, path, value);
  const [indent, colon] = [columnOf(source, startOf(pair.key)) + 2, source.indexOf(":", pair.key.range![1]) + 1];
  const end = pair.value ? Math.max(colon, endOf(pair.value, source)) : colon;
  return splice(source, colon, end, `\n${" ".repeat(indent)}${blockText(value, indent)}`);
}

export function removeItem(source: string, path: Path, index: number): string {
  const seq = nodeAt(parseFile(source), path);
  if (!isSeq(seq)) return source;
  if (seq.flow || seq.items.length === 1) return setValue(source, path, (seq.toJSON() as unknown[]).toSpliced(index, 1));
  const { lead, dash, end } = placesOf(source, seq)[index]!;
  return splice(source, isHeading(source.slice(lead, dash)) ? dash : lead, end, "");
}

/** Exchanges an item with the one after it. */
export function swapItems(source: string, path: Path, index: number): string {
  const seq = nodeAt(parseFile(source), path);
  if (!isSeq(seq) || index < 0 || index + 1 >= seq.items.length) return source;
  if (seq.flow) {
    const [one, other] = [seq.items[index] as Node, seq.items[index + 1] as Node];
    const [first, second] = [one, other].map((node) => source.slice(startOf(node), endOf(node, source)));
    const changed = splice(source, startOf(other), endOf(other, source), first!);
    return splice(changed, startOf(one), endOf(one, source), second!);
  }
  const [one, other] = placesOf(source, seq).slice(index, index + 2) as [Place, Place];
  const whole = source.endsWith("\n") || other.end < source.length ? source : `${source}\n`;
  const end = whole === source ? other.end : whole.length;
  const own = (place: Place, to: number) => {
    const stays = isHeading(source.slice(place.lead, place.dash)) ? source.slice(place.lead, place.dash) : "";
    return { stays, text: whole.slice(stays ? place.dash : place.lead, to) };
  };
  const [first, second] = [own(one, one.end), own(other, end)];
  return splice(whole, one.lead, end, first.stays + second.text + second.stays + first.text);
}

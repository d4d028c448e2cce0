/** Expressions of Liquid (paths, literals, comparisons) as functions, with the type and the name of what they read. */
import { fieldsOf, factNames, singleFact, listItems, type FactField } from "../domain/fact-catalog.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { Writing } from "./compile-template.ts";
import type { Token } from "./liquid-tree.ts";

/** A loop variable: the type of its items, its place in Writing.loops and the fact it walks over. */
export type Loop = { name: string; type: string; slot: number; root: string | null };

export type Compiled = {
  get(writing: Writing): unknown;
  /** Fact type without "?", a group's name, or "any". */
  type: string;
  /** Top-level fact it reads; null for literals and computed values. */
  root: string | null;
  /** Dotted name with indices, e.g. "order.lines[0].title". */
  field(writing: Writing): string;
  /** As written, for messages. */
  name: string;
};
/** `roots`: every fact it mentions. */
export type Expression = Compiled & { roots: readonly string[] };

type Report = (message: string, mend: string, at?: number) => void;

const roots: readonly string[] = [...factNames, "handover", "wish", "voice"];

export function compileExpression(postfix: readonly Token[], loops: readonly Loop[], report: Report): Expression {
  const operands: Compiled[] = [];
  for (const token of postfix) {
    if (token.operator !== undefined) operands.push(operate(token.operator, operands));
    else operands.push(token.props ? path(token, loops, report) : literal(token, report));
  }
  const result = operands.at(-1) ?? constant(undefined, "any");
  const mentioned = postfix.flatMap((token) => (token.props ? [rootOf(token, loops)] : [])).filter((root) => root !== null);
  return { ...result, roots: mentioned };
}

/** Liquid: everything but false and nil is true. */
export function truthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined;
}

function operate(operator: string, operands: Compiled[]): Compiled {
  const right = operands.pop() ?? constant(null, "any");
  if (operator === "not") return computed((writing) => !truthy(right.get(writing)));
  const left = operands.pop() ?? constant(null, "any");
  const compare = comparisons[operator];
  if (!compare) return constant(false, "yes_no");
  return computed((writing) => compare(left.get(writing), right.get(writing)));
}

const blank = Symbol("blank");
const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
const same = (a: unknown, b: unknown): boolean => (a === blank ? isBlank(b) : b === blank ? isBlank(a) : (a ?? null) === (b ?? null));
const ordered =
  (test: (a: number | string, b: number | string) => boolean) =>
  (a: unknown, b: unknown): boolean =>
    (typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string") ? test(a, b) : false;

const comparisons: Record<string, (a: unknown, b: unknown) => boolean> = {
  "==": same,
  "!=": (a, b) => !same(a, b),
  ">": ordered((a, b) => a > b),
  "<": ordered((a, b) => a < b),
  ">=": ordered((a, b) => a >= b),
  "<=": ordered((a, b) => a <= b),
  contains: (a, b) => (typeof a === "string" ? a.includes(String(b)) : Array.isArray(a) && a.includes(b)),
  and: (a, b) => truthy(a) && truthy(b),
  or: (a, b) => truthy(a) || truthy(b),
};

function computed(get: Compiled["get"]): Compiled {
  return { get, type: "yes_no", root: null, field: () => "", name: "this" };
}

function constant(value: unknown, type: string): Compiled {
  return { get: () => value, type, root: null, field: () => "", name: "this" };
}

function literal(token: Token, report: Report): Compiled {
  if (token.lhs) {
    report("Ranges are not available", "Use for with a list.", token.begin);
    return constant(null, "any");
  }
  if (token.literal === "nil" || token.literal === "null") return constant(null, "any");
  if (token.literal === "blank" || token.literal === "empty") return constant(blank, "any");
  return constant(token.content, typeof token.content === "number" ? "number" : typeof token.content === "boolean" ? "yes_no" : "text");
}

function rootOf(token: Token, loops: readonly Loop[]): string | null {
  const name = String(token.props?.[0]?.content ?? "");
  const loop = loops.findLast((one) => one.name === name);
  return loop ? loop.root : roots.includes(name) ? name : null;
}

/** A path such as order.number or line.title, followed through the catalog. */
function path(token: Token, loops: readonly Loop[], report: Report): Compiled {
  const props = token.props ?? [];
  const names = props.map((prop) => prop.content);
  const written = names.join(".");
  if (token.variable || names.some((name) => typeof name !== "string" && typeof name !== "number")) {
    report("Facts are written as plain names", "e.g. order.number", token.begin);
    return constant(null, "any");
  }
  const keys = names as (string | number)[];
  if (keys[0] === "forloop") return forloop(keys, loops, report, token.begin);
  const loop = loops.findLast((one) => one.name === keys[0]);
  const start = loop ? loop.type : startType(String(keys[0]), report, token.begin);
  const rest = keys.slice(1);
  const type = rest.reduce<string>((before, key) => next(before, key, report, token.begin), start);
  const tail = rest.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  if (!loop) {
    const root = String(keys[0]);
    return { get: getter(root, rest), type, root, field: () => root + tail, name: written };
  }
  const { slot } = loop;
  const field = (writing: Writing): string => `${writing.loops[slot]!.field}[${writing.loops[slot]!.index}]${tail}`;
  return {
    get: (writing) => follow(writing.loops[slot]!.item, rest),
    type,
    root: loop.root,
    field,
    name: written,
  };
}

/** The usual path has two parts; the others take the general way. */
function getter(root: string, rest: readonly (string | number)[]): Compiled["get"] {
  const [key, ...more] = rest;
  if (key !== undefined && more.length === 0 && key !== "size" && key !== "first" && key !== "last") {
    return ({ facts }) => {
      const group = facts[root] as Record<string, unknown> | null | undefined;
      return group !== null && group !== undefined && Object.hasOwn(group, key) ? group[key] : undefined;
    };
  }
  return ({ facts }) => follow(facts[root], rest);
}

function follow(value: unknown, keys: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of keys) {
    if (at === null || typeof at !== "object") return undefined;
    if (Array.isArray(at))
      at =
        typeof key === "number" ? at[key] : key === "size" ? at.length : key === "first" ? at[0] : key === "last" ? at.at(-1) : undefined;
    else at = Object.hasOwn(at, key) ? (at as Record<string | number, unknown>)[key] : undefined;
  }
  return at;
}

function startType(name: string, report: Report, at: number | undefined): string {
  if (fieldsOf(name)) return `group ${name}`;
  const single = singleFact(name);
  if (single) return single[0].replace("?", "");
  const near = nearestName(name, roots);
  report(`There is no fact "${name}"`, near ? `Did you mean "${near}"?` : `Known: ${roots.join(", ")}.`, at);
  return "any";
}

function next(type: string, key: string | number, report: Report, at: number | undefined): string {
  if (type === "any") return "any";
  if (type.startsWith("list<")) {
    if (key === "size") return "number";
    return typeof key === "number" || key === "first" || key === "last"
      ? type.slice(5, -1)
      : unknown(String(key), ["size", "first", "last"], type, report, at);
  }
  const fields =
    type === "money"
      ? moneyFields
      : ((Object.hasOwn(listItems, type) ? listItems[type] : undefined) ??
        (type.startsWith("group ") ? fieldsOf(type.slice(6)) : undefined));
  if (!fields) return unknown(String(key), [], type, report, at);
  if (!Object.hasOwn(fields, key)) return unknown(String(key), Object.keys(fields), type.replace("group ", ""), report, at);
  return fields[key]![0].replace("?", "");
}

const moneyFields: Record<string, FactField> = { value: ["number", ""], currency: ["text", ""] };

function unknown(name: string, names: readonly string[], owner: string, report: Report, at: number | undefined): string {
  const near = nearestName(name, names);
  report(
    `There is no field "${name}" in ${owner}`,
    near ? `Did you mean "${near}"?` : names.length > 0 ? `Known: ${names.join(", ")}.` : "It has no fields.",
    at,
  );
  return "any";
}

function forloop(keys: readonly (string | number)[], loops: readonly Loop[], report: Report, at: number | undefined): Compiled {
  const loop = loops.at(-1);
  const key = keys[1];
  if (!loop || (key !== "first" && key !== "last" && key !== "index")) {
    report("Of forloop there are first, last and index, inside a for", "e.g. {% unless forloop.last %}, {% endunless %}", at);
    return constant(null, "any");
  }
  return {
    ...constant(null, key === "index" ? "number" : "yes_no"),
    get({ loops: running }) {
      const { index, count } = running[loop.slot]!;
      return key === "first" ? index === 0 : key === "last" ? index === count - 1 : index + 1;
    },
  };
}

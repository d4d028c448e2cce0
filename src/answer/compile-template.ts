/** From a Liquid tree to a function that writes a reply and notes, for each fact, where it stands and where it came from. */
import { AppError, type Problem } from "../domain/errors.ts";
import type { Evidence } from "../domain/run.ts";
import { truthy, type Expression, type Loop } from "./compile-expression.ts";
import { compileFilter, expression, need, output, report } from "./compile-output.ts";
import type { Style } from "./formats.ts";
import type { Node, ValueNode } from "./liquid-tree.ts";

export type Facts = Readonly<Record<string, unknown>>;
export type SourceTable = Readonly<Record<string, { source: string; at: string }>>;
export type Writing = {
  text: string;
  evidence: Evidence[];
  facts: Facts;
  sources: SourceTable;
  style: Style;
  /** The brand's greeting and sign-off in this language. */
  voice?(piece: "greeting" | "sign_off"): Write;
  /** What stands for a fact that is not known; without it, such a text cannot be written. */
  blank?(field: string): string;
  loops: { item: unknown; index: number; count: number; field: string }[];
};
export type Write = (writing: Writing) => void;

/** `needs`: facts used outside any condition on them, by top-level name. */
export type Compilation = { write: Write; needs: Set<string>; problems: Problem[] };

export type Place = { file: string; source: string };
export type Compiler = { place: Place; needs: Set<string>; problems: Problem[] };

const maxReplyChars = 20_000;

export function compileTemplate(nodes: readonly Node[], place: Place): Compilation {
  const compiler: Compiler = { place, needs: new Set(), problems: [] };
  const write = sequence(nodes, compiler, [], new Set());
  return { write, needs: compiler.needs, problems: compiler.problems };
}

function sequence(nodes: readonly Node[], compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  const writes = nodes.map((node) => compileNode(node, compiler, loops, guarded));
  return (writing) => {
    for (const write of writes) write(writing);
  };
}

function compileNode(node: Node, compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  if (node.str !== undefined) return literal(node.str);
  if (node.name === undefined && node.value) return output(node.value, node.token.begin, compiler, loops, guarded);
  switch (node.name) {
    case "if":
    case "unless":
      return branching(node, compiler, loops, guarded);
    case "case":
      return cases(node, compiler, loops, guarded);
    case "for":
      return repeat(node, compiler, loops, guarded);
    case "raw":
      return literal(((node as unknown as { tokens?: { getText(): string }[] }).tokens ?? []).map((token) => token.getText()).join(""));
    default:
      return () => {};
  }
}

/** Text of the template itself. Empty lines that tags leave behind are dropped here, where no offset is disturbed. */
function literal(str: string): Write {
  const tidy = str
    .split("\n")
    .map((line, index, all) => (index < all.length - 1 ? line.trimEnd() : line))
    .join("\n")
    .replace(/\n\n\n+/g, "\n\n");
  const afterBreak = tidy.replace(/^\n+/, "");
  const leading = tidy.length - afterBreak.length;
  return (writing) => {
    const { text } = writing;
    if (text === "") writing.text = tidy.trimStart();
    else if (leading === 0 || !text.endsWith("\n")) writing.text = text + tidy;
    else writing.text = text.endsWith("\n\n") ? text + afterBreak : text + "\n".repeat(Math.min(leading, 1)) + afterBreak;
    if (writing.text.length > maxReplyChars) throw new AppError("template_invalid", "The reply became too long");
  };
}

function branching(node: Node, compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  const inside = new Set(guarded);
  const branches = (node.branches ?? []).map((branch, index) => {
    const test = condition(branch.value!, compiler, loops, node.token.begin);
    for (const root of test.roots) inside.add(root);
    // `unless` turns only its first condition around; its elsif are ordinary.
    const isTurned = node.name === "unless" && index === 0;
    return {
      holds: (writing: Writing) => truthy(test.get(writing)) !== isTurned,
      write: sequence(branch.templates, compiler, loops, inside),
    };
  });
  const otherwise = sequence(node.elseTemplates ?? [], compiler, loops, inside);
  return (writing) => (branches.find((branch) => branch.holds(writing))?.write ?? otherwise)(writing);
}

function condition(value: ValueNode, compiler: Compiler, loops: readonly Loop[], begin: number): Expression {
  const initial = expression(value.initial.postfix, compiler, loops, begin);
  if (value.filters.length === 0) return initial;
  const steps = value.filters.map((filter) => compileFilter(filter, compiler, loops, begin));
  steps.reduce((type, step) => step.check(type), initial.type);
  return {
    ...initial,
    get: (writing) =>
      steps.reduce(
        (result, step) => (result === null || result === undefined ? result : step.apply(result, writing)),
        initial.get(writing),
      ),
  };
}

function cases(node: Node, compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  const target = condition(node.value!, compiler, loops, node.token.begin);
  const inside = new Set([...guarded, ...target.roots]);
  const branches = (node.branches ?? []).map((branch) => ({
    values: (branch.values ?? []).map((token) => expression([token], compiler, loops, node.token.begin)),
    write: sequence(branch.templates, compiler, loops, inside),
  }));
  const otherwise = sequence(node.elseTemplates ?? [], compiler, loops, inside);
  return (writing) => {
    const value = target.get(writing);
    (branches.find((branch) => branch.values.some((one) => one.get(writing) === value))?.write ?? otherwise)(writing);
  };
}

function repeat(node: Node, compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  const list = expression([node.collection!], compiler, loops, node.token.begin);
  const item = list.type.startsWith("list<") ? list.type.slice(5, -1) : null;
  if (item === null) report(compiler, node.token.begin, `${list.name} is no list`, "Use for with a list such as order.lines.");
  const { limit, ...others } = node.hash?.hash ?? {};
  const most = limit === undefined ? 50 : limit.content;
  if (typeof most !== "number" || Object.keys(others).length > 0)
    report(compiler, node.token.begin, "Only `limit` with a number can follow in a for", "e.g. {% for line in order.lines limit: 5 %}");
  if (list.root) need(list.root, compiler, guarded);
  const slot = loops.length;
  const body = sequence(
    node.templates ?? [],
    compiler,
    [...loops, { name: node.variable ?? "", type: item ?? "any", slot, root: list.root }],
    guarded,
  );
  const otherwise = sequence(node.elseTemplates ?? [], compiler, loops, guarded);
  return (writing) => {
    const value = list.get(writing);
    const items = Array.isArray(value) ? value.slice(0, Math.min(50, Number(most))) : [];
    if (items.length === 0) return otherwise(writing);
    const field = list.field(writing);
    for (const [index, one] of items.entries()) {
      writing.loops[slot] = { item: one, index, count: items.length, field };
      body(writing);
    }
  };
}

/** Outputs of a template: `{{ fact | filter }}` as a function that writes the fact and notes its evidence. */
import { AppError } from "../domain/errors.ts";
import { clean, safeUrl } from "./clean.ts";
import { compileExpression, type Compiled, type Expression, type Loop } from "./compile-expression.ts";
import type { Compiler, Write, Writing } from "./compile-template.ts";
import { filters } from "./filters.ts";
import { writeNumber } from "./formats.ts";
import type { FilterNode, Token, ValueNode } from "./liquid-tree.ts";

const maxListChars = 4_000;

export function output(value: ValueNode, begin: number, compiler: Compiler, loops: readonly Loop[], guarded: ReadonlySet<string>): Write {
  const initial = expression(value.initial.postfix, compiler, loops, begin);
  const piece = /^voice\.(greeting|sign_off)$/.exec(initial.name)?.[1] as "greeting" | "sign_off" | undefined;
  if (piece && value.filters.length === 0) return (writing) => writing.voice?.(piece)(writing);
  const fallbackNode = value.filters[0]?.name === "default" ? value.filters[0] : undefined;
  const fallback = fallbackNode && argument(fallbackNode.args[0], compiler, loops);
  const steps = value.filters.filter((filter) => filter !== fallbackNode).map((filter) => compileFilter(filter, compiler, loops, begin));
  const type = steps.reduce((before, step) => step.check(before), initial.type);
  checkWritable(type, initial, compiler, begin);
  if (initial.root && !fallback) need(initial.root, compiler, guarded);
  return (writing) => {
    let from: Compiled = initial;
    let raw = initial.get(writing);
    if ((raw === null || raw === undefined || raw === "") && fallback) [from, raw] = [fallback, fallback.get(writing)];
    if (raw === null || raw === undefined || raw === "") return leaveOut(from, writing, compiler);
    // A literal stands for a missing fact as it is, without the filters meant for the fact.
    let shown: unknown = raw;
    if (from.root || !fallback) for (const step of steps) shown = step.apply(shown, writing);
    const text = written(shown, from.type, writing);
    if (text === null) return leaveOut(from, writing, compiler);
    emit(writing, from, raw, text);
  };
}

function emit(writing: Writing, from: Compiled, raw: unknown, text: string): void {
  const start = writing.text.length;
  writing.text += text;
  if (!from.root) return;
  const field = from.field(writing);
  const known = writing.sources[field] ?? writing.sources[from.root];
  const source = known?.source ?? (from.root === "now" ? "clock" : from.root === "handover" ? "desk" : from.root);
  writing.evidence.push({
    text,
    start,
    end: start + text.length,
    source,
    field,
    value: plainValue(raw),
    at: known?.at ?? writing.style.now,
  });
}

/** Null: nothing is left of it that could be written. */
function written(value: unknown, type: string, writing: Writing): string | null {
  if (typeof value === "number") return writeNumber(value, writing.style);
  const text = type === "url" ? safeUrl(String(value)) : clean(String(value), type.startsWith("list<") ? maxListChars : undefined);
  return text === "" ? null : text;
}

/** A reply without it is no reply; a person's text gets a place that is still to be filled in. */
function leaveOut(from: Compiled, writing: Writing, compiler: Compiler): void {
  const field = from.root ? from.field(writing) : "a fact";
  if (writing.blank) return void (writing.text += writing.blank(field));
  throw new AppError("fact_missing", `The reply needs ${field}, which is not known (${compiler.place.file})`);
}

function plainValue(raw: unknown): string {
  if (typeof raw !== "object" || raw === null) return String(raw);
  if (Array.isArray(raw)) return raw.map(plainValue).join("; ");
  const fact = raw as { value?: number; currency?: string; title?: string; quantity?: number };
  if (fact.currency !== undefined) return `${fact.value} ${fact.currency}`;
  return fact.title === undefined ? JSON.stringify(raw) : `${fact.quantity} × ${fact.title}`;
}

type FilterStep = { check(type: string): string; apply(value: unknown, writing: Writing): unknown };

export function compileFilter(node: FilterNode, compiler: Compiler, loops: readonly Loop[], begin: number): FilterStep {
  const filter = filters[node.name]!;
  const args = node.args.map((arg) => argument(arg, compiler, loops));
  const [least, most] = filter.args;
  if (args.length < least || args.length > most)
    report(compiler, begin, `The filter "${node.name}" takes ${least === most ? least : `${least} to ${most}`} arguments`, filter.about);
  if (node.name === "default") report(compiler, begin, "`default` has to be the first filter", "Write {{ fact | default: other | … }}.");
  const written = node.args.map((arg) => (Array.isArray(arg) ? undefined : arg.content));
  const fault = args.length >= least ? filter.check?.(written) : null;
  if (fault) report(compiler, begin, `The filter "${node.name}" does not know this argument`, fault);
  return {
    check(type) {
      const fits =
        type === "any" || filter.takes.some((taken) => taken === "any" || taken === type || (taken === "list" && type.startsWith("list<")));
      if (!fits) report(compiler, begin, `The filter "${node.name}" does not take a ${type}`, filter.about);
      return filter.gives === "same" ? type : filter.gives;
    },
    apply: (value, writing) =>
      filter.apply(
        value,
        args.map((arg) => arg.get(writing)),
        writing.style,
      ),
  };
}

function argument(arg: Token | [string, Token] | undefined, compiler: Compiler, loops: readonly Loop[]): Compiled {
  const token = Array.isArray(arg) ? arg[1] : arg;
  return expression(token ? [token] : [], compiler, loops, token?.begin ?? 0);
}

const filterFor: Record<string, string> = {
  money: "| money",
  time: '| date: "long" or | relative_day',
  "list<text>": "| list",
  "list<line>": "| items",
};

function checkWritable(type: string, from: Compiled, compiler: Compiler, begin: number): void {
  if (["text", "number", "url", "any"].includes(type)) return;
  const mend = filterFor[type] ? `Write {{ … ${filterFor[type]} }}.` : "Use it in a condition or a for loop.";
  report(compiler, begin, `${from.name} is a ${type} and cannot be written as it is`, mend);
}

export function expression(postfix: readonly Token[], compiler: Compiler, loops: readonly Loop[], begin: number): Expression {
  return compileExpression(postfix, loops, (message, mend, at) => report(compiler, at ?? begin, message, mend));
}

export function need(root: string, compiler: Compiler, guarded: ReadonlySet<string>): void {
  if (root !== "voice" && !guarded.has(root)) compiler.needs.add(root);
}

export function report(compiler: Compiler, offset: number, message: string, mend: string): void {
  const before = compiler.place.source.slice(0, offset).split("\n");
  compiler.problems.push({
    file: compiler.place.file,
    line: before.length,
    column: before.at(-1)!.length + 1,
    message,
    mend,
  });
}

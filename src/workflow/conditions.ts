/**
 * Conditions are CEL. They are checked against the types of the facts when a file is loaded, so that a typo is an error
 * with a position and not a silent false; evaluating one takes about a fifth of a microsecond.
 */
import type { ASTNode } from "@marcbachmann/cel-js";
import { AppError } from "../domain/errors.ts";
import { workflowVocabulary, type Vocabulary } from "../domain/fact-catalog.ts";
import { nearestName } from "../domain/nearest-name.ts";
import { checkingEnvironment, pattern, runningEnvironment } from "./condition-types.ts";
import type { Facts } from "./facts.ts";

/** `roots` are the facts it reads with their offsets; `paths` what a person wants to see beside it ("order.status"). */
export type Condition = {
  source: string;
  test(facts: Facts): boolean;
  roots: { name: string; start: number; end: number }[];
  paths: string[];
};
/** Offsets are UTF-16 units into the condition. */
export type ConditionFault = { message: string; mend: string; start: number; end: number };

export const maxConditionChars = 1_000;
const maxCached = 5_000;

const running = runningEnvironment();

export type ConditionLanguage = {
  /** Compiles a condition, or says what is wrong with it. Cached by its text. */
  compile(source: string): Condition | { fault: ConditionFault };
  /** Whether a condition that was checked before holds. Throws AppError fact_missing when a fact in it is not known. */
  holds(source: string, facts: Facts): boolean;
};

/** The conditions of one kind of file, over the facts that kind knows. */
export function conditionLanguage(vocabulary: Vocabulary): ConditionLanguage {
  const names = [...Object.keys(vocabulary.groups), ...Object.keys(vocabulary.singles)];
  const words: Words = { vocabulary, names, checking: checkingEnvironment(vocabulary) };
  const cache = new Map<string, Condition | { fault: ConditionFault }>();
  function compiled(source: string): Condition | { fault: ConditionFault } {
    let found = cache.get(source);
    if (!found) {
      if (cache.size >= maxCached) cache.clear();
      found = compile(source, words);
      cache.set(source, found);
    }
    return found;
  }
  return {
    compile: compiled,
    holds(source, facts) {
      const condition = compiled(source);
      if ("fault" in condition)
        throw new AppError("workflow_invalid", `The condition "${source}" is not valid: ${condition.fault.message}`);
      return condition.test(facts);
    },
  };
}

type Words = { vocabulary: Vocabulary; names: readonly string[]; checking: ReturnType<typeof checkingEnvironment> };

/** The conditions of workflow files. */
export const { compile: compileCondition, holds } = conditionLanguage(workflowVocabulary);

function compile(source: string, words: Words): Condition | { fault: ConditionFault } {
  if (source.length > maxConditionChars) {
    return {
      fault: {
        message: `A condition has at most ${maxConditionChars} characters`,
        mend: "Split it into several branches.",
        start: 0,
        end: source.length,
      },
    };
  }
  const checked = words.checking.check(source);
  if (!checked.valid) return { fault: faultOf(checked.error as unknown as CelFault, source, words) };
  if (checked.type !== "bool") {
    return {
      fault: {
        message: `A condition is true or false, this one is a ${plainType(String(checked.type))}`,
        mend: 'Compare it with something, e.g. == "open" or > 3.',
        start: 0,
        end: source.length,
      },
    };
  }
  const parsed = running.parse(source);
  const found: Found = { roots: [], paths: [], fault: null };
  inspect(parsed.ast, found, words.names);
  if (found.fault) return { fault: found.fault };
  return {
    source,
    test: (facts) => evaluate(parsed, source, facts),
    roots: found.roots,
    paths: [...new Set(found.paths)],
  };
}

function evaluate(parsed: (facts: Facts) => unknown, source: string, facts: Facts): boolean {
  try {
    return parsed(facts) === true;
  } catch (error) {
    throw new AppError("fact_missing", `The condition "${source}" cannot be decided, because a fact in it is not known`, { cause: error });
  }
}

type Found = { roots: Condition["roots"]; paths: string[]; fault: ConditionFault | null };

/** Walks the tree for the facts it uses and for what is not allowed. */
function inspect(node: ASTNode, found: Found, names: readonly string[]): void {
  found.fault ??= forbidden(node);
  if (node.op === "id" && names.includes(node.args)) found.roots.push({ name: node.args, start: node.start, end: node.end });
  const path = pathOf(node, names);
  if (path) found.paths.push(path);
  for (const child of childrenOf(node)) inspect(child, found, names);
}

function forbidden(node: ASTNode): ConditionFault | null {
  const place = { start: node.pos, end: node.end };
  if (node.op === "rcall" && node.args[0] === "matches") {
    return {
      message: "matches() is not available, because a hostile text could stall it",
      mend: 'Use matchesRe(), e.g. message.text.matchesRe("(?i)gift ?card").',
      ...place,
    };
  }
  if (node.op === "call" && node.args[0] === "has") {
    return {
      message: "has() does not say whether a fact is known",
      mend: "Write e.g. order.promised_by != null.",
      ...place,
    };
  }
  return node.op === "rcall" && node.args[0] === "matchesRe" ? badPattern(node.args[2][0], place) : null;
}

function badPattern(argument: ASTNode | undefined, place: { start: number; end: number }): ConditionFault | null {
  if (argument?.op !== "value" || typeof argument.args !== "string") {
    return {
      message: "The pattern of matchesRe() has to be written out",
      mend: "Give it as a text in quotes.",
      ...place,
    };
  }
  try {
    pattern(argument.args);
    return null;
  } catch (error) {
    return {
      message: `The pattern is not valid: ${error instanceof Error ? error.message : String(error)}`,
      mend: "RE2 syntax: no look-around, no back-references.",
      ...place,
    };
  }
}

function pathOf(node: ASTNode, names: readonly string[]): string | null {
  if (node.op !== "." || node.args[0].op !== "id" || !names.includes(node.args[0].args)) return null;
  return `${node.args[0].args}.${node.args[1]}`;
}

function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const take = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(take);
    else if (part !== null && typeof part === "object" && "op" in part) found.push(part as ASTNode);
  };
  take(node.args);
  return found;
}

type CelFault = {
  code?: string;
  summary?: string;
  message: string;
  range?: { start: number; end: number };
  node?: ASTNode;
};

function faultOf(error: CelFault, source: string, words: Words): ConditionFault {
  const start = error.range?.start ?? 0,
    end = error.range?.end ?? source.length;
  const written = source.slice(start, end);
  if (error.code === "unknown_variable") return unknownName(written, words.names, "fact", start, end);
  if (error.code === "no_such_key") return unknownField(source, written, start, end, words.vocabulary);
  const overload = /^(?:no such overload|found no matching overload)[^:]*:? ?(.*)$/.exec(error.summary ?? "");
  if (overload)
    return {
      message: `These do not go together: ${plainType(overload[1] ?? "")}`,
      mend: "Compare text with text in quotes, numbers with numbers.",
      start,
      end,
    };
  return {
    message: error.summary ?? error.message,
    mend: "Conditions are CEL: &&, ||, !, ==, in, texts in quotes.",
    start,
    end,
  };
}

function unknownField(source: string, written: string, start: number, end: number, { groups, items }: Vocabulary): ConditionFault {
  const owner = /([A-Za-z_]\w{0,40})\.$/.exec(source.slice(Math.max(0, start - 42), start))?.[1];
  const fields = owner === undefined ? undefined : (groups[owner]?.fields ?? (owner === "total" ? { value: 0, currency: 0 } : undefined));
  const all = fields ? Object.keys(fields) : [...Object.values(items).flatMap((item) => Object.keys(item)), "value", "currency"];
  return unknownName(written, all, owner ? `field of ${owner}` : "field", start, end);
}

function unknownName(written: string, names: readonly string[], what: string, start: number, end: number): ConditionFault {
  const near = nearestName(written, names);
  const mend = near ? `Did you mean "${near}"?` : `Known: ${names.join(", ")}.`;
  return { message: `There is no ${what} "${written}"`, mend, start, end };
}

const plainNames: Record<string, string> = {
  string: "text",
  double: "number",
  int: "number",
  bool: "yes or no",
  null: "nothing",
};

function plainType(text: string): string {
  return text
    .replace(/\b(string|double|int|bool|null)\b/g, (name) => plainNames[name]!)
    .replace(/Fact_/g, "")
    .slice(0, 200);
}

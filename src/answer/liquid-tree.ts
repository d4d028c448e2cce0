/**
 * Templates are Liquid, parsed by LiquidJS and run by us (compile-template.ts): only then is it known which characters of
 * a reply came from which fact. What can be written is a safe part of Liquid: outputs, if, unless, case, for, comment.
 */
import { Liquid } from "liquidjs";
import { filters } from "./filters.ts";

export const maxTemplateChars = 20_000;
const allowedTags = new Set(["if", "unless", "case", "for", "comment", "raw", "#"]);

/** Tokens and nodes as far as we read them. LiquidJS marks some of these fields private, its parser is stable all the same. */
export type Token = {
  begin?: number;
  content?: unknown;
  literal?: string;
  operator?: string;
  props?: Token[];
  variable?: Token;
  lhs?: Token;
};
export type FilterNode = { name: string; args: (Token | [string, Token])[] };
export type ValueNode = { initial: { postfix: Token[] }; filters: FilterNode[] };
export type Node = {
  name?: string;
  str?: string;
  token: { begin: number };
  value?: ValueNode;
  branches?: { value?: ValueNode; values?: Token[]; templates: Node[] }[];
  elseTemplates?: Node[];
  variable?: string;
  collection?: Token;
  hash?: { hash: Record<string, Token> };
  templates?: Node[];
};

export type Parsed = { nodes: Node[] } | { fault: { message: string; line: number; column: number } };

const liquid = restricted();

function restricted(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    relativeReference: false,
    dynamicPartials: false,
    templates: {},
    parseLimit: maxTemplateChars,
    renderLimit: 200,
    memoryLimit: 100_000,
  });
  for (const tag of Object.keys(engine.tags)) if (!allowedTags.has(tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) engine.unregisterFilter(filter);
  for (const filter of Object.keys(filters)) engine.registerFilter(filter, (value: unknown) => value);
  return engine;
}

export function parseLiquid(source: string): Parsed {
  if (source.length > maxTemplateChars)
    return {
      fault: {
        message: `A template has at most ${maxTemplateChars} characters`,
        line: 1,
        column: 1,
      },
    };
  try {
    return { nodes: liquid.parse(source) as unknown as Node[] };
  } catch (error) {
    const { token, originalError, message } = error as Error & {
      token?: { getPosition?(): [number, number] };
      originalError?: Error;
    };
    const [line, column] = token?.getPosition?.() ?? [1, 1];
    return {
      fault: {
        message: (originalError?.message ?? message).split(", line:", 1)[0]!.slice(0, 300),
        line,
        column,
      },
    };
  }
}

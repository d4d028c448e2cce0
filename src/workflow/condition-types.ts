/**
 * The two CEL environments. Conditions are type-checked in one that knows every fact of the catalog, and evaluated in one
 * that takes plain objects as they are: the typed one would wrap every fact at every use, and it refuses null.
 */
import { Environment } from "@marcbachmann/cel-js";
import { RE2JS } from "re2js";
import type { FactField, FactType, Vocabulary } from "../domain/fact-catalog.ts";
import { elapsedDays } from "./calendar.ts";

const limits = {
  maxAstNodes: 300,
  maxDepth: 30,
  maxListElements: 100,
  maxMapEntries: 20,
  maxCallArguments: 8,
};
const maxTextChars = 4_000;
export const maxPatternChars = 200;
const maxPatterns = 1_000;

const patterns = new Map<string, RE2JS>();

/** RE2: linear in the text, whatever the pattern. Throws on a pattern it does not know. */
export function pattern(source: string): RE2JS {
  let compiled = patterns.get(source);
  if (!compiled) {
    if (source.length > maxPatternChars) throw new RangeError(`a pattern has at most ${maxPatternChars} characters`);
    if (patterns.size >= maxPatterns) patterns.clear();
    compiled = RE2JS.compile(source);
    patterns.set(source, compiled);
  }
  return compiled;
}

function celType(type: FactType): string {
  switch (type.replace("?", "")) {
    case "number":
      return "double";
    case "yes_no":
      return "bool";
    case "money":
      return "Money";
    case "list<text>":
      return "list<string>";
    default:
      return type.startsWith("list<") ? type : "string";
  }
}

const celFields = (fields: Record<string, FactField>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, [type]]) => [name, celType(type)]));

/** Functions of our own, the same in both environments. */
function withFunctions(environment: Environment): Environment {
  return environment
    .registerFunction("days_between(string, string): double", (from: string, to: string) => elapsedDays(from, to))
    .registerFunction("string.matchesRe(string): bool", (text: string, source: string) =>
      pattern(source).matcher(text.slice(0, maxTextChars)).find(),
    );
}

/** Facts hold plain numbers, CEL writes 3 as an int: let the two meet. */
function withMixedNumbers(environment: Environment): Environment {
  const number = (value: number | bigint): number => Number(value);
  for (const [left, right] of [
    ["double", "int"],
    ["int", "double"],
  ]) {
    environment
      .registerOperator(`${left} + ${right}: double`, (a: number, b: bigint) => number(a) + number(b))
      .registerOperator(`${left} - ${right}: double`, (a: number, b: bigint) => number(a) - number(b))
      .registerOperator(`${left} * ${right}: double`, (a: number, b: bigint) => number(a) * number(b));
  }
  return environment;
}

export function checkingEnvironment({ groups, singles, items }: Vocabulary): Environment {
  const environment = withMixedNumbers(withFunctions(new Environment({ limits })));
  environment.registerType("Money", { fields: { value: "double", currency: "string" } });
  for (const [name, fields] of Object.entries(items)) environment.registerType(name, { fields: celFields(fields) });
  for (const [name, group] of Object.entries(groups)) {
    environment.registerType(`Fact_${name}`, { fields: celFields(group.fields) });
    environment.registerVariable(name, `Fact_${name}`);
  }
  for (const [name, [type]] of Object.entries(singles)) environment.registerVariable(name, celType(type));
  for (const type of ["string", "double", "Money"]) {
    environment.registerOperator(`${type} == null: bool`, (value: unknown) => value === null);
  }
  environment.registerOperator("double == int: bool", (a: number, b: bigint) => a === Number(b));
  return environment;
}

export function runningEnvironment(): Environment {
  return withMixedNumbers(withFunctions(new Environment({ unlistedVariablesAreDyn: true, limits })));
}

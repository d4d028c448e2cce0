import { resolve } from "node:path";
import { z } from "zod";
import { AppError, type Problem } from "../domain/errors.ts";
import { settings, type Setting } from "./settings.ts";

type Settings = typeof settings;
type Values = { [Name in keyof Settings]: z.output<Settings[Name]["schema"]> };

/**
 * What the operator decided. `dataDir` is absolute; `databaseUrl` undefined means the embedded database; `secretKey` undefined
 * means the key file (see secret-key.ts).
 */
export type Config = Omit<Values, "demo"> & { isEmbedded: boolean; isDemo: boolean };

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings, or one AppError `config_invalid` that lists every problem: which variable, what is wrong, how to mend it. */
export function readConfig(env: Environment): Config {
  const problems = misspelt(env);
  const entries = Object.entries(settings).map(([name, row]) => [name, readSetting(env, row, problems)]);
  if (problems.length > 0) throw invalid(problems);
  const { demo, ...values } = Object.fromEntries(entries) as Values;
  const isEmbedded = values.databaseUrl === undefined;
  return { ...values, dataDir: resolve(values.dataDir), isEmbedded, isDemo: demo ?? isEmbedded };
}

function readSetting(env: Environment, row: Setting<z.ZodType>, problems: Problem[]): unknown {
  // Compose files hand over a variable that nobody filled in as "": that is not set.
  const name = row.names.find((candidate) => (env[candidate] ?? "").trim() !== "") ?? row.names[0];
  const value = env[name]?.trim();
  const result = row.schema.safeParse(value === "" ? undefined : value);
  if (result.success) return result.data;
  const shown = row.isSecret || value === undefined ? "" : ` ("${value.slice(0, 60)}")`;
  problems.push({
    path: name,
    message: `${result.error.issues[0]?.message ?? "it is not valid"}${shown}`,
    mend: row.mend,
  });
  return undefined;
}

function invalid(problems: Problem[]): AppError {
  const lines = problems.map(({ path, message, mend }) => `  ${path}: ${message}. ${mend}`);
  return new AppError("config_invalid", `The settings are not valid:\n${lines.join("\n")}`, {
    details: { problems },
  });
}

/** HANDRAIL_ names that are one slip of the finger away from a real one; others may belong to whatever runs around us. */
function misspelt(env: Environment): Problem[] {
  const known = Object.values(settings).flatMap((row): string[] => [...row.names]);
  const strangers = Object.keys(env).filter((name) => name.startsWith("HANDRAIL_") && !known.includes(name) && name.length < 60);
  return strangers.flatMap((name): Problem[] => {
    const meant = known.find((candidate) => candidate.startsWith("HANDRAIL_") && distance(name, candidate) <= 2);
    return meant ? [{ path: name, message: "there is no such setting", mend: `Did you mean ${meant}?` }] : [];
  });
}

/** Levenshtein distance: how many letters to change, add or drop. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

export type ConfigRow = {
  names: string[];
  standard: string;
  about: string;
  mend: string;
  isSecret: boolean;
};

/** Every setting in words, for docs and for `handrail doctor`. */
export function describeConfig(): ConfigRow[] {
  return Object.values(settings).map((row: Setting<z.ZodType>) => ({
    names: [...row.names],
    standard: row.standard,
    about: row.about,
    mend: row.mend,
    isSecret: row.isSecret === true,
  }));
}

/** The text of docs/config.md. */
export function configMarkdown(): string {
  const rows = describeConfig().map(
    ({ names, standard, about, mend, isSecret }) =>
      `| ${names.map((name) => `\`${name}\``).join(" or ")} | ${standard} | ${about}${isSecret ? " Secret." : ""} | ${mend} |`,
  );
  return `# Settings

Handrail is configured by environment variables. All are optional. A wrong one stops the start, and every problem is named at once.
This page is made from \`src/config/settings.ts\`.

| variable | when not set | what it is | how to write it |
|---|---|---|---|
${rows.join("\n")}
`;
}

/** `handrail config`: every setting, where its value comes from, and the value unless it is secret. */
import { describeConfig, type ConfigRow } from "../config/config.ts";
import type { AddCommand, Io } from "./command.ts";

/** `value` is what the environment says, unchecked; null when it says nothing or the setting is a secret. */
type Shown = {
  names: string[];
  is_set: boolean;
  is_secret: boolean;
  set_by: string | null;
  value: string | null;
  standard: string;
  about: string;
};

export const addConfig: AddCommand = (program, context) => {
  program
    .command("config")
    .description("show every setting, its meaning and whether it is set; secrets are never shown")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => {
      const rows = describeConfig().map((row) => shown(row, context.io.env));
      if (options.json) context.print(JSON.stringify(rows));
      else
        for (const row of rows)
          context.print(`${row.names.join(" or ")}  ${inWords(row)}\n    ${row.about} When not set: ${row.standard}.`);
      // Says what is wrong with them, all at once, with exit code 1.
      context.config();
    });
};

function shown({ names, isSecret, standard, about }: ConfigRow, env: Io["env"]): Shown {
  const setBy = names.find((name) => (env[name] ?? "").trim() !== "") ?? null;
  return {
    names,
    is_set: setBy !== null,
    is_secret: isSecret,
    set_by: setBy,
    value: setBy === null || isSecret ? null : env[setBy]!.trim(),
    standard,
    about,
  };
}

function inWords({ is_set, is_secret, value, set_by, names }: Shown): string {
  if (!is_set) return "(not set)";
  const by = names.length > 1 ? ` by ${set_by}` : "";
  return is_secret ? `(set${by}, secret)` : `= ${value!.slice(0, 200)}${by}`;
}

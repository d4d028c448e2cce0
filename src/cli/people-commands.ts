/** `handrail user add` and `handrail key add`. */
import { createUser } from "../server/auth/users.ts";
import { openKeys } from "../server/auth/keys.ts";
import { parseScopes, type Scope } from "../server/auth/permissions.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import type { AddCommand } from "./command.ts";

export const addUser: AddCommand = (program, context) => {
  const user = program.command("user").description("people who sign in");
  user
    .command("add <email>")
    .description("add a person; the password is printed once")
    .option("--name <name>", "how customers and colleagues see them")
    .option("--role <role>", "admin or agent", "agent")
    .action((email: string, options: { name?: string; role: string }) => {
      const { role } = options;
      if (role !== "admin" && role !== "agent") throw new AppError("usage", `There is no role "${role}". Use admin or agent.`);
      return context.withDesk(async ({ db }) => {
        const created = await createUser(db, { email, name: options.name ?? email.split("@")[0]!, role }, "system");
        context.print(`Added ${created.user.email} as ${role}. Password (shown only now): ${created.password}`);
      });
    });
};

export const addKey: AddCommand = (program, context) => {
  const key = program.command("key").description("API keys");
  key
    .command("add <name>")
    .description("make an API key; it is printed once, alone on standard output")
    .requiredOption("--scopes <scopes>", "comma-separated scopes, or all")
    .action((name: string, options: { scopes: string }) => {
      const scopes = scopesIn(options.scopes);
      return context.withDesk(async ({ db, log }) => {
        const keys = openKeys(db, { log });
        const made = await keys.create({ name, scopes, createdBy: "system" });
        await keys.close();
        context.print(made.key);
      });
    });
};

/** What is wrong in a command's own words is wrong usage, whatever the same list would be in a request. */
function scopesIn(list: string): Scope[] {
  const names = list.split(",").map((scope) => scope.trim());
  try {
    return parseScopes(names.filter(Boolean));
  } catch (cause) {
    throw new AppError("usage", toAppError(cause).message, { cause });
  }
}

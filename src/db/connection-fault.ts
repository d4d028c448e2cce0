import { AppError, type ErrorCode } from "../domain/errors.ts";

type Target = { host: string; port: string; user: string; database: string };
type Rule = { codes: string[]; is: ErrorCode; say: (to: Target, said: string) => string };

const rules: Rule[] = [
  {
    codes: ["ECONNREFUSED"],
    is: "database_unavailable",
    say: (to) => `Nothing answers at ${to.host}:${to.port}. Start the PostgreSQL server there, or correct host and port in DATABASE_URL.`,
  },
  {
    codes: ["ENOENT"],
    is: "database_unavailable",
    say: (to) => `There is no PostgreSQL socket at ${to.host}. Start the server, or correct the path in DATABASE_URL.`,
  },
  {
    codes: ["ENOTFOUND", "EAI_AGAIN"],
    is: "database_misconfigured",
    say: (to) => `The database host "${to.host}" is not known. Correct the host in DATABASE_URL.`,
  },
  {
    codes: ["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
    is: "database_unavailable",
    say: (to) => `The database at ${to.host}:${to.port} cannot be reached (no answer in time). Check host, port and firewall.`,
  },
  {
    codes: ["28P01", "28000"],
    is: "database_misconfigured",
    say: (to, said) =>
      `The database at ${to.host}:${to.port} refuses user "${to.user}" (${said}). Correct user and password in DATABASE_URL.`,
  },
  {
    codes: ["3D000"],
    is: "database_misconfigured",
    say: (to) =>
      `The server at ${to.host}:${to.port} has no database "${to.database}". Create it (createdb ${to.database}), or correct the name in DATABASE_URL.`,
  },
  {
    codes: ["42501"],
    is: "database_misconfigured",
    say: (to) => `User "${to.user}" may not use database "${to.database}". Grant it the rights, or use another user in DATABASE_URL.`,
  },
  {
    codes: ["53300"],
    is: "database_unavailable",
    say: (to) =>
      `The database at ${to.host}:${to.port} has no free connection. Raise its max_connections, or lower HANDRAIL_POOL_WEB and HANDRAIL_POOL_WORK.`,
  },
  {
    codes: ["57P03", "57P01", "57P02"],
    is: "database_unavailable",
    say: (to) => `The database at ${to.host}:${to.port} is starting or shutting down. Try again in a moment.`,
  },
  {
    codes: ["ERR_INVALID_URL"],
    is: "database_misconfigured",
    say: () =>
      "DATABASE_URL is not an address like postgresql://user:password@host:5432/database. Characters such as @ : / # in the password must be written as %40 %3A %2F %23.",
  },
];

/** Why a connection could not be made, in one sentence, without the password. */
export function connectionFault(error: unknown, url: string): AppError {
  const target = targetOf(url);
  const { code, message } = firstOf(error);
  const rule = rules.find((candidate) => candidate.codes.includes(code));
  if (rule)
    return new AppError(rule.is, rule.say(target, withoutPassword(message, url)), {
      cause: scrubbed(error, url),
    });
  const at = `${target.host}:${target.port}`;
  if (/SSL|certificate|self-signed/i.test(message))
    return new AppError(
      "database_misconfigured",
      `The encrypted connection to the database at ${at} failed (${withoutPassword(message, url)}). Correct sslmode in DATABASE_URL.`,
      { cause: scrubbed(error, url) },
    );
  if (/password must be a string|no password/i.test(message))
    return new AppError(
      "database_misconfigured",
      `The database at ${at} asks user "${target.user}" for a password, and DATABASE_URL has none. Add it.`,
      { cause: scrubbed(error, url) },
    );
  if (/timeout/i.test(message))
    return new AppError("database_unavailable", `The database at ${at} did not answer within 10 seconds. Check host, port and firewall.`, {
      cause: scrubbed(error, url),
    });
  return new AppError("database_unavailable", `The database at ${at} cannot be used: ${withoutPassword(message, url)}.`, {
    cause: scrubbed(error, url),
  });
}

/** A name with several addresses gives one error per address; the first tells enough. */
function firstOf(error: unknown): { code: string; message: string } {
  const inner = error instanceof AggregateError ? ((error.errors[0] ?? error) as Error) : (error as Error);
  return { code: String((inner as { code?: unknown }).code ?? ""), message: inner.message };
}

function targetOf(url: string): Target {
  try {
    const { hostname, port, username, pathname, searchParams } = new URL(url);
    const user = decodeURIComponent(username) || "(none)";
    return {
      host: hostname || (searchParams.get("host") ?? "localhost"),
      port: port || "5432",
      user,
      database: decodeURIComponent(pathname.slice(1)) || user,
    };
  } catch {
    return { host: "unknown", port: "5432", user: "unknown", database: "unknown" };
  }
}

function withoutPassword(text: string, url: string): string {
  let plain = text.split(url).join("DATABASE_URL");
  try {
    const { password } = new URL(url);
    for (const form of [password, decodeURIComponent(password)]) if (form !== "") plain = plain.split(form).join("[secret]");
  } catch {
    // Not an address: only the whole text could be quoted, and that is gone already.
  }
  return plain;
}

/** The cause is logged: it must not carry the address either (an ERR_INVALID_URL has it as `input`). */
function scrubbed(error: unknown, url: string): Error {
  const { code, message } = firstOf(error);
  return Object.assign(new Error(withoutPassword(message, url)), { code });
}

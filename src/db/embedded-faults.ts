import { AppError } from "../domain/errors.ts";

/** A file system error on `path` as one sentence for the person who started Handrail. */
export function fileFault(error: unknown, path: string): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new AppError("database_misconfigured", fileSentence(code, path) ?? `The data directory ${path} cannot be used: ${message}.`, {
    cause: error,
  });
}

function fileSentence(code: string | undefined, path: string): string | undefined {
  if (code === "ENOSPC" || code === "EDQUOT") return `The disk that holds ${path} is full. Free some space and start again.`;
  if (code === "EACCES" || code === "EPERM")
    return `Handrail may not write to ${path}. Give its user that right, or choose another directory with HANDRAIL_DATA_DIR.`;
  if (code === "EROFS") return `${path} is on a read-only file system. Choose another directory with HANDRAIL_DATA_DIR.`;
  if (code === "ENOTDIR" || code === "EEXIST")
    return `${path} is a file where a directory is needed. Move it away, or choose another directory with HANDRAIL_DATA_DIR.`;
  return undefined;
}

export type StartFault = "port_taken" | "still_in_use" | "other";

/** Faults worth another attempt, told from what PostgreSQL wrote to its log. */
export function startFault(log: string): StartFault {
  if (/could not create any TCP\/IP sockets|Address already in use/.test(log)) return "port_taken";
  if (/pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(log)) return "still_in_use";
  return "other";
}

type Place = { cluster: string; logFile: string };
type Rule = { when: RegExp; say: (place: Place) => string };

/** First match wins. PostgreSQL speaks English here because it is started with LC_ALL=C. */
const rules: Rule[] = [
  {
    when: /No space left on device|Disk quota exceeded/i,
    say: ({ cluster }) => `The disk that holds ${cluster} is full. Free some space and start again; nothing that was saved is lost.`,
  },
  {
    when: /has wrong ownership|Permission denied|has invalid permissions|Operation not permitted/i,
    say: ({ cluster }) =>
      `The embedded database may not use its files in ${cluster}. Start Handrail as the user that owns them, or give them to the present user (chown -R).`,
  },
  {
    when: /could not look up effective user ID/i,
    say: () =>
      "The embedded database needs a user that the system knows, and the present user number has no name. Add it to /etc/passwd, run as another user, or set DATABASE_URL.",
  },
  {
    when: /could not map anonymous shared memory|could not create shared memory segment|Cannot allocate memory|out of memory/i,
    say: () =>
      "There is too little memory to start the embedded database (it needs about 150 MB). Free some, or set DATABASE_URL to a PostgreSQL server elsewhere.",
  },
  {
    when: /error while loading shared libraries|GLIBC_\d|symbol lookup error|cannot open shared object/i,
    say: () =>
      "The embedded database does not run on this system because a system library is missing. Set DATABASE_URL to a PostgreSQL server (15 or newer).",
  },
  {
    when: /still_in_use|pre-existing shared memory block|postmaster\.pid" already exists/i,
    say: ({ cluster }) => `Another PostgreSQL process still uses ${cluster}. Stop it, then start Handrail again.`,
  },
  {
    // PG_VERSION was right, or we would not be here: a control file of "another version" is a spoilt one.
    when: /PANIC|database files are incompatible|invalid (primary )?checkpoint|could not locate a valid checkpoint|pg_control|could not (open|read|access) (file|directory)|invalid data in file|calculated CRC|invalid configuration|configuration file .* contains errors|could not load .*\.conf|syntax error in file|invalid page/i,
    say: ({ cluster, logFile }) => damaged(cluster, `PostgreSQL cannot read them (see ${logFile})`),
  },
];

/** The sentence for a database directory that cannot be used as it is. */
export function damaged(cluster: string, because: string): string {
  return `The database files in ${cluster} are damaged: ${because}. Restore that directory from a backup, or move it away to start with an empty database.`;
}

/** Why the server did not start, in one sentence, from the lines it wrote. */
export function startFailure(log: string, place: Place, cause?: unknown): AppError {
  const rule = rules.find((candidate) => candidate.when.test(log));
  const last = log.split("\n").findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? log.trim().split("\n").at(-1) ?? "";
  const sentence =
    rule?.say(place) ??
    `The embedded database in ${place.cluster} did not start: ${last.slice(0, 300) || "it said nothing"}. The whole story is in ${place.logFile}.`;
  return new AppError("database_misconfigured", sentence, {
    details: { log: log.slice(-4_000) },
    ...(cause === undefined ? {} : { cause }),
  });
}

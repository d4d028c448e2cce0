import { z } from "zod";

/**
 * One environment variable. `names`: the first one that is set counts. `standard`: what applies when none is, in words for
 * docs/config.md; the value itself is the schema's business. `mend`: how to put a wrong value right.
 */
export type Setting<S extends z.ZodType> = {
  names: readonly [string, ...string[]];
  schema: S;
  standard: string;
  about: string;
  mend: string;
  isSecret?: true;
};

function setting<S extends z.ZodType>(row: Setting<S>): Setting<S> {
  return row;
}

const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

function integer(from: number, to: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,9}$/, `it is not a whole number from ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from, `it is below ${from}`).max(to, `it is above ${to}`));
}

const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "it is not an address that begins with https:// or http://",
  )
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).search === "" && new URL(text).hash === "" && new URL(text).username === ""),
    "it has a query, a fragment or a user name",
  )
  .transform((text) => text.replace(/\/$/, ""));

const postgresUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    "it is not an address that begins with postgresql://",
  )
  .refine((text) => !URL.canParse(text) || new URL(text).pathname.length > 1, "it names no database at its end");

const key = z.string().transform((text, context): Buffer => {
  const bytes = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, "hex")
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, "base64")
      : undefined;
  if (bytes?.length === 32) return bytes;
  context.addIssue({
    code: "custom",
    message: "it is not 32 bytes in hex (64 characters) or base64 (44 characters)",
  });
  return z.NEVER;
});

/** Every setting there is. A new one is one entry here; Config, the checks and docs/config.md follow from it. */
export const settings = {
  databaseUrl: setting({
    names: ["DATABASE_URL"],
    schema: postgresUrl.optional(),
    standard: "the embedded database in the data directory",
    about: "A PostgreSQL server (15 or newer) to use instead of the embedded database.",
    mend: "Write it like postgresql://user:password@host:5432/database; characters such as @ : / # in the password become %40 %3A %2F %23.",
    isSecret: true,
  }),
  dataDir: setting({
    names: ["HANDRAIL_DATA_DIR"],
    schema: z
      .string()
      .max(1_000, "it is longer than 1000 characters")
      .refine((text) => !text.includes("\0"), "it contains a NUL character")
      .default("./data"),
    standard: "`./data`",
    about: "Directory of the embedded database, the key file and attachments. A relative path counts from the working directory.",
    mend: "Name a directory Handrail may write to, like /var/lib/handrail.",
  }),
  host: setting({
    names: ["HANDRAIL_HOST"],
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]{1,253}$/, "it is not a host name or an IP address")
      .default("127.0.0.1"),
    standard: "`127.0.0.1`",
    about: "Address to listen on. `0.0.0.0` listens on every network; put a reverse proxy with TLS in front then.",
    mend: "Write an address without scheme and port, like 127.0.0.1 or 0.0.0.0.",
  }),
  port: setting({
    names: ["HANDRAIL_PORT", "PORT"],
    schema: integer(0, 65_535).default(3000),
    standard: "`3000`",
    about: "Port to listen on; `0` takes any free one.",
    mend: "Write a number like 3000. If it looks like tcp://…, Kubernetes set it for a service called handrail: set enableServiceLinks: false in the pod.",
  }),
  publicUrl: setting({
    names: ["HANDRAIL_PUBLIC_URL"],
    schema: httpUrl.optional(),
    standard: "built from host and port",
    about: "The address under which browsers and web hooks reach Handrail.",
    mend: "Write it like https://desk.example.com.",
  }),
  secretKey: setting({
    names: ["HANDRAIL_SECRET_KEY"],
    schema: key.optional(),
    standard: "a key file in the data directory",
    about: "32 bytes in hex or base64 that encrypt stored credentials and sign sessions. Every process on one database needs the same.",
    mend: "Make one with: openssl rand -hex 32.",
    isSecret: true,
  }),
  logLevel: setting({
    names: ["HANDRAIL_LOG_LEVEL"],
    schema: z.enum(levels, { error: `it is not one of ${levels.join(", ")}` }).default("info"),
    standard: "`info`",
    about: `How much is logged: ${levels.map((level) => `\`${level}\``).join(", ")}.`,
    mend: "Write info, or debug when you look for something.",
  }),
  demo: setting({
    names: ["HANDRAIL_DEMO"],
    schema: z
      .enum(["true", "false"], { error: "it is neither true nor false" })
      .transform((text) => text === "true")
      .optional(),
    standard: "`true` with the embedded database, else `false`",
    about: "Whether a first start fills the database with the demo shop.",
    mend: "Write true or false.",
  }),
  privateAddresses: setting({
    names: ["HANDRAIL_PRIVATE_ADDRESSES"],
    schema: z
      .enum(["true", "false"], { error: "it is neither true nor false" })
      .default("false")
      .transform((text) => text === "true"),
    standard: "`false`",
    about:
      "Whether articles may be imported from addresses inside your network, such as 192.168.0.10 or localhost. Off, nobody can have the desk read what only the desk can reach.",
    mend: "Write true or false.",
  }),
  likelyLateBelow: setting({
    names: ["HANDRAIL_LIKELY_LATE_BELOW"],
    schema: integer(1, 90)
      .default(20)
      .transform((percent) => percent / 100),
    standard: "`20`",
    about:
      "Chance in per cent that a parcel still arrives by the promised day, below which it counts as likely late. Higher tells earlier and is wrong more often: see docs/decisions/0022-delivery.md.",
    mend: "Write a number of per cent like 20.",
  }),
  webPool: setting({
    names: ["HANDRAIL_POOL_WEB"],
    schema: integer(1, 200).default(10),
    standard: "`10`",
    about: "Database connections for requests, at most. The embedded database has 60 for everything.",
    mend: "Write a number like 10.",
  }),
  workPool: setting({
    names: ["HANDRAIL_POOL_WORK"],
    schema: integer(1, 200).default(10),
    standard: "`10`",
    about: "Database connections for the workers of this process, at most.",
    mend: "Write a number like 10.",
  }),
} as const;

/** Compared without case, "-" and "_". Names that end with one of these hold secrets. */
const secretEndings = [
  "password",
  "passwd",
  "secret",
  "token",
  "apikey",
  "authorization",
  "cookie",
  "secretkey",
  "privatekey",
  "signature",
  "accesskey",
  "credentials",
];
/** Names that hold what customers wrote. */
const wordNames = new Set(["text", "html", "body", "raw", "subject", "snippet", "quoted", "content", "eml", "rawmail", "draft"]);

const maxDepth = 6;
const maxItems = 50;
const maxText = 2_000;

/**
 * A copy of a log value without secrets and customers' words. Errors become plain objects; of a database error the fields that
 * quote rows (`detail`, `where`, `parameters`) are left out because only the listed fields are taken.
 */
export function clean(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return "[deep]";
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => clean(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  const fields = Object.entries(value).slice(0, maxItems);
  return Object.fromEntries(fields.map(([name, field]) => [name, cleanField(name, field, depth)]));
}

function cleanField(name: string, value: unknown, depth: number): unknown {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  const plain = name.replaceAll(/[-_]/g, "").toLowerCase();
  if (secretEndings.some((ending) => plain.endsWith(ending))) return "[secret]";
  if (wordNames.has(plain)) return typeof value === "string" ? `[${value.length} characters]` : "[words]";
  return clean(value, depth + 1);
}

function cleanError(error: Error, depth: number): unknown {
  const { code, details, cause } = error as Error & { code?: unknown; details?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: cleanText(error.message),
    ...(details === undefined ? {} : { details: clean(details, depth + 1) }),
    stack: cleanText(error.stack ?? ""),
    ...(cause === undefined || depth >= 3 ? {} : { cause: clean(cause, depth + 1) }),
  };
}

/** Takes the password out of every address like scheme://user:password@host. Bounded quantifiers keep the time linear. */
export function cleanText(text: string): string {
  const cut = text.length > maxText ? `${text.slice(0, maxText)}… (${text.length} characters)` : text;
  return cut
    .replaceAll(/:\/\/([^\s:/@]{0,100}):[^\s@/]{1,300}@/g, "://$1:[secret]@")
    .replaceAll(/\b(Bearer|Basic) [\w.~+/=-]{8,500}/g, "$1 [secret]");
}

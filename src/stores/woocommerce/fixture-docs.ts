/**
 * The official documentation as a contract: its tables say which attributes there are, which of them may be written, which values they
 * have, and which parameters a path takes. https://github.com/woocommerce/woocommerce-rest-api-docs
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const docsFolder = join(import.meta.dirname, "../../../../shared/data/specs/woocommerce-rest-v3");
export const hasDocs = existsSync(docsFolder);

export type Attribute = { type: string; isReadOnly: boolean; isWriteOnly: boolean; options: string[] | null; see: string | null };
export type Attributes = Map<string, Attribute>;
export type Endpoint = { method: string; path: string; form: RegExp; params: Attributes };
export type Docs = {
  text: string;
  /** By heading, in small letters: "order properties", "order - billing properties". */
  sections: Map<string, Attributes>;
  endpoints: Endpoint[];
  /** The first JSON example below a heading. */
  example(heading: string): unknown;
};

/**
 * Where the documentation lags behind itself: the example of a refund has `refund_tax`, its table does not; of web hooks one path is
 * misspelt; the taxes of a line have their amounts in the examples only; newer versions say which shipping a refund gave back.
 */
const known: Record<string, string[]> = {
  "order refund - line items properties": ["refund_tax"],
  "order refund properties": ["shipping_lines"],
  "order - taxes properties": ["total", "subtotal"],
};

let docs: Docs | undefined;
export const readDocs = (): Docs => (docs ??= parseDocs());

function parseDocs(): Docs {
  const text = readdirSync(docsFolder)
    .filter((file) => file !== "_index.md")
    .map((file) => readFileSync(join(docsFolder, file), "utf8"))
    .join("\n\n");
  const sections = new Map<string, Attributes>();
  const endpoints: Endpoint[] = [];
  let heading = "";
  let table: Attributes | null = null;
  let method = "";
  for (const line of text.split("\n")) {
    const head = /^#+\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (head !== undefined) [heading, table] = [head.toLowerCase(), null];
    method = /class="label label-(?:get|post|put|delete)">([A-Z]+)</.exec(line)?.[1] ?? method;
    const path = /<h6>\/wp-json\/wc\/v3(\/[^<]*)<\/h6>/.exec(line)?.[1];
    if (path !== undefined && method !== "") endpoints.push(endpointOf(method, path.replace("/webhook/", "/webhooks/")));
    const cells = /^\|(.*)\|\s*$/
      .exec(line)?.[1]
      ?.split("|")
      .map((cell) => cell.trim());
    if (!cells) continue;
    if (cells[0] === "Attribute") sections.set(heading, (table = new Map()));
    else if (cells[0] === "Parameter") table = endpoints.at(-1)?.params ?? null;
    else {
      const name = /^`([^`]+)`$/.exec(cells[0] ?? "")?.[1];
      if (name && table) table.set(name, attributeOf(cells[1] ?? "", cells.slice(2).join("|")));
    }
  }
  for (const [section, names] of Object.entries(known))
    for (const name of names)
      sections.get(section)!.set(name, { type: "any", isReadOnly: false, isWriteOnly: false, options: null, see: null });
  return { text, sections, endpoints, example: (wanted) => exampleIn(text, wanted) };
}

function endpointOf(method: string, path: string): Endpoint {
  const plain = path.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return { method, path: plain, form: new RegExp(`^${plain.replace(/<[^>]+>/g, "[^/]+")}$`), params: new Map() };
}

function attributeOf(type: string, description: string): Attribute {
  const options = /Options: (.*?)\.(?:\s|$)/.exec(description)?.[1];
  return {
    type,
    isReadOnly: description.includes(">read-only<"),
    isWriteOnly: description.includes(">write-only<"),
    options: options ? [...options.matchAll(/`([^`]+)`/g)].map((match) => match[1]!) : null,
    see: /See \[([^\]]+ properties)\]/.exec(description)?.[1]?.toLowerCase() ?? null,
  };
}

const examples = new Map<string, string>();

function exampleIn(text: string, heading: string): unknown {
  const there = examples.get(heading);
  if (there !== undefined) return JSON.parse(there);
  const from = text.search(new RegExp(`^#+\\s+${heading}\\s*#*$`, "im"));
  const block = /```json\n([\s\S]*?)```/.exec(text.slice(from))?.[1];
  if (from < 0 || !block) throw new Error(`no example below "${heading}"`);
  examples.set(heading, block);
  return JSON.parse(block);
}

/** What of a body or an answer the documentation does not allow. `isSent`: by us, so nothing read-only. */
export function strays(section: string, value: unknown, isSent: boolean): string[] {
  const attributes = readDocs().sections.get(section);
  if (!attributes) return [`no section "${section}"`];
  return Object.entries(value as object).flatMap(([name, part]) => {
    if (name === "_links") return [];
    const attribute = attributes.get(name);
    if (!attribute) return [`${section}: no ${name}`];
    // Meta data, ids of lines and the like are found by their id.
    if (isSent && attribute.isReadOnly && name !== "id" && name !== "delivery_url") return [`${section}: ${name} is read-only`];
    if (!isSent && attribute.isWriteOnly) return [`${section}: ${name} is write-only`];
    return [...typeFaults(`${section}: ${name}`, attribute, part), ...nested(attribute, part, isSent)];
  });
}

function nested({ see }: Attribute, part: unknown, isSent: boolean): string[] {
  const items = Array.isArray(part) ? part : [part];
  const isKnown = see !== null && readDocs().sections.has(see);
  return isKnown ? items.filter((one) => typeof one === "object" && one !== null).flatMap((one) => strays(see, one, isSent)) : [];
}

/** The documentation calls prices texts that its examples show as numbers, and the values of meta data texts that plugins make lists. */
function typeFaults(where: string, { type, options }: Attribute, part: unknown): string[] {
  const isRight: Record<string, (value: unknown) => boolean> = {
    integer: (value) => Number.isInteger(value) || value === null,
    // Variations whose product is counted say "parent", which the documentation leaves out.
    boolean: (value) => typeof value === "boolean" || (value === "parent" && where === "product variation properties: manage_stock"),
    array: Array.isArray,
    object: (value) => typeof value === "object",
    string: (value) => typeof value === "string" || value === null || /(?:price|value|id)$/.test(where),
    "date-time": (value) => value === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(String(value)),
  };
  const faults = isRight[type] && !isRight[type](part) ? [`${where}: ${JSON.stringify(part)} is no ${type}`] : [];
  // Plugins add statuses of orders.
  const isFree = where === "order properties: status";
  if (options && typeof part === "string" && !options.includes(part) && !isFree)
    faults.push(`${where}: "${part}" is none of ${options.join(", ")}`);
  return faults;
}

/** What of a request's path and query the documentation does not know. */
export function queryFaults(method: string, path: string, query: URLSearchParams): string[] {
  const endpoint = readDocs().endpoints.find((one) => one.method === method && one.form.test(path));
  if (!endpoint) return [`${method} ${path}: no such path`];
  return [...query].flatMap(([name, value]) => {
    if (name.startsWith("oauth_")) return [];
    const param = endpoint.params.get(name) ?? (name === "dp" && path.includes("/orders") ? endpoint.params.get("dp") : undefined);
    if (!param) return [`${method} ${endpoint.path}: no parameter ${name}`];
    return param.options && !param.options.includes(value) ? [`${method} ${endpoint.path}: ${name} is never "${value}"`] : [];
  });
}

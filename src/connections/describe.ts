/** A connector's settings as the fields of a form, out of its schema, and its guide as HTML that is safe to show. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { z } from "zod";
import type { ConnectorKind } from "../domain/connection.ts";

export type FieldType = "text" | "secret" | "address" | "number" | "switch" | "choice" | "list" | "json";
export type SettingField = {
  /** Dotted: "imap.host". */
  path: string;
  type: FieldType;
  /** Of the connector's own schema; null when it names none. */
  title: string | null;
  description: string | null;
  isRequired: boolean;
  /** Undefined: there is none. */
  standard?: unknown;
  choices?: string[];
  /** A secret marked `.meta({ secret: true, make: true })`: any long random text will do. */
  canMake?: boolean;
  min?: number;
  max?: number;
};
/** Settings that belong together, like those of one mail server. Empty path: those of the connection itself. */
export type SettingGroup = { path: string; title: string | null; description: string | null; fields: SettingField[] };

type Node = {
  type?: string;
  format?: string;
  title?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Node[];
  items?: Node;
  default?: unknown;
  secret?: boolean;
  make?: boolean;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Node>;
  required?: string[];
};

export function describeSettings(settings: z.ZodType): SettingGroup[] {
  const root = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" }) as Node;
  const groups: SettingGroup[] = [];
  collect(root, "", true, groups);
  return groups.filter(({ fields }) => fields.length > 0);
}

function collect(node: Node, path: string, isRequired: boolean, groups: SettingGroup[]): void {
  const group: SettingGroup = { path, title: node.title ?? null, description: node.description ?? null, fields: [] };
  groups.push(group);
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const below = path === "" ? name : `${path}.${name}`;
    const isNeeded = isRequired && (node.required ?? []).includes(name);
    if (child.type === "object" && child.properties && !child.secret) collect(child, below, isNeeded, groups);
    else group.fields.push(fieldOf(child, below, isNeeded));
  }
}

function fieldOf(node: Node, path: string, isRequired: boolean): SettingField {
  const choices = choicesOf(node);
  const { title = null, description = null, minimum, maximum } = node;
  return {
    path,
    type: typeOf(node, choices),
    title,
    description,
    isRequired,
    ...("default" in node ? { standard: node.default } : {}),
    ...(choices ? { choices } : {}),
    ...(node.secret && node.make ? { canMake: true } : {}),
    // JSON Schema says ±(2^53 - 1) for any whole number, which tells a person nothing.
    ...(minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? {} : { min: minimum }),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? {} : { max: maximum }),
  };
}

function choicesOf({ enum: values, anyOf }: Node): string[] | undefined {
  if (values) return values.map(String);
  return anyOf?.every((one) => typeof one.const === "string") ? anyOf.map((one) => String(one.const)) : undefined;
}

function typeOf({ secret, type, format, items }: Node, choices: string[] | undefined): FieldType {
  if (secret) return "secret";
  if (choices) return "choice";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "switch";
  if (type === "array" && (items?.type === "string" || items?.type === undefined)) return items?.type === "string" ? "list" : "json";
  if (type === "string") return format === "uri" ? "address" : "text";
  return "json";
}

const markdown = new MarkdownIt({ html: false, linkify: false }).disable("image");
markdown.validateLink = (address) => /^(?:https?:\/\/|mailto:)/i.test(address.trim());

const folders: Record<ConnectorKind, string> = {
  channel: "channels",
  store: "stores",
  carrier: "carriers",
  helpdesk: "helpdesks",
  model: "models",
};

/** The connector's setup.md, and setup.de.md where it has one; null when it has none. Its title becomes a heading of the third level, the others of the fourth. */
export async function readGuide(kind: ConnectorKind, connector: string): Promise<{ en: string | null; de: string | null }> {
  const read = async (file: string): Promise<string | null> => {
    const source = await readFile(join(import.meta.dirname, "..", folders[kind], connector, file), "utf8").catch(() => null);
    return source === null ? null : guideHtml(source);
  };
  const [en, de] = await Promise.all([read("setup.md"), read("setup.de.md")]);
  return { en, de };
}

export function guideHtml(source: string): string {
  const tokens = markdown.parse(source, {});
  for (const token of tokens) {
    if (token.type === "heading_open" || token.type === "heading_close") token.tag = token.tag === "h1" ? "h3" : "h4";
    // Columns would be aligned by a style, which the desk's pages do not allow.
    if (token.type === "th_open" || token.type === "td_open") token.attrs = null;
    for (const child of token.children ?? [])
      if (child.type === "link_open") {
        child.attrSet("target", "_blank");
        child.attrSet("rel", "noopener noreferrer");
      }
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}

/** A Markdown file, with a head or without, as an item: of our own form, of a static site, or just text. */
import { basename } from "node:path/posix";
import { parseDocument } from "yaml";
import { loadArticle } from "../article.ts";
import { withoutTitle } from "./html-page.ts";
import { oneLine, toLanguage, type ImportItem } from "./item.ts";

type Head = Record<string, unknown>;

/** `id`: path of the file below what is imported, with "/". */
export function readMarkdown(source: string, id: string, kind = "markdown"): { item: ImportItem } | { problem: string } {
  const own = ownForm(source, id, kind);
  if (own) return { item: own };
  const split = /^---\r?\n([\s\S]{0,20000}?)\r?\n---\r?\n?/.exec(source);
  const head = split ? headOf(split[1]!) : {};
  if (head === null) return { problem: "its head, between the two lines of dashes, is not YAML" };
  const body = (split ? source.slice(split[0].length) : source).replace(/\r\n?/g, "\n").trim();
  const title = oneLine(text(head["title"]) ?? firstHeading(body) ?? titleFromFile(id), 200);
  const isDraft = head["draft"] === true || head["published"] === false || head["audience"] === "agents";
  return {
    item: {
      kind,
      id,
      title,
      markdown: withoutTitle(body, title),
      language: languageOfPath(id),
      languageHint: toLanguage(text(head["language"]) ?? text(head["lang"]) ?? text(head["locale"])),
      url: text(head["url"]) ?? null,
      audience: isDraft ? "agents" : "public",
      questions: Array.isArray(head["questions"]) ? head["questions"].flatMap((one) => text(one) ?? []).slice(0, 50) : [],
      notes: isDraft && head["audience"] !== "agents" ? ["for agents only: a draft"] : [],
    },
  };
}

/** A file that `handrail apply` would take as it is keeps its name and everything in its head. */
function ownForm(source: string, id: string, kind: string): ImportItem | null {
  const loaded = loadArticle(source, basename(id));
  if (!("article" in loaded)) return null;
  const { article } = loaded;
  const body = source.replace(/^---\r?\n[\s\S]{0,20000}?\r?\n---\r?\n?/, "");
  return {
    kind,
    id,
    title: article.title,
    markdown: body.replace(/\r\n?/g, "\n").trim(),
    language: article.language,
    name: article.name,
    url: article.url ?? null,
    audience: article.audience,
    questions: article.questions,
    ...(article.valid_from ? { validFrom: article.valid_from } : {}),
    ...(article.valid_until ? { validUntil: article.valid_until } : {}),
    notes: [],
  };
}

function headOf(yaml: string): Head | null {
  const document = parseDocument(yaml, { schema: "core", prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS({ maxAliasCount: 10 });
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Head) : null;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value.trim() !== "" ? value : undefined);
const firstHeading = (body: string): string | undefined => /^#{1,6}[ \t]+(.{1,300})$/m.exec(body)?.[1]?.replace(/[ \t#*`]+$/, "");

/** "Rueckgabe_und-umtausch.md": the words of the name. */
export function titleFromFile(id: string): string {
  const words = basename(id)
    .replace(/\.[a-z0-9]{1,10}$/i, "")
    .replace(/\.[a-z]{2}$/i, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return words === "" ? "Untitled" : words[0]!.toUpperCase() + words.slice(1);
}

/** returns.de.md or de/returns.md or de-at/returns.md. "how-to-do-it.md" says nothing about Italian. */
export function languageOfPath(id: string): string | null {
  const parts = id.split("/");
  const inName = toLanguage(/\.([a-z]{2}(?:-[a-z]{2})?)\.[a-z0-9]{1,10}$/i.exec(parts.at(-1)!)?.[1]);
  if (inName) return inName;
  const folder = parts.slice(0, -1).findLast((part) => /^[a-z]{2}(?:[-_][a-z]{2})?$/i.test(part) && toLanguage(part) !== null);
  return toLanguage(folder);
}

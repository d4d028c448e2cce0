/**
 * An article as a file: YAML between two lines of dashes, then Markdown. What a customer is told is the text under one
 * heading, so a heading is the unit: tables and lists stay with the words around them.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import type { Problem } from "../domain/errors.ts";

const head = z.strictObject({
  title: z.string().min(1).max(200),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .meta({ description: "Where customers can read it." }),
  audience: z.enum(["public", "agents"]).default("public").meta({ description: "agents: never told to customers." }),
  store: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "The connection of the one store it is about; without it, it is about all." }),
  valid_from: z.iso.date().optional(),
  valid_until: z.iso.date().optional(),
  questions: z.array(z.string().min(1).max(300)).max(50).default([]).meta({ description: "How customers ask for it." }),
  imported_from: z
    .strictObject({
      kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
      id: z.string().min(1).max(1_000),
      updated_at: z.iso.datetime().optional(),
      digest: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .meta({ description: "Tells whether somebody has changed it here since." }),
    })
    .optional()
    .meta({ description: "Where the import took it from; written by `handrail import articles`." }),
});
export type ArticlePart = { heading: string | null; text: string };
export type Article = z.infer<typeof head> & { name: string; language: string; source: string; parts: ArticlePart[] };

const headForm = /^---\r?\n([\s\S]{0,20000}?)\r?\n---\r?\n?/;
const fileForm = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z]{2})\.md$/;
const maxPartChars = 1_200;

/** `file` is "returns.en.md". */
export function loadArticle(source: string, file: string): { article: Article } | { problems: Problem[] } {
  const named = fileForm.exec(file);
  if (!named) return { problems: [{ file, message: "An article is called name.language.md", mend: "E.g. returns.en.md." }] };
  const split = headForm.exec(source);
  if (!split)
    return { problems: [{ file, line: 1, column: 1, message: "The article has no head", mend: "Begin with ---, title: …, ---." }] };
  const document = parseDocument(split[1]!, { schema: "core", prettyErrors: false, uniqueKeys: true });
  const parsed = head.safeParse(document.errors.length > 0 ? null : document.toJS());
  if (!parsed.success) {
    const faults =
      document.errors.length > 0
        ? document.errors.map(({ message }) => message)
        : parsed.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
    return { problems: faults.map((message) => ({ file, line: 2, column: 1, message, mend: "See the head of docs/rules-reference.md." })) };
  }
  const parts = partsOf(source.slice(split[0].length));
  if (parts.length === 0) return { problems: [{ file, message: "The article has no text", mend: "Write it below the head." }] };
  return { article: { ...parsed.data, name: named[1]!, language: named[2]!, source, parts } };
}

/** The Markdown below the head. */
export const bodyOf = (source: string): string => source.replace(headForm, "");

/** Split at headings; what is too long for a reply is split between paragraphs. */
function partsOf(markdown: string): ArticlePart[] {
  const parts: ArticlePart[] = [];
  let heading: string | null = null,
    lines: string[] = [];
  const flush = (): void => {
    let text = "";
    for (const paragraph of plainText(lines.join("\n")).split(/\n{2,}/)) {
      if (text !== "" && text.length + paragraph.length > maxPartChars) {
        parts.push({ heading, text });
        text = "";
      }
      text = text === "" ? paragraph : `${text}\n\n${paragraph}`;
    }
    if (text.trim() !== "") parts.push({ heading, text: text.slice(0, 4 * maxPartChars) });
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const title = /^#{1,6}\s+(.{1,300})$/.exec(line)?.[1];
    if (title === undefined) lines.push(line);
    else {
      flush();
      heading = plainText(title);
    }
  }
  flush();
  return parts;
}

/** Markdown as it reads in a mail: no marks, links by their words, table rows as "cell: cell". */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)/g, "")
    .replace(/\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)/g, "$1")
    .replace(/^[ \t]*\|[ \t:|-]{3,200}\|[ \t]*\n/gm, "")
    .replace(/^[ \t]*\|(.{1,1000})\|[ \t]*$/gm, (_row, cells: string) =>
      cells
        .split("|")
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(": "),
    )
    .replace(/^[ \t]*[*+][ \t]+/gm, "- ")
    .replace(/\*\*|__|`/g, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

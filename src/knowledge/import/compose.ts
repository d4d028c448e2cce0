/** An item as an article in our file form. */
import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { Article } from "../article.ts";
import { oneLine, type ImportItem } from "./item.ts";

/** More than this the desk's own page would not save either. */
export const maxArticle = 200_000;

type Content = Pick<Article, "title" | "audience" | "questions"> & { url?: string | undefined; body: string };

/** The file, and what tells it from another state of the same article. */
export function composeArticle(item: ImportItem): { source: string; digest: string } {
  const content: Content = {
    title: oneLine(item.title, 200) || "Untitled",
    url: usableUrl(item.url),
    audience: item.audience ?? "public",
    questions: [...new Set((item.questions ?? []).map((one) => oneLine(one, 300)).filter(Boolean))].slice(0, 50),
    body: cleanBody(item.markdown),
  };
  const digest = digestOf(content);
  const { title, url, audience, questions, body } = content;
  const head = {
    title,
    ...(url === undefined ? {} : { url }),
    ...(audience === "agents" ? { audience } : {}),
    ...(item.validFrom ? { valid_from: item.validFrom } : {}),
    ...(item.validUntil ? { valid_until: item.validUntil } : {}),
    ...(questions.length > 0 ? { questions } : {}),
    imported_from: { kind: item.kind, id: item.id, ...timeOf(item.updatedAt), digest },
  };
  return { source: `---\n${stringify(head, { lineWidth: 0 })}---\n\n${body}\n`, digest };
}

/** Of a stored article: not the digest in its head when somebody has changed it since. */
export function digestOfArticle({ title, url, audience, questions, source }: Article): string {
  const body = cleanBody(source.replace(/^---\r?\n[\s\S]{0,20000}?\r?\n---\r?\n?/, ""));
  return digestOf({ title, url, audience, questions, body });
}

function digestOf({ title, url, audience, questions, body }: Content): string {
  return createHash("sha256")
    .update(JSON.stringify([title, url ?? null, audience, questions, body]))
    .digest("hex")
    .slice(0, 16);
}

/** Without what the database does not take and nobody sees. */
function cleanBody(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff]/g, "")
    .toWellFormed()
    .trim();
}

function usableUrl(url: string | null | undefined): string | undefined {
  if (!url || url.length > 500 || !URL.canParse(url)) return undefined;
  return /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

function timeOf(at: string | null | undefined): { updated_at: string } | undefined {
  const time = at ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? undefined : { updated_at: new Date(time).toISOString() };
}

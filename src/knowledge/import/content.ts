/** The bytes of one file, whatever kind it is, as items. */
import { AppError } from "../../domain/errors.ts";
import type { Helpdesk } from "../../helpdesks/helpdesk.ts";
import { readCsv } from "./csv.ts";
import { decodeHtml, decodeText } from "./decode.ts";
import { helpdeskItems } from "./helpdesk-items.ts";
import { readPage } from "./html-page.ts";
import type { ImportItem, ReadItems } from "./item.ts";
import { languageOfPath, readMarkdown, titleFromFile } from "./markdown.ts";
import { readPdf } from "./pdf.ts";

/** `export`: what a help desk's API answered, as a file. */
export const contentKinds = ["markdown", "html", "pdf", "csv", "export"] as const;
export type ContentKind = (typeof contentKinds)[number];
export type Content = {
  kind: ContentKind;
  bytes: Uint8Array;
  /** The same at every import of the same thing. */
  id: string;
  /** Where customers read it, when that is known. */
  url: string | null;
};

/** AppError `bad_request` when the whole of it cannot be read. */
export async function readContent(content: Content, helpdesks: readonly Helpdesk[]): Promise<ReadItems> {
  const { kind, bytes, id, url } = content;
  if (kind === "csv") return readCsv(decodeText(bytes), id);
  if (kind === "export") return readExport(decodeText(bytes), id, helpdesks);
  const read = kind === "markdown" ? readMarkdown(decodeText(bytes), id) : kind === "html" ? readHtml(content) : await readPdf(content);
  if ("problem" in read) return { items: [], skipped: [{ item: id, why: read.problem }] };
  return { items: [url === null ? read.item : { ...read.item, url }], skipped: [] };
}

function readHtml({ bytes, id, url }: Content): { item: ImportItem } | { problem: string } {
  const read = readPage(decodeHtml(bytes, null), url);
  if ("problem" in read) return read;
  const { title, markdown, language, canonical } = read.page;
  const item: ImportItem = {
    kind: "html",
    id,
    title: title || titleFromFile(id),
    markdown,
    language: languageOfPath(id),
    languageHint: language,
    url: canonical,
    notes: [],
  };
  return { item };
}

function readExport(text: string, id: string, helpdesks: readonly Helpdesk[]): ReadItems {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad_request", `${id} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  for (const helpdesk of helpdesks) {
    const articles = helpdesk.readExport(json);
    if (articles) return helpdeskItems(helpdesk.id, articles);
  }
  throw new AppError(
    "bad_request",
    `${id} is no list of articles of a help desk that is known (${helpdesks.map(({ title }) => title).join(", ")}).`,
  );
}

/** Articles from elsewhere: finds out what a source is, reads all of it, and puts it into the desk. */
import { toAppError, AppError } from "../../domain/errors.ts";
import type { Db } from "../../db/pool.ts";
import type { Helpdesk } from "../../helpdesks/helpdesk.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { patientAsk, type Wait } from "../../http/patient.ts";
import { contentKinds, readContent, type Content, type ContentKind } from "./content.ts";
import { readFilesAt } from "./files.ts";
import { helpdeskItems } from "./helpdesk-items.ts";
import type { ReadItems } from "./item.ts";
import type { ImportReport } from "./report.ts";
import { takeItems } from "./take.ts";
import { crawlLimits, readWebsite, type CrawlLimits } from "./website.ts";

export type ImportParts = {
  db: Db;
  helpdesks: readonly Helpdesk[];
  /** Guesses the language of a text. */
  languageOf(text: string): string;
  /** Whether addresses inside the network may be read (HANDRAIL_PRIVATE_ADDRESSES). */
  isPrivateAllowed: boolean;
  /** Makes searches find what is new. */
  reload(): Promise<unknown>;
  /** Given by tests, which do not want to wait. */
  wait?: Wait;
};
export type ImportOptions = { language: string | null; isDryRun: boolean; isOverwriting: boolean; by: string };
export type Place = {
  /** An address, a folder or a file. */
  source: string;
  /** "website", the id of a help desk, or a kind of file; null to find out. */
  kind: string | null;
  token: string;
  limits?: Partial<CrawlLimits>;
};

export type ArticleImport = ReturnType<typeof createImport>;

export function createImport(parts: ImportParts) {
  const kinds = ["website", ...parts.helpdesks.map(({ id }) => id), ...contentKinds];

  async function take(read: ReadItems, options: ImportOptions): Promise<ImportReport> {
    try {
      return await takeItems(parts.db, read, { ...options, languageOf: parts.languageOf });
    } finally {
      if (!options.isDryRun) await parts.reload();
    }
  }
  return {
    kinds,
    helpdesks: parts.helpdesks,
    /** AppError `usage` when there is nothing to read at `source`, vendor_* when its list cannot be read to the end. */
    async fromPlace(place: Place, options: ImportOptions): Promise<ImportReport> {
      return take(await readPlace(place, options.language, parts, kinds), options);
    },
    /** Of a file that was sent. */
    async fromContent(content: Content, options: ImportOptions): Promise<ImportReport> {
      return take(await readContent(content, parts.helpdesks), options);
    },
  };
}

async function readPlace(place: Place, language: string | null, parts: ImportParts, kinds: readonly string[]): Promise<ReadItems> {
  const { source, kind, limits } = place;
  if (kind !== null && !kinds.includes(kind)) throw new AppError("usage", `There is no kind "${kind}". Use ${kinds.join(", ")}.`);
  const isAddress = /^https?:\/\//i.test(source);
  const content = contentKinds.find((one) => one === kind);
  if (!isAddress) {
    if (kind !== null && !content)
      throw new AppError("usage", `"${kind}" is read from an address that begins with https://, not from ${source}.`);
    return readFilesAt(source, parts.helpdesks, (content ?? null) satisfies ContentKind | null);
  }
  if (content) throw new AppError("usage", `"${kind}" is read from files. Save ${source} first, or leave --kind out.`);
  const url = URL.canParse(source) ? new URL(source) : null;
  const helpdesk = parts.helpdesks.find((one) => one.id === kind || (kind === null && url !== null && one.isAddress(url)));
  if (helpdesk && url) return readHelpdesk(helpdesk, url, place.token, language, parts);
  if (place.token !== "") throw new AppError("usage", "A token is for a help desk. Say which with --kind.");
  const crawl = { isPrivateAllowed: parts.isPrivateAllowed, ...(parts.wait ? { wait: parts.wait } : {}) };
  return readWebsite(source, { ...crawlLimits, ...limits }, crawl);
}

async function readHelpdesk(helpdesk: Helpdesk, url: URL, token: string, language: string | null, parts: ImportParts): Promise<ReadItems> {
  const reach = parts.isPrivateAllowed ? {} : { reach: "public" as const };
  const patient = patientAsk(parts.wait);
  const ask: typeof fetchHttp = (request) => patient({ ...request, ...reach });
  try {
    return helpdeskItems(helpdesk.id, await helpdesk.fetchArticles({ baseUrl: url.origin, token, language, ask }));
  } catch (error) {
    const problem = toAppError(error);
    if (problem.code !== "vendor_unauthorized") throw error;
    throw new AppError("vendor_unauthorized", `${problem.message} A token is written as ${helpdesk.token}.`, { cause: error });
  }
}

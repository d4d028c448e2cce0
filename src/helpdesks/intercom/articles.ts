/**
 * Intercom: GET /articles, version 2.14 of its API. Translations stand inside the article of the default language. The specification
 * calls the pages cursor pages, the service answers with the next page's address or with a cursor; both are followed.
 */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { HttpRequest } from "../../http/fetch.ts";
import type { ArticleSource, Helpdesk, HelpdeskArticle } from "../helpdesk.ts";
import { pagesOf } from "../pages.ts";

const vendor = "Intercom";
const seconds = z.number().nullish();
const content = z.object({
  title: z.string().nullish(),
  body: z.string().nullish(),
  state: z.string().nullish(),
  updated_at: seconds,
  url: z.string().nullish(),
});
const article = content.extend({
  id: z.union([z.string(), z.number()]),
  type: z.literal("article"),
  default_locale: z.string().nullish(),
  /** By locale; beside them stands its own "type". */
  translated_content: z.record(z.string(), z.unknown()).nullish(),
});
const next = z.union([z.string(), z.object({ page: z.number().nullish(), starting_after: z.string().nullish() })]);
const page = z.object({
  data: z.array(article),
  pages: z.object({ next: next.nullish(), page: z.number().nullish(), total_pages: z.number().nullish() }).nullish(),
});

export const intercom: Helpdesk = {
  id: "intercom",
  title: "Intercom",
  baseUrl: "https://api.intercom.io",
  token: "the access token",
  isAddress: ({ hostname }) => /^api\.(?:eu\.|au\.)?intercom\.io$/.test(hostname),
  readExport(json) {
    const pages = Array.isArray(json) && json.some((one) => hasData(one)) ? json : [json];
    const lists = pages.map((one) => z.array(article).safeParse(hasData(one) ? one.data : one));
    return lists.every(({ success }) => success) ? lists.flatMap(({ data = [] }) => data.flatMap(translationsOf)) : null;
  },
  async fetchArticles(source) {
    if (source.token === "") throw new AppError("usage", "Intercom lists its articles only to who has a token. Give it with --token-file.");
    const found: HelpdeskArticle[] = [];
    for await (const json of pagesOf(source, request(source), nextOf)) found.push(...read(json).data.flatMap(translationsOf));
    const { language } = source;
    return found.filter(({ locale }) => language === null || locale === null || locale.toLowerCase().split("-")[0] === language);
  },
};

const hasData = (value: unknown): value is { data: unknown } =>
  typeof value === "object" && value !== null && "data" in value && Array.isArray(value.data);

function request({ baseUrl, token }: ArticleSource): HttpRequest {
  const headers = { accept: "application/json", authorization: `Bearer ${token}`, "intercom-version": "2.14" };
  return { vendor, url: `${baseUrl}/articles`, headers };
}

function nextOf(json: unknown, url: string): string | null {
  const { pages } = read(json);
  if (typeof pages?.next === "string") return pages.next;
  const address = new URL(url);
  if (pages?.next?.starting_after) address.searchParams.set("starting_after", pages.next.starting_after);
  else if (pages?.next?.page) address.searchParams.set("page", String(pages.next.page));
  // No link, and yet not the last: as the specification's examples are written.
  else if (pages?.page && pages.total_pages && pages.page < pages.total_pages) address.searchParams.set("page", String(pages.page + 1));
  else return null;
  return address.href;
}

function read(json: unknown): z.infer<typeof page> {
  const parsed = page.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("vendor_unavailable", `${vendor} answers something unexpected at ${path.join(".")}: ${message}.`);
}

/** The article in its default language, and each translation somebody wrote. */
function translationsOf(one: z.infer<typeof article>): HelpdeskArticle[] {
  const own = one.default_locale ?? null;
  const translations = Object.entries(one.translated_content ?? {}).flatMap(([locale, value]) => {
    const parsed = content.safeParse(value);
    return locale === "type" || locale === own || !parsed.success || !parsed.data.body ? [] : [toArticle(one.id, locale, parsed.data)];
  });
  return [toArticle(one.id, own, one), ...translations];
}

function toArticle(id: string | number, locale: string | null, one: z.infer<typeof content>): HelpdeskArticle {
  return {
    id: String(id),
    title: one.title ?? "",
    html: one.body ?? "",
    locale,
    url: one.url ?? null,
    forAgents: one.state === "published" ? null : "a draft",
    updatedAt: one.updated_at == null ? null : new Date(one.updated_at * 1_000).toISOString(),
  };
}

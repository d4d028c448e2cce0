/**
 * Zendesk Guide: GET /api/v2/help_center/{locale}/articles.json, one locale after the other, by cursor pages, or by numbered ones
 * where an older help centre answers with those. https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/
 */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { HttpRequest } from "../../http/fetch.ts";
import type { ArticleSource, Helpdesk, HelpdeskArticle } from "../helpdesk.ts";
import { pagesOf } from "../pages.ts";

const vendor = "Zendesk";
const article = z.object({
  id: z.union([z.number(), z.string()]),
  title: z.string().nullish(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  locale: z.string().nullish(),
  html_url: z.string(),
  draft: z.boolean().nullish(),
  user_segment_id: z.number().nullish(),
  user_segment_ids: z.array(z.number()).nullish(),
  updated_at: z.string().nullish(),
  edited_at: z.string().nullish(),
});
const page = z.object({
  articles: z.array(article),
  next_page: z.string().nullish(),
  meta: z.object({ has_more: z.boolean().nullish() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
const locales = z.object({ locales: z.array(z.string().max(20)).max(200) });

export const zendesk: Helpdesk = {
  id: "zendesk",
  title: "Zendesk",
  token: "name@shop.example/token:API-TOKEN, or an OAuth token alone; none for what everybody may read",
  isAddress: ({ hostname }) => hostname.endsWith(".zendesk.com"),
  readExport(json) {
    const pages = Array.isArray(json) && json.some((one) => hasArticles(one)) ? json : [json];
    const lists = pages.map((one) => z.array(article).safeParse(hasArticles(one) ? one.articles : one));
    return lists.every(({ success }) => success) ? lists.flatMap(({ data = [] }) => data.map(toArticle)) : null;
  },
  async fetchArticles(source) {
    const found: HelpdeskArticle[] = [];
    for (const locale of await localesOf(source)) {
      const place = locale === null ? "" : `/${encodeURIComponent(locale)}`;
      const first = request(source, `/api/v2/help_center${place}/articles.json?page[size]=100`);
      for await (const json of pagesOf(source, first, nextOf)) found.push(...read(page, json).articles.map(toArticle));
    }
    return found;
  },
};

const hasArticles = (value: unknown): value is { articles: unknown } =>
  typeof value === "object" && value !== null && "articles" in value && Array.isArray(value.articles);

/** Every locale of the help centre that is of the language; null (whatever it has) where it does not say. */
async function localesOf(source: ArticleSource): Promise<(string | null)[]> {
  const { language } = source;
  const answer = await source.ask({ ...request(source, "/api/v2/help_center/locales.json"), expect: [404] });
  if (answer.status === 404) return [language];
  const all = read(locales, answer.json()).locales;
  const wanted = language === null ? all : all.filter((locale) => locale.toLowerCase().split("-")[0] === language);
  if (wanted.length === 0) throw new AppError("bad_request", `The help centre has no articles in "${language}"; it has ${all.join(", ")}.`);
  return wanted;
}

function nextOf(json: unknown): string | null {
  const { meta, links, next_page: numbered } = read(page, json);
  if (meta) return meta.has_more ? (links?.next ?? null) : null;
  return numbered ?? null;
}

function request({ baseUrl, token }: ArticleSource, path: string): HttpRequest {
  const authorization = token.includes(":") ? `Basic ${Buffer.from(token).toString("base64")}` : `Bearer ${token}`;
  return { vendor, url: baseUrl + path, headers: { accept: "application/json", ...(token === "" ? {} : { authorization }) } };
}

function read<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("vendor_unavailable", `${vendor} answers something unexpected at ${path.join(".")}: ${message}.`);
}

function toArticle(one: z.infer<typeof article>): HelpdeskArticle {
  const isRestricted = one.user_segment_id != null || (one.user_segment_ids ?? []).length > 0;
  return {
    id: String(one.id),
    title: one.title ?? one.name ?? "",
    html: one.body ?? "",
    locale: one.locale ?? null,
    url: one.html_url,
    forAgents: one.draft ? "a draft" : isRestricted ? "only some readers may see it" : null,
    updatedAt: one.edited_at ?? one.updated_at ?? null,
  };
}

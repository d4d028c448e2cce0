import { html } from "../domain/html.ts";
import type { HelpArticle } from "./articles.ts";
import { pathOf } from "./page.ts";

/** What a site map may hold at most, by its specification. */
const maxPages = 50_000;

/** Every page of the help centre, each with itself in other languages. */
export function siteMap(articles: readonly HelpArticle[], publicUrl: string): string {
  const languages = [...new Set(articles.map(({ language }) => language))].sort();
  const byName = Map.groupBy(articles, ({ name }) => name);
  const alternates = (all: { language: string; path: string }[]) =>
    all.length > 1 && all.map((one) => html`<xhtml:link rel="alternate" hreflang="${one.language}" href="${publicUrl}${one.path}" />`);
  const homes = languages.map((language) => ({ language, path: `/help/${language}` }));
  const pages = [
    ...homes.map(({ path }) => html`<url><loc>${publicUrl}${path}</loc>${alternates(homes)}</url>`),
    ...articles.map((article) => {
      const same = byName.get(article.name)!.map((one) => ({ language: one.language, path: pathOf(one) }));
      return html`<url
        ><loc>${publicUrl}${pathOf(article)}</loc><lastmod>${article.updatedAt.toISOString()}</lastmod>${alternates(same)}</url
      >`;
    }),
  ];
  return html`<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
      ${pages.slice(0, maxPages)}
    </urlset>`.markup;
}

/** An HTML page, or a piece of one, as the title, text, language and address an article is made of. */
import { bare, faqOf } from "./faq.ts";
import { mainOf, shownPanels } from "./html-main.ts";
import { toMarkdown } from "./html-markdown.ts";
import { findAll, parseHtml, textOf, type Element } from "./html-tree.ts";
import { oneLine, toLanguage } from "./item.ts";

export type Page = { title: string; markdown: string; language: string | null; canonical: string | null };

/** `url`: where the page is, or null; relative links count from it. */
export function readPage(html: string, url: string | null): { page: Page } | { problem: string } {
  const parsed = parseHtml(html);
  if ("problem" in parsed) return parsed;
  const { root } = parsed;
  const main = mainOf(root);
  const writing = { base: baseOf(root, url), shown: shownPanels(root) };
  const title = titleOf(root, main);
  const text = toMarkdown(main, writing);
  const body = [withoutTitle(text, title), ...faqBlocks(root, text, writing.base)].filter(Boolean).join("\n\n");
  const language = toLanguage(main.attributes["lang"]) ?? languageOf(root);
  return { page: { title, markdown: body, language, canonical: canonicalOf(root, writing.base) } };
}

/** A body as help desks and spreadsheets have it: no title, no page around it. */
export function readFragment(html: string, url: string | null): { markdown: string } | { problem: string } {
  const parsed = parseHtml(html);
  if ("problem" in parsed) return parsed;
  return { markdown: toMarkdown(parsed.root, { base: url, shown: shownPanels(parsed.root) }) };
}

function baseOf(root: Element, url: string | null): string | null {
  const base = findAll(root, ({ tag, attributes }) => tag === "base" && attributes["href"] !== undefined)[0]?.attributes["href"];
  if (base !== undefined && URL.canParse(base, url ?? undefined)) return new URL(base, url ?? undefined).href;
  return url;
}

const metaOf = (root: Element, name: string): string | undefined =>
  findAll(root, ({ tag, attributes }) => tag === "meta" && (attributes["property"] ?? attributes["name"]) === name)[0]?.attributes[
    "content"
  ];

/** The first heading when the page's title has it ("Returns – Nordlicht Outdoor"), because that is the title without the shop. */
function titleOf(root: Element, main: Element): string {
  const heading = findAll(main, ({ tag }) => tag === "h1").map(textOf)[0];
  const head = findAll(root, ({ tag }) => tag === "head")[0] ?? root;
  const given = metaOf(root, "og:title") ?? findAll(head, ({ tag }) => tag === "title").map(textOf)[0] ?? "";
  if (heading && (given.trim() === "" || bare(given).includes(bare(heading)))) return oneLine(heading, 200);
  return oneLine(withoutShop(given, metaOf(root, "og:site_name")), 200);
}

function withoutShop(title: string, shop: string | undefined): string {
  const at = shop && shop.trim() !== "" ? title.lastIndexOf(shop) : -1;
  if (at <= 0 || at + shop!.length < title.trimEnd().length) return title;
  return title.slice(0, at).replace(/[\s|–—:·»-]{1,20}$/, "") || title;
}

/** The title is in the head of the article already; a heading of the same words would stand over its first part. */
export function withoutTitle(markdown: string, title: string): string {
  const [first = "", ...rest] = markdown.split("\n");
  const heading = /^#{1,6}\s+(.{1,300})$/.exec(first)?.[1];
  return heading !== undefined && bare(heading) === bare(title) ? rest.join("\n").trim() : markdown;
}

function faqBlocks(root: Element, text: string, base: string | null): string[] {
  const found = faqOf(root);
  if (found.length === 0) return [];
  const seen = bare(text);
  return found.flatMap(({ question, answer }) => {
    const heading = oneLine(question, 300);
    const written = readFragment(answer, base);
    if (bare(heading) === "" || seen.includes(bare(heading)) || "problem" in written || written.markdown === "") return [];
    return [`## ${heading}`, written.markdown];
  });
}

function languageOf(root: Element): string | null {
  const html = findAll(root, ({ tag }) => tag === "html")[0];
  return toLanguage(html?.attributes["lang"] ?? html?.attributes["xml:lang"]) ?? toLanguage(metaOf(root, "og:locale"));
}

function canonicalOf(root: Element, base: string | null): string | null {
  const link = findAll(root, ({ tag, attributes }) => tag === "link" && (attributes["rel"] ?? "").toLowerCase() === "canonical")[0];
  const href = link?.attributes["href"];
  return href !== undefined && URL.canParse(href, base ?? undefined) ? new URL(href, base ?? undefined).href : null;
}

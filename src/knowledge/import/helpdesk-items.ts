/** Articles of a help desk as items. */
import type { HelpdeskArticle } from "../../helpdesks/helpdesk.ts";
import { readFragment, withoutTitle } from "./html-page.ts";
import { oneLine, toLanguage, type ReadItems } from "./item.ts";

/** `kind`: id of the help desk. */
export function helpdeskItems(kind: string, articles: readonly HelpdeskArticle[]): ReadItems {
  const read: ReadItems = { items: [], skipped: [] };
  for (const { id, title, html, locale, url, forAgents, updatedAt } of articles) {
    const body = readFragment(html, url);
    if ("problem" in body) read.skipped.push({ item: `${id} "${oneLine(title, 100)}"`, why: body.problem });
    else if (body.markdown === "") read.skipped.push({ item: `${id} "${oneLine(title, 100)}"`, why: "it has no text" });
    else
      read.items.push({
        kind,
        id,
        title: oneLine(title, 200),
        markdown: withoutTitle(body.markdown, title),
        language: toLanguage(locale),
        url,
        audience: forAgents === null ? "public" : "agents",
        updatedAt,
        notes: forAgents === null ? [] : [`for agents only: ${forAgents}`],
      });
  }
  return read;
}

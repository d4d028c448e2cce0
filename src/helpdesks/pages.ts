/** Walking through an API's pages: never to another host with our token, never in circles, never for ever. */
import { AppError } from "../domain/errors.ts";
import type { HttpRequest } from "../http/fetch.ts";
import type { ArticleSource } from "./helpdesk.ts";

const maxPages = 1_000;
const maxBytes = 20_000_000;

/** Each page's JSON. `next` reads from a page where the next one is, or null after the last. */
export async function* pagesOf(
  { ask, baseUrl }: Pick<ArticleSource, "ask" | "baseUrl">,
  first: HttpRequest,
  next: (page: unknown, url: string) => string | null,
): AsyncGenerator<unknown> {
  const seen = new Set<string>();
  let url: string | null = first.url;
  while (url !== null) {
    const { host } = new URL(url, baseUrl);
    if (host !== new URL(baseUrl).host)
      throw new AppError(
        "vendor_refused",
        `${first.vendor} names a next page on another host (${host.slice(0, 100)}); our token stays here.`,
      );
    if (seen.has(url) || seen.size === maxPages)
      throw new AppError("vendor_refused", `${first.vendor} lists its articles without end: ${seen.size} pages were read.`);
    seen.add(url);
    const page: unknown = (await ask({ ...first, url, maxBytes, timeoutMs: 60_000 })).json();
    yield page;
    url = next(page, url);
  }
}

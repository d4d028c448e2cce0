/**
 * The pages of a website by its sitemap, read as a guest reads them: what robots.txt asks for is kept, one page at a time with a pause
 * before each, on one host only, and never more than was agreed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, toAppError } from "../../domain/errors.ts";
import type { HttpRequest, HttpResponse } from "../../http/fetch.ts";
import { patientAsk, type Ask, type Wait } from "../../http/patient.ts";
import { decodeHtml } from "./decode.ts";
import { readPage, type Page } from "./html-page.ts";
import type { ImportItem, ReadItems } from "./item.ts";
import { languageOfPath, titleFromFile } from "./markdown.ts";
import { allAllowed, readRobots, type Robots } from "./robots.ts";
import { maxSitemap, readSitemap } from "./sitemap.ts";

export type CrawlLimits = {
  /** Pages at most. */
  pages: number;
  /** Pause before each page; robots.txt may ask for more. */
  delayMs: number;
  /** For the whole; what is left then is reported. */
  totalMs: number;
};
export const crawlLimits: CrawlLimits = { pages: 500, delayMs: 500, totalMs: 30 * 60_000 };
export type CrawlParts = { isPrivateAllowed: boolean; wait?: Wait; now?: () => number };

const maxPageBytes = 4_000_000;
const maxSitemaps = 50;
const maxRedirects = 5;
const vendor = "The website";
const userAgent = "Handrail (import of articles for a support desk)";

/** `address`: a sitemap, or a page: then the sitemap is looked for, and pages below the address are read. */
export async function readWebsite(address: string, limits: CrawlLimits, parts: CrawlParts): Promise<ReadItems> {
  const start = startOf(address);
  const guest = openGuest(start, limits, parts);
  const robots = await readRobotsOf(guest, start);
  const read: ReadItems = { items: [], skipped: [] };
  const pages = await listPages(guest, start, robots, read);
  const delayMs = Math.max(limits.delayMs, robots.delayMs);
  for (const [place, page] of pages.slice(0, limits.pages).entries()) {
    if (guest.isLate()) {
      read.skipped.push({
        item: address,
        why: `${counted(pages.length - place)} left, because the time was over; import a part of the website at a time`,
      });
      return read;
    }
    await guest.wait(delayMs);
    await addPage(read, guest, page, robots);
  }
  if (pages.length > limits.pages)
    read.skipped.push({ item: address, why: `${counted(pages.length - limits.pages)} over the limit of ${limits.pages}` });
  return read;
}

const counted = (pages: number): string => (pages === 1 ? "1 page is" : `${pages} pages are`);

function startOf(address: string): URL {
  if (address.length > 2_000 || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new AppError("bad_request", `"${address.slice(0, 100)}" is no address that begins with https:// or http://.`);
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") throw new AppError("bad_request", "An address with a password in it is not read.");
  url.hash = "";
  return url;
}

type Guest = {
  /** Follows redirects on the same host. `url`: where it ended. */
  get(url: URL, maxBytes: number, robots?: Robots): Promise<{ response: HttpResponse; url: URL }>;
  wait: Wait;
  isLate(): boolean;
};

function openGuest(start: URL, limits: CrawlLimits, { isPrivateAllowed, wait = sleep, now = Date.now }: CrawlParts): Guest {
  const end = now() + limits.totalMs;
  const ask: Ask = patientAsk(wait);
  async function get(url: URL, maxBytes: number, robots?: Robots): Promise<{ response: HttpResponse; url: URL }> {
    let at = url;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      if (hop > 0 && robots && !robots.mayRead(at.pathname + at.search))
        throw new AppError("vendor_refused", "robots.txt asks not to read it");
      const response = await ask(requestFor(at, maxBytes, isPrivateAllowed));
      if (response.status < 300) return { response, url: at };
      at = redirectOf(response, at, start);
    }
    throw new AppError("vendor_refused", `it leads on more than ${maxRedirects} times`);
  }
  return { get, wait, isLate: () => now() > end };
}

function requestFor(url: URL, maxBytes: number, isPrivateAllowed: boolean): HttpRequest {
  return {
    vendor,
    url: url.href,
    headers: { "user-agent": userAgent, accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5" },
    maxBytes,
    timeoutMs: 20_000,
    expect: [301, 302, 303, 307, 308],
    ...(isPrivateAllowed ? {} : { reach: "public" as const }),
  };
}

function redirectOf(response: HttpResponse, from: URL, start: URL): URL {
  const location = response.headers.get("location") ?? "";
  if (!URL.canParse(location, from.href)) throw new AppError("vendor_refused", "it leads on to something that is no address");
  const to = new URL(location, from);
  if (!isSameHost(to, start)) throw new AppError("vendor_refused", `it leads to another host, ${to.host.slice(0, 100)}`);
  return to;
}

/** http and https of one name are one site; another port is another one. */
function isSameHost(url: URL, start: URL): boolean {
  return (
    /^https?:$/.test(url.protocol) && (url.host === start.host || (url.hostname === start.hostname && url.port === "" && start.port === ""))
  );
}

async function readRobotsOf(guest: Guest, start: URL): Promise<Robots> {
  try {
    const { response } = await guest.get(new URL("/robots.txt", start), 1_000_000);
    return readRobots(response.text());
  } catch (error) {
    const problem = toAppError(error);
    const status = Number(problem.details["status"]);
    // No such file: nothing is asked for. A site that cannot say what it asks for is not read.
    if (status >= 400 && status < 500 && status !== 429) return allAllowed;
    throw new AppError(problem.code, `Its robots.txt cannot be read, so nothing is: ${problem.message}`, { cause: error });
  }
}

const isSitemap = ({ pathname }: URL): boolean => /\.xml(?:\.gz)?$/i.test(pathname);

/** Pages to read, in the order of the sitemaps. Without any sitemap, the address itself. */
async function listPages(guest: Guest, start: URL, robots: Robots, read: ReadItems): Promise<URL[]> {
  if (isSitemap(start)) return readSitemaps(guest, [start], start, robots, read);
  const named = robots.sitemaps.filter((url) => URL.canParse(url) && isSameHost(new URL(url), start)).map((url) => new URL(url));
  const isGuess = named.length === 0;
  const known = isGuess ? [new URL("/sitemap.xml", start)] : named;
  const found: ReadItems = { items: [], skipped: [] };
  const pages = await readSitemaps(guest, known, start, robots, found).catch((error: unknown) => {
    if (!isGuess || toAppError(error).canRetry) throw error;
    return null;
  });
  if (pages === null) return [start];
  read.skipped.push(...found.skipped);
  const below = pages.filter(({ pathname }) => pathname === start.pathname || pathname.startsWith(start.pathname.replace(/\/?$/, "/")));
  return below.length > 0 ? below : [start];
}

/** AppError when the first one cannot be read; the others are reported. */
async function readSitemaps(guest: Guest, first: URL[], start: URL, robots: Robots, read: ReadItems): Promise<URL[]> {
  const queue = [...first];
  const known = new Set(queue.map(({ href }) => href));
  const pages = new Map<string, URL>();
  for (let nth = 0; nth < queue.length && nth < maxSitemaps; nth++) {
    const url = queue[nth]!;
    const sitemap = await sitemapAt(guest, url, robots).catch((error: unknown) => {
      if (nth === 0) throw error;
      return { problem: toAppError(error).message };
    });
    if ("problem" in sitemap) {
      if (nth === 0) throw new AppError("vendor_refused", `The sitemap ${url.href.slice(0, 200)} cannot be read: ${sitemap.problem}.`);
      read.skipped.push({ item: url.href, why: sitemap.problem });
      continue;
    }
    if (sitemap.isCut) read.skipped.push({ item: url.href, why: "the sitemap ends in the middle; pages after that are not known" });
    for (const target of sameHostIn(sitemap.urls, url, start, read)) {
      if (sitemap.kind === "pages") pages.set(target.href, target);
      else if (!known.has(target.href)) queue.push((known.add(target.href), target));
    }
  }
  if (queue.length > maxSitemaps) read.skipped.push({ item: start.href, why: `${queue.length - maxSitemaps} sitemaps were left out` });
  return [...pages.values()];
}

async function sitemapAt(guest: Guest, url: URL, robots: Robots): Promise<ReturnType<typeof readSitemap>> {
  const { response } = await guest.get(url, maxSitemap, robots);
  return readSitemap(response.body);
}

function sameHostIn(urls: string[], from: URL, start: URL, read: ReadItems): URL[] {
  const own = urls.flatMap((url) => {
    if (url.length > 2_000 || !URL.canParse(url, from.href)) return [];
    const target = new URL(url, from);
    target.hash = "";
    return isSameHost(target, start) ? [target] : [];
  });
  if (own.length < urls.length)
    read.skipped.push({ item: from.href, why: `${urls.length - own.length} of its addresses are on another host than ${start.host}` });
  return own;
}

async function addPage(read: ReadItems, guest: Guest, page: URL, robots: Robots): Promise<void> {
  const skip = (why: string): void => void read.skipped.push({ item: page.href, why });
  if (!robots.mayRead(page.pathname + page.search)) return skip("robots.txt asks not to read it");
  try {
    const { response, url } = await guest.get(page, maxPageBytes, robots);
    const type = response.headers.get("content-type") ?? "";
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type))
      return skip(`it is no page but ${type.slice(0, 60) || "of no known kind"}`);
    const made = readPage(decodeHtml(response.body, type), url.href);
    if ("problem" in made) return skip(made.problem);
    if (made.page.markdown === "") return skip("it has no text; perhaps a script draws it");
    read.items.push(itemOf(made.page, url));
  } catch (error) {
    skip(toAppError(error).message);
  }
}

function itemOf({ title, markdown, language, canonical }: Page, url: URL): ImportItem {
  // Somebody else's address as the canonical one would make two pages one.
  const own = canonical !== null && isSameHost(new URL(canonical), url) ? new URL(canonical) : url;
  const id = own.href.slice(0, 1_000);
  return {
    kind: "website",
    id,
    title: title || titleFromFile(own.pathname.replace(/\/$/, "")),
    markdown,
    language: null,
    languageHint: languageOfPath(own.pathname.replace(/^\//, "")) ?? language,
    url: id,
    notes: [],
  };
}

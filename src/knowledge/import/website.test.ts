import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, before, beforeEach, test } from "node:test";
import { startTestSite, type TestSite } from "../../http/test-site.ts";
import { crawlLimits, readWebsite, type CrawlLimits } from "./website.ts";

let site: TestSite;
const waits: number[] = [];
before(async () => (site = await startTestSite()));
after(() => site.close());
beforeEach(() => {
  site.answers = {};
  site.asked.length = waits.length = 0;
});

const parts = { isPrivateAllowed: true, wait: async (ms: number) => waits.push(ms) };
const crawl = (path: string, limits: Partial<CrawlLimits> = {}) =>
  readWebsite(site.url + path, { ...crawlLimits, delayMs: 5, ...limits }, parts);
const xml = (body: string | Uint8Array) => ({ headers: { "content-type": "application/xml" }, body });
const urlset = (...paths: string[]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => `<url><loc>${new URL(path, site.url).href}</loc></url>`).join("")}</urlset>`;
const page = (title: string, text = `All about ${title}.`, head = "") => ({
  body: `<html lang="en"><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
});
const paths = () => site.asked.map(({ path }) => path);
const whys = (read: Awaited<ReturnType<typeof crawl>>) => read.skipped.map(({ item, why }) => `${item.replace(site.url, "")}: ${why}`);

test("a website is read by its sitemaps, also packed ones, one page after the other with a pause", async () => {
  site.answers = {
    "/robots.txt": { body: `User-agent: *\nDisallow: /help/secret\nCrawl-delay: 1\nSitemap: ${site.url}/maps.xml` },
    "/maps.xml": xml(
      `<sitemapindex><sitemap><loc>${site.url}/one.xml.gz</loc></sitemap><sitemap><loc>${site.url}/two.xml</loc></sitemap></sitemapindex>`,
    ),
    "/one.xml.gz": xml(gzipSync(urlset("/help/a", "/help/secret", "/shop/shoe"))),
    "/two.xml": xml(urlset("/help/b", "/help/a", "https://elsewhere.example/help/c")),
    "/help/a": page("Returns", "Thirty days.", '<link rel="canonical" href="/help/returns">'),
    "/help/b": page("Shipping"),
  };
  const read = await crawl("/help/");
  assert.deepEqual(
    read.items.map(({ id, title, markdown, languageHint, url }) => [id.replace(site.url, ""), title, markdown, languageHint, url === id]),
    [
      ["/help/returns", "Returns", "Thirty days.", "en", true],
      ["/help/b", "Shipping", "All about Shipping.", "en", true],
    ],
  );
  assert.deepEqual(whys(read), [
    "/two.xml: 1 of its addresses are on another host than " + new URL(site.url).host,
    "/help/secret: robots.txt asks not to read it",
  ]);
  assert.deepEqual(paths(), ["/robots.txt", "/maps.xml", "/one.xml.gz", "/two.xml", "/help/a", "/help/b"]);
  assert.deepEqual(waits, [1_000, 1_000, 1_000]);
  assert.match(site.asked[0]!.headers["user-agent"]!, /^Handrail/);
});

test("what cannot be read is said page by page, and the rest goes on", async () => {
  let nth = 0;
  site.answers = {
    "/map.xml": xml(urlset("/gone", "/moved", "/away", "/circle", "/huge", "/pdf", "/busy", "/down", "/empty", "/good")),
    "/moved": { status: 301, headers: { location: "/good" } },
    "/away": { status: 302, headers: { location: "https://elsewhere.example/" } },
    "/circle": { status: 302, headers: { location: "/circle" } },
    "/huge": { body: "x".repeat(4_000_001) },
    "/pdf": { headers: { "content-type": "application/pdf" }, body: "%PDF" },
    "/busy": () => [{ status: 429, headers: { "retry-after": "9" } }, page("Busy")][nth++]!,
    "/down": { status: 500 },
    "/empty": { body: "<main><script>draw()</script></main>" },
    "/good": page("Good"),
  };
  const read = await crawl("/map.xml");
  assert.deepEqual(
    read.items.map(({ id }) => id.replace(site.url, "")),
    ["/good", "/busy", "/good"],
  );
  const said = whys(read).join("\n");
  for (const expected of [
    /^\/gone: .*answers 404/m,
    /^\/away: it leads to another host, elsewhere\.example$/m,
    /^\/circle: it leads on more than 5 times$/m,
    /^\/huge: .*more than 4000000 bytes/m,
    /^\/pdf: it is no page but application\/pdf$/m,
    /^\/down: .*answers 500/m,
    /^\/empty: it has no text; perhaps a script draws it$/m,
  ])
    assert.match(said, expected);
  assert.equal(read.skipped.length, 7);
  assert.ok(waits.includes(9_000), "it waited as long as it was told to");
  assert.equal(paths().filter((path) => path === "/down").length, 4);
});

test("more pages than agreed, and more time than agreed, are left and said", async () => {
  site.answers = { "/map.xml": xml(urlset("/1", "/2", "/3")), "/1": page("One"), "/2": page("Two"), "/3": page("Three") };
  const few = await crawl("/map.xml", { pages: 2 });
  assert.deepEqual([few.items.length, few.skipped.map(({ why }) => why)], [2, ["1 page is over the limit of 2"]]);
  let time = 0;
  const late = await readWebsite(`${site.url}/map.xml`, { pages: 9, delayMs: 0, totalMs: 15 }, { ...parts, now: () => (time += 10) });
  assert.equal(late.items.length, 1);
  assert.match(late.skipped[0]!.why, /^2 pages are left, because the time was over/);
});

test("a broken sitemap is an error when it is the only one, and said when it ends too early", async () => {
  site.answers = { "/map.xml": xml("<html><body>Not found</body></html>") };
  await assert.rejects(crawl("/map.xml"), { code: "vendor_refused", message: /map\.xml cannot be read: it is no sitemap/ });
  site.answers = { "/map.xml": xml(urlset("/1", "/2").slice(0, -40)), "/1": page("One") };
  const cut = await crawl("/map.xml");
  assert.deepEqual([cut.items.length, whys(cut)], [1, ["/map.xml: the sitemap ends in the middle; pages after that are not known"]]);
  site.answers = { "/map.xml": { status: 500 } };
  await assert.rejects(crawl("/map.xml"), { code: "vendor_unavailable" });
});

test("without a sitemap it is the one page; without a readable robots.txt it is nothing", async () => {
  site.answers = { "/help": page("Help") };
  assert.deepEqual(
    (await crawl("/help")).items.map(({ title }) => title),
    ["Help"],
  );
  site.answers["/robots.txt"] = { status: 503 };
  await assert.rejects(crawl("/help"), { code: "vendor_unavailable", message: /robots\.txt cannot be read/ });
});

test("a website inside the network is read only when the shop's settings say so", async () => {
  site.answers = { "/help": page("Help") };
  await assert.rejects(readWebsite(`${site.url}/help`, crawlLimits, { ...parts, isPrivateAllowed: false }), {
    code: "vendor_refused",
    message: /HANDRAIL_PRIVATE_ADDRESSES/,
  });
  assert.deepEqual(site.asked, []);
  for (const bad of ["ftp://x.example/", "javascript:alert(1)", "https://user:pass@x.example/", "help"])
    await assert.rejects(readWebsite(bad, crawlLimits, parts), { code: "bad_request" });
});

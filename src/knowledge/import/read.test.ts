import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { readContent, type ContentKind } from "./content.ts";
import { readCsv } from "./csv.ts";
import { decodeHtml, decodeText } from "./decode.ts";
import { toLanguage } from "./item.ts";
import { languageOfPath, readMarkdown } from "./markdown.ts";
import { nameFor, slugOf } from "./names.ts";
import { readRobots } from "./robots.ts";
import { readSitemap } from "./sitemap.ts";
import { makePdf } from "./test-pdf.ts";

const read = (kind: ContentKind, bytes: Uint8Array, id: string) => readContent({ kind, bytes, id, url: null }, []);

test("Markdown without a head takes its title from the first heading, or from the name of the file", () => {
  const item = (source: string, id: string) => {
    const made = readMarkdown(source, id);
    return "item" in made ? made.item : assert.fail(made.problem);
  };
  const plain = item("# Shipping #\r\n\r\nWe ship.\r\n\r\n## Abroad\r\n\r\nAlso.", "help/shipping.de.md");
  assert.deepEqual([plain.title, plain.language, plain.markdown], ["Shipping", "de", "We ship.\n\n## Abroad\n\nAlso."]);
  assert.equal(item("Just text.", "help/gift-cards_and more.md").title, "Gift cards and more");
  const site = item("---\ntitle: 'Über uns'\nlang: de-DE\ndraft: true\ntags: [a]\n---\nText", "x/about.md");
  assert.deepEqual([site.title, site.languageHint, site.audience, site.notes], ["Über uns", "de", "agents", ["for agents only: a draft"]]);
  const own = item("---\ntitle: Returns\nquestions: [How?]\nvalid_until: 2027-01-01\n---\n\nText", "x/returns.en.md");
  assert.deepEqual([own.name, own.questions, own.validUntil], ["returns", ["How?"], "2027-01-01"]);
  assert.match(JSON.stringify(readMarkdown("---\ntitle: [\n---\nx", "x/a.md")), /not YAML/);
});

test("the language is told by the name of a file or of its folder, and not by chance", () => {
  assert.deepEqual(
    ["returns.de.md", "fr/returns.html", "pt-br/a/b.md", "how-to-do-it.md", "tutorial/x.md", "a.xx.md", "it/a.en.md"].map(languageOfPath),
    ["de", "fr", "pt", null, null, null, "en"],
  );
  assert.deepEqual(["en-US", "de_AT", "zh-Hant-TW", "", "english", null].map(toLanguage), ["en", "de", "zh", null, null, null]);
});

test("a spreadsheet of questions and answers is read as any country's program writes it", () => {
  const german = readCsv(
    '\ufeffFrage;Antwort;Sprache\r\n"Was kostet der ""Versand""?";"4,90 €;\nab 50 € nichts";de\r\nLeer;;\r\n;Nur Text;\r\n',
    "faq.csv",
  );
  assert.deepEqual(
    german.items.map(({ title, markdown, language, questions }) => ({ title, markdown, language, questions })),
    [
      { title: 'Was kostet der "Versand"?', markdown: "4,90 €;\nab 50 € nichts", language: "de", questions: ['Was kostet der "Versand"?'] },
      { title: "Leer", markdown: "", language: null, questions: [] },
    ],
  );
  assert.deepEqual(german.skipped, [{ item: "faq.csv, row 4", why: "it has no question or title" }]);
  const tabs = readCsv("id\ttitle\tbody\taudience\n7\tGoodwill\t<p>Up to <b>ten</b> euros</p><ul><li>once</ul>\tinternal\n", "faq.tsv");
  assert.deepEqual(
    tabs.items.map(({ id, markdown, audience }) => [id, markdown, audience]),
    [["faq.tsv#7", "Up to **ten** euros\n\n- once", "agents"]],
  );
  assert.equal(readCsv("質問,回答\n返品できますか？,はい\n", "faq.csv").items[0]!.title, "返品できますか？");
  assert.throws(() => readCsv("a,b\n1,2\n", "x.csv"), { code: "bad_request", message: /no column for the question or title.*found: a, b/ });
  assert.throws(() => readCsv("", "x.csv"), { code: "bad_request" });
  assert.throws(() => readCsv(`title,body\n${"x".repeat(600_000)},y`, "x.csv"), { code: "bad_request" });
});

test("the same question keeps its id wherever it stands in the sheet", () => {
  const ids = (csv: string) => readCsv(csv, "faq.csv").items.map(({ id, title }) => [title, id]);
  const before = ids("question,answer\nA?,1\nB?,2\n");
  assert.deepEqual(ids("question,answer\nNew?,0\nB?,2\nA?,other\n").slice(1).reverse(), before);
});

test("old files in other alphabets are read as what they are", () => {
  assert.equal(decodeText(Buffer.from([0x46, 0xfc, 0x72, 0x20, 0x80])), "Für €");
  assert.equal(decodeText(Buffer.from("\ufeffAB", "utf16le")), "AB");
  assert.equal(decodeHtml(Buffer.from([0xcf, 0xf0]), "text/html; charset=windows-1251"), "Пр");
  assert.equal(decodeHtml(Buffer.concat([Buffer.from("<meta charset='koi8-r'>"), Buffer.from([0xf0])]), null).at(-1), "П");
  assert.equal(decodeHtml(Buffer.from("x"), "text/html; charset=nonsense"), "x");
});

test("a PDF's large letters are its headings; page numbers and running heads are left out, broken words are whole", async () => {
  const page = (number: number, lines: [string, number, number][]) => [
    ["Nordlicht help", 8, 800] as [string, number, number],
    ...lines,
    [String(number), 8, 30] as [string, number, number],
  ];
  const pdf = makePdf([
    page(1, [
      ["Returns", 24, 760],
      ["You can return articles within thirty days after you re-", 11, 720],
      ["ceived them, unworn and with their tags on.", 11, 706],
      ["How a return works", 16, 670],
      ["Put the articles into a parcel. Stick the label on it.", 11, 650],
      ["- free in Germany", 11, 630],
      ["- 4.90 from France", 11, 616],
    ]),
    page(2, [
      ["When you get your money back", 16, 760],
      ["Within five working days after it arrived here.", 11, 740],
    ]),
  ]);
  const { items, skipped } = await read("pdf", pdf, "help/returns.en.pdf");
  assert.deepEqual(skipped, []);
  assert.deepEqual([items[0]!.title, items[0]!.language], ["Returns", "en"]);
  assert.equal(
    items[0]!.markdown,
    `You can return articles within thirty days after you received them, unworn and with their tags on.

## How a return works

Put the articles into a parcel. Stick the label on it.

- free in Germany
- 4.90 from France

## When you get your money back

Within five working days after it arrived here.`,
  );
  const broken = await read("pdf", Buffer.from("%PDF-1.4 nonsense"), "x.pdf");
  assert.match(broken.skipped[0]!.why, /cannot be read as PDF/);
  assert.match((await read("pdf", makePdf([[]]), "empty.pdf")).skipped[0]!.why, /no text/);
});

test("a name is made of the title in letters every system knows, and differs when another article has it", () => {
  assert.deepEqual(
    ["Rückgabe & Umtausch", "Où est mon colis ?", "24 Stunden", "返品", "x".repeat(90), "Çok Sorulanlar", "Zażółć"].map(slugOf),
    ["rueckgabe-umtausch", "ou-est-mon-colis", "a-24-stunden", "", "x".repeat(60), "cok-sorulanlar", "zazolc"],
  );
  const item = { kind: "website", id: "https://shop.example/a", title: "Returns" };
  assert.equal(
    nameFor(item, () => false),
    "returns",
  );
  const other = nameFor(item, (name) => name === "returns");
  assert.match(other, /^returns-[0-9a-f]{6}$/);
  assert.equal(
    nameFor(item, (name) => name === "returns"),
    other,
  );
  assert.notEqual(
    nameFor({ ...item, id: "https://shop.example/b" }, (name) => name === "returns"),
    other,
  );
  assert.match(
    nameFor({ ...item, title: "返品" }, () => false),
    /^article-[0-9a-f]{6}$/,
  );
});

test("robots.txt is understood as its standard says: our own group, the longest rule, * and $", () => {
  const robots = readRobots(
    "User-agent: *\nDisallow: /\n\nuser-agent: Handrail\nuser-agent: other\nDisallow: /cart # not this\nAllow: /cart/help\nDisallow: /*.pdf$\nDisallow: /a*b*c\nDisallow:\nCrawl-delay: 2\nSitemap: https://shop.example/map.xml\n",
  );
  const may = (path: string) => robots.mayRead(path);
  assert.deepEqual(["/help", "/cart/1", "/cart/help/x", "/x.pdf", "/x.pdf?y", "/a1b2c3", "/acb"].map(may), [
    true,
    false,
    true,
    false,
    true,
    false,
    true,
  ]);
  assert.deepEqual([robots.delayMs, robots.sitemaps], [2_000, ["https://shop.example/map.xml"]]);
  assert.equal(readRobots("User-agent: *\nDisallow: /").mayRead("/x"), false);
  assert.equal(readRobots(`User-agent: *\nDisallow: /${"*a".repeat(900)}$`).mayRead(`/${"a".repeat(2_000)}b`), true);
});

test("sitemaps are read packed and not, and one that is broken is said to be", () => {
  const map =
    "<?xml version='1.0'?><urlset xmlns='x' xmlns:image='y'><url><loc> https://a.test/1?a=1&amp;b=2 </loc><image:image><image:loc>https://a.test/1.png</image:loc></image:image></url></urlset>";
  assert.deepEqual(readSitemap(Buffer.from(map)), { kind: "pages", urls: ["https://a.test/1?a=1&b=2"], isCut: false });
  assert.deepEqual(readSitemap(gzipSync(map)), readSitemap(Buffer.from(map)));
  assert.equal((readSitemap(Buffer.from(map.slice(0, -20))) as { isCut: boolean }).isCut, true);
  assert.match(JSON.stringify(readSitemap(Buffer.from("<html>not found"))), /no sitemap/);
  assert.match(JSON.stringify(readSitemap(Buffer.from("<urlset>".repeat(500_000)))), /deep in each other/);
  assert.match(JSON.stringify(readSitemap(gzipSync(Buffer.alloc(30_000_000)))), /cannot be unpacked/);
  assert.match(JSON.stringify(readSitemap(Buffer.from([0x1f, 0x8b, 1, 2]))), /cannot be unpacked/);
});

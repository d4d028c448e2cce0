import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readFragment, readPage } from "./html-page.ts";

function pageOf(html: string, url: string | null = "https://shop.example/help/page") {
  const read = readPage(html, url);
  assert.ok("page" in read, "problem" in read ? read.problem : "");
  return read.page;
}

test("a shop's page becomes its text: no menu, no cookie banner, no form, nothing hidden, and questions as headings", () => {
  const page = pageOf(readFileSync(join(import.meta.dirname, "fixtures/returns.html"), "utf8"), "https://shop.example/x");
  assert.deepEqual(page, {
    title: "Rückgabe & Umtausch",
    language: "de",
    canonical: "https://shop.example/hilfe/rueckgabe",
    markdown: `Du hast **30 Tage** Zeit, siehe [AGB](https://shop.example/agb#rueckgabe) oder hier.

## So geht es

1. Paket packen
2. Etikett aufkleben
  - außen

Kosten

| Land | Preis |
| --- | --- |
| Deutschland/Österreich | kostenlos |
| Frankreich | 4,90 € |

### Was kostet die Rücksendung?

In Deutschland nichts.

### Wann kommt mein Geld?

Nach fünf Werktagen.

## Kann ich ein Geschenk zurückgeben?

Ja, mit der **Bestellnummer**.`,
  });
});

test("a page that marks nothing is its body without what is around it", () => {
  const page = pageOf(
    "<title>FAQ | Shop</title><meta property=og:title content='Questions | Shop'><meta property=og:site_name content=Shop><header>Shop</header><div role=navigation>Menu</div><div>First line<br>second</div><dl><dt>Do you ship abroad?<dd>Yes.</dl><footer>Imprint</footer>",
  );
  assert.equal(page.title, "Questions");
  assert.equal(page.language, null);
  assert.equal(page.markdown, "First line\nsecond\n\n### Do you ship abroad?\n\nYes.");
});

test("a table that lays out the page is not a table, and questions in a list stay headings", () => {
  const markdown = (html: string) => {
    const read = readFragment(html, null);
    return "markdown" in read ? read.markdown : read.problem;
  };
  assert.equal(markdown("<table role=presentation><tr><td><p>One</p><td><p>Two</p></table>"), "One\n\nTwo");
  assert.equal(markdown("<ul><li><h3>How?</h3><p>So.</p><li><h3>When?</h3><p>Now.</p></ul>"), "### How?\n\nSo.\n\n### When?\n\nNow.");
  assert.equal(markdown("<p># 5 in our shop</p><pre># one\n\n two</pre>"), "#5 in our shop\n\n#one\n two");
  assert.equal(
    markdown("<p>A <a href='/x'>relative</a> <a href='https://y.test/(a)'>link [1]</a></p>"),
    "A relative [link (1)](https://y.test/%28a%29)",
  );
  assert.equal(markdown(""), "");
});

test("pages made to be slow or to break the reader are refused in words, not by a crash", () => {
  const hostile = {
    "deep tags": "<div>".repeat(400_000),
    "tags that are never closed": `${"<b>".repeat(290)}${"</i>".repeat(400_000)}`,
    "a list in a list in a list": `${"<ul><li>a".repeat(140)}${"<li>xxxxxxxxxxxxxxxxxxxxxxxxx".repeat(55_000)}`,
    "bold in bold": "<b>x".repeat(280) + "y ".repeat(900_000),
    "too long": "x".repeat(2_000_001),
    "half a tag": "<main><a href='",
    "a script that is JSON without end": `<script type="application/ld+json">${"[".repeat(400_000)}</script>`,
    "wide tables": `<table>${"<tr><td colspan=9999>x".repeat(20_000)}`,
  };
  for (const [name, html] of Object.entries(hostile)) {
    const read = readPage(html, null);
    const length = "page" in read ? read.page.markdown.length : read.problem.length;
    assert.ok(length < 4_000_000, name);
  }
});

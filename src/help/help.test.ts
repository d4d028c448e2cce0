import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { addDemoArticles } from "../demo/demo.ts";
import { openKnowledge, type Knowledge } from "../knowledge/knowledge.ts";
import { startTestServer, type TestServer } from "../server/fixture-server.ts";
import { createTestDb } from "../db/test-db.ts";
import type { Shop } from "./layout.ts";
import { helpRoutes } from "./routes.ts";
import { createTyped } from "./typed.ts";

describe("the help centre", () => {
  let server: TestServer;
  let knowledge: Knowledge;
  let shop: Shop;
  let now = new Date();
  const read = (path: string, headers: Record<string, string> = {}) => server.call("GET", path, undefined, headers);
  const write = (name: string, language: string, body: string, head = "") =>
    knowledge.save(name, language, `---\ntitle: ${name}\n${head}---\n${body}`, "user:a");

  before(async () => {
    // The routes want the database of the server that they become part of: opened once it is known.
    let opened: Knowledge | undefined;
    const late = {
      searchPublic: (...asked: Parameters<Knowledge["searchPublic"]>) => opened!.searchPublic(...asked),
    };
    const db = await createTestDb();
    const help = helpRoutes({
      db: db.pool,
      knowledge: late,
      shop: async () => shop,
      publicUrl: "https://help.example",
      now: () => now,
      perMinute: { searches: 60, votes: 1_000 },
    });
    server = await startTestServer({ more: [help] as never }, { trustProxy: true });
    const close = server.close;
    server.close = async () => {
      await close();
      await db.close();
    };
    server.db = db.pool;
    await addDemoArticles(db.pool);
    knowledge = opened = await openKnowledge(db.pool);
  });
  after(() => server.close());
  beforeEach(() => {
    shop = { name: "Nordlicht <Outdoor>", colors: null, chat: null, mail: null, storeId: null };
    now = new Date(now.getTime() + 86_400_000);
  });

  test("opens in the language the reader asks for, else in the one of the browser, else in English", async () => {
    const leads = async (path: string, accept?: string) => {
      const { status, headers } = await read(path, accept ? { "accept-language": accept } : {});
      assert.equal(status, 302);
      return headers.get("location");
    };
    assert.equal(await leads("/help?lang=de", "fr"), "/help/de");
    assert.equal(await leads("/help", "ja,fr-CH;q=0.5,de;q=0.8"), "/help/de");
    assert.equal(await leads("/help?lang=xx", "sv"), "/help/en");
    assert.equal(await leads("/help", "de;q=0, es;q=0.1"), "/help/es");
    assert.equal(await leads("/help/", "x;q=y, *"), "/help/en");
  });

  test("lists the articles with their headings, each leading to its place in the article", async () => {
    const { text, status, headers } = await read("/help/de");
    assert.equal(status, 200);
    assert.equal(headers.get("content-language"), "de");
    assert.match(text, /<html lang="de" dir="ltr">/);
    const link = /<a href="(\/help\/de\/shipping)#([^"]+)"\s*>([^<]+)</.exec(text)!;
    const article = await read(link[1]!);
    assert.match(article.text, new RegExp(`<h2 id="${link[2]}">${link[3]}`));
    assert.match(text, /Nordlicht &lt;Outdoor&gt;/);
    assert.match(text, /<a\s+href="\/help\/fr"\s+lang="fr"\s+hreflang="fr"[^>]*>Français</);
  });

  test("an address that leads nowhere says so in the reader's language, with a way back", async () => {
    for (const path of ["/help/de/no-such-article", "/help/de/shipping/more", "/help/xx", "/help/xx/shipping", "/help/xx/search?q=a"]) {
      const { status, text, headers } = await read(path, { "accept-language": "de" });
      assert.equal(status, 404, path);
      assert.match(text, /Diese Seite gibt es nicht/, path);
      assert.match(text, /<meta name="robots" content="noindex, follow"/, path);
      assert.match(headers.get("content-type")!, /text\/html/);
    }
  });

  test("an article for agents, or out of its dates, is nowhere: no page, list, search, site map or vote", async () => {
    const secret = "## Zebra discount\n\nThe zebra discount for teachers is 40 percent.";
    const day = now.toISOString().slice(0, 10);
    for (const head of ["audience: agents\n", "valid_until: 2026-01-01\n", "valid_from: 2999-01-01\n"]) {
      await write("zebra", "en", secret, head);
      assert.equal((await read("/help/en/zebra")).status, 404, head);
      for (const path of ["/help/en", "/help/en/shipping", "/help/en/search?q=zebra+discount+teachers", "/help/sitemap.xml"])
        assert.doesNotMatch((await read(path)).text.replace(/value="[^"]*"|“[^”]*”/g, ""), /zebra/i, `${path} with ${head}`);
      const vote = await server.call("POST", "/help/en/zebra/feedback", "helpful=yes", { "content-type": form });
      assert.equal(vote.status, 404, head);
    }
    await write("zebra", "en", secret, `valid_from: ${day}\nvalid_until: ${day}\n`);
    assert.equal((await read("/help/en/zebra")).status, 200);
    assert.match((await read("/help/en/search?q=zebra+discount+teachers")).text, /40 percent/);
    await write("zebra", "xh", "## Secret\n\nOnly for us.", "audience: agents\n");
    assert.equal((await read("/help/xh")).status, 404);
    assert.doesNotMatch((await read("/help/en")).text, /\/help\/xh/);
    await knowledge.remove("zebra", "en", "user:a");
    await knowledge.remove("zebra", "xh", "user:a");
    assert.equal((await read("/help/en/zebra")).status, 404);
  });

  test("what an article says cannot become anything but text, lists, tables and honest links", async () => {
    const body = [
      'Hello <script>alert(1)</script> <img src=x onerror="alert(2)"> &lt;b&gt;',
      "[bad](javascript:alert(1)) [data](data:text/html,x) [file](file:///etc/passwd) [relative](/inbox) [far](//evil.example)",
      "[good](https://shop.example/a?b=1&c=2) <mailto:help@shop.example> https://plain.example ftp://old.example",
      '![a "picture"](https://cdn.example/x.png) ![bad](javascript:alert(3))',
      "",
      '# Big <b>title</b> "quoted"',
      "## _main",
      "## _main",
      "",
      "| a | b |",
      "|---|--:|",
      "| <i>x</i> | 1 |",
      "",
      "- one\n- two",
      "",
      "<style>body{display:none}</style>",
      "</script><script>alert(4)</script>",
    ].join("\n");
    await write("hostile", "en", body);
    const { text, headers } = await read("/help/en/hostile");
    const main = text.slice(text.indexOf('<div class="text">'), text.indexOf('class="quiet changed"'));
    assert.doesNotMatch(main, /<(?:script|img|style|b|i|iframe)\b|href="(?!https:|mailto:|#)/i);
    assert.match(main, /&lt;script&gt;alert\(1\)/);
    assert.match(main, /<a href="https:\/\/shop\.example\/a\?b=1&amp;c=2" rel="noopener">good<\/a>/);
    assert.match(main, /<a href="mailto:help@shop\.example" rel="noopener">/);
    assert.match(main, /<a href="https:\/\/plain\.example" rel="noopener">/);
    assert.match(main, /<a href="https:\/\/cdn\.example\/x\.png" rel="noopener">a &quot;picture&quot;<\/a>/);
    assert.match(main, /<td class="end">1<\/td>/);
    assert.match(main, /<h2 id="big-b-title-b-quoted">/);
    assert.match(main, /<h2 id="main">[\s\S]*<h2 id="main-2">/);
    assert.equal(text.match(/<script/g)!.length, 2, "our own file, and the data for search engines");
    assert.equal(text.match(/ style=/g), null);
    const policy = headers.get("content-security-policy")!;
    assert.match(policy, /default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    await knowledge.remove("hostile", "en", "user:a");
  });

  test("a search shows the answer first, in full and with the words marked", async () => {
    const { text } = await read("/help/en/search?q=How+long+does+delivery+to+Germany+take%3F");
    assert.match(text, /Results for “How long does delivery to Germany take\?”/);
    const first = text.slice(text.indexOf('class="hits"'), text.indexOf("</li>", text.indexOf('class="answer"')));
    assert.match(first, /Answer/);
    assert.match(first, /<a href="\/help\/en\/shipping#how-long-delivery-takes"/);
    assert.match(first, /<td><mark>Germany<\/mark> and Austria<\/td>/);
    assert.match(text, /class="passage"/);
    assert.match(text, /noindex/);
  });

  test("a search forgives mistakes, says what it looked for instead, and finds a single short word", async () => {
    const shipping = await read("/help/en/search?q=shiping+cosst");
    assert.match(shipping.text, /Showing results for “shipping costs?”/);
    assert.match(shipping.text, /what-shipping-costs/);
    const { text } = await read("/help/de/search?q=R%C3%BCksendng");
    assert.match(text, /Ergebnisse für „Rücksendung“ werden angezeigt/);
    assert.match(text, /<mark>Rücksendung/);
    assert.match((await read("/help/en/search?q=VAT")).text, /<mark>VAT<\/mark>/);
    assert.doesNotMatch((await read("/help/en/search?q=returned")).text, /Showing results for/);
  });

  test("a search that finds nothing shows the way to a person; hostile words stay words", async () => {
    shop = { ...shop, chat: "chat", mail: "help@shop.example" };
    const { text, status } = await read(`/help/en/search?q=${encodeURIComponent('"><script>alert(1)</script> zzyzx')}`);
    assert.equal(status, 200);
    assert.match(text, /Nothing found for “&quot;&gt;&lt;script&gt;/);
    assert.match(text, /<a class="button" href="mailto:help@shop\.example"\s*>/);
    assert.match(text, /data-chat="&quot;&gt;&lt;script&gt;/);
    assert.match(text, /src="\/widget\.js"/);
    assert.doesNotMatch(text, /<script>alert/);
    shop = { ...shop, chat: null, mail: null };
    assert.doesNotMatch((await read("/help/en/search?q=zzyzx")).text, /Open chat|mailto:|widget\.js/);
  });

  test("odd searches are answered: nothing, only spaces, far too long, twice, broken characters", async () => {
    for (const query of ["", "?q=", "?q=%20", `?q=${"a".repeat(5_000)}`, "?q=a&q=b", "?q=%ED%A0%80%00x", "?q=the+of", "?q=%F0%9F%98%80"])
      assert.equal((await read(`/help/en/search${query}`)).status, 200, query.slice(0, 40));
    assert.ok(!(await read(`/help/en/search?q=${"a".repeat(5_000)}`)).text.includes("a".repeat(201)));
  });

  test("who searches too fast is asked to wait, and nobody else is", async () => {
    const from = (address: string) => read("/help/en/search?q=", { "x-forwarded-for": address });
    for (let nth = 0; nth < 60; nth++) assert.equal((await from("198.51.100.7")).status, 200);
    const refused = await from("198.51.100.7");
    assert.equal(refused.status, 429);
    assert.match(refused.text, /Please wait a moment/);
    assert.ok(Number(refused.headers.get("retry-after")) >= 1);
    assert.equal((await from("198.51.100.8")).status, 200);
  });

  test("search engines are told what each page is, and in which languages it exists", async () => {
    const { text } = await read("/help/de/shipping");
    assert.match(text, /<link rel="canonical" href="https:\/\/help\.example\/help\/de\/shipping"/);
    for (const language of ["en", "de", "fr", "es"])
      assert.ok(text.includes(`<link rel="alternate" hreflang="${language}" href="https://help.example/help/${language}/shipping"`));
    assert.match(text, /<meta name="description" content="[^"]{20,170}"/);
    const data = JSON.parse(/ld\+json">(.*?)<\/script>/.exec(text)![1]!);
    assert.deepEqual([data["@type"], data.inLanguage], ["Article", "de"]);
    await write("asked", "en", "## Do you ship to </script>?\n\nYes.\n\n## Fine\n\nText.");
    const faq = JSON.parse(/ld\+json">(.*?)<\/script>/.exec((await read("/help/en/asked")).text)![1]!);
    assert.equal(faq["@type"], "FAQPage");
    assert.deepEqual(
      faq.mainEntity.map((one: { name: string; acceptedAnswer: { text: string } }) => [one.name, one.acceptedAnswer.text]),
      [["Do you ship to </script>?", "Yes."]],
    );
    const map = await read("/help/sitemap.xml");
    assert.match(map.headers.get("content-type")!, /xml/);
    assert.ok(map.text.startsWith("<?xml"));
    assert.ok(map.text.includes("<loc>https://help.example/help/en/asked</loc>"));
    assert.match((await read("/robots.txt")).text, /Sitemap: https:\/\/help\.example\/help\/sitemap\.xml/);
    await knowledge.remove("asked", "en", "user:a");
  });

  test("a page that has not changed is not sent again, and one that has is", async () => {
    const { headers } = await read("/help/en/returns");
    const etag = headers.get("etag")!;
    assert.match(headers.get("cache-control")!, /no-cache/);
    assert.equal((await read("/help/en/returns", { "if-none-match": etag })).status, 304);
    shop = { ...shop, name: "Another name" };
    assert.equal((await read("/help/en/returns", { "if-none-match": etag })).status, 200);
    for (const file of ["help.css", "help.js"]) assert.equal((await read(`/help/${file}`)).status, 200);
  });

  test("an article called search, and one in a language written from right to left, can be read", async () => {
    await write("search", "en", "## Searching\n\nHow to search.");
    assert.match((await read("/help/en/search")).text, /How to search\./);
    assert.match((await read("/help/en/search?q=delivery")).text, /Results for/);
    await write("shipping", "ar", "## كم تستغرق مدة التوصيل؟\n\nمن ثلاثة إلى ستة أيام عمل.");
    const { text } = await read("/help/ar/shipping");
    assert.match(text, /<html lang="ar" dir="rtl">/);
    assert.match(text, /<h2 id="كم-تستغرق-مدة-التوصيل">/);
    await knowledge.remove("search", "en", "user:a");
    await knowledge.remove("shipping", "ar", "user:a");
  });

  test("what a reader stopped at is asked once, not every letter on the way there, and articles of another store are not shown", async () => {
    const kept: string[] = [];
    const typed = createTyped(({ question, article }) => kept.push(`${question} (${article})`));
    const type = (question: string, address = "a") => typed.note(address, { question, language: "en", article: null });
    for (const question of ["do you", "do you ship", "do you ship to", "do you ship to Malta?", "vat"]) type(question);
    type("do you ship", "b");
    typed.flush();
    assert.deepEqual(kept, ["do you ship to Malta? (null)", "vat (null)", "do you ship (null)"]);

    await write("malta", "en", "## Malta\n\nWe ship to Malta for nine euros.", "store: island-shop\n");
    assert.equal((await read("/help/en/malta")).status, 404);
    assert.doesNotMatch((await read("/help/en/search?q=ship+to+Malta")).text, /nine euros/);
    shop = { ...shop, storeId: "island-shop" };
    assert.equal((await read("/help/en/malta")).status, 200);
    assert.match((await read("/help/en/search?q=ship+to+Malta")).text, /nine <mark>euros|nine euros/);
    await knowledge.remove("malta", "en", "user:a");
  });

  describe("was this helpful?", () => {
    const vote = (body: string, address: string, path = "/help/en/payment", headers: Record<string, string> = {}) =>
      server.call("POST", `${path}/feedback`, body, { "content-type": form, "x-forwarded-for": address, ...headers });
    const counted = async (name = "payment") =>
      (await knowledge.list())
        .filter((one) => one.name === name && one.language === "en")
        .map((one) => [one.helpful_yes, one.helpful_no])[0];

    test("a reader is counted once a day for each article, and thanked every time", async () => {
      const first = await vote("helpful=yes", "203.0.113.1");
      assert.equal(first.status, 303);
      assert.equal(first.headers.get("location"), "/help/en/payment?voted=yes#_vote");
      assert.equal(first.headers.get("set-cookie"), null);
      assert.equal((await vote("helpful=no", "203.0.113.1")).status, 303);
      assert.deepEqual(await counted(), [1, 0]);
      await vote("helpful=no", "203.0.113.2");
      await vote("helpful=yes", "203.0.113.1", "/help/en/returns");
      assert.deepEqual(await counted(), [1, 1]);
      assert.deepEqual(await counted("returns"), [1, 0]);
      now = new Date(now.getTime() + 86_400_000);
      await vote("helpful=yes", "203.0.113.1");
      assert.deepEqual(await counted(), [2, 1]);
      assert.match((await read("/help/en/payment?voted=yes")).text, /Thank you for telling us/);
    });

    test("nothing about the reader is stored", async () => {
      const { rows } = await server.db.query(
        "select string_agg(column_name, ',' order by ordinal_position) as columns from information_schema.columns where table_name = 'article_feedback'",
      );
      assert.equal(rows[0].columns, "name,language,day,yes,no");
    });

    test("what is no vote, and what another site sends, is not counted", async () => {
      const before = await counted();
      assert.equal((await vote("helpful=maybe", "203.0.113.9")).status, 400);
      assert.equal((await vote("", "203.0.113.9")).status, 400);
      assert.equal((await vote("helpful=yes", "203.0.113.9", "/help/en/nothing")).status, 404);
      assert.equal((await vote(`helpful=${"y".repeat(3_000)}`, "203.0.113.9")).status, 413);
      assert.equal((await vote("helpful=no", "203.0.113.9", "/help/en/payment", { "sec-fetch-site": "cross-site" })).status, 303);
      assert.deepEqual(await counted(), before);
    });

    test("an article that is removed takes its votes with it", async () => {
      await write("brief", "en", "## Brief\n\nText.");
      await vote("helpful=yes", "203.0.113.5", "/help/en/brief");
      assert.deepEqual(await counted("brief"), [1, 0]);
      await knowledge.remove("brief", "en", "user:a");
      assert.equal((await server.db.query("select 1 from article_feedback where name = 'brief'")).rowCount, 0);
    });
  });

  test("a shop without public articles has a help page that says so, and the desk does not appear instead", async () => {
    for (const { name, language } of await knowledge.list()) await knowledge.remove(name, language, "user:a");
    const { status, text } = await read("/help");
    assert.equal(status, 404);
    assert.match(text, /There are no help articles yet/);
    assert.match((await read("/help/sitemap.xml")).text, /<urlset/);
  });
});

const form = "application/x-www-form-urlencoded";

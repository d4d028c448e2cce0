import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { startTestSite, type TestSite } from "../../http/test-site.ts";
import { testHelpdeskContract } from "../contract.ts";
import { zendesk } from "./articles.ts";

const exported = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", "articles.json"), "utf8"));
const firstPage = "/api/v2/help_center/en-us/articles.json?page[size]=100";
const locales = { body: JSON.stringify({ locales: ["en-us"], default_locale: "en-us" }) };

testHelpdeskContract({
  helpdesk: zendesk,
  exported,
  firstPage,
  pageBefore: (next) => ({ ...exported, next_page: next }),
  prepare: (site) => (site.answers["/api/v2/help_center/locales.json"] = locales),
});

let site: TestSite;
before(async () => (site = await startTestSite()));
after(() => site.close());

test("a draft and an article for some readers are for agents, and the time is that of the last edit", () => {
  assert.deepEqual(
    zendesk.readExport(exported)!.map(({ forAgents, updatedAt }) => [forAgents, updatedAt]),
    [
      [null, "2024-05-02T09:00:00Z"],
      ["a draft", "2024-06-01T08:00:00Z"],
      ["only some readers may see it", "2024-06-01T08:00:00Z"],
    ],
  );
});

test("every page of every locale of the language is read, by cursor", async () => {
  const [one, two, three] = exported.articles;
  site.answers = {
    "/api/v2/help_center/locales.json": { body: JSON.stringify({ locales: ["en-us", "de", "en-gb"], default_locale: "en-us" }) },
    [firstPage]: {
      body: JSON.stringify({
        articles: [one],
        meta: { has_more: true, after_cursor: "xxx", before_cursor: "yyy" },
        links: { next: `${site.url}/next?page[after]=xxx`, prev: null },
      }),
    },
    "/next?page[after]=xxx": {
      body: JSON.stringify({ articles: [two], meta: { has_more: false }, links: { next: `${site.url}/never`, prev: null } }),
    },
    "/api/v2/help_center/en-gb/articles.json?page[size]=100": {
      body: JSON.stringify({ articles: [{ ...three, locale: "en-gb" }], next_page: null }),
    },
  };
  const articles = await zendesk.fetchArticles({ baseUrl: site.url, token: "ada@shop.example/token:abc", language: "en", ask: fetchHttp });
  assert.deepEqual(
    articles.map(({ title, locale }) => `${title} ${locale}`),
    ["Returns en-us", "New policy en-us", "Goodwill en-gb"],
  );
  const basic = `Basic ${Buffer.from("ada@shop.example/token:abc").toString("base64")}`;
  assert.ok(site.asked.every(({ headers }) => headers.authorization === basic));
  await assert.rejects(zendesk.fetchArticles({ baseUrl: site.url, token: "", language: "fr", ask: fetchHttp }), {
    code: "bad_request",
    message: /no articles in "fr"; it has en-us, de, en-gb/,
  });
  assert.equal(site.asked.at(-1)!.headers.authorization, undefined);
});

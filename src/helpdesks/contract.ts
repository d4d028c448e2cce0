/** What every help desk has to hold, run against each of them in a few lines of its own test file. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { patientAsk } from "../http/patient.ts";
import { startTestSite, type TestSite } from "../http/test-site.ts";
import type { ArticleSource, Helpdesk, HelpdeskArticle } from "./helpdesk.ts";

export type HelpdeskSamples = {
  helpdesk: Helpdesk;
  /** What its API answers for one page, as a file. */
  exported: unknown;
  /** Path of the first page of articles. */
  firstPage: string;
  /** A page whose next page is at this address. */
  pageBefore(next: string): unknown;
  /** What else has to be answered, e.g. which languages there are. */
  prepare?(site: TestSite): void;
};

export function testHelpdeskContract({ helpdesk, exported, firstPage, pageBefore, prepare }: HelpdeskSamples): void {
  describe(`${helpdesk.title} keeps the contract of all help desks`, () => {
    let site: TestSite;
    const waits: number[] = [];
    const source = (): ArticleSource => ({
      baseUrl: site.url,
      token: "hush",
      language: null,
      ask: patientAsk(async (ms) => waits.push(ms)),
    });
    before(async () => (site = await startTestSite()));
    after(() => site.close());
    beforeEach(() => {
      site.answers = {};
      site.asked.length = waits.length = 0;
      prepare?.(site);
    });

    test("a file is read twice with the same result, and every article has an id, a title and a text", () => {
      const articles = helpdesk.readExport(exported);
      assert.ok(articles && articles.length > 0);
      assert.deepEqual(helpdesk.readExport(structuredClone(exported)), articles);
      for (const { id, title, html } of articles) assert.ok(id && title && html);
      assert.equal(new Set(articles.map(({ id, locale }) => `${id}/${locale}`)).size, articles.length);
      assert.deepEqual(helpdesk.readExport([exported, exported]), [...articles, ...articles]);
    });

    test("what is not from there is left to others", () => {
      for (const other of [null, 1, "x", {}, [1], { articles: [{}] }, { data: [{ id: 1 }] }, [{ title: "x" }]])
        assert.equal(helpdesk.readExport(other), null, JSON.stringify(other));
    });

    test("articles of the API are those of the file", async () => {
      site.answers[firstPage] = { body: JSON.stringify(exported) };
      assert.deepEqual(await helpdesk.fetchArticles(source()), helpdesk.readExport(exported) as HelpdeskArticle[]);
    });

    test("it waits when it is told to, and tries again what failed for a moment", async () => {
      let nth = 0;
      site.answers[firstPage] = () =>
        [{ status: 429, headers: { "retry-after": "3" } }, { status: 500 }, { body: JSON.stringify(exported) }][nth++]!;
      assert.ok((await helpdesk.fetchArticles(source())).length > 0);
      assert.deepEqual(waits, [3_000, 2_000]);
    });

    test("a wrong token is said at once", async () => {
      site.answers[firstPage] = { status: 401 };
      await assert.rejects(helpdesk.fetchArticles(source()), (error: Error & { code: string }) => {
        assert.equal(error.code, "vendor_unauthorized");
        assert.doesNotMatch(error.message, /hush/);
        return true;
      });
    });

    test("a next page on another host is not asked for, so that the token stays here; nor does it go in circles", async () => {
      for (const next of ["https://elsewhere.example/articles", `${site.url}${firstPage}`]) {
        site.answers[firstPage] = { body: JSON.stringify(pageBefore(next)) };
        await assert.rejects(helpdesk.fetchArticles(source()), { code: "vendor_refused", message: /another host|without end/ });
      }
    });

    test("a list that cannot be read to its end is no list", async () => {
      site.answers[firstPage] = { body: JSON.stringify(pageBefore(`${site.url}/gone`)) };
      await assert.rejects(helpdesk.fetchArticles(source()), { code: "vendor_refused" });
      site.answers[firstPage] = { body: '{"unexpected":true}' };
      await assert.rejects(helpdesk.fetchArticles(source()), { code: "vendor_unavailable" });
    });
  });
}

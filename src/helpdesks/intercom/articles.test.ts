import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parse } from "yaml";
import { fetchHttp } from "../../http/fetch.ts";
import { startTestSite, type TestSite } from "../../http/test-site.ts";
import { testHelpdeskContract } from "../contract.ts";
import { intercom } from "./articles.ts";

const exported = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", "articles.json"), "utf8"));
/** The vendor's own specification, where the project has it beside it. */
const specFile = ["../shared", "../../shared", "../../../shared"]
  .map((place) => join(process.cwd(), place, "data/specs/intercom-2.14.yaml"))
  .find((file) => existsSync(file));

testHelpdeskContract({
  helpdesk: intercom,
  exported,
  firstPage: "/articles",
  pageBefore: (next) => ({ ...exported, pages: { type: "pages", next, page: 1 } }),
});

let site: TestSite;
before(async () => (site = await startTestSite()));
after(() => site.close());
const source = (language: string | null) => ({ baseUrl: site.url, token: "hush", language, ask: fetchHttp });

test("translations are articles of their own with the id of the original; a draft is for agents", () => {
  assert.deepEqual(
    intercom.readExport(exported)!.map(({ id, locale, title, forAgents, updatedAt }) => [id, locale, title, forAgents, updatedAt]),
    [
      ["6871119", "en", "Shipping times", null, "2024-12-18T15:54:43.000Z"],
      ["6871119", "de", "Lieferzeiten", null, "2024-12-18T15:54:50.000Z"],
      ["6871120", null, "Christmas", "a draft", "2024-12-18T15:54:43.000Z"],
    ],
  );
});

test("its pages are followed by address, by cursor and by number", async () => {
  const [one, two] = exported.data;
  const page = (data: unknown[], pages: unknown) => ({ body: JSON.stringify({ type: "list", data, pages }) });
  site.answers = {
    "/articles": page([one], { type: "pages", page: 1, next: `${site.url}/articles?page=2` }),
    "/articles?page=2": page([two], { type: "pages", page: 2, next: { page: 3, starting_after: "abc" } }),
    "/articles?page=2&starting_after=abc": page([{ ...one, id: "3" }], { type: "pages", page: 3, total_pages: 4 }),
    "/articles?page=4&starting_after=abc": page([{ ...one, id: "4" }], { type: "pages", page: 4, total_pages: 4, next: null }),
  };
  assert.deepEqual(
    (await intercom.fetchArticles(source("de"))).map(({ id, locale }) => `${id} ${locale}`),
    ["6871119 de", "6871120 null", "3 de", "4 de"],
  );
  assert.ok(site.asked.every(({ headers }) => headers.authorization === "Bearer hush" && headers["intercom-version"] === "2.14"));
});

test(
  "what is asked and what is read is in Intercom's own specification",
  { skip: !specFile && "the specification is not here" },
  async () => {
    const spec = parse(readFileSync(specFile!, "utf8"), { maxAliasCount: -1 });
    const { get } = spec.paths["/articles"];
    site.asked.length = 0;
    const example = get.responses["200"].content["application/json"].examples.successful.value;
    site.answers = { "/articles": { body: JSON.stringify(example) } };
    const articles = await intercom.fetchArticles(source(null));
    assert.deepEqual(
      articles.map(({ id, title, forAgents }) => [id, title, forAgents]),
      [["39", "This is the article title", null]],
    );
    const [{ path, headers }] = site.asked as [TestSite["asked"][number]];
    assert.ok(path in spec.paths);
    const parameter = get.parameters.find(({ in: place }: { in: string }) => place === "header");
    const { enum: versions } = spec.components.schemas[parameter.schema.$ref.split("/").at(-1)];
    assert.ok(versions.includes(headers[parameter.name.toLowerCase()]), "the version is one of theirs");
    const { schemas } = spec.components;
    assert.equal(spec.servers[0].url, intercom.baseUrl);
    for (const field of Object.keys(exported.data[0])) assert.ok(field in schemas.article_list_item.properties, field);
    for (const field of Object.keys(exported.data[0].translated_content.de)) assert.ok(field in schemas.article_content.properties, field);
    assert.deepEqual(schemas.article_list_item.properties.state.enum, ["published", "draft"]);
    for (const field of ["page", "next", "total_pages"]) assert.ok(field in schemas.cursor_pages.properties, field);
    assert.ok("starting_after" in schemas.starting_after_paging.properties);
  },
);

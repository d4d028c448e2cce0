/** The help centre as customers see it: read, search, vote, ask; with and without scripts. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { graveFaults } from "./accessible.ts";
import type { Visits } from "./visit.ts";

const answered = "How long does delivery to Germany take?";

export function customersHelpThemselves(started: () => Visits): void {
  describe("customers help themselves in the help centre", () => {
    let visits: Visits;
    let axe = "";
    before(async () => {
      axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      visits = started();
    });
    afterEach(() => visits?.leave());

    async function open(path: string, options: Parameters<Visits["stranger"]>[0] = {}): Promise<Page> {
      const page = await visits.stranger(options);
      await page.goto(visits.desk.url + path);
      return page;
    }

    for (const width of [1440, 360]) {
      test(`every page is for everybody, light and dark, ${width} pixels wide`, async () => {
        const page = await open("/help/en", { viewport: { width, height: 800 } });
        for (const path of [
          "/help/en",
          "/help/en/shipping",
          "/help/fr/products-care",
          "/help/en/warranty?voted=no",
          `/help/en/search?q=${encodeURIComponent(answered)}`,
          "/help/en/search?q=zzyzx",
        ]) {
          await page.goto(visits.desk.url + path);
          await page
            .getByRole("button", { name: /chat|Chat/ })
            .first()
            .waitFor();
          assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true, `${path} scrolls sideways`);
          await page.evaluate(axe);
          for (const scheme of ["light", "dark"] as const) assert.deepEqual(await graveFaults(page, scheme, "{}"), [], path);
        }
      });
    }

    test("a question typed letter by letter is answered on the page, and the chat opens with it when nothing is found", async () => {
      const page = await open("/help/en");
      await page.getByRole("searchbox").pressSequentially(answered);
      await page.getByText("Answer", { exact: true }).waitFor();
      await page.getByRole("cell", { name: "1 to 3" }).waitFor();
      await page.getByRole("searchbox").fill("zzyzx");
      await page.getByRole("heading", { name: "Nothing found for “zzyzx”" }).waitFor();
      await page.getByRole("main").getByRole("button", { name: "Open chat" }).click();
      assert.equal(await page.getByRole("textbox", { name: "Your message" }).inputValue(), "zzyzx");
      await page.goto(`${visits.desk.url}/shop`);
      await page.getByRole("link", { name: "Help", exact: true }).click();
      await page.getByRole("heading", { name: "How can we help?" }).waitFor();
    });

    test("without scripts an article is found, read in another language, and judged once", async () => {
      const page = await open("/help/en", { javaScriptEnabled: false });
      await page.getByRole("searchbox").fill("express delivery");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Express delivery" }).click();
      assert.match(page.url(), /\/help\/en\/shipping#express-delivery$/);
      await page.getByText("Language: English").click();
      await page.getByRole("link", { name: "Deutsch" }).click();
      await page.getByRole("heading", { name: "Expressversand" }).waitFor();
      assert.match(page.url(), /\/help\/de\/shipping$/);
      await page.getByRole("button", { name: "Ja" }).click();
      await page.getByText("Danke für Ihre Rückmeldung.").waitFor();
      assert.deepEqual(await page.context().cookies(), []);
      const { rows } = await visits.desk.db.query("select name, language, yes, no from article_feedback where language = 'de'");
      assert.deepEqual(rows, [{ name: "shipping", language: "de", yes: 1, no: 0 }]);
    });

    test("with the keyboard alone a reader skips to the content, searches and changes the language", async () => {
      const page = await open("/help/en/returns");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Español" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "Español" }).waitFor({ state: "hidden" });
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Español" }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL("**/help/es/returns");
    });

    test("what readers say stands beside the article in the desk", async () => {
      await visits.desk.db.query(
        "insert into article_feedback (name, language, day, yes, no) values ('payment', 'en', current_date, 3, 1) on conflict do nothing",
      );
      const agent = await visits.admin("/knowledge");
      await agent.getByRole("article").filter({ hasText: "payment" }).getByText("Helpful: 3 of 4").waitFor();
    });
  });
}

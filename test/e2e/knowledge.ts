/** What the shop learns from questions nobody answers. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { recordSearch } from "../../src/knowledge/questions.ts";
import { saysDone, type Visits } from "./visit.ts";

export function shopsLearnWhatIsAsked(started: () => Visits): void {
  describe("what customers ask and no article answers", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("a gap becomes a proposed article, which is written, saved, and closes the gap", async () => {
      const question = "Can I hire snowshoes for a weekend?";
      await recordSearch(visits.desk.db, { language: "en", question, article: null, storeId: null, at: new Date() });
      const admin = await visits.admin("/knowledge/gaps");
      await admin.getByRole("button", { name: `Write an article: ${question}` }).click();
      const file = admin.getByLabel("Article (Markdown)");
      await file.waitFor();
      const proposed = await file.inputValue();
      assert.match(proposed, /title: Can I hire snowshoes for a weekend\?/);
      await file.fill(`${proposed}Snowshoes can be hired for three days.\n`);
      await admin.getByRole("button", { name: "Save", exact: true }).click();
      await saysDone(admin, /^Saved/);
      await admin.getByRole("heading", { name: question }).waitFor({ state: "detached" });
      await admin.getByLabel("Show").selectOption("covered");
      await admin.getByRole("heading", { name: question }).waitFor();
    });
  });
}

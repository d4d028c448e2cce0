/** What became of the messages: reports, and the conversations behind their numbers. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, before, describe, test } from "node:test";
import type { Visits } from "./visit.ts";

export function leadsReadReports(started: () => Visits): void {
  describe("a lead looks at what became of the messages", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("days, a comparison and a filter are chosen; a number leads to its conversations and to a file", async () => {
      const lead = await visits.admin("/reports");
      const card = lead.getByRole("article", { name: "Outcomes" });
      await card.getByRole("img", { name: /^Chart: Outcomes/ }).waitFor();
      await lead.getByLabel("Days", { exact: true }).selectOption({ label: "Last 7 days" });
      await lead.getByLabel("Compare with").selectOption({ label: "The days before" });
      await card.getByText(/^before 0/).waitFor();
      await lead.getByRole("button", { name: "Add a filter" }).click();
      await lead.getByRole("menuitem", { name: "Order status", exact: true }).click();
      await lead.getByRole("button", { name: "Remove filter Category: Order status" }).waitFor();
      assert.match(lead.url(), /\/reports\?.*range=7d.*category=order_status|\/reports\/automation\?.*category=order_status/);

      // The address alone says what is looked at.
      await lead.reload();
      await lead.getByRole("button", { name: "Remove filter Category: Order status" }).waitFor();
      const total = Number(await card.getByRole("link", { name: /conversations behind it$/i }).innerText());
      assert.ok(total > 0);
      const download = lead.waitForEvent("download");
      await card.getByRole("link", { name: /^Download as CSV/ }).click();
      const lines = (await readFile(await (await download).path(), "utf8")).split("\r\n");
      assert.match(lines[0]!, /^number,unit,kind,from,to,key,part,value,count/);
      assert.match(lines[1]!, new RegExp(`^outcomes,count,total,.*,${total},${total},`));

      await card.getByRole("link", { name: /^Answered automatically/ }).click();
      await lead.getByRole("heading", { name: /Conversations behind it: Outcomes · Answered automatically/ }).waitFor();
      await lead.locator("main").getByRole("listitem").getByRole("link").first().click();
      await lead.getByRole("log", { name: "Messages" }).waitFor();
    });
  });
}

/** An admin connects something, and an own desk takes its first steps. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { saysDone, type Visits } from "./visit.ts";

export function adminsConnect(started: () => Visits): void {
  describe("what a desk is connected to", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("a second shop is tried, a wrong setting is named at its field, and it is switched off and removed", async () => {
      const admin = await visits.admin("/settings/connections");
      await admin.getByRole("button", { name: "Connect a shop" }).click();
      const form = admin.getByRole("dialog");
      await form.getByRole("button", { name: /^Demo shop/ }).click();
      await form.getByLabel("Name", { exact: true }).fill("Second shop");
      await form.getByLabel("Seed").fill("7");
      await form.getByLabel("Shop name").fill("x".repeat(81));
      visits.expectFault(/status of 422/);
      await form.getByRole("button", { name: "Connect", exact: true }).click();
      const name = form.getByLabel("Shop name");
      await form.getByText("Some settings are not right yet.").waitFor();
      assert.equal(await name.getAttribute("aria-invalid"), "true");
      assert.ok(await name.evaluate((field) => field === field.ownerDocument.activeElement));
      await name.fill("Zweitladen");
      await form.getByLabel("Reads fail with").selectOption("vendor_timeout");
      await form.getByRole("button", { name: "Test", exact: true }).click();
      await form.getByText('Take "failReads" out of its settings.').waitFor();
      await form.getByLabel("Reads fail with").selectOption("");
      await form.getByRole("button", { name: "Connect", exact: true }).click();
      await saysDone(admin, "Connected.");

      const card = admin.getByRole("article", { name: "Second shop" });
      await card.getByRole("button", { name: "Test Second shop" }).click();
      await card.getByText("It works.").waitFor();
      await card.getByText("Works", { exact: true }).waitFor();
      await card.getByRole("button", { name: "Switch off Second shop" }).click();
      await card.getByText("Switched off", { exact: true }).waitFor();
      await card.getByRole("button", { name: "Remove Second shop" }).click();
      const question = admin.getByRole("dialog");
      await question.getByText("nothing changes in the shop").waitFor();
      await question.getByRole("button", { name: "Remove" }).click();
      await saysDone(admin, "Removed.");
      await card.waitFor({ state: "detached" });
    });

    test("a new desk says what comes first and what is only the demo's, leads there, and the list can be put away", async () => {
      const admin = await visits.admin("/inbox/open");
      const steps = admin.getByRole("region", { name: "First steps" });
      await steps.getByRole("link", { name: /Connect your shop Demo/ }).click();
      await admin.getByRole("heading", { name: "Shops" }).waitFor();
      await admin.goBack();
      await steps.getByRole("button", { name: "Put this list away" }).click();
      await saysDone(admin, "Put away");
      await admin.getByText("Choose a conversation", { exact: true }).waitFor();
    });
  });
}

/** A workflow built in the graph, from its name to the first version in force. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { saysDone, type Visits } from "./visit.ts";

export function leadsBuildWorkflows(started: () => Visits): void {
  describe("a workflow is built, broken, mended, tried and published", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("in the graph, with the file beside it in step, until it answers", async () => {
      const admin = await visits.admin("/workflows");
      await admin.getByRole("button", { name: "New workflow" }).click();
      await admin.getByLabel("Name").fill("gift-cards");
      await admin.getByRole("button", { name: "Build it" }).click();
      const tree = admin.getByRole("tree", { name: "Graph of the workflow" });
      const file = admin.getByLabel(/^gift-cards\.yaml/);
      const settings = admin.getByRole("region", { name: /^Settings/ });
      const add = async (step: RegExp) => {
        await admin.getByRole("button", { name: "Add step" }).click();
        await admin.getByRole("dialog").getByRole("button", { name: step }).click();
      };

      await tree.getByRole("treeitem", { name: /^Starts with/ }).click();
      await settings.getByLabel("Order status").check();
      await add(/^Find/);
      await add(/^Verify/);
      await add(/^Choose/);
      await tree.locator('[data-part="steps/2"]').focus();
      await admin.keyboard.press("ArrowUp");
      await admin.keyboard.press("Alt+ArrowUp");
      assert.match(await file.inputValue(), /- verify: customer\n {2}- find: order/);
      assert.equal(await tree.locator('[aria-selected="true"]').getAttribute("data-part"), "steps/0");
      await admin.keyboard.press("Control+z");
      await tree.locator('[data-part="steps/2"]').focus();
      await admin.getByRole("button", { name: "Add condition" }).click();
      const condition = settings.getByLabel("Condition");
      await condition.pressSequentially("order.sta");
      await settings.getByRole("option", { name: /^status/ }).waitFor();
      await admin.keyboard.press("Enter");
      assert.equal(await condition.inputValue(), "order.status");
      await condition.fill('order.stauts == "cancelled"');
      assert.match(await file.inputValue(), /- if: order\.stauts == "cancelled"/);

      const broken = tree.getByRole("treeitem", { name: /^1\. If order\.stauts.*1 problem/ });
      await broken.waitFor();
      const lines = (await file.inputValue()).split("\n");
      const line = lines.findIndex((text) => text.includes("stauts")) + 1;
      const told = new RegExp(`Line ${line}: There is no field of order "stauts".*Did you mean "status"`);
      const problem = admin.getByRole("alert").filter({ hasText: told });
      await problem.waitFor();
      await problem.getByRole("button", { name: `Line ${line}:` }).click();
      assert.equal(await broken.getAttribute("aria-selected"), "true");

      await file.fill((await file.inputValue()).replace("order.stauts", "order.status"));
      await tree.getByRole("treeitem", { name: /^1\. If order\.status/ }).waitFor();
      for (const [place, reason] of [
        ["0", "It was cancelled."],
        ["1", "It is under way."],
      ] as const) {
        await tree.locator(`[data-part="steps/2/choose/${place}"]`).click();
        await settings.getByLabel("Reason").fill(reason);
      }
      await admin.keyboard.press("Control+z");
      assert.doesNotMatch(await file.inputValue(), /It is under way/);
      await admin.keyboard.press("Control+y");

      await admin.getByRole("tab", { name: "Try it" }).click();
      const trial = admin.getByRole("tabpanel", { name: "Try it" });
      await trial.getByLabel("Message", { exact: true }).fill("Where is my order #1050?");
      await trial.getByLabel("Customer’s e-mail").fill("ines@example.com");
      await trial.getByRole("button", { name: "Run it", exact: true }).click();
      await tree.locator('[data-part="steps/2/choose/0"][data-lit]').waitFor();
      assert.equal(await tree.locator('[data-part="steps/2/choose/1"][data-lit]').count(), 0);
      await trial.getByText("Outcome: Handed over").waitFor();

      const ticket = JSON.stringify({
        text: "Where is my order #1050?",
        from: "ines@example.com",
        reply: "It was cancelled.",
        at: "2026-03-01T10:00:00Z",
      });
      await admin
        .getByLabel(/^or on tickets from a file/)
        .setInputFiles({ name: "t.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(ticket) });
      await admin.getByRole("button", { name: "Reply 1 is right" }).click();
      await admin.getByText("You marked 1: 1 right, 0 wrong.").waitFor();

      await admin.getByRole("tab", { name: "File" }).click();
      await admin.getByRole("button", { name: "Check and publish" }).click();
      await saysDone(admin, /^Published/);
      await admin.getByRole("heading", { name: "How far it may go" }).waitFor();
      await admin.getByLabel(/^gift-cards\.yaml, version/).waitFor();
      const { status } = await fetch(`${visits.desk.url}/api/v1/workflows/gift-cards`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${visits.desk.key}` },
      });
      assert.equal(status, 204);
    });
  });
}

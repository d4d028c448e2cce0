/** Writing: kept texts, calling back, snippets, notes that name a colleague, files, and who else is here. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { graveFaults } from "./accessible.ts";
import { hears, holds, openThread, row, saysDone, signIn, write, type Visits } from "./visit.ts";

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOQj/HFihiGlgQAfmUyAZYgoJIAAAAASUVORK5CYII=", "base64");

export function agentsWrite(started: () => Visits): void {
  describe("agents write together", () => {
    let visits: Visits;
    let axe = "";
    before(async () => {
      axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      visits = started();
    });
    afterEach(() => visits?.leave());
    after(() => undoSeconds(0));

    const call = (path: string, method: string, body: object): Promise<Response> =>
      fetch(`${visits.desk.url}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${visits.desk.key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const undoSeconds = (seconds: number): Promise<Response> => call("settings/undo-send", "PUT", { seconds });
    const field = (agent: Page): Locator => agent.getByRole("textbox", { name: /^(Reply to the customer|Note for the team)$/ });
    async function handedOver(as: string, name: string): Promise<{ agent: Page; customer: Page }> {
      const agent = await visits.admin("/inbox/open");
      const customer = await visits.customer(as);
      await write(customer, "I want to talk to a person about my last visit, please.");
      await openThread(agent, name);
      return { agent, customer };
    }
    async function inspect(page: Page): Promise<void> {
      await page.evaluate(axe);
      assert.deepEqual(await graveFaults(page, "light", "{}"), []);
      assert.deepEqual(await graveFaults(page, "dark", "{ runOnly: ['color-contrast'] }"), []);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    }

    test("a reply under way is on every device; sent, it is called back from elsewhere with its cursor and files; then it reaches the customer", async () => {
      const { agent, customer } = await handedOver("kenji@example.com", "Kenji");
      const address = agent.url();
      await field(agent).pressSequentially("Dear Kenji, please look at the map.");
      const phone = await visits.admin(new URL(address).pathname, { viewport: { width: 390, height: 844 } });
      await holds(field(phone), "Dear Kenji, please look at the map.");
      await field(phone).fill("Dear Kenji, please look at this map.");
      await holds(field(agent), "at this map.");

      await agent.locator("input[data-files]").setInputFiles({ name: "map.png", mimeType: "image/png", buffer: png });
      await agent.getByRole("button", { name: "Remove map.png" }).waitFor();
      await agent.getByRole("button", { name: "Put into the text: map.png" }).click();
      await holds(field(agent), "[image: map.png]");
      await inspect(agent);
      await field(agent).evaluate((one: any) => one.setSelectionRange(5, 9));
      await undoSeconds(30);
      await field(agent).press("Control+Enter");
      await agent.getByRole("article", { name: /^Sending …/ }).waitFor();
      await inspect(agent);
      assert.equal(await customer.getByText("please look at").count(), 0);
      assert.equal(await field(agent).inputValue(), "");
      await agent.getByRole("link", { name: /^Waiting/ }).click();
      await agent.getByRole("listbox").getByRole("option").first().click();
      await agent.getByRole("status").getByRole("button", { name: "Undo" }).click();
      await agent.waitForURL((url) => url.pathname.endsWith(new URL(address).pathname.split("/").at(-1)!));
      const text = await holds(field(agent), "[image: map.png]");
      assert.ok(text.startsWith("Dear Kenji, please look at this map."));
      await agent.getByRole("button", { name: "Remove map.png" }).waitFor();
      await agent.waitForFunction("document.activeElement?.selectionStart === 5 && document.activeElement?.selectionEnd === 9");
      assert.equal(await customer.getByText("please look at").count(), 0);

      await undoSeconds(0);
      await field(agent).press("Control+Enter");
      await saysDone(agent, "Sent.");
      await hears(customer, "please look at this map.");
      await customer.getByRole("img", { name: "map.png" }).waitFor();
      await agent.getByRole("log", { name: "Messages" }).getByRole("img", { name: "map.png" }).waitFor();
    });

    test("a snippet is found by typing, filled from the order and says what is missing; what it also does is asked", async () => {
      const { agent } = await handedOver("tara@example.com", "Tara");
      await field(agent).pressSequentially("/parcel");
      const list = agent.getByRole("listbox", { name: "Snippets" });
      await list.getByRole("option", { name: /^Where the parcel is/ }).waitFor();
      await inspect(agent);
      await field(agent).press("Enter");
      await holds(field(agent), "Hello Tara,");
      await agent.getByText(/^Filled from order #/).waitFor();

      await field(agent).fill("Order {{ order.cancel_reason }} of yours");
      await agent.getByRole("button", { name: "order.cancel_reason" }).click();
      assert.equal(
        await field(agent).evaluate((one: any) => one.value.slice(one.selectionStart, one.selectionEnd)),
        "{{ order.cancel_reason }}",
      );
      await inspect(agent);
      await field(agent).press("Control+Enter");
      assert.match(await field(agent).inputValue(), /cancel_reason/);
      await field(agent).fill("/photo");
      await list.getByRole("option", { name: /^Please send a photo/ }).click();
      const question = agent.getByRole("dialog");
      await question.getByText("tag it “damage”").waitFor();
      await question.getByText("give it to Returns and repairs").waitFor();
      await inspect(agent);
      await question.getByRole("button", { name: "Use text and actions" }).click();
      await agent.getByRole("button", { name: "Do not: give it to Returns and repairs" }).click();
      await field(agent).press("Control+Enter");
      await saysDone(agent, "Sent.");
      await agent.getByText(/^damage$/i).waitFor();
    });

    test("colleagues see who writes where, and one who is named in a note is told", async () => {
      const password = "a long enough password";
      assert.equal(
        (await call("users", "POST", { name: "Mira Lang", email: "mira.lang@example.com", role: "agent", password })).status,
        201,
      );
      const mira = await visits.stranger();
      await signIn(mira, "mira.lang@example.com", password);
      const { agent } = await handedOver("kenji@example.com", "Kenji");
      await field(agent).pressSequentially("Dear Kenji");
      // Who has stopped typing for six seconds only looks; on a slow machine that is soon.
      await row(mira, "Kenji")
        .getByText(/^Admin is (writing|viewing)$/)
        .waitFor();
      await openThread(mira, "Kenji");
      await field(agent).pressSequentially(", how are you?");
      await mira.getByRole("region", { name: "Conversation", exact: true }).getByText("Admin is writing").waitFor();
      await agent.getByRole("region", { name: "Conversation", exact: true }).getByText("Mira Lang is viewing").waitFor();
      await inspect(mira);
      await field(agent).fill("");

      await agent.getByRole("button", { name: "Note" }).click();
      await field(agent).pressSequentially("@mir");
      await agent.getByRole("option", { name: /^Mira Lang/ }).waitFor();
      await field(agent).press("Tab");
      await field(agent).pressSequentially("can you call him?");
      assert.equal(await field(agent).inputValue(), "@Mira Lang can you call him?");
      await field(agent).press("Control+Enter");
      await saysDone(agent, "Note added.");
      await mira.goto(`${visits.desk.url}/inbox/closed`);
      await mira
        .getByRole("button", { name: /^For you/ })
        .getByText("1 unread")
        .waitFor();
      await mira.getByRole("button", { name: /^For you/ }).click();
      await mira.getByRole("menuitem", { name: /Admin named you in a note/ }).click();
      await mira.getByRole("log", { name: "Messages" }).getByText("can you call him?").waitFor();
      await mira.getByRole("button", { name: /^For you$/ }).waitFor();
    });

    test("snippets are written with a preview of a real order, on a phone too", async () => {
      const agent = await visits.admin("/settings/writing", { viewport: { width: 360, height: 800 } });
      await agent.getByRole("button", { name: "New snippet" }).click();
      await agent.getByLabel("Name", { exact: true }).fill("Refund on its way");
      await agent.getByLabel("Order number for the preview").fill("#1042");
      await agent.getByLabel("Text, English").fill("Order {{ order.number }} {{ order.cancel_reason }}");
      const preview = agent.getByRole("region", { name: "Preview, English" });
      await preview.getByText("Order 1042").waitFor();
      await preview.getByText("To fill in: order.cancel_reason").waitFor();
      await inspect(agent);
      await agent.getByLabel("Text, English").fill("Order {{ order.number }}.");
      await agent.getByLabel("Tag the conversation").fill("refund");
      await agent.getByRole("form", { name: "New snippet" }).getByRole("button", { name: "Save" }).click();
      await saysDone(agent, "Saved.");
      await agent.getByRole("button", { name: "Edit: Refund on its way" }).click();
      await agent.getByRole("button", { name: "Delete" }).click();
      await agent.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await agent.getByRole("button", { name: "Edit: Refund on its way" }).waitFor({ state: "detached" });
    });
  });
}

/** Language models in the desk, and texts that run from right to left, with and without one. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { graveFaults } from "./accessible.ts";
import { openThread, row, saysDone, write, type Visits } from "./visit.ts";

const arabic = "مرحبا، أين طلبي رقم #1042؟ دفعت 34.50 EUR أمس.";
const english = "Hello, where is my order #1042? I paid 34.50 EUR yesterday.";
const script = [
  { when: "<conversation>", say: "Layla asks where her order is." },
  { when: "مرحبا", say: "Hello, where is my order [ORDER_1]? I paid 34.50 EUR yesterday." },
  { when: "It costs", say: "السعر 15 EUR." },
];

export function modelsHelp(started: () => Visits): void {
  describe("language models help where one is connected", () => {
    let visits: Visits;
    let axe = "";
    before(async () => {
      axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      visits = started();
    });
    afterEach(() => visits?.leave());

    async function inspect(page: Page): Promise<void> {
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 800 });
        assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true, `${page.url()} at ${width}`);
        await page.evaluate(axe);
        for (const scheme of ["light", "dark"] as const)
          assert.deepEqual(await graveFaults(page, scheme, "{}"), [], `${page.url()} ${width}`);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
    }

    test("Arabic and Hebrew run from right to left in the chat, the list, the thread, the composer and the help centre; numbers keep their order", async () => {
      const customer = await visits.customer();
      await write(customer, arabic);
      // Drawn anew once the desk has it, with its time.
      const bubble = customer.locator(".mine:has(time) .bubble").first();
      await bubble.waitFor();
      assert.equal(await directionOf(bubble), "rtl");
      assert.ok(await runsForward(bubble));

      await send("עדיין לא קיבלתי את ההזמנה #1043, מה קורה?", "noa");
      await send(arabic, "layla");
      const agent = await visits.admin("/inbox/open");
      await row(agent, "noa").waitFor();
      assert.equal(await directionOf(row(agent, "noa").locator("p").first()), "rtl");
      const thread = await openThread(agent, "layla");
      const message = thread.getByText("مرحبا").first();
      assert.deepEqual([await directionOf(message), await message.getAttribute("lang"), await runsForward(message)], ["rtl", "ar", true]);
      const field = agent.getByRole("textbox", { name: "Reply to the customer" });
      assert.equal(await directionOf(field), "ltr");
      await field.fill("شكراً لك");
      assert.equal(await directionOf(field), "rtl");
      assert.equal(await agent.getByRole("button", { name: /^(?:Rewrite|Translate|Hide the translation|Sum up)/ }).count(), 0);

      const source = "---\ntitle: الشحن\n---\n\nالطلب #1042 في الطريق.\n";
      await desk("PUT", "/api/v1/articles/shipping/ar", { source });
      const reader = await visits.stranger();
      await reader.goto(`${visits.desk.url}/help/ar/shipping`);
      const paragraph = reader.locator("article .text p").first();
      assert.ok((await directionOf(paragraph)) === "rtl" && (await runsForward(paragraph)));
      await desk("DELETE", "/api/v1/articles/shipping/ar");
    });

    test("an admin connects a model, tests it, gives its price and chooses what it is used for", async () => {
      const admin = await visits.admin("/settings/models");
      await admin.getByRole("button", { name: "Connect a model" }).click();
      const form = admin.getByRole("dialog");
      await form.getByRole("button", { name: "Scripted" }).click();
      await form.getByLabel("Name", { exact: true }).fill("Our script");
      await form.getByLabel("Script (JSON)").fill("[");
      await form.getByRole("button", { name: "Connect", exact: true }).click();
      await form.getByText("This is not JSON.").waitFor();
      await form.getByLabel("Script (JSON)").fill(JSON.stringify(script));
      await form.getByRole("button", { name: "Connect", exact: true }).click();
      await saysDone(admin, "Connected.");
      await admin.getByRole("button", { name: "Test Our script" }).click();
      await admin.getByText("It works.").waitFor();
      for (const purpose of ["Rewriting", "Translation", "Summaries"]) {
        await admin.getByRole("switch", { name: purpose }).click();
        await admin.getByRole("switch", { name: purpose, checked: true, disabled: false }).waitFor();
      }
      await admin.getByText("Not asked yet: scripted-1 has no price.").first().waitFor();
      await admin.getByLabel("Price of input, scripted-1").fill("0");
      await admin.getByLabel("Price of output, scripted-1").fill("0");
      await admin.getByRole("button", { name: "Save the price: scripted-1" }).click();
      await admin.getByText("no price yet").waitFor({ state: "detached" });
      await admin.getByLabel("Budget per day").fill("5");
      await admin.getByRole("button", { name: "Set the budget" }).click();
      await admin.getByText("€0.00 of €5.00 spent today").waitFor();
      await inspect(admin);
      await admin.goto(`${visits.desk.url}/settings/account`);
      await admin.getByLabel("Language").selectOption("de");
      await admin.getByRole("link", { name: "Models" }).click();
      await admin.getByRole("heading", { name: "Wofür sie benutzt werden" }).waitFor();
    });

    test("an agent reads both sides, sums up, and sends a translated reply whose facts are held against their own words", async () => {
      visits.expectFault(/status of 422/);
      const agent = await visits.admin("/inbox/open");
      const thread = await openThread(agent, "layla");
      await thread.getByText(english).waitFor();
      assert.equal(await directionOf(thread.getByText(english)), "ltr");
      await agent.keyboard.press("Control+k");
      await agent.keyboard.type("sum up");
      await agent.keyboard.press("Enter");
      await agent.getByRole("region", { name: "Summary" }).getByText("Layla asks where her order is.").waitFor();

      const field = agent.getByRole("textbox", { name: "Reply to the customer" });
      await field.fill("It costs 12 EUR.");
      await agent.getByRole("button", { name: "Translate into Arabic" }).click();
      await agent.getByText("Left out: “⁨12⁩”. Put in: “⁨15⁩”.").waitFor();
      assert.deepEqual([await field.inputValue(), await directionOf(field)], ["السعر 15 EUR.", "rtl"]);
      await inspect(agent);
      await agent.getByRole("button", { name: "Back to my words" }).click();
      assert.equal(await field.inputValue(), "It costs 12 EUR.");
      await agent.getByRole("button", { name: "Translate into Arabic" }).click();
      await agent.getByText("Changed facts are marked.").waitFor();
      visits.expectFault(/status of 422/);
      await agent.getByRole("button", { name: "Send", exact: false }).last().click();
      await agent.getByText("The translation lacks “12” and adds “15”.").waitFor();
      await agent.getByRole("button", { name: "Send all the same" }).click();
      await saysDone(agent, "Sent.");
      await thread.getByText("السعر 15 EUR.").waitFor();
      await thread.getByText("It costs 12 EUR.").waitFor();
    });

    test("when the model is taken away the tools are gone, and what was translated stays", async () => {
      const admin = await visits.admin("/settings/models");
      await admin.getByRole("button", { name: "Remove Our script" }).click();
      await admin.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await saysDone(admin, "Removed.");
      const agent = await visits.admin("/inbox/waiting");
      const thread = await openThread(agent, "layla");
      await thread.getByText(english).waitFor();
      await thread.getByText("It costs 12 EUR.").waitFor();
      assert.equal(await agent.getByRole("button", { name: /^(?:Rewrite|Translate|Sum up)/ }).count(), 0);
      // What came in by the API is no demo data: it would stay when that is cleared.
      const { items } = await desk<{ items: { id: string }[] }>("GET", "/api/v1/conversations?view=open&q=noa");
      for (const { id } of items) await desk("POST", `/api/v1/conversations/${id}/close`, {});
    });

    async function desk<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const answer = await fetch(visits.desk.url + path, {
        method,
        headers: { authorization: `Bearer ${visits.desk.key}`, ...(body ? { "content-type": "application/json" } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
      return (answer.status === 204 ? null : await answer.json()) as Answer;
    }
    const send = (text: string, name: string) =>
      desk("POST", "/api/v1/messages", {
        external_id: `rtl-${name}`,
        from: { email: `${name}@example.com`, name, verified: true },
        conversation: name,
        text,
      });
  });
}

/** What runs in the page, where these exist; the tests know no browser's types. */
type Text = { data: string };
type Browser = {
  getComputedStyle(element: unknown): { direction: string };
  document: {
    createTreeWalker(root: unknown, show: number): { nextNode(): Text | null };
    createRange(): {
      setStart(node: Text, at: number): void;
      setEnd(node: Text, at: number): void;
      getBoundingClientRect(): { left: number };
    };
  };
};

const directionOf = (place: Locator): Promise<string> =>
  place.evaluate((element) => (globalThis as unknown as Browser).getComputedStyle(element).direction);

/** Whether the mark of the first "#1042" stands to the left of its digits, as it is read. */
const runsForward = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => {
    const { document } = globalThis as unknown as Browser;
    const left = (node: Text, at: number): number => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    const onlyTexts = 4;
    const texts = document.createTreeWalker(element, onlyTexts);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.data.indexOf("#1042");
      if (at >= 0) return left(node, at) < left(node, at + 1);
    }
    return false;
  });

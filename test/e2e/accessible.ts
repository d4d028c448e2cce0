/** Accessibility of every page of the desk. Reads the demo as it begins: runs first. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { recordSearch } from "../../src/knowledge/questions.ts";
import { draft, row, type Visits } from "./visit.ts";

type Found = { id: string; impact: string | null; nodes: { html: string; any: { message: string }[] }[] };
const widths = [1440, 360];

export function everybodyCanUseIt(started: () => Visits): void {
  describe("everybody can use every page of the desk", () => {
    let visits: Visits;
    let axe = "";
    before(async () => {
      axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      visits = started();
    });
    afterEach(() => visits?.leave());

    /** No fault that keeps people out, in light and in dark colours; nothing to scroll sideways. */
    async function inspect(page: Page): Promise<void> {
      const where = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width}`;
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true, `${where} scrolls sideways`);
      await page.evaluate(axe);
      assert.deepEqual(await graveFaults(page, "light", "{}"), [], where);
      // Dark differs from light in its colours only.
      assert.deepEqual(await graveFaults(page, "dark", "{ runOnly: ['color-contrast'] }"), [], where);
    }

    async function writeForAgents(name: string, sentence: string): Promise<void> {
      const source = `---\ntitle: ${name}\naudience: agents\n---\n## Warranty on tents\n\n${sentence}\n`;
      const headers = { authorization: `Bearer ${visits.desk.key}`, "content-type": "application/json" };
      const answer = await fetch(`${visits.desk.url}/api/v1/articles/${name}/en`, {
        method: "PUT",
        headers,
        body: JSON.stringify({ source }),
      });
      assert.equal(answer.status, 204);
    }

    for (const width of widths) {
      const options = { viewport: { width, height: 800 } };

      test(`the sign-in page, ${width} pixels wide`, async () => {
        const page = await visits.stranger(options);
        await page.getByLabel("E-mail").waitFor();
        await inspect(page);
      });

      test(`the inbox, a draft with its sources and its reasons, ${width} pixels wide`, async () => {
        const page = await visits.admin("/inbox/drafts", options);
        await row(page, "Sofia Lang").waitFor();
        await inspect(page);
        await row(page, "Sofia Lang").click();
        await draft(page).locator(".fact").first().click();
        await page.getByText("Customer first name").waitFor();
        await inspect(page);
        await page.keyboard.press("Escape");
        await draft(page).getByRole("button", { name: /^Why/ }).click();
        await page.getByRole("heading", { name: "What it did" }).waitFor();
        await inspect(page);
      });

      test(`first steps and the form of a connection, ${width} pixels wide`, async () => {
        const page = await visits.admin("/inbox/open", options);
        await row(page, "Sofia Lang").waitFor();
        if (width < 768) await page.getByRole("button", { name: /^First steps/ }).click();
        await page.getByRole("link", { name: /^Connect your mailbox/ }).waitFor();
        await inspect(page);
        await page.goto(`${visits.desk.url}/settings/connections`);
        await page.getByRole("button", { name: "Connect a channel" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "E-mail" }).click();
        await page.getByRole("heading", { name: "Connect your support mailbox" }).waitFor();
        await page.getByText("More settings").click();
        await inspect(page);
      });

      test(`a conversation with orders, ${width} pixels wide`, async () => {
        const page = await visits.admin("/inbox/waiting", options);
        await row(page, "Hugo Serrano").click();
        await page.getByRole("log", { name: "Messages" }).waitFor();
        if (width < 1280) await page.getByRole("button", { name: "Customer and orders", exact: true }).click();
        await page.getByRole("complementary", { name: "Customer and orders" }).getByText("#1049").first().waitFor();
        await inspect(page);
      });

      test(`a search, a selection and the windows of the inbox, ${width} pixels wide`, async () => {
        const page = await visits.admin("/inbox/all?q=is%3Aopen+-tag%3Avip", options);
        await row(page, "Sofia Lang").waitFor();
        await page.getByRole("button", { name: "Save as a view" }).click();
        await page.getByRole("dialog", { name: "Save as a view" }).waitFor();
        await inspect(page);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Select", exact: true }).click();
        await row(page, "Sofia Lang").locator("span").first().click();
        await page.getByText("1 selected").waitFor();
        await inspect(page);
        await page.keyboard.press("Escape");
        await row(page, "Sofia Lang").click();
        await page.getByRole("log", { name: "Messages" }).waitFor();
        for (const [key, title] of [
          ["z", "When should it come back?"],
          ["l", "Tags"],
          ["m", "Merge with another conversation"],
        ] as const) {
          await page.keyboard.press(key);
          await page.getByRole("dialog", { name: title }).waitFor();
          await inspect(page);
          await page.keyboard.press("Escape");
          await page.getByRole("dialog").waitFor({ state: "detached" });
        }
      });

      test(`workflows, ${width} pixels wide`, async () => {
        const page = await visits.admin("/workflows", options);
        await page.getByRole("heading", { name: "Where is my order?" }).waitFor();
        await inspect(page);
      });

      test(`a workflow as a graph and a file, with a mistake, tried and run on a past ticket, ${width} pixels wide`, async () => {
        const page = await visits.admin("/workflows/order-status", options);
        await page.getByRole("heading", { name: "Versions" }).waitFor();
        await page.getByRole("treeitem", { name: /^1\. If order\.status/ }).click();
        const condition = page.getByRole("region", { name: /^Settings/ }).getByLabel("Condition");
        await condition.fill("");
        await condition.pressSequentially("order.st");
        await page.getByRole("option").first().waitFor();
        await page.getByRole("treeitem", { name: /1 problem/ }).waitFor();
        await inspect(page);
        await condition.fill('order.status == "cancelled"');
        await page.getByRole("tab", { name: "Try it" }).click();
        await page.getByLabel("Message", { exact: true }).fill("Where is my order #1042?");
        await page.getByLabel("Customer’s e-mail").fill("ana@example.com");
        await page.getByRole("button", { name: "Run it", exact: true }).click();
        await page.getByText("Outcome:").waitFor();
        const ticket = '{"text":"Where is my order #1042?","from":"ana@example.com","reply":"On its way.","at":"2026-03-01T10:00:00Z"}';
        const file = { name: "tickets.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(ticket) };
        await page.getByLabel(/^or on tickets from a file/).setInputFiles(file);
        await page.getByRole("button", { name: "Reply 1 is right" }).click();
        await page.getByRole("treeitem", { name: /^Starts with/ }).click();
        await inspect(page);
      });

      test(`knowledge, with an answer, an article, a gap and what is to be checked, ${width} pixels wide`, async () => {
        const page = await visits.admin("/knowledge", options);
        await page.getByLabel("Question").fill("How long does delivery to Germany take?");
        await page.getByRole("button", { name: "Ask", exact: true }).click();
        await page.getByText("The answer", { exact: true }).waitFor();
        await page.getByRole("button", { name: "Open Shipping, English" }).click();
        await page.getByLabel("Article (Markdown)").waitFor();
        await inspect(page);
        const question = "Do you lend snowshoes?";
        await recordSearch(visits.desk.db, { language: "en", question, article: null, storeId: null, at: new Date() });
        await page.goto(`${visits.desk.url}/knowledge/gaps`);
        await page.getByRole("button", { name: `Write an article: ${question}` }).click();
        await page.getByRole("region", { name: "What it was made of" }).waitFor();
        await inspect(page);
        await writeForAgents("tents", "A tent has a warranty of five years.");
        await writeForAgents("tent-warranty", "Tents have a warranty of two years.");
        await page.getByRole("link", { name: "To check" }).click();
        await page.getByRole("heading", { name: /Two figures for one thing/ }).waitFor();
        await inspect(page);
      });

      test(`templates, and one that is broken, mended and shown with an order, ${width} pixels wide`, async () => {
        const page = await visits.admin("/templates", options);
        await page.getByRole("button", { name: "New template" }).click();
        await page.getByRole("link", { name: /^Order on its way/ }).waitFor();
        await inspect(page);
        await page.goto(`${visits.desk.url}/templates/order-on-its-way?text=order-on-its-way.de`);
        await page.getByRole("article", { name: "Preview in German" }).getByText("#1042").waitFor();
        await inspect(page);
        await page.getByLabel("order-on-its-way.de.liquid").fill("Hallo,\n\ndeine Bestellung {{ order.nmber }} kommt morgen für 5 €!!");
        await page.getByRole("button", { name: "Line 3:" }).waitFor();
        await inspect(page);
        await page.getByLabel("order-on-its-way.de.liquid").fill("Hallo,\n\ndeine Bestellung {{ order.number }} kommt morgen für 5 €!!");
        await page
          .getByText(/^No source for/)
          .first()
          .waitFor();
        await inspect(page);
        await page.getByRole("button", { name: "Add a language or tone" }).click();
        await page.getByRole("dialog").waitFor();
        await inspect(page);
      });

      test(`reports, their figures and the conversations behind one, ${width} pixels wide`, async () => {
        const page = await visits.admin("/reports/automation?compare=previous&category=order_status", options);
        await page.getByRole("article", { name: "Outcomes" }).getByRole("img").waitFor();
        await page.getByRole("article", { name: "Outcomes" }).getByText("Show the figures").click();
        await inspect(page);
        for (const [group, sign] of [
          ["Service", "New conversations"],
          ["Topics", "Categories"],
          ["People", "Workload now"],
        ] as const) {
          await page.getByRole("navigation", { name: "Reports" }).getByRole("link", { name: group }).click();
          await page.getByRole("article", { name: sign }).getByText("How it is counted").waitFor();
          await page.getByRole("status", { name: "Loading" }).first().waitFor({ state: "detached" });
          await inspect(page);
        }
        await page.goto(`${visits.desk.url}/reports/service/messages`);
        await page.getByText(/^Conversations: /).waitFor();
        await inspect(page);
      });

      test(`every tab of the settings, ${width} pixels wide`, async () => {
        const page = await visits.admin("/settings/account", options);
        for (const [tab, sign] of [
          ["Your account", "Change password"],
          ["Writing", "Looking into it"],
          ["Incidents", "Nothing is the matter"],
          ["Connections", "Nordlicht Outdoor"],
          ["Rules", "policies.yaml"],
          ["Users", "admin@example.com"],
          ["API keys", "Browser tests"],
          ["Models", "No model is connected, and nothing is missing"],
          ["Set aside", "Nothing is set aside"],
          ["Audit log", "Signed in"],
        ] as const) {
          await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: tab }).click();
          await page.locator("main").getByText(sign).first().waitFor();
          await inspect(page);
        }
      });

      test(`an address that does not exist, ${width} pixels wide`, async () => {
        const page = await visits.admin("/nowhere", options);
        await page.getByText("There is no such page").waitFor();
        await inspect(page);
      });
    }
  });
}

/** Looked at once more when there are any: a page that is still being drawn is no fault, one that stays so is. */
export async function graveFaults(page: Page, colorScheme: "light" | "dark", options: string): Promise<string[]> {
  const found = await faultsNow(page, colorScheme, options);
  if (found.length === 0) return found;
  await page.waitForTimeout(500);
  return faultsNow(page, colorScheme, options);
}

async function faultsNow(page: Page, colorScheme: "light" | "dark", options: string): Promise<string[]> {
  // Without fading: half way between two colours nothing has enough contrast.
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(settled);
  const found = (await page.evaluate(`axe.run(document, ${options}).then((result) => result.violations)`)) as Found[];
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${colorScheme}: ${id} ${nodes.map((node) => `${node.html} (${node.any.map(({ message }) => message).join(" ")})`).join(" ")}`,
    );
}

/** Colours change with the next frame and fade over; half way nothing has enough contrast. */
const settled = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))))`;

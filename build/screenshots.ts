/**
 * `npm run screenshots`: starts Handrail on a fresh demo and takes the pictures of docs/images. They show what the product
 * really does with the demo's data, so run it after a change that people can see.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { draft, hears, openThread, openVisits, row, write, type Visits } from "../test/e2e/visit.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

async function shoot(page: Page, name: string): Promise<void> {
  // Fonts, fades and the desk's live connection come to rest; nothing blinks in the picture.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: "hide" });
  console.log(`docs/images/${name}.png`);
}

/** A draft for an order with the window over a fact that says where it comes from; light and dark. */
async function inbox(visits: Visits): Promise<void> {
  const agent = await visits.admin("/inbox/drafts");
  await openThread(agent, "Ana Lima");
  await draft(agent).locator(".fact").filter({ hasText: /day/ }).first().click();
  await agent.getByText("Source", { exact: true }).waitFor();
  await shoot(agent, "inbox");
  await agent.emulateMedia({ colorScheme: "dark" });
  await shoot(agent, "inbox-dark");
  await agent.keyboard.press("Escape");
  await agent.emulateMedia({ colorScheme: "light" });
  await agent.goto(`${visits.desk.url}/inbox/waiting`);
  await openThread(agent, "Hugo Serrano");
  await agent.getByRole("button", { name: "why?" }).first().click();
  await agent.getByRole("heading", { name: "What it did" }).waitFor();
  await shoot(agent, "why");
}

async function pages(visits: Visits): Promise<void> {
  const admin = await visits.admin("/workflows");
  await admin.getByRole("heading", { name: "Where is my order?" }).waitFor();
  await shoot(admin, "workflows");
}

async function shop(visits: Visits): Promise<void> {
  const nora = await visits.customer("nora@example.com");
  await write(nora, "Where is my order #1057?");
  await hears(nora, "#1057");
  await nora.getByText("Automatic answer").waitFor();
  await shoot(nora, "shop-widget");
}

async function phones(visits: Visits): Promise<void> {
  const agent = await visits.admin("/inbox/open", phone);
  await row(agent, "Sofia Lang").waitFor();
  await shoot(agent, "phone-inbox");
  await openThread(agent, "Sofia Lang");
  await shoot(agent, "phone-thread");
}

async function setMode({ desk }: Visits, mode: "draft" | "auto"): Promise<void> {
  const answer = await fetch(`${desk.url}/api/v1/workflows/order-status/mode`, {
    method: "POST",
    headers: { authorization: `Bearer ${desk.key}`, "content-type": "application/json" },
    body: JSON.stringify({ mode }),
  });
  if (!answer.ok) throw new Error(`The mode was not changed: ${await answer.text()}`);
}

const visits = await openVisits();
try {
  mkdirSync(folder, { recursive: true });
  await shop(visits);
  await setMode(visits, "draft");
  const ana = await visits.customer("ana@example.com");
  await write(ana, "Hi, I need my order #1042 before the weekend. Where is it?");
  const agent = await visits.admin("/inbox/drafts");
  await row(agent, "Ana Lima").waitFor();
  await inbox(visits);
  await setMode(visits, "auto");
  await pages(visits);
  await phones(visits);
  await visits.leave();
} finally {
  await visits.close();
}

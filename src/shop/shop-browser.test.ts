import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../test/e2e/browser.ts";
import { recordingLog } from "../channels/contract-context.ts";
import { memoryState } from "../domain/memory-state.ts";
import { demoCast } from "../stores/demo/cast.ts";
import { demoStore } from "../stores/demo/store.ts";
import { shopPages } from "./pages.ts";

describe("the demo shop in a browser", () => {
  let browser: Browser;
  let server: Server;
  let url = "";

  before(async () => {
    const store = demoStore.open({
      connectionId: "demo",
      settings: demoStore.settings.parse({}),
      state: memoryState(),
      log: recordingLog(),
      now: () => new Date(),
      publicUrl: "",
    });
    const mail = { to: "ana@example.com", subject: "Your code", text: "Your code is 123456.", at: new Date().toISOString() };
    const shop = shopPages({
      store,
      mintCustomerToken: () => "token",
      listMails: async () => [mail],
      connectionId: "chat",
      cast: demoCast,
    });
    server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://shop");
      const { status, headers, body } = await shop({ path: pathname, query: Object.fromEntries(searchParams) });
      response.writeHead(status, headers).end(body);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  for (const path of [
    "/shop?as=ana@example.com",
    "/shop?product=prd_01",
    "/shop/orders?as=ana@example.com",
    "/shop?order=1042&as=ana@example.com",
    "/shop/mailbox",
    "/shop/none",
  ]) {
    test(`${path} has no accessibility faults, light and dark, and fits 320 pixels`, async () => {
      const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
      for (const colorScheme of ["light", "dark"] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 700 } });
        try {
          const page = await context.newPage();
          const refused: string[] = [];
          page.on("console", (line) => line.text().includes("Content Security Policy") && refused.push(line.text()));
          await page.goto(url + path);
          assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
          await page.evaluate(axe);
          assert.deepEqual(
            await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))"),
            [],
          );
          assert.deepEqual(refused, []);
        } finally {
          await context.close();
        }
      }
    });
  }

  test("a click on another person signs in as that person", async () => {
    const page = await browser.newPage();
    await page.goto(`${url}/shop`);
    await page.getByLabel("Signed in as").selectOption("Greta Vogel");
    await page.getByRole("button", { name: "Switch" }).click();
    await page.getByText("You are Greta Vogel").waitFor();
    await page.getByRole("link", { name: "My orders" }).click();
    await page.getByRole("heading", { name: "Order #1048" }).waitFor();
    await page.close();
  });
});

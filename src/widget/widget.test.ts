import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { bundleWidget, type WidgetBundle } from "../../build/widget.ts";
import { launchBrowser } from "../../test/e2e/browser.ts";
import { startChatHost, type ChatHost } from "../../test/e2e/chat-host.ts";

describe("the chat on a shop's page", () => {
  let browser: Browser;
  let built: WidgetBundle;
  let host: ChatHost;
  let context: BrowserContext;
  let faults: string[] = [];

  before(async () => {
    built = await bundleWidget();
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  afterEach(async () => {
    await context?.close();
    await host?.close();
    // A refused style, script or text sink of the strict policy would show up here.
    assert.deepEqual(
      faults.filter((fault) => !/Failed to load resource|net::ERR/.test(fault)),
      [],
    );
  });

  /** Opens the shop with the widget's attributes in a browser of its own. */
  async function visit(attributes: Record<string, string> = {}, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    host = await startChatHost(built.code);
    context = await browser.newContext({ reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(15_000);
    faults = [];
    return openPage(attributes);
  }
  async function openPage(attributes: Record<string, string> = {}): Promise<Page> {
    const page = await context.newPage();
    page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${host.shopUrl}/?${new URLSearchParams(attributes)}`);
    await page.locator("#handrail-chat").waitFor({ state: "attached" });
    return page;
  }

  const openChat = (page: Page): Promise<void> => page.getByRole("button", { name: /Open chat|Chat öffnen/ }).click();
  async function say(page: Page, text: string): Promise<void> {
    await page.getByRole("textbox").fill(text);
    await page.getByRole("textbox").press("Enter");
  }
  const bubbles = (page: Page): Promise<string[]> => page.locator(".bubble").allTextContents();
  /** Waits until the thread, without the greeting, is exactly this. */
  async function expectThread(page: Page, texts: string[]): Promise<void> {
    await page
      .locator(".bubble")
      .filter({ hasText: texts.at(-1)! })
      .first()
      .waitFor();
    await page.waitForFunction(
      (count) => document.querySelector("#handrail-chat")!.shadowRoot!.querySelectorAll(".bubble:not(.unsent)").length === count,
      texts.length + 1,
    );
    assert.deepEqual((await bubbles(page)).slice(1), texts);
  }
  const stored = (): string[] => host.rows.filter(({ direction }) => direction === "in").map(({ text }) => text);

  test("is one small file in plain ASCII", () => {
    assert.ok(built.gzipBytes < 25_000, `${built.gzipBytes} bytes`);
    assert.match(built.code, /^[\0-\x7f]*$/);
  });

  test("takes a question and shows the answer, and says that it is automatic", async () => {
    const page = await visit();
    await openChat(page);
    await say(page, "Where is my order #1042?");
    await expectThread(page, ["Where is my order #1042?"]);
    host.reply("It arrives tomorrow.");
    await expectThread(page, ["Where is my order #1042?", "It arrives tomorrow."]);
    assert.match((await page.locator(".item").last().textContent()) ?? "", /Automatic answer/);
    host.reply("Mira here.", { kind: "agent", name: "Mira" });
    await page.getByText("Mira is here for you").waitFor();
    assert.equal(host.posts(), 1);
  });

  test("comes back after a lost connection without losing or doubling anything", async () => {
    const page = await visit();
    await openChat(page);
    await say(page, "first");
    await expectThread(page, ["first"]);
    host.setDown(true);
    await page.getByText("No connection").waitFor();
    host.reply("answer meanwhile");
    await say(page, "second");
    await page.getByText("Waiting for the connection").waitFor();
    host.setDown(false);
    await expectThread(page, ["first", "answer meanwhile", "second"]);
    assert.deepEqual(stored(), ["first", "second"]);
    assert.notEqual(host.cursors.at(-1), "", "the stream resumes where it was cut");
  });

  test("sends what was written offline once, even after the page was left", async () => {
    const page = await visit();
    await openChat(page);
    await say(page, "online");
    await expectThread(page, ["online"]);
    host.setDown(true);
    await page.getByText("No connection").waitFor();
    await say(page, "one");
    await say(page, "two");
    await page.getByText("Waiting for the connection").first().waitFor();
    await page.goto("about:blank");
    host.setDown(false);
    await page.goto(host.shopUrl);
    await openChat(page);
    await expectThread(page, ["online", "one", "two"]);
    assert.deepEqual(stored(), ["online", "one", "two"]);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("/out/"))), []);
  });

  test("notices at once when the browser goes offline and comes back, and catches up past the speed limit", async () => {
    const page = await visit();
    await openChat(page);
    await say(page, "online");
    await expectThread(page, ["online"]);
    await context.setOffline(true);
    await page.getByText("No connection").waitFor();
    const texts = ["one", "two", "three", "four"];
    for (const text of texts) await say(page, text);
    host.limitNext();
    await context.setOffline(false);
    await expectThread(page, ["online", ...texts]);
    assert.deepEqual(stored(), ["online", ...texts]);
  });

  test("stores a message once when the answer to it was lost", async () => {
    const page = await visit();
    await openChat(page);
    host.loseAnswers(1);
    await say(page, "only once");
    await expectThread(page, ["only once"]);
    await say(page, "and then");
    await expectThread(page, ["only once", "and then"]);
    assert.deepEqual(stored(), ["only once", "and then"]);
  });

  test("keeps the conversation over pages and counts new answers on the button", async () => {
    const page = await visit();
    await openChat(page);
    await say(page, "hello");
    await expectThread(page, ["hello"]);
    await page.keyboard.press("Escape");
    host.reply("one");
    await page.getByRole("button", { name: "Open chat, 1 new message" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Open chat, 1 new message" }).click();
    await expectThread(page, ["hello", "one"]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open chat", exact: true }).waitFor();
  });

  test("knows the signed-in customer, and forgets everything at sign-out", async () => {
    const page = await visit();
    const token = host.mint({ email: "ana@example.com", customer_id: "c-1", name: "Ana" });
    await openChat(page);
    await say(page, "as nobody");
    await expectThread(page, ["as nobody"]);
    await page.evaluate((customerToken) => window.Handrail!.identify(customerToken), token);
    await page.getByText("as nobody").waitFor({ state: "detached" });
    await say(page, "as Ana");
    await expectThread(page, ["as Ana"]);
    assert.deepEqual(
      host.rows.map(({ author }) => author.name),
      [null, "Ana"],
    );
    const keys = (): Promise<string[]> => page.evaluate(() => Object.keys(localStorage).filter((key) => !key.includes("/anonymous/")));
    assert.equal((await keys()).length, 1);
    assert.doesNotMatch((await keys()).join(), /ana|c-1/i);
    await page.evaluate(() => window.Handrail!.logout());
    await page.getByText("as Ana").waitFor({ state: "detached" });
    assert.deepEqual(await keys(), []);
    await expectThread(page, ["as nobody"]);
  });

  test("forgets the customer when the next page comes without a token", async () => {
    const page = await visit();
    await page.goto(`${host.shopUrl}/?${new URLSearchParams({ "data-customer-token": host.mint({ email: "ana@example.com" }) })}`);
    await openChat(page);
    await say(page, "as Ana");
    await expectThread(page, ["as Ana"]);
    await page.goto(host.shopUrl);
    await openChat(page);
    await page.locator("[role=log][aria-busy=false]").waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.includes("/anonymous/"))), []);
    assert.equal((await bubbles(page)).length, 1);
  });

  test("asks for a reload, and keeps the text, when the sign-in has expired", async () => {
    const page = await visit({ "data-customer-token": "expired.or.forged" });
    await openChat(page);
    await page.getByText("Your sign-in has expired").waitFor();
    await say(page, "kept");
    assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("/out/")).length), 1);
    await page.evaluate((token) => window.Handrail!.identify(token), host.mint({ email: "ana@example.com" }));
    await page.getByText("Your sign-in has expired").waitFor({ state: "detached" });
  });

  test("shows hostile text as text, and links only to web addresses", async () => {
    const page = await visit();
    await openChat(page);
    const hostile = '<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/?"><script>alert(1)</script>';
    await say(page, hostile);
    await expectThread(page, [hostile]);
    assert.deepEqual(
      await page.locator(".bubble a").evaluateAll((links) => links.map((link) => [link.getAttribute("href"), link.getAttribute("rel")])),
      [["https://example.com/", "noopener noreferrer nofollow ugc"]],
    );
    assert.equal(await page.locator(".bubble :not(a)").count(), 0);
  });

  test("speaks the language of the page", async () => {
    const page = await visit({ "data-lang": "de" });
    await openChat(page);
    await page.getByRole("button", { name: "Chat schließen" }).waitFor();
    await page.getByPlaceholder("Nachricht schreiben …").waitFor();
  });

  test("can be used by keyboard alone and keeps the focus inside until it is closed", async () => {
    const page = await visit();
    const focused = (): Promise<string> =>
      page.evaluate(
        () =>
          document.activeElement?.shadowRoot?.activeElement?.className ||
          (document.activeElement?.shadowRoot?.activeElement?.tagName ?? "page"),
      );
    await page.getByRole("button", { name: "Open chat" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Chat with us" }).waitFor();
    const round = [];
    for (let step = 0; step < 5; step++) {
      round.push(await focused());
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(round, ["TEXTAREA", "send", "close", "log", "TEXTAREA"]);
    await page.getByRole("textbox").focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(), "send");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open chat" }).waitFor();
    assert.equal(await focused(), "launcher");
  });

  for (const [name, attributes, options] of [
    ["light", { "data-color": "#ffd400" }, { colorScheme: "light" }],
    ["dark", {}, { colorScheme: "dark" }],
    ["320 pixels wide", { "data-color": "#c2185b" }, { viewport: { width: 320, height: 480 } }],
  ] as const) {
    test(`has no accessibility faults: ${name}`, async () => {
      const page = await visit(attributes, options);
      // The page's policy forbids injected scripts; the test's own is let through by the debugger.
      await page.evaluate(await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8"));
      const check = (): Promise<string[]> =>
        page.evaluate(async () => {
          const axe = (
            window as unknown as { axe: { run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
          ).axe;
          const { violations } = await axe.run({ include: [["#handrail-chat"]] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        });
      assert.deepEqual(await check(), []);
      await openChat(page);
      await say(page, "See https://example.com");
      await expectThread(page, ["See https://example.com"]);
      host.reply("An answer with https://example.com");
      await expectThread(page, ["See https://example.com", "An answer with https://example.com"]);
      host.setDown(true);
      await page.getByText("No connection").waitFor();
      assert.deepEqual(await check(), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    });
  }
});

/** What people do in the browser: agents at the desk, customers in the demo shop's chat. Used by all browser tests. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { startDesk, type E2eDesk } from "./desk.ts";

export type Visits = {
  desk: E2eDesk;
  browser: Browser;
  /** A tab of somebody nobody knows yet. */
  stranger(options?: Parameters<Browser["newContext"]>[0]): Promise<Page>;
  /** A tab of the admin, signed in. */
  admin(path?: string, options?: Parameters<Browser["newContext"]>[0]): Promise<Page>;
  /** The demo shop with the chat open; `as` is the e-mail address of a demo customer, none is a guest. */
  customer(as?: string): Promise<Page>;
  /** Closes every tab and fails when one of them had reported a fault, but for those that are the point of a test. */
  leave(): Promise<void>;
  expectFault(fault: RegExp): void;
  close(): Promise<void>;
};

export async function openVisits(): Promise<Visits> {
  const [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  const expected: RegExp[] = [];
  let session: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined;

  async function open(path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options });
    contexts.push(context);
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on("console", (line) => line.type() === "error" && faults.push(`${page.url()}: ${line.text()}`));
    page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
    await page.goto(desk.url + path);
    return page;
  }

  async function admin(path = "/inbox/open", options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    if (!session) {
      const page = await open("/sign-in");
      await signIn(page, desk.adminEmail, desk.adminPassword);
      await page.getByRole("listbox").waitFor();
      session = await page.context().storageState();
    }
    return open(path, { storageState: session, ...options });
  }

  async function customer(as?: string): Promise<Page> {
    const page = await open(`/shop${as ? `?as=${encodeURIComponent(as)}` : ""}`);
    await page.getByRole("button", { name: /^Open chat/ }).click();
    return page;
  }

  async function leave(): Promise<void> {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    // Asking who is signed in is answered with 401 before somebody is; a killed server refuses connections. Nothing else may be red.
    const fine = [/status of 401/, /net::ERR_/, ...expected.splice(0)];
    assert.deepEqual(
      faults.splice(0).filter((fault) => !fine.some((pattern) => pattern.test(fault))),
      [],
    );
  }

  const close = async (): Promise<void> => {
    await browser.close();
    await desk.close();
  };
  const expectFault = (fault: RegExp): void => void expected.push(fault);
  return { desk, browser, stranger: (options) => open("/", options), admin, customer, leave, expectFault, close };
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Writes into the chat of the shop. */
export async function write(customer: Page, text: string): Promise<void> {
  await customer.getByRole("textbox", { name: "Your message" }).fill(text);
  await customer.getByRole("button", { name: "Send", exact: true }).click();
}

/** Waits for a bubble with these words and returns all of its text. */
export async function hears(customer: Page, words: string | RegExp): Promise<string> {
  const bubble = customer.locator(".bubble").filter({ hasText: words }).last();
  await bubble.waitFor();
  return (await bubble.textContent()) ?? "";
}

/** The row of a conversation in the desk's list. */
export const row = (agent: Page, words: string | RegExp): Locator => agent.getByRole("option").filter({ hasText: words }).first();

/** Opens a conversation from the list and returns its messages. */
export async function openThread(agent: Page, words: string | RegExp): Promise<Locator> {
  await row(agent, words).click();
  const thread = agent.getByRole("log", { name: "Messages" });
  await thread.waitFor();
  return thread;
}

/** Waits until a field holds the words, and returns all that is in it. */
export async function holds(field: Locator, words: string): Promise<string> {
  for (let round = 0; round < 400; round++) {
    const value = await field.inputValue();
    if (value.includes(words)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The field does not come to hold "${words}".`);
}

export const draft = (agent: Page): Locator => agent.getByRole("region", { name: "Draft, not sent" });

/** The desk's short word of what was done ("Assigned."). */
export const saysDone = (agent: Page, words: string | RegExp): Promise<void> => agent.getByText(words).first().waitFor();

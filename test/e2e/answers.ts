/** What customers and agents live through, from a question in the shop to its answer. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { draft, hears, openThread, row, write, type Visits } from "./visit.ts";

export function customersAsk(started: () => Visits): void {
  describe("a customer asks in the shop's chat", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("Ana asks where her order is and is answered at once, and the agent sees it arrive without reloading", async () => {
      const agent = await visits.admin("/inbox/waiting");
      await agent.getByRole("option").first().waitFor();
      assert.equal(await row(agent, "Ana Lima").count(), 0);
      const ana = await visits.customer("ana@example.com");
      await write(ana, "Where is my order #1042?");
      const answer = await hears(ana, "on its way with Puffin Parcel");
      assert.match(answer, /#1042/);
      await ana.getByText("Automatic answer").waitFor();

      const thread = await openThread(agent, "Ana Lima");
      await thread.getByText("Where is my order #1042?").waitFor();
      await thread.getByText("Order status · answered automatically").waitFor();
      await thread.getByText("Identity proven").waitFor();
      await agent.getByRole("complementary", { name: "Customer and orders" }).getByText("In transit").waitFor();
    });

    test("a guest who asks for somebody's order types in the code from that customer's mailbox and then gets the answer", async () => {
      const guest = await visits.customer();
      await write(guest, "Where is my order #1042?");
      const question = await hears(guest, "one-time code");
      for (const secret of ["Puffin", "transit", "Ana", "@"]) assert.ok(!question.includes(secret), `the stranger learns "${secret}"`);

      const mailbox = await visits.stranger();
      await mailbox.goto(`${visits.desk.url}/shop/mailbox`);
      const code = /Your code is (\S+)\./.exec(await untilText(mailbox, /Your code is/))?.[1] ?? "no code";
      await write(guest, code);
      const answer = await hears(guest, "on its way with Puffin Parcel");
      assert.match(answer, /#1042/);
    });

    test("a guest who asks for an order that does not exist reads exactly the same words", async () => {
      const real = await visits.customer();
      await write(real, "Where is my order #1043?");
      const invented = await visits.customer();
      await write(invented, "Where is my order #999043?");
      assert.equal(await hears(invented, "one-time code"), await hears(real, "one-time code"));
    });

    test("a guest with a wrong code may try again, learns nothing, and after three tries a person sees why", async () => {
      const agent = await visits.admin("/inbox/open");
      const guest = await visits.customer();
      await write(guest, "Where is my order #1047?");
      await hears(guest, "one-time code");
      await write(guest, "000000");
      await hears(guest, "does not fit");
      await write(guest, "000001");
      await guest.getByText("does not fit").nth(1).waitFor();
      await write(guest, "000002");
      const thread = await openThread(agent, "000002");
      await thread.getByText("The customer could not prove that the order is theirs.").waitFor();
      for (const text of await guest.locator(".bubble").allTextContents()) assert.ok(!/Puffin|Florence|on its way/i.test(text), text);
    });

    test("a complaint becomes a draft with sources and reasons, and reaches the customer once a person approves it", async () => {
      const agent = await visits.admin("/inbox/drafts");
      const ben = await visits.customer("ben@example.com");
      await write(ben, "I am very unhappy with your service. Nobody answers my complaint and I have been waiting for weeks!");
      await openThread(agent, "Ben Hartley");
      await draft(agent).getByText("sorry that we have let you down").waitFor();
      assert.equal(await ben.getByText("sorry that we have let you down").count(), 0);

      await draft(agent).locator(".fact").filter({ hasText: "Ben" }).click();
      await agent.getByRole("dialog").getByText("Customer first name").waitFor();
      await agent.keyboard.press("Escape");
      await draft(agent)
        .getByRole("button", { name: /^Why this draft/ })
        .click();
      await agent.getByRole("dialog").getByText("The customer complains.").first().waitFor();
      await agent.keyboard.press("Escape");
      await draft(agent)
        .getByRole("button", { name: /^Approve and send/ })
        .click();
      await hears(ben, "sorry that we have let you down");
      await row(agent, "Ben Hartley").waitFor({ state: "detached" });
    });

    test("an agent changes a draft, and the customer reads the changed words only", async () => {
      const agent = await visits.admin("/inbox/drafts");
      const dana = await visits.customer("dana@example.com");
      await write(dana, "Your support is awful, I want to complain about how I was treated.");
      await openThread(agent, "Dana Brooks");
      await draft(agent).getByRole("button", { name: /^Edit/ }).click();
      await agent.getByRole("textbox", { name: "Edit the draft" }).fill("Dear Dana, Mira will call you at three.");
      await agent.getByRole("button", { name: /^Send edited/ }).click();
      await hears(dana, "Mira will call you at three.");
      assert.equal(await dana.getByText("let you down").count(), 0);
    });

    test("a rejected draft is never sent, and the agent answers instead", async () => {
      const agent = await visits.admin("/inbox/drafts");
      const quinn = await visits.customer("quinn@example.com");
      await write(quinn, "This is a complaint: I am really disappointed by your terrible service.");
      await openThread(agent, "Quinn Roberge");
      await draft(agent)
        .getByRole("button", { name: /^Reject/ })
        .click();
      const dialog = agent.getByRole("dialog");
      await dialog.getByLabel("What is wrong with it?").fill("Too cold");
      await dialog.getByRole("button", { name: "Reject" }).click();
      await agent.getByText("Rejected. Nothing was sent.").waitFor();
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("I am sorry, Quinn. A new parcel leaves today.");
      await agent.keyboard.press("Control+Enter");
      await hears(quinn, "A new parcel leaves today.");
      assert.equal(await quinn.getByText("let you down").count(), 0);
    });
  });
}

/** Reloads until the page shows it: a mail arrives when it arrives. */
async function untilText(page: Page, words: RegExp): Promise<string> {
  for (let round = 0; round < 100; round++) {
    const text = await page.locator("main").innerText();
    if (words.test(text)) return text;
    await page.waitForTimeout(100);
    await page.reload();
  }
  throw new Error(`There is no ${words} on ${page.url()}`);
}

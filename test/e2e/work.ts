/** What agents do in a conversation, and a server that dies meanwhile. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { hears, openThread, row, saysDone, write, type Visits } from "./visit.ts";

export function agentsWork(started: () => Visits): void {
  describe("an agent works in the desk", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    const press = (agent: Page, name: string | RegExp): Promise<void> => agent.getByRole("button", { name }).first().click();
    /** A conversation that a person has to answer, open at the desk. */
    async function handedOver(as: string, name: string): Promise<{ agent: Page; customer: Page }> {
      const agent = await visits.admin("/inbox/open");
      const customer = await visits.customer(as);
      await write(customer, "I want to talk to a person about my last visit, please.");
      await openThread(agent, name);
      return { agent, customer };
    }

    test("a reply reaches the customer, and from then on people answer in this conversation", async () => {
      const { agent, customer } = await handedOver("olivia@example.com", "Olivia Bright");
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("Hello Olivia, what happened?");
      await press(agent, /^Send/);
      await saysDone(agent, "Sent.");
      await hears(customer, "Hello Olivia, what happened?");
      await customer.getByText("Admin is here for you").waitFor();

      await write(customer, "And where is my order #1058?");
      const thread = agent.getByRole("log", { name: "Messages" });
      await thread.getByText("And where is my order #1058?").waitFor();
      await thread.getByText("No workflow · handed to Support").last().waitFor();
      await press(agent, "1 new");
      await row(agent, "And where is my order #1058?").getByText("Needs a person").waitFor();
      assert.equal(await customer.getByText("Automatic answer").count(), 0);
    });

    test("a note stays with the team", async () => {
      const { agent, customer } = await handedOver("pedro@example.com", "Pedro Moraes");
      await press(agent, "Note");
      await agent.getByRole("textbox", { name: "Note for the team" }).fill("He called twice. Be kind.");
      await press(agent, /^Add note/);
      await agent.getByRole("log", { name: "Messages" }).getByText("Note, only the team sees it").waitFor();
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("Dear Pedro, I am looking into it.");
      await press(agent, /^Send/);
      // What was sent after the note has arrived: the note would be there by now.
      await hears(customer, "I am looking into it.");
      assert.equal(await customer.getByText("Be kind").count(), 0);
      await customer.reload();
      await press(customer, /^Open chat/);
      await hears(customer, "I am looking into it.");
      assert.equal(await customer.getByText("Be kind").count(), 0);
    });

    test("a wrong category is corrected with two clicks, and counts as a label to learn from", async () => {
      const { agent } = await handedOver("marek@example.com", "Marek");
      await press(agent, /^Category: /);
      await agent.getByRole("menuitem", { name: "Warranty" }).click();
      await saysDone(agent, /^Noted: Warranty/);
      await agent.getByRole("button", { name: /^Category: Warranty/ }).waitFor();
      await agent.goto(`${visits.desk.url}/settings/understanding`);
      await agent.getByText(/^[1-9]\d* new labels?\. From 20 a model is trained by itself\.$/).waitFor();
      await agent.getByText("The model Handrail came with reads your messages").waitFor();
    });

    test("a workflow asks before it writes to the shop; a no goes to a person, and the list shows who is asked", async () => {
      const customer = await visits.customer("lena@example.com");
      await write(customer, "Please cancel my order #1054, I do not need it any more");
      const agent = await visits.admin("/inbox/drafts");
      await openThread(agent, "Lena Moser");
      const card = agent.getByRole("region", { name: "A workflow asks" });
      await card.getByText("May the workflow cancel order #1054?").waitFor();
      await card.getByLabel("Note for colleagues").fill("She has just called.");
      await card.getByRole("button", { name: "No", exact: true }).click();
      await saysDone(agent, /^No\./);
      const thread = agent.getByRole("log", { name: "Messages" });
      await thread.getByText("Refused. She has just called.").waitFor();
      await thread.getByText(/Cancellation · handed to/).waitFor();
    });

    test("a workflow shows its evidence, and a reply that left by itself is called right or wrong", async () => {
      const agent = await visits.admin("/workflows");
      const card = agent.getByRole("article").filter({ has: agent.getByRole("heading", { name: "Complaint", exact: true }) });
      await card.getByText("Evidence", { exact: true }).click();
      await card.getByText(/clean reviews/).waitFor();
      await card.getByLabel("Switch to auto by itself when the reviews are enough").check();
      await saysDone(agent, "Saved.");
      const replies = agent.getByRole("heading", { name: /^Replies to look at/ });
      await replies.waitFor();
      const before = Number(/\d+/.exec(await replies.innerText())![0]);
      await press(agent, "Right");
      await saysDone(agent, "Thank you.");
      await agent
        .getByRole("heading", { name: before === 1 ? "Workflows" : `Replies to look at (${before - 1})` })
        .first()
        .waitFor();
    });

    test("a promise in a reply stands in the conversation until it is kept", async () => {
      const { agent } = await handedOver("ulrik@example.com", "Ulrik");
      await agent.getByRole("textbox", { name: /^Reply/ }).fill("I will call you tomorrow.");
      await agent.getByRole("button", { name: /^Send/ }).click();
      const promise = agent.getByRole("region", { name: "A promise" });
      await promise.getByText("“I will call you tomorrow.”").waitFor();
      await promise.getByRole("button", { name: "Kept" }).click();
      await saysDone(agent, "Noted: it was kept.");
      await promise.waitFor({ state: "detached" });
    });

    test("a conversation is assigned, closed and opened again", async () => {
      const { agent } = await handedOver("rosa@example.com", "Rosa Delgado");
      await agent.getByRole("button", { name: "Assign", exact: true }).click();
      await agent.getByRole("menuitem", { name: "Admin (you)" }).click();
      await saysDone(agent, "Assigned to Admin.");
      await agent.goto(`${visits.desk.url}/inbox/mine`);
      await openThread(agent, "Rosa Delgado");
      await press(agent, /^Close/);
      await saysDone(agent, "Closed.");
      await row(agent, "Rosa Delgado").waitFor({ state: "detached" });

      await agent.goto(`${visits.desk.url}/inbox/closed`);
      await openThread(agent, "Rosa Delgado");
      await press(agent, /^Reopen/);
      await saysDone(agent, "Reopened.");
      await agent.goto(`${visits.desk.url}/inbox/open`);
      await row(agent, "Rosa Delgado").waitFor();
    });

    test("paused automation does not answer, and answers again once a person has answered and lets it", async () => {
      const agent = await visits.admin("/inbox/waiting");
      const nora = await visits.customer("nora@example.com");
      await write(nora, "Where is my order #1057?");
      await hears(nora, "#1057");
      const thread = await openThread(agent, "Nora Visser");
      await press(agent, "Pause automation here");
      await agent.getByText("Automation paused", { exact: true }).waitFor();
      await write(nora, "Where is order #1057 now?");
      await thread.getByText("Where is order #1057 now?").waitFor();
      await thread.getByText("No workflow · handed to Support").waitFor();
      assert.equal(await nora.getByText("Automatic answer").count(), 1);
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("It arrives today.");
      await press(agent, /^Send/);
      await hears(nora, "It arrives today.");

      await press(agent, "Let automation continue here");
      await saysDone(agent, "Automation may act here again.");
      await write(nora, "Where is my parcel, order #1057?");
      await nora.getByText("Automatic answer").nth(1).waitFor();
    });

    test("after a server that went down the desk catches up by itself, and nothing typed is lost", async () => {
      const { agent, customer } = await handedOver("sam@example.com", "Sam Okafor");
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("I am half way through this sen");
      await visits.desk.kill();
      await agent.getByText("Connection lost, trying again.").waitFor();
      await write(customer, "Are you still there?");
      await customer.getByText("No connection. What you write is kept and sent later.").waitFor();
      await visits.desk.revive();
      // The browser of somebody whose network comes back says so; without it both would try again a little later.
      for (const page of [agent, customer]) await page.evaluate("dispatchEvent(new Event('online'))");
      const thread = agent.getByRole("log", { name: "Messages" });
      await thread.getByText("Are you still there?").waitFor();
      await agent.getByText("Connection lost, trying again.").waitFor({ state: "detached" });
      assert.equal(await thread.getByText("Are you still there?").count(), 1);
      assert.equal(await agent.getByRole("textbox", { name: "Reply to the customer" }).inputValue(), "I am half way through this sen");
    });
  });
}

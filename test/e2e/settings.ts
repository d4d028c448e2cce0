/** Sign-in, people, keys, modes. Ends with the demo data gone: runs last. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { afterEach, before, describe, test } from "node:test";
import { draft, hears, openThread, saysDone, signIn, write, type Visits } from "./visit.ts";

export function peopleRunTheDesk(started: () => Visits): void {
  describe("the people who run the desk", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("a wrong password is refused in plain words, the right one opens the inbox", async () => {
      const page = await visits.stranger();
      await signIn(page, visits.desk.adminEmail, "not the password at all");
      await page.getByText("This e-mail and password do not match.").waitFor();
      await signIn(page, visits.desk.adminEmail, visits.desk.adminPassword);
      await page.getByRole("listbox", { name: "Open" }).waitFor();
      await page.getByText("This is demo data").waitFor();
    });

    test("an admin adds an agent, who signs in with the password shown once and sees no admin settings", async () => {
      const admin = await visits.admin("/settings/users");
      await admin.getByLabel("Name").fill("Mira Okoye");
      await admin.getByLabel("E-mail").fill("mira@example.com");
      await admin.getByRole("button", { name: "Add", exact: true }).click();
      const dialog = admin.getByRole("dialog");
      const label = await dialog.getByRole("button", { name: /^Copy password/ }).getAttribute("aria-label");
      await dialog.getByRole("button", { name: "I have copied it" }).click();
      await admin.getByRole("row", { name: /Mira Okoye/ }).waitFor();

      const mira = await visits.stranger();
      await signIn(mira, "mira@example.com", label?.replace("Copy password ", "") ?? "");
      await mira.getByRole("listbox").waitFor();
      await mira.goto(`${visits.desk.url}/settings/users`);
      await mira.getByRole("heading", { name: "Mira Okoye" }).waitFor();
      assert.deepEqual(await mira.getByRole("navigation", { name: "Settings" }).getByRole("link").allTextContents(), [
        "Your account",
        "Writing",
        "Incidents",
      ]);
      await mira.goto(`${visits.desk.url}/workflows`);
      await mira.getByText("Only an admin changes modes.").waitFor();
      assert.equal(await mira.getByRole("group", { name: /^Mode of/ }).count(), 0);
      assert.equal(await mira.getByRole("button", { name: "Clear it" }).count(), 0);
    });

    test("a new API key is shown once, works, and stops working when it is revoked", async () => {
      const admin = await visits.admin("/settings/keys");
      await admin.getByLabel("Name").fill("Shop backend");
      await admin.getByRole("button", { name: "Create key" }).click();
      const dialog = admin.getByRole("dialog");
      const label = await dialog.getByRole("button", { name: /^Copy key/ }).getAttribute("aria-label");
      const key = label?.replace("Copy key ", "") ?? "";
      await dialog.getByRole("button", { name: "I have copied it" }).click();
      const ask = (): Promise<number> =>
        fetch(`${visits.desk.url}/api/v1/conversations`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
      assert.equal(await ask(), 200);
      await admin.reload();
      const row = admin.getByRole("row", { name: /Shop backend/ });
      await row.waitFor();
      assert.ok(!(await admin.content()).includes(key), "the key is shown a second time");
      await row.getByRole("button", { name: "Revoke" }).click();
      await admin.getByRole("dialog").or(admin.getByRole("dialog")).getByRole("button", { name: "Revoke" }).click();
      await saysDone(admin, "Revoked.");
      assert.equal(await ask(), 401);
    });

    test("a policy is written from the example, a mistake in it is named with its line, and what is right is in force", async () => {
      const admin = await visits.admin("/settings/rules");
      const file = admin.getByLabel("Policies (policies.yaml)");
      await admin.getByRole("button", { name: "Begin with an example" }).click();
      const text = await file.inputValue();
      await file.fill(text.replace("max_percent", "max_procent"));
      await admin.getByRole("button", { name: "Check and save" }).click();
      await admin.getByText(/^Line \d+: There is no field "max_procent" here/).waitFor();
      await file.fill(text);
      await admin.getByRole("button", { name: "Check and save" }).click();
      await saysDone(admin, /^Saved/);
      await admin.reload();
      assert.equal(await file.inputValue(), text);
    });

    test("an incident is told to every customer from the next reply on, until it is over", async () => {
      const admin = await visits.admin("/settings/incidents");
      await admin.getByLabel("What is the matter").fill("Warehouse strike");
      await admin.getByLabel("Until").fill(`${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)}T12:00`);
      await admin.getByLabel("What customers are told, English").fill("Our warehouse is on strike, so parcels leave later than usual.");
      await admin.getByRole("button", { name: "Tell customers" }).click();
      await saysDone(admin, /^It is on/);
      const customer = await visits.customer("ana@example.com");
      await write(customer, "Where is my order #1042?");
      await hears(customer, /Our warehouse is on strike/);
      await admin.getByRole("button", { name: "It is over" }).click();
      await saysDone(admin, "It is over.");
      await write(customer, "And now, where is my order #1042?");
      await customer
        .getByText(/on its way/)
        .nth(1)
        .waitFor();
      assert.equal(await customer.getByText(/Our warehouse is on strike/).count(), 1);
    });

    test("what somebody is given is changed in one window", async () => {
      const admin = await visits.admin("/settings/users");
      await admin.getByRole("button", { name: "Change what Mira Okoye is given" }).click();
      const window = admin.getByRole("dialog");
      await window.getByLabel("Customer support").check();
      await window.getByLabel("Languages").fill("en, de");
      await window.getByRole("button", { name: "Save" }).click();
      await saysDone(admin, "Saved.");
      await admin.getByRole("row", { name: /Mira Okoye.*Support · en, de · up to 20/ }).waitFor();
    });

    test("a message that could not be read stands in the list of those set aside, and goes when it is discarded", async () => {
      const insert = "insert into quarantine (id, connection_id, external_id, reason, raw) values ($1, 'demo-mailbox', 'broken-1', $2, $3)";
      await visits.desk.db.query(insert, [randomUUID(), "The mail ends in the middle of a part.", Buffer.from("not a mail")]);
      const admin = await visits.admin("/settings/quarantine");
      await admin.getByRole("row", { name: /The mail ends in the middle of a part/ }).waitFor();
      await admin.getByRole("button", { name: "Discard broken-1" }).click();
      await saysDone(admin, "Discarded.");
      await admin.getByRole("button", { name: "Discard broken-1" }).waitFor({ state: "detached" });
    });

    test("a workflow put to draft writes drafts instead of answering, and answers again in auto", async () => {
      const admin = await visits.admin("/workflows");
      const modes = admin.getByRole("group", { name: "Mode of Where is my order?" });
      await modes.getByRole("button", { name: "Draft" }).click();
      await saysDone(admin, "Mode is now Draft.");
      const hugo = await visits.customer("hugo@example.com");
      await write(hugo, "Where is my order #1049?");
      const agent = await visits.admin("/inbox/drafts");
      await openThread(agent, "Hugo Serrano");
      await draft(agent).getByText("comes in more than one parcel").waitFor();
      assert.equal(await hugo.getByText("Automatic answer").count(), 0);

      await modes.getByRole("button", { name: "Auto" }).click();
      await admin.getByRole("button", { name: "Switch to auto" }).click();
      await saysDone(admin, "Mode is now Auto.");
      const ines = await visits.customer("ines@example.com");
      await write(ines, "Where is my order #1050?");
      await hears(ines, "was cancelled");
      await ines.getByText("Automatic answer").waitFor();
    });

    test("a workflow is changed in its file, tried on the past, and put back to the version before", async () => {
      const admin = await visits.admin("/workflows");
      await admin.getByRole("link", { name: "Complaint", exact: true }).click();
      const file = admin.getByLabel(/^complaint\.yaml, version/);
      const before = await file.inputValue();
      await file.fill(before.replace("steps:", "stepz:"));
      await admin.getByRole("button", { name: "Check and publish" }).click();
      await admin.getByText(/^Line \d+: There is no field "stepz" here/).waitFor();
      await file.fill(`${before}\n# Read by the whole team.\n`);
      await admin.getByRole("button", { name: "Check and publish" }).click();
      await saysDone(admin, /^Published/);
      const versions = admin.getByRole("listitem").filter({ hasText: "Handrail" });
      await versions.getByRole("button", { name: "Compare" }).click();
      await admin.getByText("+ # Read by the whole team.").waitFor();
      await versions.getByRole("button", { name: "Put into force" }).click();
      await admin.getByRole("dialog").getByRole("button", { name: "Put into force" }).click();
      await saysDone(admin, "That version is in force again.");
      await admin.getByRole("button", { name: "Try it on this desk’s past" }).click();
      await admin.getByText("Tickets it takes").waitFor();
    });

    test("an article answers customers from the moment it is saved, with the passage and nothing else", async () => {
      const admin = await visits.admin("/knowledge");
      await admin.getByRole("button", { name: "New article" }).click();
      await admin.getByLabel("Name").fill("bike-boxes");
      await admin
        .getByLabel("Article (Markdown)")
        .fill("---\ntitle: Bike boxes\n---\n## Shipping a bicycle box\n\nA bicycle box is shipped by freight for €39.\n");
      await admin.getByRole("button", { name: "Save" }).click();
      await saysDone(admin, /^Saved/);
      await admin.getByLabel("Question").fill("how much is shipping a bicycle box?");
      await admin.getByRole("button", { name: "Ask", exact: true }).click();
      await admin.getByText("A bicycle box is shipped by freight for €39.").waitFor();
      const quinn = await visits.customer("jonas@example.com");
      await write(quinn, "How much is shipping for a bicycle box?");
      const agent = await visits.admin("/inbox/drafts");
      await openThread(agent, "Jonas Friis");
      await draft(agent).getByText("A bicycle box is shipped by freight for €39.").waitFor();
    });

    test("a kind of request is limited to drafts, whatever its workflow may", async () => {
      const admin = await visits.admin("/workflows");
      await admin.getByText("Limits for kinds of requests").first().click();
      await admin.getByLabel("Order status").selectOption("draft");
      await saysDone(admin, "Saved.");
      const florence = await visits.customer("florence@example.com");
      await write(florence, "Where is my order #1047?");
      const agent = await visits.admin("/inbox/drafts");
      await openThread(agent, "Florence Martin");
      await draft(agent).waitFor();
      await admin.getByLabel("Order status").selectOption("");
      await saysDone(admin, "Saved.");
    });

    test("one click and a yes remove the demo data with its banner, its conversations and its shop", async () => {
      const admin = await visits.admin("/inbox/open");
      await admin.getByRole("option").first().waitFor();
      await admin.getByRole("button", { name: "Clear it" }).click();
      await admin.getByRole("button", { name: "Clear demo data" }).click();
      await saysDone(admin, "The demo data is gone.");
      await admin.getByText("All clear").waitFor();
      assert.equal(await admin.getByText("This is demo data").count(), 0);
      const shop = await fetch(`${visits.desk.url}/shop`);
      assert.equal(shop.status, 404);
    });
  });
}

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
      assert.deepEqual(await mira.getByRole("navigation", { name: "Settings" }).getByRole("link").allTextContents(), ["Your account"]);
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
      await admin.getByRole("dialog").or(admin.getByRole("alertdialog")).getByRole("button", { name: "Revoke" }).click();
      await saysDone(admin, "Revoked.");
      assert.equal(await ask(), 401);
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

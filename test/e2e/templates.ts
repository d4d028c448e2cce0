/** What the shop's replies say, and how they sound: templates, their preview, and the brand's voice. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { draft, holds, openThread, saysDone, write, type Visits } from "./visit.ts";

export function shopsWriteTheirReplies(started: () => Visits): void {
  describe("what the shop's replies say is written by the shop", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("a template is broken and mended, tried with a real order, saved, and put back to the version before", async () => {
      const admin = await visits.admin("/templates");
      await admin.getByRole("searchbox", { name: "Search" }).fill("on its way german");
      await admin.getByRole("link", { name: /^Order on its way/ }).click();
      await admin.getByRole("button", { name: "German", exact: true }).click();
      const file = admin.getByLabel("order-on-its-way.de.liquid");
      const before = await holds(file, "unterwegs");

      await file.fill(before.replace("order.number", "order.nmber"));
      await admin.getByText(/^Line 3:.*nmber/).waitFor();
      assert.equal(await admin.getByRole("button", { name: "Save", exact: true }).isDisabled(), true);

      await file.fill(before.replace("gute Nachricht", "großartige Nachricht"));
      const german = admin.getByRole("article", { name: "Preview in German" });
      await german.getByText("großartige Nachricht: Ihre Bestellung #1042").waitFor();
      await german.getByText("Brand voice 100 of 100").waitFor();
      await german.locator(".fact").filter({ hasText: "1042" }).focus();
      await admin.keyboard.press("Enter");
      await admin.getByRole("dialog").getByText("Order number").waitFor();
      await admin.keyboard.press("Escape");
      assert.equal(await admin.getByRole("article", { name: /^Preview in/ }).count(), 6);

      await admin.getByRole("button", { name: "Save", exact: true }).click();
      await saysDone(admin, "Saved. The next replies are written with it.");
      const versions = admin.getByRole("listitem").filter({ hasText: "Handrail" });
      await versions.getByRole("button", { name: "Compare" }).click();
      await admin.getByText(/^\+ großartige Nachricht/).waitFor();
      await versions.getByRole("button", { name: "Put into force" }).click();
      await admin.getByRole("dialog").getByRole("button", { name: "Put into force" }).click();
      await saysDone(admin, "That version is in force again.");
      assert.equal(await file.inputValue(), before);
      await german.getByText("gute Nachricht: Ihre Bestellung #1042").waitFor();
    });

    test("a fact that the order does not have, and an order that does not exist, are said plainly", async () => {
      const admin = await visits.admin("/templates/back-in-stock-on");
      const english = admin.getByRole("article", { name: "Preview in English" });
      await english.getByText("It needs a fact this order does not have.").waitFor();
      visits.expectFault(/back-in-stock-on: .*status of 404/);
      await admin.getByLabel("Order number").fill("999999");
      await admin.getByText("No connected shop has an order 999999").waitFor();
    });

    test("a language in another tone is added, and until it is saved nothing of it is in force", async () => {
      const admin = await visits.admin("/templates/order-on-its-way?text=order-on-its-way.de");
      await admin.getByRole("article", { name: "Preview in German" }).waitFor();
      await admin.getByRole("button", { name: "Add a language or tone" }).click();
      const window = admin.getByRole("dialog");
      await window.getByLabel("Tone").selectOption("casual");
      await window.getByRole("button", { name: "Write it" }).click();
      const file = admin.getByLabel("order-on-its-way.de.casual.liquid");
      await file.fill("{{ voice.greeting }}\n\ndeine Bestellung #{{ order.number }} ist unterwegs zu dir.\n\n{{ voice.sign_off }}\n");
      const casual = admin.getByRole("article", { name: "Preview in German, casual" });
      await casual.getByText("deine Bestellung #1042 ist unterwegs").waitFor();
      await casual.getByText(/Customers are addressed formally/).waitFor();
      const colleague = await visits.admin("/templates/order-on-its-way?text=order-on-its-way.de");
      await colleague.getByRole("article", { name: "Preview in German", exact: true }).waitFor();
      assert.equal(await colleague.getByRole("article", { name: "Preview in German, casual" }).count(), 0);
    });

    test("the brand's voice is a file; a draft and the words an agent types are held against it, and nothing is blocked", async () => {
      const admin = await visits.admin("/settings/rules");
      await admin.getByLabel("File", { exact: true }).selectOption({ label: "Brand voice" });
      await admin.getByLabel("Brand voice (voice.yaml)").fill("voice:\n  avoid:\n    - { word: parcel, use: package, language: en }\n");
      await admin.getByRole("button", { name: "Check and save" }).click();
      await saysDone(admin, /^Saved/);

      const agent = await visits.admin("/inbox/drafts");
      const customer = await visits.customer("nora@example.com");
      await write(customer, "This is a complaint: your service is terrible and nobody answers me.");
      await openThread(agent, "Nora Visser");
      const place = new URL(agent.url()).pathname.split("/").at(-1);
      await draft(agent).getByText("Brand voice 100").waitFor();
      await draft(agent).getByRole("button", { name: /^Edit/ }).click();
      const field = agent.getByRole("textbox", { name: "Edit the draft" });
      const height = async (): Promise<number> => (await draft(agent).boundingBox())?.height ?? 0;
      const resting = await height();
      await field.fill((await field.inputValue()).replace(/\n[^\n]*$/, "\nYour parcel comes."));
      const hint = draft(agent).getByRole("button", { name: /^Brand voice 85/ });
      await hint.waitFor();
      assert.equal(await height(), resting);
      await hint.click();
      await agent.getByRole("dialog").getByText("Write “package”").or(agent.getByText('Write "package".')).first().waitFor();
      await agent.keyboard.press("Escape");
      await agent.getByRole("button", { name: /^Send edited/ }).click();
      await customer.getByText("Your parcel comes.").waitFor();

      await agent.goto(`${visits.desk.url}/inbox/open/${place}`);
      await agent.getByRole("textbox", { name: "Reply to the customer" }).fill("And the second parcel, too.");
      await agent.getByText(/Brand voice 85/).waitFor();
      await admin.getByLabel("Brand voice (voice.yaml)").fill("voice: {}\n");
      await admin.getByRole("button", { name: "Check and save" }).click();
      await saysDone(admin, /^Saved/);
    });
  });
}

/** What agents do with many conversations: find, keep views, change many at once, merge, put off. */
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { newId } from "../../src/domain/ids.ts";
import { inbound } from "../../src/mailbox/fixture-desk.ts";
import { createIntake } from "../../src/mailbox/intake.ts";
import { openThread, row, saysDone, type Visits } from "./visit.ts";

/** Mails come into the demo mailbox and are read by the desk: nothing is under way any more. */
export async function mailIn({ desk }: Visits, from: string, texts: string[]): Promise<string[]> {
  const sender = { kind: "email" as const, value: `${from}@example.com`, name: from, proof: "proven" as const };
  const items = texts.map((text) => {
    const id = newId();
    return {
      connectionId: "demo-mailbox",
      isDemo: true,
      message: inbound(id, 1, { externalId: id, sender, text: `${text} I want to talk to a person.` }),
    };
  });
  const ids = (await createIntake(desk.db)(items)).map((one) => one.conversationId);
  for (;;) {
    const { rows } = await desk.db.query(
      "select 1 from mailbox m where conversation_id = any($1) and (pending > 0 or exists (select from outbox o where o.conversation_id = m.conversation_id and o.state in ('queued', 'sending')))",
      [ids],
    );
    if (rows.length === 0) return ids;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function agentsKeepOrder(started: () => Visits): void {
  describe("an agent keeps many conversations in order", () => {
    let visits: Visits;
    before(() => {
      visits = started();
    });
    afterEach(() => visits?.leave());

    test("a search with a slip finds it, is kept as a view, and what it shows is tagged at once by keys and taken back", async () => {
      await mailIn(visits, "Wilhelmina", ["My xylophone is out of tune.", "Another xylophone, please."]);
      const agent = await visits.admin("/inbox/open");
      await row(agent, "xylophone").waitFor();
      await agent.keyboard.press("/");
      await agent.keyboard.type("xylophnoe is:open");
      await agent.getByText("Nobody wrote “xylophnoe”.").waitFor();
      await agent.getByRole("button", { name: "Remove filter is:open" }).waitFor();
      assert.equal(new URL(agent.url()).searchParams.get("q"), "xylophnoe is:open");
      assert.equal(await agent.getByRole("option").count(), 2);
      await agent.getByRole("button", { name: "Save as a view" }).click();
      await agent.getByLabel("Name").fill("Music");
      await agent.getByRole("button", { name: "Save", exact: true }).click();
      await agent.getByRole("link", { name: "Music 2 conversations" }).waitFor();

      await agent.goto(`${visits.desk.url}/inbox/open`);
      await agent.getByRole("link", { name: "Music" }).click();
      await row(agent, "Another xylophone").waitFor();
      await agent.keyboard.press("j");
      await agent.getByRole("log", { name: "Messages" }).waitFor();
      await agent.keyboard.press("A");
      await agent.getByText("2 selected").waitFor();
      await agent.keyboard.press("l");
      await agent.getByRole("combobox", { name: "Add or create a tag" }).fill("Music shop");
      await agent.getByRole("option", { name: "Create “music shop”" }).waitFor();
      await agent.keyboard.press("Enter");
      await saysDone(agent, "Tags of 2 changed.");
      await row(agent, "music shop").waitFor();
      await agent.getByRole("button", { name: "Undo" }).click();
      await saysDone(agent, "2 are as they were.");
      await row(agent, "music shop").waitFor({ state: "detached" });
    });

    test("two mails of one customer become one conversation, and two again", async () => {
      const [first] = await mailIn(visits, "Ottilie", ["My kettle leaks.", "The kettle again, with a photo."]);
      const agent = await visits.admin(`/inbox/all/${first}`);
      const thread = agent.getByRole("log", { name: "Messages" });
      await thread.getByText("My kettle leaks.").waitFor();
      await agent.keyboard.press("m");
      await agent.getByRole("button", { name: /^Merge into The kettle again/ }).click();
      await agent.getByRole("button", { name: "Merge", exact: true }).click();
      await saysDone(agent, "Merged.");
      await thread.getByText("The kettle again").waitFor();
      await thread.getByText("My kettle leaks.").waitFor();
      await agent.getByText("1 message was merged into this conversation.").waitFor();
      // Whoever has the old link comes to the new place.
      await agent.goto(`${visits.desk.url}/inbox/all/${first}`);
      await thread.getByText("The kettle again").waitFor();
      await agent.getByRole("button", { name: "Undo" }).first().click();
      await saysDone(agent, "Taken back.");
      await thread.getByText("The kettle again").waitFor({ state: "detached" });
      await thread.getByText("My kettle leaks.").waitFor();
    });

    test("what is put off in one's own words stands among the snoozed, and comes back when the customer writes", async () => {
      const [id] = await mailIn(visits, "Eberhard", ["The lantern flickers."]);
      const agent = await visits.admin("/inbox/open");
      await openThread(agent, "The lantern flickers.");
      await agent.keyboard.press("z");
      const when = agent.getByRole("textbox", { name: "When should it come back?" });
      await when.fill("whenever");
      await agent.getByText(/^Write it like/).waitFor();
      await when.fill("in 2 hours");
      await agent.keyboard.press("Enter");
      await saysDone(agent, /^Snoozed until/);
      await agent.goto(`${visits.desk.url}/inbox/snoozed`);
      await row(agent, "The lantern flickers.").waitFor();
      const { rows } = await visits.desk.db.query("select thread_key from conversation where id = $1", [id]);
      const again = inbound(rows[0].thread_key, 2, {
        text: "Now it is dark.",
        sender: { kind: "email", value: "Eberhard@example.com", proof: "proven" },
      });
      await createIntake(visits.desk.db)([{ connectionId: "demo-mailbox", isDemo: true, message: again }]);
      await agent.goto(`${visits.desk.url}/inbox/open`);
      await row(agent, "Now it is dark.").waitFor();
    });
  });
}

/**
 * The demo shop: connections, a few customers' messages and one workflow in automatic mode, all marked as demo data, so
 * that they can be told from a shop's own and go away at once.
 */
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NewConnection } from "../connections/connections.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import type { InboundMessage } from "../domain/message.ts";
import { checkArticle, storeArticle } from "../knowledge/store-article.ts";

export const demoIds = { store: "demo-shop", carrier: "demo-carrier", chat: "demo-chat", mailbox: "demo-mailbox" } as const;

/** What the demo trusts: its own shop's order questions, answered without a person. A real shop earns this step by step. */
export const demoAutomatic = "order-status";

export function demoConnections(): NewConnection[] {
  return [
    { id: demoIds.store, kind: "store", connector: "demo", title: "Nordlicht Outdoor", settings: {}, isDemo: true },
    { id: demoIds.carrier, kind: "carrier", connector: "demo", title: "Demo carrier", settings: {}, isDemo: true },
    {
      id: demoIds.chat,
      kind: "channel",
      connector: "chat",
      title: "Chat (demo shop)",
      settings: { secret: randomBytes(32).toString("hex") },
      isDemo: true,
    },
    { id: demoIds.mailbox, kind: "channel", connector: "memory", title: "Demo mailbox", settings: { record: "state" }, isDemo: true },
  ];
}

export async function demoState(db: Db): Promise<"none" | "present" | "cleared"> {
  const { rows } = await db.query("select value from setting where key = 'demo'");
  return rows[0]?.value.state ?? "none";
}

export async function markDemo(db: Db, state: "present" | "cleared"): Promise<void> {
  await db.query("insert into setting (key, value) values ('demo', $1) on conflict (key) do update set value = $1", [
    JSON.stringify({ state }),
  ]);
}

/** What the demo shop says about itself. */
export async function addDemoArticles(db: Db): Promise<void> {
  const folder = join(import.meta.dirname, "articles");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md")).sort();
  await transaction(db, async (client) => {
    for (const file of files) await storeArticle(client, checkArticle(await readFile(join(folder, file), "utf8"), file), true);
  });
}

/** The people who wrote before anybody looked: one message each, an hour or so apart. */
export function demoMessages(
  cast: readonly { name: string; email: string; asks: string; situation: string }[],
  now: Date,
): InboundMessage[] {
  const asked = cast.filter(({ situation }) => shown.has(situation)).map(({ name, email, asks }) => ({ name, email, text: asks }));
  return [...asked, ...extra].map(({ name, email, text }, nth, all) => ({
    externalId: `demo-${nth + 1}`,
    threadKey: `demo-${nth + 1}`,
    sender: { kind: "email", value: email, name, proof: "reply_address" },
    text,
    at: new Date(now.getTime() - (all.length - nth) * 47 * 60_000).toISOString(),
  }));
}

const shown = new Set(["late", "stuck", "delivered_disputed", "partial", "cancelled", "several_open", "not_shipped", "vip", "customs"]);

const extra = [
  {
    name: "Otto Brandt",
    email: "otto.brandt@example.com",
    text: "Das ist jetzt das dritte Mal, dass bei mir ein kaputter Kocher ankommt. Ich bin wirklich sauer und erwarte, dass sich endlich jemand darum kümmert!",
  },
  {
    name: "Maya Reed",
    email: "maya.reed@example.com",
    text: "Hi, I'd like to send back the rain jacket from last week, it's too small. How do I get my money back?",
  },
  {
    name: "Paul Keller",
    email: "paul.keller@example.com",
    text: "Does the two-person tent also fit three people if one of them is a child?",
  },
  {
    name: "Sofia Lang",
    email: "sofia.lang@example.com",
    text: "I have been waiting for an answer for two weeks. This is the worst service I have ever had, I want to speak to a manager.",
  },
  { name: "Tim Ward", email: "tim.ward@example.com", text: "Thanks a lot, the sleeping bag arrived and it is perfect!" },
] as const;

/** Removes everything marked as demo data, in one transaction. Resolves to how many conversations went. */
export async function clearDemo(db: Db, by: string): Promise<number> {
  return transaction(db, async (client) => {
    const { rows } = await client.query(
      "select id from conversation where is_demo or connection_id in (select id from connection where is_demo)",
    );
    const ids = rows.map((row) => row.id);
    // Mailboxes first: a worker that holds one of them now finds its fence gone and writes nothing.
    await client.query("delete from mailbox where conversation_id = any($1)", [ids]);
    await client.query("delete from happening where store_id in (select id from connection where is_demo)");
    await client.query("delete from stock_notice where store_id in (select id from connection where is_demo)");
    await client.query("delete from run_start where run_id in (select id from run where conversation_id = any($1))", [ids]);
    await client.query("delete from review where run_id in (select id from run where conversation_id = any($1))", [ids]);
    await client.query("delete from attachment where message_id in (select id from message where conversation_id = any($1))", [ids]);
    for (const table of [
      "closing",
      "deadline",
      "challenge",
      "draft",
      "promise",
      "hold",
      "happening",
      "stock_notice",
      "action",
      "outbox",
      "run",
      "message",
      "event",
    ]) {
      await client.query(`delete from ${table} where conversation_id = any($1)`, [ids]);
    }
    await client.query("delete from conversation where id = any($1)", [ids]);
    const gone = "select id from customer u where is_demo and not exists (select from conversation v where v.customer_id = u.id)";
    await client.query(`delete from identity where customer_id in (${gone})`);
    await client.query(`delete from customer where id in (${gone})`);
    await client.query("delete from article where is_demo");
    await client.query("delete from parcel where is_demo");
    await client.query("delete from delivery_model where is_demo");
    await client.query(
      "delete from setting where key = 'delivery_trained' or key in (select 'parcels_read:' || id from connection where is_demo)",
    );
    await client.query("delete from connection where is_demo");
    await client.query("update workflow set mode = null, updated_at = now() where name = $1", [demoAutomatic]);
    await client.query(
      "insert into setting (key, value) values ('demo', '{\"state\": \"cleared\"}') on conflict (key) do update set value = excluded.value",
    );
    await client.query("insert into event (kind, conversation_id) values ('conversation', null)");
    await writeAudit(client, { actor: by, act: "demo.clear", data: { conversations: ids.length } });
    return ids.length;
  });
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { recordingLog } from "../channels/contract-context.ts";
import { memoryState } from "../domain/memory-state.ts";
import { demoCast } from "../stores/demo/cast.ts";
import { demoStore } from "../stores/demo/store.ts";
import { html } from "../domain/html.ts";
import { shopPages, type ShopOptions, type ShopResponse } from "./pages.ts";

function open(change: Partial<ShopOptions> = {}): (address: string) => Promise<ShopResponse> {
  const settings = demoStore.settings.parse({});
  const store = demoStore.open({
    connectionId: "demo",
    settings,
    state: memoryState(),
    log: recordingLog(),
    now: () => new Date("2026-03-02T10:00:00Z"),
    publicUrl: "",
  });
  const answer = shopPages({
    store,
    mintCustomerToken: ({ email }) => `token-of-${email}`,
    listMails: async () => [],
    connectionId: "chat",
    cast: demoCast,
    ...change,
  });
  return (address) => {
    const { pathname, searchParams } = new URL(address, "http://shop");
    return answer({ path: pathname, query: Object.fromEntries(searchParams) });
  };
}

describe("the demo shop", () => {
  test("shows products, says that it is a demonstration and carries the chat", async () => {
    const { status, headers, body } = await open()("/shop");
    assert.equal(status, 200);
    assert.match(headers["content-security-policy"] ?? "", /^default-src 'none'; script-src 'self';/);
    for (const part of [/Skagen Rain Jacket/, /€149\.95/, /This is demo data/, /data-connection="chat"/, /Where is my order #1042\?/])
      assert.match(body, part);
    assert.doesNotMatch(body, /data-customer-token|<style|style=|onclick|<script>/);
  });

  test("gives the chat the token of whoever is signed in, and nobody else's", async () => {
    const { body } = await open()("/shop?as=ana@example.com");
    assert.match(body, /data-customer-token="token-of-ana@example\.com"/);
    assert.doesNotMatch((await open()("/shop?as=stranger@example.com")).body, /data-customer-token/);
  });

  test("keeps the person over all its links, so that two tabs can be two people", async () => {
    const { body } = await open()("/shop?as=ana@example.com");
    const inside = [...body.matchAll(/href="(\/shop[^"#]*)"/g)].map((match) => match[1]!).filter((address) => !address.endsWith(".css"));
    assert.ok(inside.length > 20);
    for (const address of inside) assert.match(address, /as=ana%40example\.com/);
  });

  test("shows an order to its owner only, and does not say whether it exists to others", async () => {
    const shop = open();
    const own = await shop("/shop?order=1042&as=ana@example.com");
    assert.match(own.body, /<h1>Order #1042<\/h1>/);
    const others = await shop("/shop?order=1042&as=ben@example.com");
    const nobodys = await shop("/shop?order=999999&as=ben@example.com");
    assert.equal(others.status, 404);
    assert.deepEqual(others, nobodys);
    assert.match((await shop("/shop?order=1042")).body, /Sign in to see it/);
  });

  test("lists the orders of the signed-in person", async () => {
    const { body } = await open()("/shop/orders?as=ana@example.com");
    assert.deepEqual([...body.matchAll(/Order #(\d+)/g)].map((match) => match[1]).toSorted(), ["1007", "1019", "1042"]);
  });

  test("shows a product with its stock", async () => {
    const { body } = await open()("/shop?product=prd_01");
    assert.match(body, /<h1>Skagen Rain Jacket<\/h1>[\s\S]*in stock/);
  });

  test("shows what the demo mailbox sent, as text", async () => {
    const mail = { to: "ana@example.com", subject: "Your code <b>", text: "Your code is 123456\n<script>", at: "2026-03-02T10:00:00.000Z" };
    const { body } = await open({ listMails: async () => [mail] })("/shop/mailbox");
    assert.match(body, /Your code &lt;b&gt;[\s\S]*Your code is 123456\n&lt;script&gt;/);
    assert.match((await open()("/shop/mailbox")).body, /Nothing has been sent yet/);
  });

  test("answers 404 for pages, products and shelves it does not have", async () => {
    for (const address of ["/shop/none", "/shop?product=none", "/shop/__proto__"]) assert.equal((await open()(address)).status, 404);
    assert.equal((await open()("/shop?type=none")).status, 200);
  });

  test("serves its style and script as files", async () => {
    assert.match((await open()("/shop/shop.css")).headers["content-type"] ?? "", /^text\/css/);
    assert.match((await open()("/shop/shop.js")).headers["content-type"] ?? "", /^text\/javascript/);
  });

  test("every hole in a page is escaped", () => {
    assert.equal(
      html`<p title="${`"'&`}">${["<b>", html`<i>${"<"}</i>`]}${null}${false}${0}</p>`.markup,
      '<p title="&quot;&#39;&amp;">&lt;b&gt;<i>&lt;</i>0</p>',
    );
  });
});

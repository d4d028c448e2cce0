import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { receive } from "../checkpoint/fixture-checkpoint.ts";
import { createTemplates } from "../answer/templates.ts";
import { starterDir } from "../desk.ts";
import { addStarterSnippets, listSnippets } from "../library/snippets.ts";
import { order, shipment, sources } from "../workflow/test-desk.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { readConversation } from "./reads/conversation.ts";
import { snippetRoutes } from "./routes/snippets.ts";

describe("snippets, the texts people put into replies by name", () => {
  let server: TestServer;
  const idOf = async (name: string): Promise<string> => (await listSnippets(server.db)).find((one) => one.name === name)!.id;
  const said = async (conversationId: string, name: string) =>
    (await server.call("POST", `/api/v1/conversations/${conversationId}/snippets/${await idOf(name)}`)).body;
  before(async () => {
    const library = { templates: () => createTemplates([]) };
    server = await startTestServer(async (db) => ({
      more: [
        snippetRoutes({
          db,
          library,
          sources: () => sources([order()], [shipment("in_transit")]),
          readConversation: (id) => readConversation(db, id),
          now: () => new Date("2026-03-12T10:00:00.000Z"),
        }),
      ],
    }));
    await addStarterSnippets(server.db, join(starterDir, "snippets.yaml"));
  });
  after(() => server?.close());

  /** Somebody writes from the address an order carries, or from another one. */
  async function written(from: string, language: string | null): Promise<string> {
    const thread = `${from}-${language}`;
    const id = await receive(server.db, thread, 1, { sender: { kind: "email", value: from, name: "Ana Silva", proof: "proven" } });
    await server.db.query("update conversation set language = $2 where id = $1", [id, language]);
    return id;
  }

  test("one is filled with the customer's name and their order, in their language", async () => {
    const id = await written("ana@example.com", "de");
    const filled = await said(id, "Where the parcel is");
    assert.deepEqual([filled.language, filled.order, filled.missing], ["de", "1042", []]);
    assert.match(filled.text, /^Guten Tag Ana Silva,\n\nIhre Bestellung #1042 ist unterwegs\. .*https:\/\//);
    const { text, language } = await said(await written("ana@example.com", "fr"), "Where the parcel is");
    assert.equal(language, "en", "where it is not written in the customer's language");
    assert.match(text, /^Hello Ana,/);
  });

  test("what is not known is left to fill in, also when the order is not proven to be the writer's", async () => {
    const filled = await said(await written("stranger@example.com", "en"), "Where the parcel is");
    assert.deepEqual([filled.order, filled.missing], [null, ["order.number", "shipment.url"]]);
    assert.match(filled.text, /your order #\{\{ order\.number \}\} is on its way/);
  });

  test("the starters are there once; what a shop deletes stays deleted", async () => {
    const before = await listSnippets(server.db);
    assert.ok(before.length >= 4 && before.every(({ texts }) => texts["en"] && texts["de"]));
    assert.equal((await server.call("DELETE", `/api/v1/snippets/${await idOf("Which order")}`)).status, 204);
    await addStarterSnippets(server.db, join(starterDir, "snippets.yaml"));
    assert.equal((await listSnippets(server.db)).length, before.length - 1);
  });

  test("one is written, shown with an order, changed and found again; every mistake is named with its language and line", async () => {
    const body = {
      name: "Refund is on its way",
      texts: { en: "Order #{{ order.number }}: refunded." },
      actions: [{ do: "tag", tag: "refund" }],
    };
    const made = await server.call("POST", "/api/v1/snippets", body);
    assert.equal(made.status, 201, made.text);
    assert.deepEqual((await server.call("POST", "/api/v1/snippets", { ...body, name: "refund IS on its way" })).status, 409);
    const broken = await server.call("PUT", `/api/v1/snippets/${made.body["id"]}`, { ...body, texts: { de: "Hallo\n{{ order.nmber }}" } });
    assert.equal(broken.status, 422);
    assert.deepEqual(
      broken.body["problems"].map(({ file, line }: any) => [file, line]),
      [["de", 2]],
    );
    const preview = (text: string) =>
      server.call("POST", "/api/v1/snippets/preview", { text, language: "en", order_number: "#1042" }).then(({ body: answer }) => answer);
    assert.equal((await preview("Order #{{ order.number }}")).filled.text, "Order #1042");
    assert.deepEqual((await preview("{{ order.cancel_reason }}")).filled.missing, ["order.cancel_reason"]);
    assert.equal((await preview("{% if %}")).filled, null);
    for (const actions of [[{ do: "refund" }], [{ do: "tag", tag: "" }], [{ do: "assign" }]])
      assert.equal((await server.call("POST", "/api/v1/snippets", { ...body, name: "Other", actions })).status, 422);
  });
});

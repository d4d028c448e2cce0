import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { openForTest, outgoing, testChannelContract } from "../contract.ts";
import { signCallback } from "./callback.ts";
import { apiChannel, apiSettings } from "./channel.ts";
import { htmlToText } from "./html-text.ts";
import { apiMessageSchema, toInbound } from "./message.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

testChannelContract("api", {
  definition: apiChannel,
  settings: { callback_secret: secret },
  vendor: { settings: (url) => ({ callback_url: `${url}/replies` }), keyOf: ({ headers }) => String(headers["idempotency-key"]) },
});

const now = new Date("2026-03-02T10:00:00Z");
const read = (body: object): ReturnType<typeof toInbound> =>
  toInbound(
    apiMessageSchema.parse({ external_id: "m-1", from: { email: "Ana@Example.com", verified: true }, text: "Where is it?", ...body }),
    now,
  );

describe("a message handed over by another program", () => {
  test("is proven only when the caller says that it verified the sender", () => {
    assert.deepEqual(read({}).sender, { kind: "email", value: "ana@example.com", proof: "proven" });
    assert.equal(read({ from: { email: "ana@example.com", verified: false } }).sender.proof, "none");
    assert.equal(read({ from: { email: "ana@example.com" } }).sender.proof, "none");
  });

  test("of a verified sender with phone and e-mail proves both", () => {
    assert.deepEqual(read({ from: { email: "ana@example.com", phone: "+49 (170) 123-4567", verified: true } }).alsoProven, [
      { kind: "phone", value: "+491701234567" },
    ]);
    assert.equal(read({ from: { email: "ana@example.com", phone: "+491701234567" } }).alsoProven, undefined);
  });

  test("goes into the caller's conversation, else into the sender's", () => {
    assert.equal(read({ conversation: "c-9" }).threadKey, "conversation:c-9");
    assert.equal(read({}).threadKey, "email:ana@example.com");
    assert.equal(read({ from: { phone: "+491701234567", verified: true } }).threadKey, "phone:+491701234567");
    assert.equal(read({ from: {} }).threadKey, "message:m-1");
  });

  test("of a stranger who claims an address does not land in that customer's thread", () => {
    assert.notEqual(read({ from: { email: "ana@example.com", verified: false } }).threadKey, read({}).threadKey);
    assert.notEqual(read({ conversation: "email:ana@example.com" }).threadKey, read({}).threadKey);
  });

  test("without any address is from nobody in particular, and never proven", () => {
    assert.deepEqual(read({ from: { name: "Kim", verified: true } }).sender, {
      kind: "channel",
      value: "anonymous:m-1",
      proof: "none",
      name: "Kim",
    });
  });

  test("in HTML only is read as text and keeps its original", () => {
    const message = read({ text: undefined, html: "<p>Where is <b>my</b> order?</p><script>alert(1)</script>" });
    assert.deepEqual([message.text.trim(), message.html?.includes("<script>")], ["Where is my order?", true]);
  });

  for (const [field, body] of [
    ["text", { text: "a\0b" }],
    ["from.name", { from: { name: "\udc00" } }],
    ["conversation", { conversation: "\0" }],
  ] as const) {
    test(`with a character that cannot be stored is refused, naming ${field}`, () => {
      assert.throws(() => read(body), { code: "bad_text", message: new RegExp(`^${field.replace(".", "\\.")} `) });
    });
  }

  test("is refused when empty, too long, or with an address that is none", () => {
    for (const body of [
      { text: " " },
      { text: "x".repeat(100_001) },
      { from: { email: "ana" } },
      { from: { phone: "0170 1234567" } },
      { external_id: "" },
    ]) {
      assert.throws(() => read(body), { name: "ZodError" });
    }
  });

  test("in hostile HTML is read without harm", () => {
    for (const piece of ["<div>", "<table><tr><td>", "<!--", "<a b=", "&#"])
      assert.equal(typeof htmlToText(piece.repeat(50_000)), "string");
  });
});

describe("replies to another program", () => {
  test("need nothing when the caller reads them itself", async () => {
    assert.deepEqual(await openForTest(apiChannel, {}).channel.send(outgoing()), { state: "sent" });
  });

  test("are posted with a signature the caller can check", async () => {
    let seen: { id: string; timestamp: string; signature: string; body: string } | undefined;
    const server = createServer(async (request, response) => {
      const { headers } = request;
      const chunks = await request.toArray();
      seen = {
        id: String(headers["webhook-id"]),
        timestamp: String(headers["webhook-timestamp"]),
        signature: String(headers["webhook-signature"]),
        body: Buffer.concat(chunks).toString(),
      };
      response.end('{"external_id":"theirs-1"}');
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const { channel } = openForTest(apiChannel, {
        callback_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        callback_secret: secret,
      });
      const receipt = await channel.send(outgoing({ channelData: { conversation: "c-9" } }));
      assert.deepEqual(receipt, { externalId: "theirs-1", state: "delivered" });
      assert.ok(seen);
      assert.equal(seen.signature, signCallback(secret, seen.id, Number(seen.timestamp), seen.body));
      const { data } = JSON.parse(seen.body) as { data: Record<string, unknown> };
      assert.deepEqual(
        [data["id"], data["conversation"], data["text"], data["in_reply_to"]],
        [outgoing().key, "c-9", "It arrives tomorrow.", "in-1"],
      );
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("the signature is the one of the Standard Webhooks specification's example", () => {
    const body = '{"test": 2432232314}';
    assert.equal(
      signCallback("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  test("a callback address without a secret is refused", () => {
    assert.equal(apiSettings.safeParse({ callback_url: "https://example.com/" }).success, false);
    assert.equal(apiSettings.safeParse({ callback_url: "ftp://example.com/", callback_secret: secret }).success, false);
  });
});

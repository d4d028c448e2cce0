import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import type { Channel, HookAnswer } from "../channel.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { openForTest, testChannelContract } from "../contract.ts";
import { chatChannel } from "./channel.ts";
import { mintCustomerToken } from "./customer-token.ts";
import { addressKey, rateLimit } from "../../domain/rate-limit.ts";
import { newVisitor, writeVisitorToken } from "./visitor-token.ts";

const secret = "0123456789abcdef0123456789abcdef";
const now = new Date("2026-03-02T10:00:00Z");
const shop = "https://shop.example.com";
const settings = { secret, allowed_origins: [shop] };
const ana = { email: "Ana@Example.com", name: "Ana", customer_id: "c-1", phone: "+491701234567" };

function hook(path: string, body: unknown, headers: Record<string, string> = {}): HookRequest {
  return {
    method: "POST",
    path,
    query: {},
    headers: { origin: shop, host: "desk.example.com", ...headers },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    remoteAddress: "192.0.2.7",
  };
}
const as = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const visitorToken = writeVisitorToken(newVisitor(now), secret, "test");
const question = { client_id: "client-0001", text: "Where is my order?" };

testChannelContract("chat", {
  definition: chatChannel,
  settings,
  hooks: [
    { name: "a visitor's message", request: hook("/messages", question, as(visitorToken)) },
    { name: "a preflight", request: { ...hook("/messages", ""), method: "OPTIONS" }, yields: "nothing" },
  ],
  refused: [
    {
      name: "a message with a forged session",
      request: hook("/messages", question, as(writeVisitorToken(newVisitor(now), secret.replace("0", "f"), "test"))),
    },
    {
      name: "a message with another chat's session",
      request: hook("/messages", question, as(writeVisitorToken(newVisitor(now), secret, "other"))),
    },
    { name: "a message without session", request: hook("/messages", question), code: "unauthenticated" },
    {
      name: "a message with an expired session",
      request: hook("/messages", question, as(writeVisitorToken(newVisitor(new Date("2025-01-01")), secret, "test"))),
      code: "unauthenticated",
    },
    {
      name: "a message from a foreign page",
      request: hook("/messages", question, { ...as(visitorToken), origin: "https://evil.example" }),
      code: "forbidden",
    },
  ],
});

const open = (change: object = {}): Channel => openForTest(chatChannel, { ...settings, ...change }).channel;
const receive = async (channel: Channel, request: HookRequest): Promise<HookAnswer> =>
  (await channel.receive?.(request)) ?? assert.fail("the chat takes hooks");

async function session(channel: Channel, body: object): Promise<{ visitor_token: string; customer: unknown }> {
  return (await receive(channel, hook("/session", body))).body as { visitor_token: string; customer: unknown };
}
async function ask(channel: Channel, token: string, body: object = {}): Promise<NonNullable<HookAnswer["messages"]>[number]> {
  return (await receive(channel, hook("/messages", { ...question, ...body }, as(token)))).messages?.[0] ?? assert.fail("no message");
}
const threadOf = async (channel: Channel, token: string): Promise<string | undefined> =>
  (await channel.follow?.({ ...hook("/stream", "", as(token)), method: "GET" }))?.threadKey;

describe("a visitor of the shop", () => {
  test("keeps one conversation over visits, and proves nothing", async () => {
    const channel = open();
    const first = await session(channel, {});
    const second = await session(channel, { visitor_token: first.visitor_token });
    const messages = [await ask(channel, first.visitor_token), await ask(channel, second.visitor_token)];
    assert.equal(messages[0]?.threadKey, messages[1]?.threadKey);
    assert.equal(messages[0]?.sender.proof, "none");
    assert.equal(await threadOf(channel, second.visitor_token), messages[0]?.threadKey);
  });

  test("with a session that cannot be resumed starts anew", async () => {
    const channel = open();
    assert.equal(typeof (await session(channel, { visitor_token: "bm9uc2Vuc2U.bm9uc2Vuc2U" })).visitor_token, "string");
  });

  test("sending the same message again keeps its id, so that it is stored once", async () => {
    const channel = open();
    const { visitor_token } = await session(channel, {});
    const other = await session(channel, {});
    assert.equal((await ask(channel, visitor_token)).externalId, (await ask(channel, visitor_token)).externalId);
    assert.notEqual((await ask(channel, visitor_token)).externalId, (await ask(channel, other.visitor_token)).externalId);
  });

  test("is held back after too many messages and told how long to wait", async () => {
    const channel = open({ messages_per_minute: 2 });
    const { visitor_token } = await session(channel, {});
    for (const client_id of ["client-1", "client-2"]) await ask(channel, visitor_token, { client_id });
    await assert.rejects(ask(channel, visitor_token, { client_id: "client-3" }), { code: "rate_limited", retryAfterMs: 30_000 });
  });

  test("cannot flood the desk with fresh sessions from one address", async () => {
    const channel = open({ requests_per_minute: 3 });
    for (let count = 0; count < 3; count++) await session(channel, {});
    await assert.rejects(session(channel, {}), { code: "rate_limited" });
    await assert.rejects(threadOf(channel, visitorToken), { code: "rate_limited" });
  });

  const bad: [string, unknown, string][] = [
    ["an empty text", { ...question, text: " \n" }, "invalid"],
    ["a text over 4,000 characters", { ...question, text: "x".repeat(4_001) }, "invalid"],
    ["a NUL character", { ...question, text: "a\0" }, "bad_text"],
    ["half a surrogate pair", { ...question, text: "\udfff" }, "bad_text"],
    ["broken JSON", "{", "bad_request"],
    ["a huge body", { ...question, extra: "x".repeat(70_000) }, "too_large"],
    ["a client id that could imitate another", { ...question, client_id: "a:b:c:d:e" }, "invalid"],
  ];
  for (const [name, body, code] of bad) {
    test(`${name} is refused as ${code}`, async () => {
      await assert.rejects(receive(open(), hook("/messages", body, as(visitorToken))), { code });
    });
  }
});

describe("a customer whom the shop has signed in", () => {
  const token = (claims: object = {}, key = secret): string => mintCustomerToken({ ...ana, ...claims }, key, "test", now);

  test("is proven by the shop's token, with e-mail and phone", async () => {
    const channel = open();
    const { visitor_token, customer } = await session(channel, { customer_token: token() });
    const message = await ask(channel, visitor_token);
    assert.deepEqual(message.sender, { kind: "email", value: "ana@example.com", name: "Ana", proof: "proven" });
    assert.deepEqual(message.alsoProven, [{ kind: "phone", value: "+491701234567" }]);
    assert.deepEqual(customer, { name: "Ana", email: "ana@example.com" });
  });

  test("finds the same conversation on every device, apart from anonymous ones and other customers", async () => {
    const channel = open();
    const threads = [];
    for (const body of [{ customer_token: token() }, { customer_token: token() }, { customer_token: token({ customer_id: "c-2" }) }, {}]) {
      threads.push(await threadOf(channel, (await session(channel, body)).visitor_token));
    }
    assert.equal(threads[0], threads[1]);
    assert.equal(new Set(threads).size, 3);
  });

  test("is not believed to be someone else because a visitor token came along", async () => {
    const channel = open();
    const anonymous = await session(channel, {});
    const signedIn = await session(channel, { customer_token: token(), visitor_token: anonymous.visitor_token });
    assert.notEqual(await threadOf(channel, signedIn.visitor_token), await threadOf(channel, anonymous.visitor_token));
  });

  function forge(header: object, claims: object, key = secret): string {
    const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
  }
  const inHour = now.getTime() / 1000 + 3_600;
  const good = { email: "ana@example.com", aud: "test", exp: inHour };
  const hs256 = { alg: "HS256", typ: "JWT" };
  const bad: [string, string, RegExp][] = [
    ["signed with another secret", token({}, "another-secret-another-secret-another"), /signature/],
    [
      "without signature",
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(good)).toString("base64url")}.`,
      /three parts/,
    ],
    ["that names another algorithm", forge({ alg: "none" }, good), /HS256/],
    ["that asks for an extension we do not know", forge({ ...hs256, crit: ["exp"] }, good), /HS256/],
    ["that has expired", forge(hs256, { ...good, exp: inHour - 3_700 }), /expired/],
    ["without expiry", forge(hs256, { ...good, exp: undefined }), /exp/],
    ["that lives for a year", forge(hs256, { ...good, exp: inHour + 31_536_000 }), /7 days/],
    ["for another chat", forge(hs256, { ...good, aud: "other" }), /aud/],
    ["without audience", forge(hs256, { ...good, aud: undefined }), /aud/],
    ["that is not valid yet", forge(hs256, { ...good, nbf: inHour }), /nbf/],
    ["that names nobody", forge(hs256, { ...good, email: undefined }), /email or customer_id/],
    ["with a NUL in the name", forge(hs256, { ...good, name: "a\0" }), /claims/],
  ];
  for (const [name, customer_token, message] of bad) {
    test(`a token ${name} is refused`, async () => {
      await assert.rejects(session(open(), { customer_token }), { code: "unauthenticated", message });
    });
  }

  test("a token in the form other libraries write is accepted", async () => {
    const { customer } = await session(open(), {
      customer_token: forge(hs256, { ...good, aud: ["shop", "test"], iat: inHour - 3_600, name: "Ana 🌻" }),
    });
    assert.deepEqual(customer, { name: "Ana 🌻", email: "ana@example.com" });
  });
});

describe("pages that may use the chat", () => {
  const preflight = (origin: string, host = "desk.example.com"): HookRequest => ({
    ...hook("/messages", "", { origin, host }),
    method: "OPTIONS",
  });

  test("an allowed shop gets leave to read answers", async () => {
    const { status, headers } = await receive(open(), preflight(shop));
    assert.equal(status, 204);
    assert.equal(headers?.["access-control-allow-origin"], shop);
    assert.match(headers?.["access-control-allow-headers"] ?? "", /authorization.*last-event-id/);
  });

  test("a foreign page, a look-alike and a sandboxed frame do not", async () => {
    for (const origin of ["https://evil.example", "https://shop.example.com.evil.example", "http://shop.example.com", "null"]) {
      const { status, headers } = await receive(open(), preflight(origin));
      assert.deepEqual([status, headers?.["access-control-allow-origin"]], [403, undefined]);
      await assert.rejects(receive(open(), hook("/session", {}, { origin })), { code: "forbidden" });
      await assert.rejects(async () => open().follow?.(hook("/stream", "", { origin, ...as(visitorToken) })), { code: "forbidden" });
    }
  });

  test("the desk's own pages always do, under each of its names", async () => {
    assert.equal((await receive(open({ allowed_origins: [] }), preflight("https://desk.example.com", "10.0.0.1:3000"))).status, 204);
    assert.equal((await receive(open({ allowed_origins: [] }), preflight("http://localhost:3000", "localhost:3000"))).status, 204);
  });

  test("an origin with a path is refused in the settings", () => {
    for (const origin of ["https://shop.example.com/", "shop.example.com", "*"])
      assert.equal(chatChannel.settings.safeParse({ secret, allowed_origins: [origin] }).success, false);
  });
});

describe("limits", () => {
  test("fill up again with time and forget the oldest", () => {
    let at = 0;
    const limit = rateLimit(60, () => at);
    for (let count = 0; count < 60; count++) limit("a");
    assert.throws(() => limit("a"), { code: "rate_limited", retryAfterMs: 1_000 });
    at = 1_000;
    limit("a");
    for (let count = 0; count < 20_000; count++) limit(`other ${count}`);
    limit("a");
  });

  test("count one IPv6 network and one IPv4 address as one", () => {
    assert.equal(addressKey("2001:db8:1:2:3:4:5:6"), addressKey("2001:db8:1:2::9"));
    assert.notEqual(addressKey("2001:db8:1:2::9"), addressKey("2001:db8:1:3::9"));
    assert.equal(addressKey("::ffff:192.0.2.7"), "192.0.2.7");
    assert.equal(addressKey("::1"), "0:0:0:0");
  });
});

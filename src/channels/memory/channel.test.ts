import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { recordingLog } from "../contract-context.ts";
import { memoryState } from "../../domain/memory-state.ts";
import { openForTest, outgoing, testChannelContract } from "../contract.ts";
import { memoryChannel, memorySettings, openMemory, type MemorySettings } from "./channel.ts";
import { listDeliveries } from "./deliveries.ts";

const token = "a-shared-token";
const message = {
  externalId: "m-1",
  threadKey: "t-1",
  sender: { kind: "email", value: "ana@example.com", name: "Ana", proof: "proven" },
  text: "Where is my order?",
  at: "2026-03-02T10:00:00Z",
};

function hook(body: unknown, authorization = `Bearer ${token}`): HookRequest {
  return {
    method: "POST",
    path: "",
    query: {},
    headers: authorization ? { authorization } : {},
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    remoteAddress: "127.0.0.1",
  };
}

testChannelContract("memory", {
  definition: memoryChannel,
  settings: { token },
  hooks: [
    { name: "one message", request: hook(message) },
    { name: "a list of messages", request: hook({ messages: [message, { ...message, externalId: "m-2" }] }) },
  ],
  refused: [
    { name: "a message without token", request: hook(message, "") },
    { name: "a message with a wrong token", request: hook(message, "Bearer another-token") },
  ],
  effects: async (context) => (await listDeliveries(context.state)).length,
});

describe("the memory channel", () => {
  function context(settings: Partial<MemorySettings>): ConnectorContext<MemorySettings> {
    return {
      connectionId: "test",
      settings: memorySettings.parse(settings),
      state: memoryState(),
      log: recordingLog(),
      now: () => new Date(0),
      publicUrl: "",
    };
  }

  test("a message handed over again counts as a second attempt at one delivery", async () => {
    const opened = context({});
    const channel = openMemory(opened);
    await channel.send(outgoing());
    await channel.send(outgoing());
    const [delivery, ...others] = await listDeliveries(opened.state);
    assert.deepEqual(
      [delivery?.attempts, delivery?.text, delivery?.to.value, others.length],
      [2, "It arrives tomorrow.", "ana@example.com", 0],
    );
  });

  test("it fails as often and in the way it is told to, then works", async () => {
    const channel = openMemory(context({ failSends: 2, failKind: "timeout" }));
    await assert.rejects(channel.send(outgoing()), { code: "vendor_timeout" });
    await assert.rejects(channel.send(outgoing()), { code: "vendor_timeout" });
    assert.equal((await channel.send(outgoing())).state, "delivered");
    assert.deepEqual(channel.counters, { sent: 1, failed: 2 });
  });

  test("a crash right after the sending leaves the delivery recorded", async () => {
    const opened = context({});
    const channel = openMemory(opened, {
      afterSend: () => {
        throw new Error("the process dies here");
      },
    });
    await assert.rejects(channel.send(outgoing()), /dies here/);
    assert.equal((await listDeliveries(opened.state)).length, 1);
  });

  test("in a benchmark it only counts", async () => {
    const opened = context({ record: "count" });
    const channel = openMemory(opened);
    for (let sent = 0; sent < 1_000; sent++) await channel.send(outgoing({ key: `k-${sent}` }));
    assert.deepEqual([channel.counters.sent, (await opened.state.list("")).length], [1_000, 0]);
  });

  test("without a token in its settings it takes no message at all", async () => {
    const { channel } = openForTest(memoryChannel, {});
    await assert.rejects(async () => channel.receive?.(hook(message, "Bearer undefined")), { code: "bad_signature" });
  });

  const bad: [string, unknown, string][] = [
    ["broken JSON", "{", "bad_request"],
    ["a message without text", { ...message, text: undefined }, "invalid"],
    ["a NUL character", { ...message, text: "a\0b" }, "bad_text"],
    ["half a surrogate pair in the sender's name", { ...message, sender: { ...message.sender, name: "\ud800" } }, "bad_text"],
  ];
  for (const [name, body, code] of bad) {
    test(`${name} is refused as ${code}`, async () => {
      const { channel } = openForTest(memoryChannel, { token });
      await assert.rejects(async () => channel.receive?.(hook(body)), { code });
    });
  }
});

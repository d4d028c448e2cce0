/**
 * What every channel has to hold, run against each of them in a few lines of its own test file. A channel with an HTTP
 * vendor is opened against a local server that plays the vendor badly.
 */
import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import type { ConnectorContext } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";
import { memoryState } from "../domain/memory-state.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import { secretFields, settingFields } from "../domain/secret-fields.ts";
import type { Channel, ChannelDefinition } from "./channel.ts";
import type { HookRequest } from "../domain/hook.ts";
import { recordingLog, type RecordingLog } from "./contract-context.ts";

export type VendorRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

export type ChannelContract = {
  // The suite opens any channel; its settings were just checked by its own schema.
  definition: ChannelDefinition<z.ZodType>;
  /** Valid settings with every secret filled in. */
  settings: Record<string, unknown>;
  /** Hooks as the other side sends them, well signed; each must yield at least one message or delivery, unless `yields` is "nothing". */
  hooks?: { name: string; request: HookRequest; yields?: "nothing" }[];
  /** Hooks that must be refused with this code, bad_signature when not given, and store nothing. */
  refused?: { name: string; request: HookRequest; code?: "bad_signature" | "unauthenticated" | "forbidden" }[];
  /** For channels that send over HTTP: settings that point at `url`, and how the vendor recognises a repeated message. */
  vendor?: { settings(url: string): Record<string, unknown>; keyOf(request: VendorRequest): string; answer?: string };
  /** For channels without an HTTP vendor: how many different messages arrived on the other side. */
  effects?(context: ConnectorContext<unknown>, channel: Channel): Promise<number>;
};

const instant = new Date("2026-03-02T10:00:00Z");

type Opened = { channel: Channel; context: ConnectorContext<unknown>; log: RecordingLog };

/** Opens a channel as the desk would, on a state and a log that can be looked at. */
export function openForTest(definition: ChannelDefinition<z.ZodType>, settings: Record<string, unknown>): Opened {
  const log = recordingLog();
  const context = {
    connectionId: "test",
    settings: definition.settings.parse(settings),
    state: memoryState(),
    log,
    now: () => instant,
    publicUrl: "https://desk.example.com",
  };
  return { channel: definition.open(context), context, log };
}

export function outgoing(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    key: "0199c0de-0000-7000-8000-000000000001",
    conversationId: "0199c0de-0000-7000-8000-000000000002",
    threadKey: "thread-1",
    to: { kind: "email", value: "ana@example.com", name: "Ana" },
    subject: "Your order",
    text: "It arrives tomorrow.",
    author: { kind: "automation", name: "Handrail" },
    language: "en",
    channelData: {},
    earlierExternalIds: ["in-1"],
    at: instant.toISOString(),
    ...change,
  };
}

export function testChannelContract(name: string, contract: ChannelContract): void {
  describe(`the ${name} channel keeps the contract of all channels`, () => {
    testDeclaration(contract);
    testSecrets(contract);
    testHooks(contract);
    if (contract.vendor) testVendor(contract, contract.vendor);
    // Without `effects`, only a channel that may resend has something to show here.
    else if (contract.effects || contract.definition.afterCrash === "resend") testSending(contract);
  });
}

function testDeclaration({ definition, settings }: ChannelContract): void {
  test("it declares only what it can do", () => {
    const { channel } = openForTest(definition, settings);
    assert.match(definition.id, /^[a-z][a-z0-9-]*$/);
    assert.ok(definition.title.length > 0);
    const { maxLength, replyWindowHours, live } = definition.can;
    for (const limit of [maxLength, replyWindowHours]) assert.ok(limit === null || (Number.isInteger(limit) && limit > 0));
    if (live) assert.ok(channel.follow, "a live channel lets pages follow a thread");
    if (definition.afterCrash === "ask") assert.ok(channel.findSent, "a channel that is asked after a crash has findSent");
  });

  test("its settings can be drawn as a form", () => {
    const schema = z.toJSONSchema(definition.settings, { io: "input" });
    assert.equal(schema.type, "object");
  });
}

const secretName = /secret|token|password|private_?key|api_?key/i;

/** The value behind a dotted path of the settings. */
function valueAt(settings: Record<string, unknown>, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], settings);
}

function testSecrets({ definition, settings, hooks = [], refused = [] }: ChannelContract): void {
  test("settings that look like secrets are marked as secrets", () => {
    const texts = settingFields(definition.settings).filter(
      ({ path }) => secretName.test(path) && typeof valueAt(settings, path) === "string",
    );
    assert.deepEqual(
      texts.filter(({ isSecret }) => !isSecret),
      [],
    );
  });

  test("no secret shows in its answers, its errors or the log", async () => {
    const { channel, log } = openForTest(definition, settings);
    const shown: unknown[] = [];
    for (const { request } of [...hooks, ...refused])
      shown.push(await channel.receive?.(request).catch((error: unknown) => describeError(error)));
    const everything = JSON.stringify([shown, log.lines]);
    for (const field of secretFields(definition.settings)) {
      const value = valueAt(settings, field);
      assert.ok(typeof value === "string" && value.length > 0, `the contract test needs a value for ${field}`);
      assert.ok(!everything.includes(value), `${field} shows`);
    }
  });
}

function describeError(error: unknown): unknown {
  assert.ok(error instanceof AppError, `not an AppError: ${String(error)}`);
  return { code: error.code, message: error.message, details: error.details };
}

function testHooks({ definition, settings, hooks = [], refused = [] }: ChannelContract): void {
  for (const { name, request, yields } of hooks) {
    test(`${name} is read twice with the same result`, async () => {
      const read = async (): Promise<unknown> => {
        const answer = await openForTest(definition, settings).channel.receive?.(request);
        return answer && { status: answer.status, messages: answer.messages ?? [], deliveries: answer.deliveries ?? [] };
      };
      const [first, second] = [await read(), await read()] as {
        status: number;
        messages: { text: string; externalId: string; threadKey: string }[];
        deliveries: unknown[];
      }[];
      assert.ok(first && first.status >= 200 && first.status < 300);
      assert.deepEqual(second, first);
      if (yields !== "nothing") assert.ok(first.messages.length + first.deliveries.length > 0);
      for (const message of first.messages)
        assert.ok(message.externalId && message.threadKey && message.text.isWellFormed() && !message.text.includes("\0"));
    });
  }
  for (const { name, request, code = "bad_signature" } of refused) {
    test(`${name} is refused and stores nothing`, async () => {
      await assert.rejects(async () => openForTest(definition, settings).channel.receive?.(request), { code });
    });
  }
  test("it is tested with refused hooks when it takes hooks", () => {
    const { channel } = openForTest(definition, settings);
    assert.equal(channel.receive !== undefined, refused.length > 0);
  });
}

function testSending({ definition, settings, effects }: ChannelContract): void {
  test("handing over the same message twice has one effect", async () => {
    const { channel, context } = openForTest(definition, settings);
    const receipts = [await channel.send(outgoing()), await channel.send(outgoing())];
    assert.deepEqual(receipts[1], receipts[0]);
    if (effects) assert.equal(await effects(context, channel), 1);
    await channel.send(outgoing({ key: "another" }));
    if (effects) assert.equal(await effects(context, channel), 2);
  });
  if (definition.can.maxLength !== null) testMaxLength(definition, () => openForTest(definition, settings).channel);
}

function testMaxLength({ can }: ChannelDefinition<z.ZodType>, open: () => Channel): void {
  test("a text that is too long is refused, not cut", async () => {
    await assert.rejects(open().send(outgoing({ text: "x".repeat((can.maxLength ?? 0) + 1) })), { code: "vendor_refused" });
  });
}

function testVendor({ definition, settings }: ChannelContract, vendor: NonNullable<ChannelContract["vendor"]>): void {
  describe("with its vendor", () => {
    let server: Server;
    let seen: VendorRequest[] = [];
    let behaviour: { status: number } | "hang up" = { status: 200 };

    before(async () => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .on("end", () => {
            seen.push({
              method: request.method ?? "",
              path: request.url ?? "",
              headers: request.headers,
              body: Buffer.concat(chunks).toString(),
            });
            if (behaviour === "hang up") request.socket.destroy();
            else
              response.writeHead(behaviour.status, { "retry-after": "7", "content-type": "application/json" }).end(vendor.answer ?? "{}");
          });
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
    });
    after(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    function open(): Opened {
      seen = [];
      return openForTest(definition, { ...settings, ...vendor.settings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) });
    }

    test("handing over the same message twice can be recognised by the vendor", async () => {
      behaviour = { status: 200 };
      const { channel } = open();
      await channel.send(outgoing());
      await channel.send(outgoing());
      await channel.send(outgoing({ key: "another" }));
      assert.equal(seen.length, 3);
      if (definition.afterCrash === "resend")
        assert.deepEqual(
          seen.map((request) => vendor.keyOf(request)),
          [outgoing().key, outgoing().key, "another"],
        );
    });

    const faults = [
      [{ status: 400 }, "vendor_refused", false],
      [{ status: 401 }, "vendor_unauthorized", false],
      [{ status: 429 }, "vendor_unavailable", true],
      [{ status: 500 }, "vendor_unavailable", true],
      ["hang up", "vendor_unavailable", true],
    ] as const;
    for (const [fault, code, canRetry] of faults) {
      test(`a vendor that ${fault === "hang up" ? "hangs up" : `answers ${fault.status}`} gives ${code}`, async () => {
        behaviour = fault;
        const { channel, log } = open();
        const error = await channel.send(outgoing()).then(
          () => assert.fail("it was sent"),
          (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof AppError);
        assert.deepEqual([error.code, error.canRetry], [code, canRetry]);
        if (fault !== "hang up" && fault.status === 429) assert.equal(error.retryAfterMs, 7000);
        for (const field of secretFields(definition.settings))
          assert.ok(!JSON.stringify([error.message, error.details, log.lines]).includes(String(valueAt(settings, field))));
      });
    }
    if (definition.can.maxLength !== null) testMaxLength(definition, () => open().channel);
  });
}

/**
 * A channel without a vendor: what is sent is kept where it can be looked at. It carries tests, benchmarks and the demo
 * mailbox, fails on demand, and takes messages as JSON with a shared token.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { OutgoingMessage, SendReceipt } from "../../domain/message.ts";
import type { Channel, ChannelDefinition } from "../channel.ts";
import { record } from "./deliveries.ts";
import { receiveJson } from "./receive.ts";

const faults = {
  unavailable: "vendor_unavailable",
  timeout: "vendor_timeout",
  refused: "vendor_refused",
  unauthorized: "vendor_unauthorized",
} as const;

export const memorySettings = z.object({
  record: z
    .enum(["state", "count"])
    .default("state")
    .describe("`state` keeps every delivery to be listed; `count` only counts in this process, for benchmarks."),
  token: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe("Shared secret of programs that post messages to the hook. Without it nothing is accepted.")
    .meta({ secret: true, make: true }),
  failSends: z.int().min(0).max(1_000_000).default(0).describe("How many sends fail before the first one succeeds, counted per process."),
  failKind: z.enum(["unavailable", "timeout", "refused", "unauthorized"]).default("unavailable").describe("How they fail."),
  slowMs: z.int().min(0).max(60_000).default(0).describe("How long each send takes, in milliseconds."),
});
export type MemorySettings = z.infer<typeof memorySettings>;

/** `sent` counts calls that went through, repeated keys included; `failed` those that failed on demand. This process only. */
export type MemoryChannel = Channel & { counters: { sent: number; failed: number } };

/** `afterSend` runs when the delivery is recorded but the caller does not know yet: the moment at which a crash hurts most. */
export type MemoryHooks = { afterSend?: (message: OutgoingMessage) => void | Promise<void> };

export function openMemory(context: ConnectorContext<MemorySettings>, hooks: MemoryHooks = {}): MemoryChannel {
  const { settings, state, now } = context;
  const counters = { sent: 0, failed: 0 };
  return {
    counters,
    async send(message): Promise<SendReceipt> {
      if (settings.slowMs > 0) await sleep(settings.slowMs);
      if (counters.failed < settings.failSends) throw failure(++counters.failed, settings);
      counters.sent++;
      if (settings.record === "state") await record(state, message, now());
      if (hooks.afterSend) await hooks.afterSend(message);
      // Who only counts knows no message again, so there is no name to give.
      return settings.record === "count" ? { state: "delivered" } : { externalId: `memory-${message.key}`, state: "delivered" };
    },
    receive: async (request) => receiveJson(request, settings.token),
    check: async () => null,
  };
}

function failure(count: number, settings: MemorySettings): AppError {
  return new AppError(faults[settings.failKind], `The memory channel fails on demand (${count} of ${settings.failSends}).`);
}

export const memoryChannel = {
  id: "memory",
  title: "Memory (tests and demo)",
  settings: memorySettings,
  open: (context: ConnectorContext<MemorySettings>): MemoryChannel => openMemory(context),
  can: { edit: false, richText: false, attachments: false, subject: true, maxLength: null, replyWindowHours: null, live: false },
  afterCrash: "resend",
  carriesCodesTo: "email",
} satisfies ChannelDefinition<typeof memorySettings>;

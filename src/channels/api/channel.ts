/**
 * The programming interface as a channel: another program hands over what customers write (POST /api/v1/messages) and
 * either reads the answers (GET, live events) or has them posted to a callback address.
 */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { SendReceipt } from "../../domain/message.ts";
import type { Channel, ChannelDefinition } from "../channel.ts";
import { decodeSecret, postCallback } from "./callback.ts";

export const apiSettings = z
  .object({
    callback_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .describe("Where replies are posted. Without it, replies are read with GET or the live events."),
    callback_secret: z
      .string()
      .max(200)
      .refine((text) => decodeSecret(text).length >= 24, "is too short: write whsec_ and 24 or more bytes in base64")
      .optional()
      .describe("Signs the callbacks (Standard Webhooks: whsec_ and base64). Make one with: echo whsec_$(openssl rand -base64 32)")
      .meta({ secret: true }),
    callback_timeout_ms: z.int().min(100).max(60_000).default(10_000).describe("How long the callback address may take to answer."),
  })
  .refine((settings) => settings.callback_url === undefined || settings.callback_secret !== undefined, {
    path: ["callback_secret"],
    message: "is needed with callback_url",
  });
export type ApiSettings = z.infer<typeof apiSettings>;

export const apiChannel = {
  id: "api",
  title: "API",
  settings: apiSettings,
  open({ settings, now }: ConnectorContext<ApiSettings>): Channel {
    const { callback_url: url, callback_secret: secret, callback_timeout_ms: timeoutMs } = settings;
    return {
      async send(message): Promise<SendReceipt> {
        if (url === undefined || secret === undefined) return { state: "sent" };
        return postCallback({ url, secret, timeoutMs, now: now() }, message);
      },
    };
  },
  can: { edit: false, richText: false, attachments: false, subject: true, maxLength: null, replyWindowHours: null, live: false },
  afterCrash: "resend",
} satisfies ChannelDefinition<typeof apiSettings>;

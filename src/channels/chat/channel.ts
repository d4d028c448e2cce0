/**
 * Live chat on the shop's pages. The widget opens a session, posts messages and follows its thread as an event stream that
 * the host serves. Nothing has to be pushed when we answer: the page reads the stored thread.
 */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Channel, ChannelDefinition } from "../channel.ts";
import { corsHeaders, requireAllowed } from "./origins.ts";
import { openHooks } from "./hooks.ts";
import { addressKey, rateLimit } from "../../domain/rate-limit.ts";
import { bearer, readVisitorToken } from "./visitor-token.ts";

const origin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text,
    "is not an origin like https://shop.example.com (no path, no slash at the end)",
  );

export const chatSettings = z.object({
  secret: z
    .string()
    .min(32, "has fewer than 32 characters")
    .max(500)
    .describe("Signs visitors' sessions and your shop's customer tokens: at least 32 characters nobody can guess.")
    .meta({ secret: true, make: true }),
  allowed_origins: z.array(origin).max(100).default([]).describe("Whose pages may use this chat. The desk's own pages always may."),
  title: z.string().max(60).default("").describe("Shown on top of the chat. Empty: a general one in the page's language."),
  greeting: z.string().max(500).default("").describe("First words of an empty chat. Empty: general ones in the page's language."),
  messages_per_minute: z.int().min(1).max(10_000).default(20).describe("Most messages of one visitor."),
  requests_per_minute: z.int().min(1).max(100_000).default(300).describe("Most messages, sessions and streams from one network address."),
});
export type ChatSettings = z.infer<typeof chatSettings>;

export const chatChannel = {
  id: "chat",
  title: "Live chat",
  settings: chatSettings,
  open(context: ConnectorContext<ChatSettings>): Channel {
    const { settings, connectionId, publicUrl, now } = context;
    const limitAddress = rateLimit(settings.requests_per_minute, () => now().getTime());
    return {
      send: async () => ({ state: "sent" }),
      receive: openHooks(context, limitAddress),
      async follow(request) {
        requireAllowed(request, settings.allowed_origins, publicUrl);
        limitAddress(addressKey(request.remoteAddress));
        const { key } = readVisitorToken(bearer(request.headers["authorization"]), settings.secret, connectionId, now());
        return { threadKey: key, headers: corsHeaders(request, settings.allowed_origins, publicUrl) };
      },
      cors: (request) => corsHeaders(request, settings.allowed_origins, publicUrl),
      check: async () => null,
    };
  },
  can: { edit: false, richText: false, attachments: true, subject: false, maxLength: null, replyWindowHours: null, live: true },
  afterCrash: "resend",
} satisfies ChannelDefinition<typeof chatSettings>;

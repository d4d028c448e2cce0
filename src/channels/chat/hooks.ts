import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { InboundMessage, Sender } from "../../domain/message.ts";
import type { HookAnswer } from "../channel.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { invalidFields, readJsonBody, requireAllStorable } from "../inbound-text.ts";
import type { ChatSettings } from "./channel.ts";
import { readCustomerToken } from "./customer-token.ts";
import { corsHeaders, isAllowed, preflightHeaders, requireAllowed } from "./origins.ts";
import { addressKey, rateLimit } from "../../domain/rate-limit.ts";
import { bearer, customerVisitor, newVisitor, readVisitorToken, renew, writeVisitorToken, type Visitor } from "./visitor-token.ts";

const maxBytes = 64_000;

const sessionBody = z.object({ visitor_token: z.string().max(4_096).optional(), customer_token: z.string().max(4_096).optional() });
const messageBody = z.object({
  client_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/, "is not 8 to 64 letters, digits, - or _")
    .describe("Made by the page, the same at every attempt."),
  text: z
    .string()
    .max(4_000, "has more than 4,000 characters")
    .refine((text) => text.trim() !== "", "is empty"),
  page_url: z.string().max(2_000).exactOptional(),
  language: z.string().max(35).exactOptional(),
});

type Hook = (request: HookRequest) => Promise<HookAnswer>;

/** The chat's endpoints under /hooks/{connection_id}: OPTIONS anything, POST /session, POST /messages. */
export function openHooks(context: ConnectorContext<ChatSettings>, limitAddress: (key: string) => void): Hook {
  const { settings, publicUrl, now } = context;
  const limitVisitor = rateLimit(settings.messages_per_minute, () => now().getTime());
  return async (request) => {
    const cors = corsHeaders(request, settings.allowed_origins, publicUrl);
    if (request.method === "OPTIONS") return preflight(request, context, cors);
    requireAllowed(request, settings.allowed_origins, publicUrl);
    limitAddress(addressKey(request.remoteAddress));
    if (request.method !== "POST") throw new AppError("bad_request", "This address takes POST only.");
    const answer =
      request.path === "/session"
        ? openSession(request, context)
        : request.path === "/messages"
          ? takeMessage(request, context, limitVisitor)
          : undefined;
    if (!answer) throw new AppError("not_found", "The chat has /session, /messages and /stream.");
    return { ...answer, headers: { ...cors, "cache-control": "no-store" } };
  };
}

function preflight(
  request: HookRequest,
  { settings, publicUrl }: ConnectorContext<ChatSettings>,
  cors: Record<string, string>,
): HookAnswer {
  if (!isAllowed(request, settings.allowed_origins, publicUrl)) return { status: 403, headers: cors };
  return { status: 204, headers: { ...cors, ...preflightHeaders } };
}

function openSession(request: HookRequest, context: ConnectorContext<ChatSettings>): HookAnswer {
  const { settings, connectionId } = context;
  const read = sessionBody.safeParse(readJsonBody(request.body, maxBytes));
  if (!read.success) throw invalidFields(read.error.issues);
  const visitor = identify(read.data, context);
  return {
    status: 200,
    body: {
      visitor_token: writeVisitorToken(visitor, settings.secret, connectionId),
      expires_at: new Date(visitor.expiresAt).toISOString(),
      customer: visitor.customer && { name: visitor.customer.name ?? null, email: visitor.customer.email ?? null },
      title: settings.title,
      greeting: settings.greeting,
    },
  };
}

function identify(body: z.infer<typeof sessionBody>, { settings, connectionId, now }: ConnectorContext<ChatSettings>): Visitor {
  if (body.customer_token) return customerVisitor(readCustomerToken(body.customer_token, settings.secret, connectionId, now()), now());
  if (!body.visitor_token) return newVisitor(now());
  try {
    const known = readVisitorToken(body.visitor_token, settings.secret, connectionId, now());
    // A customer's session is only ever renewed by the shop's token: that is how signing out takes effect.
    return known.customer ? known : renew(known, now());
  } catch (error) {
    // Forged, of an older secret or expired: there is nothing to resume, and a visitor has nobody to ask about it.
    if (error instanceof AppError) return newVisitor(now());
    throw error;
  }
}

function takeMessage(
  request: HookRequest,
  { settings, connectionId, now }: ConnectorContext<ChatSettings>,
  limit: (key: string) => void,
): HookAnswer {
  const visitor = readVisitorToken(bearer(request.headers["authorization"]), settings.secret, connectionId, now());
  limit(visitor.key);
  const read = messageBody.safeParse(readJsonBody(request.body, maxBytes));
  if (!read.success) throw invalidFields(read.error.issues);
  requireAllStorable(read.data);
  const message = toInbound(visitor, read.data, now());
  return { status: 202, body: { external_id: message.externalId }, messages: [message] };
}

function toInbound(visitor: Visitor, { client_id, text, page_url, language }: z.infer<typeof messageBody>, now: Date): InboundMessage {
  const phone = visitor.customer?.email ? visitor.customer.phone : undefined;
  return {
    externalId: `${visitor.key}:${client_id}`,
    threadKey: visitor.key,
    sender: toSender(visitor),
    ...(phone === undefined ? {} : { alsoProven: [{ kind: "phone" as const, value: phone }] }),
    text,
    at: now.toISOString(),
    channelData: {
      ...(page_url === undefined ? {} : { pageUrl: page_url }),
      ...(language === undefined ? {} : { pageLanguage: language }),
      ...(visitor.customer?.customer_id === undefined ? {} : { customerId: visitor.customer.customer_id }),
    },
  };
}

/** The shop vouches for its customer's address. An anonymous visitor has proven nothing that an order could be matched with. */
function toSender({ key, customer }: Visitor): Sender {
  const name = customer?.name === undefined ? {} : { name: customer.name };
  if (customer?.email) return { kind: "email", value: customer.email, proof: "proven", ...name };
  return { kind: "channel", value: key, proof: customer ? "proven" : "none", ...name };
}

/** /hooks/{connection}: where the outside world reaches channels, stores and carriers. What a request means and whether it is genuine, they say. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Carrier } from "../../carriers/carrier.ts";
import type { Channel, HookAnswer, IntakeResult } from "../../channels/channel.ts";
import type { HookRequest } from "../../domain/hook.ts";
import type { Log } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { DeliveryUpdate, InboundMessage } from "../../domain/message.ts";
import type { Store } from "../../stores/store.ts";
import type { Metrics } from "../metrics.ts";
import { sendUserFile } from "../file-answer.ts";
import { isOurTrouble } from "../problem.ts";
import type { Streams } from "../streams.ts";
import type { Threads } from "../threads.ts";

export type OpenChannel = { channel: Channel };
export type OpenStore = { store: Store };
export type OpenCarrier = { carrier: Carrier };
export type HookParts = {
  /** The open channel of an enabled connection; null when there is none. */
  channel(connectionId: string): OpenChannel | null | Promise<OpenChannel | null>;
  /** The same of a store. */
  store?(connectionId: string): OpenStore | null;
  /** Orders a shop says have changed; resolves once that is written down. */
  shopNews?(connectionId: string, orderIds: string[]): Promise<void>;
  /** The same of a carrier. */
  carrier?(connectionId: string): OpenCarrier | null;
  /** Tracking numbers a carrier has news of; resolves once that is written down. */
  parcelNews?(connectionId: string, trackingNumbers: string[]): Promise<void>;
  /** Resolves once all are stored. */
  intakeFor(connectionId: string, messages: InboundMessage[]): Promise<IntakeResult[]>;
  deliveries(connectionId: string, updates: DeliveryUpdate[]): Promise<void>;
  threads: Threads;
  streams: Streams;
  metrics?: Metrics;
  log: Log;
};

const maxBytes = 12_000_000;
/** How long a page may follow before it has to show its token again. */
const followMs = 3_600_000;

declare module "fastify" {
  interface FastifyRequest {
    hook: { connectionId: string; channel: Channel | null; store: Store | null; carrier: Carrier | null } | null;
  }
}

type HookParams = { connectionId: string; "*"?: string };

export function hookRoutes(parts: HookParts): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxBytes }, (_request, body, done) => done(null, body));
    app.decorateRequest("hook", null);
    // Before the body is read: also the refusal of a body that is too large must be readable by the page that sent it.
    app.addHook("onRequest", async (request, reply) => {
      const { connectionId } = request.params as HookParams;
      const open = await parts.channel(connectionId);
      const store = open ? null : (parts.store?.(connectionId)?.store ?? null);
      const carrier = open || store ? null : (parts.carrier?.(connectionId)?.carrier ?? null);
      if (!open && !store && !carrier)
        throw new AppError("not_found", `There is no connection ${connectionId.slice(0, 60)}, or it is switched off.`);
      request.hook = { connectionId, channel: open?.channel ?? null, store, carrier };
      if (!open) return;
      // Pages of the shops may read it; the channel says which.
      reply.header("cross-origin-resource-policy", "cross-origin").headers(open.channel.cors?.(toHookRequest(request)) ?? {});
    });
    for (const url of ["/hooks/:connectionId", "/hooks/:connectionId/*"]) {
      app.all<{ Params: HookParams }>(
        url,
        { bodyLimit: maxBytes, exposeHeadRoute: false, schema: { hide: true } as object },
        (request, reply) => handle(parts, request, reply),
      );
    }
  };
}

async function handle(parts: HookParts, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { connectionId, channel, store, carrier } = request.hook!;
  const hook = toHookRequest(request);
  if (store) return takeNews(parts, connectionId, store, hook, reply);
  if (carrier) return takeParcelNews(parts, connectionId, carrier, hook, reply);
  if (!channel) throw new AppError("not_found", "This connection takes no web hooks.");
  if (channel.follow && hook.path === "/stream" && hook.method === "GET") return follow(parts, request, reply, hook);
  const fileId = channel.follow && hook.method === "GET" ? /^\/files\/([^/]+)$/.exec(hook.path)?.[1] : undefined;
  if (fileId !== undefined) return sendThreadFile(parts, request, reply, hook, fileId);
  if (!channel.receive) throw new AppError("not_found", "This connection takes no web hooks.");
  const answer = await channel.receive(hook);
  await storeAll(parts, connectionId, answer);
  return send(reply, answer);
}

/** Written down before the answer, as a shop does not tell again what was acknowledged. */
async function takeNews(parts: HookParts, connectionId: string, store: Store, hook: HookRequest, reply: FastifyReply): Promise<unknown> {
  if (!store.receive || !parts.shopNews) throw new AppError("not_found", "This connection takes no web hooks.");
  const { orders, ended, ...answer } = await store.receive(hook);
  if (orders.length > 0) await parts.shopNews(connectionId, orders).catch(notWritten);
  if (ended) parts.log.warn({ connection: connectionId }, "A shop has taken back our access; connect it again");
  return send(reply, answer);
}

/** The same of parcels. */
async function takeParcelNews(
  parts: HookParts,
  connectionId: string,
  carrier: Carrier,
  hook: HookRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (!carrier.receive || !parts.parcelNews) throw new AppError("not_found", "This connection takes no web hooks.");
  const { parcels, ...answer } = await carrier.receive(hook);
  await parts.parcelNews(connectionId, parcels).catch(notWritten);
  return send(reply, answer);
}

function notWritten(cause: unknown): never {
  throw new AppError("unavailable", "The news could not be written down. Send it again in a moment.", { cause });
}

/** Before the answer: what was acknowledged and not stored would be lost. */
async function storeAll({ intakeFor, deliveries, metrics }: HookParts, connectionId: string, answer: HookAnswer): Promise<void> {
  if (answer.messages?.length) {
    const results = await intakeFor(connectionId, answer.messages).catch((cause: unknown) => {
      // What is wrong with the message itself would be wrong again.
      if (!isOurTrouble(cause)) throw cause;
      throw new AppError("unavailable", "The message could not be stored. Send it again in a moment.", { cause });
    });
    metrics?.received(connectionId, results.length, results.filter(({ duplicate }) => duplicate).length);
  }
  if (answer.deliveries?.length) await deliveries(connectionId, answer.deliveries);
}

function send(reply: FastifyReply, { status, headers = {}, body }: HookAnswer): unknown {
  const type = typeof body === "object" ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
  reply.code(status);
  if (body !== undefined) reply.header("content-type", type);
  return reply.headers(headers).send(typeof body === "object" ? JSON.stringify(body) : body);
}

async function follow(
  { threads, streams, log }: HookParts,
  request: FastifyRequest,
  reply: FastifyReply,
  hook: HookRequest,
): Promise<void> {
  const { connectionId, channel } = request.hook!;
  const { threadKey, headers } = await channel!.follow!(hook);
  const after = readCursor(hook.headers["last-event-id"] || hook.query["cursor"] || "0");
  let leave = (): void => undefined;
  const stream = streams.open(request, reply, {
    onClose: () => {
      clearTimeout(timer);
      leave();
    },
    ...(headers ? { headers } : {}),
  });
  const timer = setTimeout(() => stream.end(), followMs);
  try {
    leave = await threads.attach({ connectionId, threadKey }, after, stream);
    if (!stream.isOpen()) leave();
  } catch (error) {
    log.warn({ err: error, connection: connectionId }, "A thread could not be followed");
    stream.end();
  }
}

/** A file of the customer's own thread, to whoever may follow it. */
async function sendThreadFile(
  { threads }: HookParts,
  request: FastifyRequest,
  reply: FastifyReply,
  hook: HookRequest,
  id: string,
): Promise<unknown> {
  const { connectionId, channel } = request.hook!;
  const { threadKey, headers = {} } = await channel!.follow!(hook);
  const file = await threads.file({ connectionId, threadKey }, id);
  if (!file) throw new AppError("not_found", "There is no such file in this conversation.");
  return sendUserFile(reply.headers(headers), file);
}

function readCursor(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AppError("bad_request", "The cursor is not one this stream gave out. Begin without a cursor.");
}

function toHookRequest(request: FastifyRequest): HookRequest {
  const { raw, method, ip, body } = request;
  const [address = "", query = ""] = split(raw.url ?? "", "?");
  const afterHooks = address.slice("/hooks/".length);
  const slash = afterHooks.indexOf("/");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  return {
    method,
    path: slash < 0 ? "" : afterHooks.slice(slash),
    query: Object.fromEntries(new URLSearchParams(query)),
    headers,
    body: Buffer.isBuffer(body) ? body : new Uint8Array(),
    remoteAddress: ip,
  };
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

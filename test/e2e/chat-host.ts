/**
 * The least of a desk that the widget needs, for its browser tests: the real chat channel behind HTTP, threads in memory,
 * the event stream; and faults on demand. Beside it a shop on another origin with a strict Content-Security-Policy.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Channel } from "../../src/channels/channel.ts";
import type { HookRequest } from "../../src/domain/hook.ts";
import { chatChannel } from "../../src/channels/chat/channel.ts";
import { mintCustomerToken } from "../../src/channels/chat/customer-token.ts";
import { openForTest } from "../../src/channels/contract.ts";
import { AppError, errorCodes, toAppError } from "../../src/domain/errors.ts";

type Row = {
  id: string;
  threadKey: string;
  direction: "in" | "out";
  author: { kind: string; name: string | null };
  text: string;
  at: string;
  external_id: string | null;
  delivery: null;
};
type Stream = { threadKey: string; response: ServerResponse };

export type ChatHost = {
  shopUrl: string;
  rows: Row[];
  /** How often a message was posted, duplicates included. */
  posts: () => number;
  /** How many streams are open, and with which cursor each of all streams began. */
  streams: () => number;
  cursors: string[];
  reply(text: string, author?: Row["author"]): void;
  /** Breaks every connection and, while down, every new one. */
  setDown(isDown: boolean): void;
  /** The next posts are stored, but their answers get lost. */
  loseAnswers(count: number): void;
  /** The next message is refused with 429 and a wait of one second. */
  limitNext(): void;
  mint(claims: { email: string; customer_id?: string; name?: string }): string;
  close(): Promise<void>;
};

const secret = "a secret of the test desk, 32 characters or more";

export async function startChatHost(widgetCode: string): Promise<ChatHost> {
  const rows: Row[] = [];
  const streams = new Set<Stream>();
  const cursors: string[] = [];
  let [isDown, answersToLose, posts, isLimited] = [false, 0, 0, false];
  let channel: Channel;

  const desk = await listen(async (request, response) => {
    if (isDown) return void request.socket.destroy();
    if (request.url === "/widget.js")
      return void response.writeHead(200, { "content-type": "text/javascript; charset=utf-8" }).end(widgetCode);
    await handleHook(request, response);
  });
  const shop = await listen((request, response) => {
    const query = new URL(request.url ?? "/", "http://shop").searchParams;
    const attributes = [...query].map(([name, value]) => ` ${name}="${value.replace(/"/g, "&quot;")}"`).join("");
    response.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src ${desk.url}; connect-src ${desk.url}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    response.setHeader("content-type", "text/html; charset=iso-8859-1");
    response.end(
      `<!doctype html><html lang="${query.get("data-lang") ?? "en"}"><title>Shop</title><meta name="viewport" content="width=device-width"><main><h1>Shop</h1><a href="#x">A link</a></main><script src="${desk.url}/widget.js" data-connection="test"${attributes} async></script></html>`,
    );
  });
  channel = openForTest(chatChannel, { secret, allowed_origins: [shop.url] }).channel;
  // The suite's channel stands still in time; sessions must not.
  channel = chatChannel.open({
    ...openForTest(chatChannel, { secret }).context,
    settings: chatChannel.settings.parse({ secret, allowed_origins: [shop.url] }),
    now: () => new Date(),
    publicUrl: desk.url,
  });

  async function handleHook(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await toHook(incoming);
    try {
      if (request.path === "/stream" && request.method === "GET") return await openStream(request, response);
      if (isLimited && request.path === "/messages" && request.method === "POST") {
        isLimited = false;
        throw new AppError("rate_limited", "Too many requests.", { retryAfterMs: 1_000 });
      }
      const answer = await channel.receive!(request);
      if (request.path === "/messages" && request.method === "POST") posts++;
      for (const { externalId, threadKey, text, at, sender } of answer.messages ?? []) {
        if (!rows.some(({ external_id }) => external_id === externalId))
          add({ threadKey, direction: "in", author: { kind: "customer", name: sender.name ?? null }, text, at, external_id: externalId });
      }
      if (answer.messages && answersToLose-- > 0) return void incoming.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(JSON.stringify(answer.body ?? ""));
    } catch (thrown) {
      const error = toAppError(thrown);
      const wait = error.retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / 1_000)) };
      response
        .writeHead(errorCodes[error.code].status, { "content-type": "application/problem+json", ...wait, ...channel.cors!(request) })
        .end(JSON.stringify({ code: error.code, detail: error.message }));
    }
  }

  async function openStream(request: HookRequest, response: ServerResponse): Promise<void> {
    const { threadKey, headers } = await channel.follow!(request);
    const cursor = request.headers["last-event-id"] ?? "";
    cursors.push(cursor);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", ...headers });
    response.write(": ping\n\n");
    const stream = { threadKey, response };
    streams.add(stream);
    response.on("close", () => streams.delete(stream));
    rows.forEach((row, index) => {
      if (row.threadKey === threadKey && (cursor === "" || index > Number(cursor))) response.write(format(row, index));
    });
  }

  function add(row: Omit<Row, "id" | "delivery">): void {
    const index = rows.push({ ...row, id: `message-${rows.length}`, delivery: null }) - 1;
    for (const { threadKey, response } of streams) if (threadKey === row.threadKey) response.write(format(rows[index]!, index));
  }

  return {
    shopUrl: shop.url,
    rows,
    posts: () => posts,
    streams: () => streams.size,
    cursors,
    reply(text, author = { kind: "automation", name: "Handrail" }) {
      const threadKey = rows.findLast(({ direction }) => direction === "in")?.threadKey ?? "nobody wrote yet";
      if (author.kind === "agent")
        for (const { response } of streams)
          response.write(`event: state\ndata: ${JSON.stringify({ status: "open", agent_name: author.name, automation: "paused" })}\n\n`);
      add({ threadKey, direction: "out", author, text, at: new Date().toISOString(), external_id: null });
    },
    setDown(next) {
      isDown = next;
      if (isDown) desk.server.closeAllConnections();
    },
    limitNext: () => void (isLimited = true),
    loseAnswers: (count) => void (answersToLose = count),
    mint: (claims) => mintCustomerToken(claims, secret, "test", new Date()),
    close: async () =>
      void (await Promise.all(
        [desk, shop].map(({ server }) => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)))),
      )),
  };
}

function format(row: Row, index: number): string {
  const { threadKey: _threadKey, ...message } = row;
  return `id: ${index}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`;
}

async function toHook(incoming: IncomingMessage): Promise<HookRequest> {
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = Buffer.concat(await incoming.toArray());
  return {
    method: incoming.method ?? "",
    path: (incoming.url ?? "").replace("/hooks/test", ""),
    query: {},
    headers,
    body,
    remoteAddress: "127.0.0.1",
  };
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => void handle(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

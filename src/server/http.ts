/** The HTTP server without its routes: parsing, limits, headers, errors, open streams, listening and closing. */
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Log } from "../domain/connection.ts";
import { AppError } from "../domain/errors.ts";
import { readJsonBodies } from "./json-body.ts";
import { describeApi } from "./openapi.ts";
import { toProblem } from "./problem.ts";
import { baseHeaders } from "./security-headers.ts";
import { createStreams, type Streams } from "./streams.ts";

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export type ServerOptions = {
  /** Where browsers and web hooks reach the desk. */
  publicUrl: string;
  /** Believe X-Forwarded-* of a reverse proxy: true, or the proxies' addresses. */
  trustProxy?: boolean | string | string[];
  /** Largest body in bytes; single routes set their own. */
  bodyLimit?: number;
  version?: string;
  log: Log;
};

export type Server = {
  app: App;
  streams: Streams;
  /** The address it listens on, such as http://127.0.0.1:3000. AppError `port_in_use` when the port is taken or not allowed. */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Takes no new requests, ends event streams, and waits for requests under way, at most `graceMs`. */
  close(graceMs?: number): Promise<void>;
};

export async function createServer(options: ServerOptions): Promise<Server> {
  const { log, publicUrl } = options;
  const nextId = requestIds();
  const streams = createStreams();
  const app = fastify({
    // Fastify's own logging would make a child logger per request; what goes wrong is logged by the error handler.
    logger: false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: options.bodyLimit ?? 2_000_000,
    genReqId: nextId,
    requestTimeout: 60_000,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 2_000 },
    clientErrorHandler,
    frameworkErrors: (error, request, reply) => void send(reply as unknown as Answering, error, request as Asked),
  }).withTypeProvider<ZodTypeProvider>() as App;

  const headers = baseHeaders(publicUrl);
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  app.addHook("preClose", async () => streams.endAll());
  app.setErrorHandler((error, request, reply) => send(reply as unknown as Answering, error, request));
  app.setNotFoundHandler((request, reply) =>
    send(
      reply as unknown as Answering,
      new AppError("not_found", `There is nothing at ${request.method} ${request.url.split("?")[0]!.slice(0, 200)}.`),
      request,
    ),
  );
  readJsonBodies(app as unknown as FastifyInstance);
  await describeApi(app, { publicUrl, version: options.version ?? "0" });

  function send(reply: Answering, error: unknown, request: Asked): unknown {
    const answer = toProblem(error, request.id);
    const seen = { err: error, request: request.id, method: request.method, route: request.routeOptions?.url };
    if (answer.isFault) log.error(seen, "A request failed");
    else if (answer.status >= 500) log.warn(seen, "A request could not be answered");
    return reply.code(answer.status).headers(answer.headers).send(JSON.stringify(answer.body));
  }

  return { app, streams, listen: (at) => listen(app, at), close: (graceMs = 10_000) => close(app, graceMs) };
}

// Fastify's own types differ between its hooks in type parameters that say nothing here.
type Answering = { code(status: number): Answering; headers(values: object): Answering; send(body: string): unknown };
type Asked = { id: string; method: string; routeOptions?: { url?: string | undefined } };

/** Unique over restarts and processes, and cheap: drawn once, then counted. */
function requestIds(): () => string {
  const start = randomBytes(5).toString("hex");
  let count = 0;
  return () => `${start}-${(++count).toString(36)}`;
}

async function listen(app: App, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as { code?: string };
    const say = {
      EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with HANDRAIL_PORT.`,
      EACCES: `Port ${port} may not be used by this user. Choose one above 1023 with HANDRAIL_PORT.`,
      EADDRNOTAVAIL: `This machine has no address ${host}. Correct HANDRAIL_HOST.`,
      ENOTFOUND: `The host name ${host} is not known. Correct HANDRAIL_HOST.`,
    }[code ?? ""];
    if (say === undefined) throw cause;
    throw new AppError("port_in_use", say, { cause, details: { port } });
  }
}

async function close(app: App, graceMs: number): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(deadline);
  }
}

/** What is not even HTTP. The connection is answered by hand, because there is no request. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, thrown] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", new AppError("too_large", "The headers are too large.")]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? ["408 Request Timeout", new AppError("bad_request", "The request did not arrive in time.")]
        : ["400 Bad Request", new AppError("bad_request", "This is not a valid HTTP request.")];
  const body = JSON.stringify(toProblem(thrown).body);
  socket.end(
    `HTTP/1.1 ${status as string}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

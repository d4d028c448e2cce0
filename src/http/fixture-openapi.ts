/**
 * A vendor's server for tests, made from its official OpenAPI file: it refuses every request the file does not allow, and answers
 * with what the test's own small state says. An answer that the file does not allow is a fault of the test and is told as one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { OpenAPIBackend, type Document } from "openapi-backend";
import { parse } from "yaml";

export type SpecRequest = {
  method: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: unknown;
};
export type SpecAnswer = { status: number; body?: unknown; headers?: Record<string, string> };
/** Keys are "GET /orders/{id}", as the file writes its paths. */
export type SpecHandlers = Record<string, (request: SpecRequest) => SpecAnswer | Promise<SpecAnswer>>;

export type SpecServer = {
  url: string;
  /** What the file did not allow, request or answer. A test ends with none, unless it is about that. */
  violations: string[];
  /** Of every request, in order. */
  requests: SpecRequest[];
  close(): Promise<void>;
};

/** A file whose paths lie below `basePath` of their own, such as "/v2", and what it is known to be wrong about, put right. */
export type SpecFile = { file: string; basePath?: string; amend?(definition: Document): void };

export type SpecOptions = {
  /** Paths of the files; several are one API. */
  files: readonly (string | SpecFile)[];
  /** Before the file's paths, such as "/stores/abc". */
  basePath?: string;
  handlers: SpecHandlers;
  /** Looked at before everything else: credentials, limits, faults. */
  before?(request: IncomingMessage): SpecAnswer | null;
  /** Answers the file is known to be wrong about, "GET /orders/{id}": the vendors' own examples break some. */
  unchecked?: readonly string[];
};

export async function specServer(options: SpecOptions): Promise<SpecServer> {
  const files = options.files.map((file): SpecFile => (typeof file === "string" ? { file } : file));
  const apis = await Promise.all(files.map(async (file) => ({ basePath: file.basePath ?? "", api: await openApi(file) })));
  const violations: string[] = [];
  const requests: SpecRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request).then(
      (found) => send(response, found),
      (error: unknown) => {
        violations.push(String(error));
        send(response, { status: 500, body: { error: String(error) } });
      },
    );
  });

  async function answer(request: IncomingMessage): Promise<SpecAnswer> {
    const early = options.before?.(request);
    const raw = await bodyOf(request);
    if (early) return early;
    const url = new URL(request.url!, "http://localhost");
    const where = `${request.method} ${url.pathname}`;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    // The validator reads JSON by itself and a form not.
    const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    const body = isForm ? Object.fromEntries(new URLSearchParams(raw)) : raw;
    const base = options.basePath ?? "";
    if (!url.pathname.startsWith(base)) return refuse(`${where}: not below ${base}`, 404);
    const path = url.pathname.slice(base.length);
    for (const { api, basePath } of apis) {
      if (!path.startsWith(basePath)) continue;
      const asked = { method: request.method!, path: path.slice(basePath.length), query: url.search.slice(1), headers, body };
      const operation = api.matchOperation(asked);
      if (operation) return answerBy(api, operation, asked, basePath);
    }
    return refuse(`${where}: the specification has no such path`, 404);
  }

  async function answerBy(api: OpenAPIBackend, operation: Operation, asked: Asked, basePath: string): Promise<SpecAnswer> {
    const key = `${operation.method.toUpperCase()} ${basePath}${operation.path}`;
    const parsed = api.router.parseRequest(asked as never, operation);
    const request = { ...parsed, headers: asked.headers, body: parsed.requestBody } as unknown as SpecRequest;
    requests.push(request);
    const known = new Set((operation.parameters ?? []).map((one) => ("name" in one && one.in === "query" ? one.name : "")));
    // "name[]" and "name[gt]" belong to the parameter "name" of files that describe it as an object or list.
    const stray = Object.keys(request.query).filter((name) => !known.has(name) && !known.has(name.replace(/\[.*\]$/, "")));
    if (stray.length > 0) return refuse(`${key}: it knows no query parameter ${stray.join(", ")}`, 400);
    const { valid, errors } = api.validateRequest(asked as never, operation);
    if (valid === false) return refuse(`${key}: ${(errors ?? []).map((e) => `${e.instancePath} ${e.message}`).join("; ")}`, 400);
    const handler = options.handlers[key];
    if (!handler) return refuse(`${key}: this test's server has no answer for it`, 501);
    const given = await handler(request);
    if (given.status < 400 && given.body !== undefined && !options.unchecked?.includes(key)) {
      const checked = api.validateResponse(given.body, operation, given.status);
      if (checked.valid === false)
        violations.push(
          `${key} answers what the specification does not allow: ${(checked.errors ?? [])
            .slice(0, 5)
            .map((e) => `${e.instancePath} ${e.message}`)
            .join("; ")}`,
        );
    }
    return given;
  }

  function refuse(sentence: string, status: number): SpecAnswer {
    violations.push(sentence);
    return { status, body: { title: sentence, status } };
  }

  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Operation = NonNullable<ReturnType<OpenAPIBackend["matchOperation"]>>;
type Asked = { method: string; path: string; query: string; headers: Record<string, string>; body: string | Record<string, string> };

const opened = new Map<string, { amend: SpecFile["amend"]; ready: Promise<OpenAPIBackend> }[]>();

/** Compiling a large file takes a second: once per process and way of putting it right. */
function openApi({ file, amend }: SpecFile): Promise<OpenAPIBackend> {
  const made = opened.get(file) ?? [];
  const known = made.find((one) => one.amend === amend);
  if (known) return known.ready;
  const definition = modern(parse(readFileSync(file, "utf8"), { maxAliasCount: -1 })) as Document;
  amend?.(definition);
  const api = new OpenAPIBackend({
    definition: withoutStrayParams(definition),
    strict: false,
    quick: true,
    validate: true,
    coerceTypes: true,
    ajvOpts: { strict: false, validateFormats: false, allErrors: true },
  });
  const ready = api.init();
  opened.set(file, [...made, { amend, ready }]);
  return ready;
}

/** A path parameter that is not in the path is of the server's address, where the validator does not look for it. */
function withoutStrayParams(document: Document): Document {
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const operation of Object.values(operations ?? {}) as { parameters?: { in?: string; name?: string }[] }[])
      if (Array.isArray(operation.parameters))
        operation.parameters = operation.parameters.filter((one) => one.in !== "path" || path.includes(`{${one.name}}`));
  return document;
}

/** `exclusiveMaximum: true` and its like are of an older JSON Schema than the validator's. */
function modern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modern);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) copy[name] = modern(part);
  for (const [flag, limit] of [
    ["exclusiveMaximum", "maximum"],
    ["exclusiveMinimum", "minimum"],
  ] as const) {
    if (copy[flag] === true && typeof copy[limit] === "number") {
      copy[flag] = copy[limit];
      delete copy[limit];
    } else if (typeof copy[flag] === "boolean") delete copy[flag];
  }
  return copy;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, { status, body, headers = {} }: SpecAnswer): void {
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}

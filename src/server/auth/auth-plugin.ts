import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { AppError, errorCodes, type ErrorCode } from "../../domain/errors.ts";
import { clientAddressHeader } from "./auth.ts";
import { actions, requirePermission, type Action, type Principal } from "./permissions.ts";
import { authenticate, type Gate, type Identified } from "./principal.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends this request, found out at the first call and remembered. Null for nobody. */
    principal(): Promise<Principal | null>;
    /** The principal, who may do this: `await request.allow("draft.decide")`. AppErrors `unauthenticated` and `forbidden`. */
    allow(action: Action): Promise<Principal>;
    identified: Promise<Identified | null> | null;
  }
}

/** Of the sign-in library's many routes, the ones we use. Everything else under /api/auth/ is 404. */
const mounted: readonly ["GET" | "POST", string][] = [
  ["POST", "/sign-in/email"],
  ["POST", "/sign-out"],
  ["GET", "/get-session"],
  ["POST", "/change-password"],
  ["POST", "/revoke-other-sessions"],
];

const bodyLimit = 16_384;
const notChecked = "The sign-in could not be checked. Try again in a moment.";

/** Mounts /api/auth/ and gives every request `principal()` and `allow()`. Register it on the root, before the routes. */
export const authPlugin: FastifyPluginAsync<Gate & { baseUrl: string }> = async (app, { auth, keys, baseUrl }) => {
  app.decorateRequest("identified", null);
  app.decorateRequest("principal", async function (this: FastifyRequest) {
    this.identified ??= authenticate({ auth, keys }, this);
    return (await this.identified)?.principal ?? null;
  });
  app.decorateRequest("allow", async function (this: FastifyRequest, action: keyof typeof actions) {
    const principal = await this.principal();
    requirePermission(principal, action);
    return principal;
  });
  app.addHook("onSend", prolongSession);
  await app.register((scope) => mountRoutes(scope, { auth, keys, baseUrl }), {
    prefix: "/api/auth",
  });
};
// What Fastify's own fastify-plugin does: without it the decorations would exist inside this plugin only.
Object.assign(authPlugin, { [Symbol.for("skip-override")]: true });

async function prolongSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!request.identified) return;
  const found = await request.identified.catch(() => null);
  for (const cookie of found?.session?.setCookies ?? []) reply.header("set-cookie", cookie);
}

async function mountRoutes(app: FastifyInstance, { auth, baseUrl }: Gate & { baseUrl: string }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  for (const [method, url] of mounted) {
    app.route({
      method,
      url,
      bodyLimit,
      schema: { hide: true } as object,
      handler: async (request, reply) => {
        const response = await auth.handle(toWebRequest(request, baseUrl)).catch((cause: unknown) => {
          throw new AppError("unavailable", notChecked, { cause });
        });
        return answer(reply, response);
      },
    });
  }
}

function toWebRequest(request: FastifyRequest, baseUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  headers.set(clientAddressHeader, request.ip);
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? { body: new Uint8Array(request.body) } : {};
  return new Request(new URL(request.raw.url ?? "/", new URL(baseUrl).origin), {
    method: request.method,
    headers,
    ...body,
  });
}

/** Refusals become AppErrors, so that the whole API speaks one language about errors. */
async function answer(reply: FastifyReply, response: Response): Promise<unknown> {
  for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
  reply.header("cache-control", "no-store");
  const text = await response.text();
  if (response.status >= 400) throw refusal(response, text);
  for (const name of ["content-type", "location"]) {
    const value = response.headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  return reply.code(response.status).send(text);
}

function refusal(response: Response, text: string): AppError {
  const retryAfter = Number(response.headers.get("x-retry-after") ?? 0);
  const options = retryAfter > 0 ? { retryAfterMs: retryAfter * 1000 } : {};
  return new AppError(codeOf(response.status), response.status >= 500 ? notChecked : sentenceIn(text), options);
}

function codeOf(status: number): ErrorCode {
  const known: ErrorCode[] = [
    "bad_request",
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "too_large",
    "unsupported_type",
    "invalid",
    "rate_limited",
  ];
  return known.find((code) => errorCodes[code].status === status) ?? (status >= 500 ? "unavailable" : "bad_request");
}

function sentenceIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" && message !== "" ? message : "The request is not valid.";
  } catch {
    return "The request is not valid.";
  }
}

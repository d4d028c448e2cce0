import { betterAuth, type BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { writeAudit } from "../../db/audit.ts";
import type { Db } from "../../db/pool.ts";
import { deriveKey } from "../../db/secrets.ts";
import { newId } from "../../domain/ids.ts";
import type { Log } from "../../log/log.ts";
import { sameHost, trustedOrigins } from "./origin.ts";
import { hashPassword, longestPassword, shortestPassword, verifyPassword } from "./passwords.ts";
import type { Role } from "./permissions.ts";

/** `baseUrl` is the public address; https makes cookies secure. `secretKey` is the 32 bytes of config/secret-key.ts. */
export type AuthOptions = {
  pool: Db;
  secretKey: Buffer;
  baseUrl: string;
  log: Log;
  /** Sign-ins from one address before it has to wait, and how long it waits after the last one, in seconds. */
  signInLimit?: { max: number; window: number };
};

/** `setCookies` are to be sent with the answer: they prolong the session in the browser. */
export type SignedIn = {
  sessionId: string;
  user: { id: string; name: string; email: string; role: Role };
  setCookies: string[];
};

export type Auth = {
  /** Answers the requests to /api/auth/. */
  handle(request: Request): Promise<Response>;
  /** Who the session cookie in `headers` belongs to; null when there is none, it ended, or the person is not active. */
  signedIn(headers: Headers): Promise<SignedIn | null>;
  origins: readonly string[];
};

/** The header in which our server hands over the address of the client; one sent from outside is overwritten. */
export const clientAddressHeader = "x-handrail-client-address";

const sessionSeconds = 7 * 24 * 3600;

export function createAuth(options: AuthOptions): Auth {
  const auth = betterAuth(authSettings(options));
  return {
    origins: trustedOrigins(options.baseUrl),
    handle: (request) => auth.handler(request),
    async signedIn(headers) {
      if (!headers.has("cookie")) return null;
      const { response, headers: sent } = await auth.api.getSession({
        headers,
        returnHeaders: true,
      });
      // Deactivation deletes the sessions; one that was being made at that very moment is refused here.
      if (!response?.user.isActive) return null;
      const { id, name, email, role } = response.user;
      return {
        sessionId: response.session.id,
        user: { id, name, email, role: role as Role },
        setCookies: sent?.getSetCookie() ?? [],
      };
    },
  };
}

/** Exported for the test that compares it with the tables. */
export function authSettings({ pool, secretKey, baseUrl, log, signInLimit = { max: 10, window: 60 } }: AuthOptions) {
  return {
    appName: "Handrail",
    baseURL: new URL(baseUrl).origin,
    basePath: "/api/auth",
    secret: deriveKey(secretKey, "session cookies").toString("hex"),
    database: pool,
    telemetry: { enabled: false },
    logger: {
      level: "debug",
      log: (level, message, ...args) => log[level]({ args: args.slice(0, 3) }, message),
    },
    // Without this, refusals are printed on standard output past our log.
    onAPIError: { onError: (error) => logFault(log, error) },
    trustedOrigins: (request) => [...trustedOrigins(baseUrl), ...ownOrigin(request)],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(password, hash),
      },
    },
    // Written out because both defaults differ between development, test and production.
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "auth_rate_limit",
      fields: { lastRequest: "last_request" },
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": signInLimit, "/change-password": signInLimit },
    },
    advanced: {
      cookiePrefix: "handrail",
      useSecureCookies: new URL(baseUrl).protocol === "https:",
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => newId() },
    },
    hooks: { before: endOtherSessions },
    databaseHooks: {
      session: {
        create: {
          before: (session) => refuseInactive(pool, session.userId),
          after: (session) => recordSignIn(pool, session.userId),
        },
      },
    },
    ...tableNames,
  } satisfies BetterAuthOptions;
}

const times = { createdAt: "created_at", updatedAt: "updated_at" };
/** How migrations/0002_auth.sql calls things. */
const tableNames = {
  user: {
    fields: { emailVerified: "email_verified", ...times },
    additionalFields: {
      role: { type: "string", required: true, defaultValue: "agent", input: false },
      isActive: {
        type: "boolean",
        required: true,
        defaultValue: true,
        input: false,
        fieldName: "is_active",
      },
    },
  },
  session: {
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      ...times,
    },
    expiresIn: sessionSeconds,
    updateAge: 24 * 3600,
    // Off, so that a session that was ended is over at the next request and not when a cookie expires.
    cookieCache: { enabled: false },
  },
  account: {
    fields: {
      userId: "user_id",
      accountId: "account_id",
      providerId: "provider_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      ...times,
    },
  },
  verification: { fields: { expiresAt: "expires_at", ...times } },
} as const satisfies BetterAuthOptions;

/** A refusal is the visitor's doing; everything else is ours, e.g. a database that is away. */
function logFault(log: Log, error: unknown): void {
  if (error instanceof APIError && error.statusCode < 500) log.debug({ status: error.statusCode }, error.message);
  else log.error({ err: error }, "Signing in failed");
}

function ownOrigin(request: Request | undefined): string[] {
  const origin = request?.headers.get("origin") ?? undefined;
  return origin !== undefined && sameHost(origin, request?.headers.get("host") ?? undefined) ? [origin] : [];
}

/** Who changes the password because somebody else knows it wants that somebody out. */
const endOtherSessions = createAuthMiddleware(async (ctx) => {
  if (ctx.path !== "/change-password") return;
  return { context: { body: { ...ctx.body, revokeOtherSessions: true } } };
});

async function refuseInactive(pool: Db, userId: string): Promise<void> {
  const { rows } = await pool.query<{ is_active: boolean }>('select is_active from "user" where id = $1', [userId]);
  if (!rows[0]?.is_active)
    throw new APIError("FORBIDDEN", {
      message: "This account is not active. Ask an admin.",
      code: "INACTIVE",
    });
}

async function recordSignIn(pool: Db, userId: string): Promise<void> {
  await writeAudit(pool, { actor: `user:${userId}`, act: "sign_in" });
}

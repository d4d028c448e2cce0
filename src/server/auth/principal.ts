import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "../../domain/errors.ts";
import type { Auth, SignedIn } from "./auth.ts";
import type { Keys } from "./keys.ts";
import { isFromOurPage } from "./origin.ts";
import type { Principal } from "./permissions.ts";

export type { Principal } from "./permissions.ts";

export type Gate = { auth: Auth; keys: Keys };
export type Identified = { principal: Principal; session?: SignedIn };

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Who sends this request: the owner of the bearer key, else the person of the session cookie, else null. A key that is sent but
 * not valid is `unauthenticated` and never falls back to the cookie. A cookie with a request that changes something counts only
 * from our own pages, else `forbidden`.
 */
export async function authenticate(gate: Gate, request: { method: string; headers: IncomingHttpHeaders }): Promise<Identified | null> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return { principal: await keyPrincipal(gate.keys, authorization) };
  if (cookie === undefined) return null;
  const session = await gate.auth.signedIn(new Headers({ cookie }));
  if (!session) return null;
  if (!reading.has(request.method) && !isFromOurPage(request.headers, gate.auth.origins)) {
    throw new AppError(
      "forbidden",
      "This request came from another page than the desk's own. If the desk is reached under several addresses, set HANDRAIL_PUBLIC_URL to the one people use.",
    );
  }
  return { principal: { kind: "user", ...session.user }, session };
}

async function keyPrincipal(keys: Keys, authorization: string): Promise<Principal> {
  const [, key] = /^bearer +(\S{1,200}) *$/i.exec(authorization) ?? [];
  const principal = key === undefined ? null : await keys.find(key);
  if (!principal)
    throw new AppError(
      "unauthenticated",
      "This API key is not valid: mistyped, revoked or from another desk. Send a valid one as `Authorization: Bearer hr_…`.",
    );
  return principal;
}

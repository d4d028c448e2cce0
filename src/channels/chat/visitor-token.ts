import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import type { CustomerClaims } from "./customer-token.ts";

/**
 * Who a browser is to this chat. `key` names the thread: random for an anonymous visitor, derived from the customer for a
 * signed-in one, who so finds the same conversation on every device. The two never mix: what an anonymous visitor wrote on a
 * shared computer does not show up in the account that signs in next.
 */
export type Visitor = { key: string; expiresAt: number; customer: Omit<CustomerClaims, "exp"> | null };

const anonymousMs = 180 * 86_400_000;
/** A page left open outlives its short customer token by this much, not longer: signing out elsewhere must take effect. */
const customerMs = 12 * 3_600_000;

export function newVisitor(now: Date): Visitor {
  return { key: `visitor:${randomBytes(16).toString("base64url")}`, expiresAt: now.getTime() + anonymousMs, customer: null };
}

export function customerVisitor({ exp: _exp, ...customer }: CustomerClaims, now: Date): Visitor {
  // Prefer the shop's id: addresses change hands, ids do not.
  const who = customer.customer_id === undefined ? `email:${customer.email}` : `id:${customer.customer_id}`;
  return { key: `customer:${createHash("sha256").update(who).digest("base64url")}`, expiresAt: now.getTime() + customerMs, customer };
}

/** The anonymous visitor again, with a fresh term. */
export function renew(visitor: Visitor, now: Date): Visitor {
  return { ...visitor, expiresAt: now.getTime() + anonymousMs };
}

function sign(secret: string, connectionId: string, body: string): Buffer {
  // Its own purpose and connection in the signed text: a customer token or another chat's visitor can never pass here.
  return createHmac("sha256", secret).update(`handrail visitor v1\n${connectionId}\n${body}`).digest();
}

export function writeVisitorToken(visitor: Visitor, secret: string, connectionId: string): string {
  const body = Buffer.from(JSON.stringify(visitor)).toString("base64url");
  return `${body}.${sign(secret, connectionId, body).toString("base64url")}`;
}

/** Throws AppError: bad_signature when we did not write it, unauthenticated when it has expired or is missing. */
export function readVisitorToken(token: string | undefined, secret: string, connectionId: string, now: Date): Visitor {
  if (!token) throw new AppError("unauthenticated", "Open a session first and send its visitor token as a bearer token.");
  const [body = "", signature = ""] = token.length > 4_096 ? [] : token.split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = sign(secret, connectionId, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new AppError("bad_signature", "The visitor token was not made by this chat.");
  const visitor = JSON.parse(Buffer.from(body, "base64url").toString()) as Visitor;
  if (visitor.expiresAt <= now.getTime()) throw new AppError("unauthenticated", "The session has expired. Open a new one.");
  return visitor;
}

export function bearer(authorization: string | undefined): string | undefined {
  return authorization?.startsWith("Bearer ") ? authorization.slice(7) : undefined;
}

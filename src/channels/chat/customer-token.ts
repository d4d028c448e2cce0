import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { requireAllStorable } from "../inbound-text.ts";

/**
 * A customer token is how the shop's server tells the chat who is signed in: a JSON Web Token (RFC 7519), HS256 with the
 * connection's secret. setup.md documents it for shop developers.
 */
export type CustomerClaims = { email?: string; phone?: string; customer_id?: string; name?: string; exp: number };

const maxLength = 4_096;
const maxLifetimeS = 7 * 86_400;
/** Two servers' clocks differ by this much in practice. */
const leewayS = 30;

const header = z.object({ alg: z.literal("HS256"), typ: z.string().optional(), crit: z.undefined().optional() });
const claims = z
  .object({
    aud: z.union([z.string(), z.array(z.string()).max(20)]),
    exp: z.number(),
    nbf: z.number().optional(),
    email: z
      .string()
      .max(320)
      .regex(/^[^\s@]+@[^\s@]+$/)
      .transform((text) => text.toLowerCase())
      .optional(),
    phone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .optional(),
    customer_id: z.string().min(1).max(200).optional(),
    name: z.string().max(300).optional(),
  })
  .refine((token) => token.email !== undefined || token.customer_id !== undefined, "email or customer_id is needed");

/** Who the shop says is signed in. Throws AppError unauthenticated with a sentence for the shop's developer. */
export function readCustomerToken(token: string, secret: string, connectionId: string, now: Date): CustomerClaims {
  if (token.length > maxLength) throw refuse(`it is longer than ${maxLength} characters`);
  const [head = "", body = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || !signature) throw refuse("it is not a JSON Web Token with three parts");
  // The algorithm is ours to choose, never the token's: "none" and public-key tricks end here.
  if (!header.safeParse(decodeJson(head)).success) throw refuse("its algorithm is not HS256");
  const expected = createHmac("sha256", secret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refuse("its signature does not match the secret of this connection");
  return checkClaims(decodeJson(body), connectionId, now.getTime() / 1000);
}

function checkClaims(body: unknown, connectionId: string, nowS: number): CustomerClaims {
  const read = claims.safeParse(body);
  if (!read.success)
    throw refuse(
      `its claims are wrong (${read.error.issues
        .map(({ path, message }) => `${path.join(".")} ${message}`.trim())
        .join("; ")
        .slice(0, 300)})`,
    );
  const { aud, exp, nbf, email, phone, customer_id, name } = read.data;
  if (![aud].flat().includes(connectionId)) throw refuse(`aud does not name this connection ("${connectionId}")`);
  if (exp + leewayS <= nowS) throw refuse("it has expired");
  if (exp - nowS > maxLifetimeS) throw refuse("exp is more than 7 days away");
  if (nbf !== undefined && nbf - leewayS > nowS) throw refuse("nbf lies in the future");
  return { exp, ...(email && { email }), ...(phone && { phone }), ...(customer_id && { customer_id }), ...(name && { name }) };
}

function refuse(why: string): AppError {
  return new AppError("unauthenticated", `The customer token is not accepted: ${why}.`);
}

function decodeJson(part: string): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(part, "base64url")));
    requireAllStorable(value);
    return value;
  } catch {
    return undefined;
  }
}

/** Makes a customer token as a shop's server would; the demo shop and the tests use it. */
export function mintCustomerToken(
  claims: Omit<CustomerClaims, "exp">,
  secret: string,
  connectionId: string,
  now: Date,
  lifetimeS = 3_600,
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = Math.floor(now.getTime() / 1000);
  const content = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, aud: connectionId, iat, exp: iat + lifetimeS })}`;
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}

/**
 * Our own Message-IDs, and what can be said of others'. Ours are `<hr-KEY-MAC@domain>`: KEY is derived from the outbox
 * key, so that a second attempt carries the same id; MAC is an HMAC, so that nobody else can write one we would take
 * for ours.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ConnectionState } from "../../domain/connection.ts";

const TOKEN = /^hr-([0-9a-f]{20})-([0-9a-f]{20})$/;
const MESSAGE_ID = /<[^<>\s]{1,240}>/g;

/** The secret of one connection, made on first use and shared by all processes. Losing it loses no mail, only recognition. */
export async function messageIdSecret(state: ConnectionState): Promise<string> {
  const fresh = randomBytes(32).toString("hex");
  const stands = await state.update("message-id-secret", (current) => (typeof current === "string" ? undefined : fresh));
  return typeof stands === "string" ? stands : fresh;
}

export function tokenFor(key: string, secret: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 20);
  return `hr-${digest}-${mac(digest, secret)}`;
}

function mac(digest: string, secret: string): string {
  return createHmac("sha256", secret).update(digest).digest("hex").slice(0, 20);
}

export function isOwnToken(token: string, secret: string): boolean {
  const found = TOKEN.exec(token.toLowerCase());
  return found !== null && timingSafeEqual(Buffer.from(mac(found[1]!, secret)), Buffer.from(found[2]!));
}

export function ownMessageId(key: string, secret: string, address: string): string {
  return `<${tokenFor(key, secret)}@${domainOf(address)}>`;
}

/** True for a Message-ID that this connection made. */
export function isOwnMessageId(id: string, secret: string): boolean {
  const at = id.indexOf("@");
  return id.startsWith("<") && at > 0 && isOwnToken(id.slice(1, at), secret);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** The Message-IDs in a header value, in their order, each once; at most `max`, and of a longer list the last ones. */
export function messageIds(value: string, max: number): string[] {
  const found = value.slice(-64_000).match(MESSAGE_ID) ?? [];
  return [...new Set(found)].slice(-max);
}

/** One usable Message-ID out of a header value, or null. */
export function oneMessageId(value: string): string | null {
  return messageIds(value, 1)[0] ?? null;
}

/** "support+TOKEN@shop.example" with a token of ours as the Message-ID that token belongs to, else null. */
export function idFromPlusAddress(recipient: string, address: string, secret: string): string | null {
  const at = recipient.lastIndexOf("@");
  const local = address.slice(0, address.lastIndexOf("@"));
  const prefix = `${local}+`;
  const lower = recipient.toLowerCase();
  if (at < 0 || !lower.startsWith(prefix) || lower.slice(at + 1) !== domainOf(address)) return null;
  const token = lower.slice(prefix.length, at);
  return isOwnToken(token, secret) ? `<${token}@${domainOf(address)}>` : null;
}

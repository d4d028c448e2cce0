/**
 * One-time codes of the identity gate. Whoever reads the mail at the address on an order may be told about the order.
 * Someone who names an order that does not exist sees exactly the same from outside, and gets no code.
 */
import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import type { Queryable } from "../db/pool.ts";
import { newId } from "../domain/ids.ts";
import type { IdentityKind } from "../domain/message.ts";
import { codeMail } from "./code-mail.ts";
import { findChallenge } from "./draft-queries.ts";

type Address = { kind: IdentityKind; value: string };

export type IssuedCode = {
  id: string;
  kind: string;
  address: string | null;
  hash: string;
  expires: string;
  mail: { connectionId: string; payload: { to: Address; subject: string; text: string; language: string } } | null;
};
export type CheckedCode = { id: string; isRight: boolean; address: Address | null; attempt: number } | null;

export type CodeParts = {
  /** For HMAC; derive it from the secret key with the purpose "one-time codes". */
  secretKey: Buffer;
  /** The connection that carries codes to addresses of this kind, for a conversation on `connectionId`; null when there is none. */
  codeChannelFor(kind: "email" | "phone", connectionId: string): string | null;
  brandName: string;
  now(): Date;
};

export type Codes = {
  issueCode(conversation: { id: string; connectionId: string }, address: Address | null, language: string, now: string): IssuedCode;
  checkCode(db: Queryable): (conversationId: string, text: string) => Promise<CheckedCode>;
};

const validForMs = 15 * 60_000;
const maxAttempts = 5;
/** A customer may write an order number beside the code; more candidates than this would be guessing. */
const maxCandidates = 3;

export function createCodes(parts: CodeParts): Codes {
  const hashOf = (id: string, conversationId: string, code: string) =>
    createHmac("sha256", parts.secretKey).update(`${id}/${conversationId}/${code}`).digest();

  return {
    issueCode(conversation, address, language, now) {
      const id = newId();
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const kind = address?.kind === "phone" ? "phone" : "email";
      const connectionId = address && address.kind !== "channel" ? parts.codeChannelFor(kind, conversation.connectionId) : null;
      return {
        id,
        kind,
        address: address?.value ?? null,
        hash: hashOf(id, conversation.id, code).toString("hex"),
        expires: new Date(Date.parse(now) + validForMs).toISOString(),
        mail: address && connectionId ? { connectionId, payload: { to: address, ...codeMail(code, language, parts.brandName) } } : null,
      };
    },

    checkCode: (db) => async (conversationId, text) => {
      const candidates = codesIn(text);
      if (candidates.length === 0) return null;
      const row = (await db.query(findChallenge, [conversationId, parts.now()])).rows[0];
      if (!row) return null;
      const stored = Buffer.from(row.code_hash, "hex");
      // Every candidate is compared, also for a challenge that has no address or is used up: all take the same time.
      const matches = candidates.filter((code) => {
        const hash = hashOf(row.id, conversationId, code);
        return hash.length === stored.length && timingSafeEqual(hash, stored);
      });
      const isRight = matches.length > 0 && row.address !== null && row.attempts < maxAttempts;
      return { id: row.id, isRight, address: isRight ? { kind: row.kind, value: row.address } : null, attempt: row.attempts + 1 };
    },
  };
}

/** Six digits that stand alone, also as "123 456" or "123-456". */
function codesIn(text: string): string[] {
  const found = text.slice(0, 2_000).match(/(?<!\d)\d{3}[ -]?\d{3}(?!\d)/g) ?? [];
  return [...new Set(found.map((code) => code.replace(/\D/g, "")))].slice(0, maxCandidates);
}

import type { Entity, EntityKind } from "../domain/understanding.ts";
import { readAmount } from "./amounts.ts";
import { readDate } from "./dates.ts";
import { hasContext, readOrderNumber, readSku } from "./order-numbers.ts";
import { readPhone } from "./phones.ts";
import { isDigit, maxChars } from "./text.ts";
import { readTracking } from "./tracking-numbers.ts";

export type Entities = Partial<Record<EntityKind, Entity[]>>;

/** A token with a digit in it, and what stands before and after. Offsets are UTF-16 into `text`. */
export type Candidate = {
  text: string;
  start: number;
  end: number;
  token: string;
  digits: number;
  before: string;
  language: string;
};

/** What one reader makes of a candidate: an entity, or null. */
type Finding = { kind: EntityKind; entity: Entity } | null;

/**
 * Finds values with their places. Each reader looks at one token at a time, first come first served, and the text is
 * walked once, so the work is linear. `language` decides between readings (which country a phone number is in).
 */
export function findEntities(text: string, language: string): Entities {
  const limit = Math.min(text.length, maxChars);
  const entities: Entities = {};
  let hasAt = false,
    hasDigit = false;
  for (let i = 0; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 64) hasAt = true;
    else if (code >= 48 && code <= 57) hasDigit = true;
  }
  const skipTo = hasAt ? findEmails(text, limit, entities) : null;
  if (hasDigit) findNumbers(text, limit, language, entities, skipTo);
  return entities;
}

export function add(entities: Entities, kind: EntityKind, entity: Entity): void {
  (entities[kind] ??= []).push(entity);
}

/** Returns start -> end of each address, so that its digits are not read as anything else. */
function findEmails(text: string, limit: number, entities: Entities): Map<number, number> {
  const spans = new Map<number, number>();
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0 && at < limit; at = text.indexOf("@", at + 1)) {
    let start = at,
      end = at + 1;
    while (start > from && at - start < 64 && isEmailCode(text.charCodeAt(start - 1), true)) start--;
    while (start < at && text.charCodeAt(start) === 46) start++;
    while (end < limit && end - at < 255 && isEmailCode(text.charCodeAt(end), false)) end++;
    while (end > at && /[.-]/.test(text[end - 1]!)) end--;
    const dot = text.lastIndexOf(".", end - 1);
    if (start === at || dot <= at + 1 || end - dot < 3 || !/^[a-z]+$/i.test(text.slice(dot + 1, Math.min(end, dot + 30)))) continue;
    const found = text.slice(start, end);
    add(entities, "email", { text: found, value: found.toLowerCase(), start, end });
    spans.set(start, end);
    from = end;
  }
  return spans;
}

function isEmailCode(code: number, isLocal: boolean): boolean {
  return isAlnum(code) || code === 45 || code === 46 || (isLocal && (code === 95 || code === 43 || code === 37));
}

function findNumbers(text: string, limit: number, language: string, entities: Entities, skips: Map<number, number> | null): void {
  let i = 0;
  let found = 0;
  // A page of nothing but numbers is no message: after 200 tokens the rest is left alone.
  while (i < limit && found < 200) {
    const code = text.charCodeAt(i);
    const skipped = skips?.get(i);
    if (skipped !== undefined) {
      i = skipped;
      continue;
    }
    if (isLinkStart(text, i)) {
      while (i < limit && text.charCodeAt(i) > 32) i++;
      continue;
    }
    if (!isAlnum(code)) {
      i++;
      continue;
    }
    const end = tokenEnd(text, i, limit);
    const digits = countDigits(text, i, end);
    if (digits === 0) {
      i = end;
      continue;
    }
    found++;
    i = Math.max(readToken(text, i, end, digits, language, entities), i + 1);
  }
}

/** Reads one token and returns where to go on. */
function readToken(text: string, start: number, end: number, digits: number, language: string, entities: Entities): number {
  const token = text.slice(start, Math.min(end, start + 60));
  if (end - start > 60) return end;
  const candidate: Candidate = {
    text,
    start,
    end,
    token,
    digits,
    before: text.slice(Math.max(0, start - 40), start).toLowerCase(),
    language,
  };
  const finding = readCandidate(candidate);
  if (!finding) return end;
  add(entities, finding.kind, finding.entity);
  return Math.max(finding.entity.end, end);
}

function readCandidate(candidate: Candidate): Finding {
  const as = (kind: EntityKind, entity: Entity | null): Finding => (entity ? { kind, entity } : null);
  return (
    as("date", readDate(candidate)) ??
    as("amount", readAmount(candidate)) ??
    as("tracking_number", readTracking(candidate)) ??
    (hasContext(candidate, "order") ? null : as("phone", readPhone(candidate))) ??
    as("order_number", readOrderNumber(candidate)) ??
    as("sku", readSku(candidate))
  );
}

/** Letters and digits, with single joining characters between them: "SO-2024-00123", "49,90", "12.05.2024". */
function tokenEnd(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (!isAlnum(code) && !(isJoiner(code) && end + 1 < limit && isAlnum(text.charCodeAt(end + 1)))) break;
    end++;
  }
  return end;
}

function isJoiner(code: number): boolean {
  return code === 45 || code === 46 || code === 44 || code === 47 || code === 95 || code === 58;
}

function isLinkStart(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  if (code !== 104 && code !== 119 && code !== 72 && code !== 87) return false;
  return /^(https?:\/\/|www\.)/i.test(text.slice(i, i + 8));
}

function countDigits(text: string, start: number, end: number): number {
  let digits = 0;
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i))) digits++;
  return digits;
}

export function isAlnum(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

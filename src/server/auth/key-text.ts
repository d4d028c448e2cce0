import { createHash, randomBytes } from "node:crypto";

/**
 * What an API key looks like: `hr_`, 32 random bytes as 43 letters and digits, and 6 more as a checksum. The prefix lets scanners
 * find leaked keys; the checksum lets us refuse a mistyped one without asking the database.
 */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const form = /^hr_[0-9A-Za-z]{49}$/;

export function newKeyText(): string {
  const body = base62(randomBytes(32), 43);
  return `hr_${body}${checksum(body)}`;
}

/** Whether it can be a key of ours at all. Says nothing about whether it exists. */
export function isKeyText(text: string): boolean {
  return form.test(text) && checksum(text.slice(3, 46)) === text.slice(46);
}

/** What is stored. The key has 256 random bits, so that a plain hash is enough: there is nothing to guess. */
export function hashKey(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function checksum(body: string): string {
  return base62(createHash("sha256").update(`handrail key ${body}`).digest().subarray(0, 4), 6);
}

function base62(bytes: Buffer, length: number): string {
  let value = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  for (let index = 0; index < length; index++) {
    text = digits[Number(value % 62n)] + text;
    value /= 62n;
  }
  return text;
}

import { argon2, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. The thread pool runs four at once at most. */
const current = { memory: 19_456, passes: 2, parallelism: 1 };
type Cost = typeof current;

export const shortestPassword = 12;
export const longestPassword = 128;

/** The hash as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, base64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await tag(password, salt, 32, current);
  return `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$${base64(salt)}$${base64(hash)}`;
}

/** Whether `password` belongs to `stored`. A stored value of any other form belongs to no password. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/.exec(stored);
  if (!match || password.length > longestPassword) return false;
  const [, memory, passes, parallelism, salt = "", hash = ""] = match;
  const expected = Buffer.from(hash, "base64");
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await tag(password, Buffer.from(salt, "base64"), expected.length, cost), expected);
}

// Composed and decomposed "é" are one letter to the person who types it on another keyboard.
function tag(password: string, nonce: Buffer, tagLength: number, cost: Cost): Promise<Buffer> {
  return derive("argon2id", { message: password.normalize("NFC"), nonce, tagLength, ...cost });
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

// Without 0 o, 1 l i: it is read from a screen and typed.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be shown once, like `k7fwq-m8rtz-x2p9d-hcn4v`: 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

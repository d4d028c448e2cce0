/** Whether a web hook is genuine: compared in constant time, so that nobody can guess a signature character by character. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../domain/errors.ts";

/** Of any lengths: what is compared are digests. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** `given` as the vendor sent it, in the encoding named. */
export function isHmac(secret: string, body: Uint8Array | string, given: string | undefined, encoding: "hex" | "base64"): boolean {
  const right = createHmac("sha256", secret).update(body).digest(encoding);
  return given !== undefined && isSame(encoding === "hex" ? given.toLowerCase() : given, right);
}

/** AppError bad_signature unless `isGenuine`; also where no secret is set, as nothing can be verified then. */
export function demandSignature(secret: string | undefined, isGenuine: (secret: string) => boolean): void {
  if (secret === undefined)
    throw new AppError("bad_signature", "This connection has no web-hook secret, so its web hooks cannot be verified.");
  if (!isGenuine(secret)) throw new AppError("bad_signature", "The web hook is not signed with this connection's secret.");
}

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { transaction, type Db } from "./pool.ts";

/**
 * Credentials at rest. A sealed value is: version (1 byte) · key id (4) · iv (12) · AES-256-GCM ciphertext of the JSON · tag (16).
 * Version, key id and record id are authenticated, so that a value cannot be moved to another record.
 */
const version = 1;
const headLength = 5;
const ivLength = 12;
const tagLength = 16;

/** 32 bytes for one purpose from the secret key, so that a leak of one derived key opens nothing else. */
export function deriveKey(secretKey: Buffer, purpose: string): Buffer {
  if (secretKey.length !== 32)
    throw new AppError("config_invalid", `The secret key has ${secretKey.length} bytes and needs 32. Make one with: openssl rand -hex 32.`);
  return Buffer.from(hkdfSync("sha256", secretKey, "", `handrail ${purpose}`, 32));
}

/** Four bytes that tell keys apart without saying anything about them. */
export function keyId(secretKey: Buffer): string {
  return createHash("sha256").update(deriveKey(secretKey, "key id")).digest().subarray(0, 4).toString("hex");
}

/** The JSON value, encrypted and bound to `recordId`. */
export function seal(secretKey: Buffer, recordId: string, value: unknown): Buffer {
  const head = Buffer.concat([Buffer.from([version]), Buffer.from(keyId(secretKey), "hex")]);
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secretKey, "secrets at rest"), iv, {
    authTagLength: tagLength,
  });
  cipher.setAAD(Buffer.concat([head, Buffer.from(recordId)]));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([head, iv, text, cipher.getAuthTag()]);
}

/** What was sealed. AppError `config_invalid` when the key is another one, or the value was changed or belongs to another record. */
export function open<T = unknown>(secretKey: Buffer, recordId: string, sealed: Buffer): T {
  const written = sealedWith(sealed);
  if (written === undefined) throw damaged(recordId);
  const ours = keyId(secretKey);
  if (written !== ours) {
    throw new AppError(
      "config_invalid",
      `The credentials of "${recordId}" were stored with the key ${written}, and the key in use is ${ours}. Restore the key file secret.key or HANDRAIL_SECRET_KEY from a backup, or enter the credentials again.`,
    );
  }
  const head = sealed.subarray(0, headLength);
  const decipher = createDecipheriv(
    "aes-256-gcm",
    deriveKey(secretKey, "secrets at rest"),
    sealed.subarray(headLength, headLength + ivLength),
    { authTagLength: tagLength },
  );
  decipher.setAAD(Buffer.concat([head, Buffer.from(recordId)]));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(headLength + ivLength, -tagLength)), decipher.final()]);
    return JSON.parse(text.toString("utf8")) as T;
  } catch {
    throw damaged(recordId);
  }
}

/** The id of the key a value was sealed with; undefined when it is no sealed value. */
export function sealedWith(sealed: Buffer): string | undefined {
  if (sealed[0] !== version || sealed.length < headLength + ivLength + tagLength) return undefined;
  return sealed.subarray(1, headLength).toString("hex");
}

function damaged(recordId: string): AppError {
  return new AppError(
    "config_invalid",
    `The stored credentials of "${recordId}" are damaged or were moved there from another record. Enter them again.`,
  );
}

/** Seals all credentials anew with `to`, all or none. What is sealed with `to` already stays. Returns how many were changed. */
export async function rotateSecrets(pool: Db, keys: { from: Buffer; to: Buffer }): Promise<number> {
  const target = keyId(keys.to);
  return transaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; secrets: Buffer }>(
      "select id, secrets from connection where secrets is not null order by id for update",
    );
    const outdated = rows.filter(({ secrets }) => sealedWith(secrets) !== target);
    for (const { id, secrets } of outdated) {
      await client.query("update connection set secrets = $2 where id = $1", [id, seal(keys.to, id, open(keys.from, id, secrets))]);
    }
    return outdated.length;
  });
}

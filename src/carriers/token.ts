/** Tokens of the client-credentials grant: fetched once, remembered for all processes, renewed before they end and after a 401. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { ConnectorContext } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { HttpResponse } from "../http/fetch.ts";

export type Granted = { token: string; livesMs: number };
export type WithToken = (question: (token: string) => Promise<HttpResponse>) => Promise<HttpResponse>;

/** Renewed this long before it ends, so that none ends on its way. */
const earlyMs = 60_000;
const stateKey = "token";
const kept = z.object({ sealed: z.string(), until: z.number() });

/** `secret`: what the token is fetched with; what is kept can be read only by who has it, so changed credentials never meet an old token. */
export function withToken(
  { state, now, connectionId }: Pick<ConnectorContext<unknown>, "state" | "now" | "connectionId">,
  secret: string,
  grant: () => Promise<Granted>,
): WithToken {
  const key = Buffer.from(hkdfSync("sha256", secret, connectionId, "carrier token", 32));
  let fetching: Promise<string> | null = null;

  async function remembered(): Promise<string | null> {
    const found = kept.safeParse(await state.get(stateKey));
    return found.success && found.data.until - earlyMs > now().getTime() ? unseal(key, found.data.sealed) : null;
  }
  async function fetchNew(): Promise<string> {
    const { token, livesMs } = await grant();
    await state.set(stateKey, { sealed: seal(key, token), until: now().getTime() + livesMs });
    return token;
  }
  /** One at a time, however many ask. */
  const fresh = (): Promise<string> => (fetching ??= fetchNew().finally(() => (fetching = null)));

  return async (question) => {
    const token = (await remembered()) ?? (await fresh());
    try {
      return await question(token);
    } catch (error) {
      if (toAppError(error).details["status"] !== 401) throw error;
      const known = await remembered();
      return question(known !== null && known !== token ? known : await fresh());
    }
  };
}

function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

function unseal(key: Buffer, text: string): string | null {
  const bytes = Buffer.from(text, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    // Sealed with other credentials.
    return null;
  }
}

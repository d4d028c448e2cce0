/**
 * What the shop lets us in with: a token that was given, or one fetched with the app's own id and secret (the client-credentials grant,
 * good for a day), remembered for all processes and renewed before it ends.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { Ask } from "../../http/patient.ts";
import type { ShopifySettings } from "./settings.ts";

export type Token = {
  get(): Promise<string>;
  /** After the shop refused `bad`: another one, or null when there is none to be had. */
  renew(bad: string): Promise<string | null>;
};

const stateKey = "token";
/** Renewed this long before it ends, so that none ends on its way. */
const earlyMs = 10 * 60_000;
const granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const kept = z.object({ sealed: z.string(), until: z.number() });

export function shopifyToken(context: ConnectorContext<ShopifySettings>, base: string, ask: Ask): Token {
  const { accessToken, clientId, clientSecret } = context.settings;
  if (accessToken !== undefined) return { get: async () => accessToken, renew: async () => null };
  if (clientId === undefined || clientSecret === undefined)
    throw new AppError("invalid", "Give an access token, or client ID and client secret.");
  return granting(context, { base, clientId, clientSecret, ask });
}

type Grant = { base: string; clientId: string; clientSecret: string; ask: Ask };

function granting({ state, now, connectionId }: ConnectorContext<ShopifySettings>, grant: Grant): Token {
  const seal = sealer(grant.clientSecret, connectionId);
  let fetching: Promise<string> | null = null;

  async function remembered(): Promise<string | null> {
    const found = kept.safeParse(await state.get(stateKey));
    return found.success && found.data.until - earlyMs > now().getTime() ? seal.open(found.data.sealed) : null;
  }
  async function fetchNew(): Promise<string> {
    const { token, livesMs } = await askGrant(grant);
    await state.set(stateKey, { sealed: seal.close(token), until: now().getTime() + livesMs });
    return token;
  }
  /** One at a time, however many ask. */
  function fresh(): Promise<string> {
    fetching ??= fetchNew().finally(() => (fetching = null));
    return fetching;
  }
  return {
    get: async () => (await remembered()) ?? fresh(),
    async renew(bad) {
      const known = await remembered();
      return known !== null && known !== bad ? known : fresh();
    },
  };
}

async function askGrant({ base, clientId, clientSecret, ask }: Grant): Promise<{ token: string; livesMs: number }> {
  const answer = await ask({
    vendor: "Shopify",
    url: `${base}/admin/oauth/access_token`,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }).toString(),
    expect: [400],
  });
  // What is wrong with the request is wrong with the credentials: the rest of it is always the same.
  if (answer.status === 400)
    throw new AppError(
      "vendor_unauthorized",
      "Shopify gives no token for this client ID and client secret. The app has to be installed in this shop, and both have to belong to it.",
      { details: { status: 400 } },
    );
  const parsed = granted.safeParse(answer.json());
  if (!parsed.success) throw new AppError("vendor_unavailable", "Shopify answers something unexpected where a token belongs.");
  return { token: parsed.data.access_token, livesMs: parsed.data.expires_in * 1_000 };
}

/** The memory of a connection is not encrypted, and a token is a secret: only who has the app's own secret can read it. */
function sealer(secret: string, connectionId: string): { close(text: string): string; open(sealed: string): string | null } {
  const key = Buffer.from(hkdfSync("sha256", secret, connectionId, "handrail store token", 32));
  return {
    close(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
    },
    open(sealed) {
      try {
        const bytes = Buffer.from(sealed, "base64");
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
        return decipher.update(bytes.subarray(28), undefined, "utf8") + decipher.final("utf8");
      } catch {
        // Sealed with a secret of before: another token is fetched.
        return null;
      }
    },
  };
}

/** OAuth 1.0a without a token, in the query. https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http */
import { createHmac } from "node:crypto";

export type OauthKey = { key: string; secret: string };
/** `nonce`: never used before with this key. */
export type OauthMoment = { at: Date; nonce: string };

/** RFC 3986: what encodeURIComponent leaves alone is encoded, too. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export function signedUrl(method: string, url: string, { key, secret }: OauthKey, { at, nonce }: OauthMoment): string {
  const signed = new URL(url);
  const add = (name: string, value: string): void => signed.searchParams.append(name, value);
  add("oauth_consumer_key", key);
  add("oauth_nonce", nonce);
  add("oauth_signature_method", "HMAC-SHA256");
  add("oauth_timestamp", String(Math.floor(at.getTime() / 1_000)));
  add("oauth_signature", signatureOf(method, signed, secret));
  // As it was signed: a space is %20, never a plus.
  signed.search = [...signed.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
  return signed.href;
}

export const signatureOf = (method: string, url: URL, secret: string): string =>
  createHmac("sha256", `${secret}&`).update(baseString(method, url)).digest("base64");

/** What is signed: everything in the query but a signature. */
export function baseString(method: string, url: URL): string {
  const pairs = [...url.searchParams]
    .filter(([name]) => name !== "oauth_signature")
    .map(([name, value]) => [encoded(name), encoded(value)]);
  const sorted = pairs.toSorted(([name, value], [otherName, otherValue]) => compare(name!, otherName!) || compare(value!, otherValue!));
  const base = [method.toUpperCase(), url.origin + url.pathname, sorted.map(([name, value]) => `${name}=${value}`).join("&")];
  return base.map(encoded).join("&");
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

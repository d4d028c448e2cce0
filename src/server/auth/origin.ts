import type { IncomingHttpHeaders } from "node:http";

/** Where our own pages may come from: the public address, and the same port on this machine. */
export function trustedOrigins(baseUrl: string): string[] {
  const { origin, protocol, port } = new URL(baseUrl);
  const suffix = port === "" ? "" : `:${port}`;
  const local = protocol === "http:" ? ["127.0.0.1", "localhost", "[::1]"].map((host) => `http://${host}${suffix}`) : [];
  return [...new Set([origin, ...local])];
}

/** The page's own address when it names the host the request was sent to, as under any address the desk is reached by. */
export function sameHost(origin: string | undefined, host: string | undefined): boolean {
  if (!origin || !host || !/^https?:\/\//.test(origin) || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase();
}

/**
 * Whether a request that changes something was made by our own page. A browser sends the cookie along with the requests of any
 * page; what page it was it says in Sec-Fetch-Site (which pages cannot forge) or, when old or without TLS, in Origin.
 */
export function isFromOurPage(headers: IncomingHttpHeaders, trusted: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin !== undefined && (trusted.includes(origin) || sameHost(origin, host))) return true;
  return headers["sec-fetch-site"] === "same-origin";
}

/** What browsers may do with our answers. Each kind of answer has one of these policies; none allows inline script or style. */

/** For data: nothing in it may run, load or be framed. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** For the desk's own pages. */
export const deskPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** For files that customers sent: even opened in a tab of its own, such a file is a stranger to the desk. */
export const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'self'";

/** On every answer; routes may replace single ones. `publicUrl` decides whether browsers shall insist on https. */
export function baseHeaders(publicUrl: string): Record<string, string> {
  return {
    "content-security-policy": dataPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    ...(publicUrl.startsWith("https:") ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

import { AppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";

/**
 * True when a page from this origin may use the chat. A request without Origin does not come from a foreign page (browsers
 * send it on every cross-site fetch with our headers), and the desk's own pages are always welcome.
 */
export function isAllowed(request: HookRequest, allowed: readonly string[], publicUrl: string): boolean {
  const origin = request.headers["origin"];
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  if (URL.canParse(publicUrl) && origin === new URL(publicUrl).origin) return true;
  return allowed.includes(origin) || new URL(origin).host === request.headers["host"];
}

export function requireAllowed(request: HookRequest, allowed: readonly string[], publicUrl: string): void {
  if (isAllowed(request, allowed, publicUrl)) return;
  throw new AppError(
    "forbidden",
    `Pages of ${request.headers["origin"]?.slice(0, 200)} may not use this chat. Add the origin to allowed_origins of the connection.`,
  );
}

/** Headers that let a page of an allowed origin read the answer. No cookies are involved, so no credentials are allowed. */
export function corsHeaders(request: HookRequest, allowed: readonly string[], publicUrl: string): Record<string, string> {
  const origin = request.headers["origin"];
  if (origin === undefined || !isAllowed(request, allowed, publicUrl)) return { vary: "origin" };
  return { vary: "origin", "access-control-allow-origin": origin, "access-control-expose-headers": "retry-after" };
}

export const preflightHeaders = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "authorization, content-type, last-event-id",
  "access-control-max-age": "7200",
};

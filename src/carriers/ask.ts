/** Asking a carrier politely: again where that helps soon, and not at all while it has had enough of us. */
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { ConnectorContext } from "../domain/connection.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { fetchHttp, type HttpResponse } from "../http/fetch.ts";
import { patientAsk, type Ask, type Wait } from "../http/patient.ts";

/** What connectors ask by. Tests give their own, which do not wait. */
export type Asking = { ask: Ask; wait: Wait };
export const usualAsking: Asking = { ask: fetchHttp, wait: sleep };

/** Longer than this nobody waits for a parcel; whoever asked comes again. */
const maxWaitMs = 5_000;
/** After a 429 without a word of how long. */
const usualHoldMs = 60_000;
const heldKey = "held_until";

/** AppError vendor_unavailable with `retryAfterMs`, without asking, while a 429 holds; all processes of the desk heed it. */
export function politeAsk({ state, now }: Pick<ConnectorContext<unknown>, "state" | "now">, { ask, wait }: Asking): Ask {
  const patient = patientAsk(wait, ask, maxWaitMs);
  return async (request) => {
    const until = await state.get(heldKey);
    const left = typeof until === "number" ? until - now().getTime() : 0;
    if (left > 0)
      throw new AppError("vendor_unavailable", `${request.vendor} has had too many requests and is left alone for a while.`, {
        retryAfterMs: left,
        details: { status: 429 },
      });
    try {
      return await patient(request);
    } catch (error) {
      const { details, retryAfterMs } = toAppError(error);
      if (details["status"] === 429) await state.set(heldKey, now().getTime() + (retryAfterMs ?? usualHoldMs));
      throw error;
    }
  };
}

/** AppError vendor_unavailable that says where the answer is not as documented. */
export function readAnswer<T>(vendor: string, schema: z.ZodType<T>, answer: HttpResponse): T {
  const parsed = schema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("vendor_unavailable", `${vendor} answers something unexpected at "${path.join(".") || "the top"}": ${message}.`);
}

/** The same of a web hook: AppError bad_request. */
export function readHook<T>(schema: z.ZodType<T>, body: Uint8Array): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new AppError("bad_request", "The web hook is not JSON.", { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new AppError("bad_request", `The web hook is not as documented at "${path.join(".") || "the top"}": ${message}.`);
}

export type CheckWords = {
  /** What is wrong when it answers 401, and where to mend it. */
  unauthorized: string;
  /** When it answers 403. */
  forbidden: string;
};

/** `check` of a connector: tries `question` and says what is wrong. */
export async function checkBy(question: () => Promise<unknown>, words: CheckWords): Promise<string | null> {
  try {
    await question();
    return null;
  } catch (error) {
    const { message, details, code } = toAppError(error);
    if (details["status"] === 403) return words.forbidden;
    return code === "vendor_unauthorized" ? words.unauthorized : message;
  }
}

/**
 * Whether a 404 is the vendor's own word that it does not know the number. AppError vendor_refused for a 404 of whoever else answers at
 * a wrong address: else every parcel would seem unknown.
 */
export function saysNotFound(vendor: string, answer: HttpResponse): boolean {
  if (answer.status !== 404) return false;
  const isItsOwn = /^\s*\{/.test(answer.text().slice(0, 100));
  if (isItsOwn) return true;
  throw new AppError("vendor_refused", `${vendor} has no such page (404). Look at the address in the settings.`, {
    details: { status: 404 },
  });
}

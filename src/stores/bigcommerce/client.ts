/** The REST API of one shop: V2 for orders, V3 for the rest. Its allowance is told with each answer and is waited for. */
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError, toAppError } from "../../domain/errors.ts";
import { fetchHttp, statusError, type HttpResponse } from "../../http/fetch.ts";
import { patientAsk, type Ask, type Wait } from "../../http/patient.ts";
import type { BigcommerceSettings } from "./settings.ts";

/** `askOnce` asks once; reads ask again around it. */
export type Asks = { askOnce: Ask; wait: Wait };
export const usualAsks: Asks = { askOnce: fetchHttp, wait: sleep };

export type Query = Record<string, string | number>;
export type Client = {
  /** Null: there is no such thing, or nothing fits. Throws AppError vendor_*. */
  get<Schema extends z.ZodType>(path: string, schema: Schema, query?: Query): Promise<z.infer<Schema> | null>;
  write<Schema extends z.ZodType>(method: "POST" | "PUT", path: string, body: unknown, schema: Schema): Promise<z.infer<Schema>>;
};

const vendor = "BigCommerce";
const maxBytes = 20_000_000;
const timeoutMs = 30_000;
/** So many requests are left to the shop's other apps. */
const spare = 3;
const maxResetMs = 60_000;

/** Which right a path needs, in the words of the page where the account is made. */
const rights: [RegExp, string][] = [
  [/payment_actions|\/transactions/, "Order Transactions: modify"],
  [/\/orders|order_statuses/, "Orders: modify"],
  [/\/customers/, "Customers: modify"],
  [/\/catalog/, "Products: read-only"],
  [/\/store$/, "Information & Settings: read-only"],
];

export function bigcommerceClient({ settings, now }: ConnectorContext<BigcommerceSettings>, { askOnce, wait }: Asks): Client {
  const base = `${settings.baseUrl.replace(/\/+$/, "")}/stores/${settings.storeHash}`;
  let freeAt = 0;

  const once: Ask = async (request) => {
    const ms = freeAt - now().getTime();
    if (ms > 0) await wait(ms);
    const answer = await askOnce({ ...request, expect: [429] });
    const left = Number(answer.headers.get("x-rate-limit-requests-left") ?? Infinity);
    const resetMs = resetOf(answer);
    if (left <= spare && resetMs !== undefined) freeAt = now().getTime() + resetMs;
    if (answer.status !== 429) return answer;
    const fault = statusError(vendor, 429, answer.headers);
    throw new AppError(fault.code, `${vendor} has had enough questions for now.`, {
      details: fault.details,
      ...((resetMs ?? fault.retryAfterMs) === undefined ? {} : { retryAfterMs: (resetMs ?? fault.retryAfterMs)! }),
    });
  };
  const patient = patientAsk(wait, once);

  async function ask(by: Ask, method: string, path: string, query: Query, body?: unknown): Promise<HttpResponse> {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const headers = { accept: "application/json", "content-type": "application/json", "x-auth-token": settings.accessToken };
    try {
      return await by({
        vendor,
        url: `${base}${path}${search.size === 0 ? "" : `?${search}`}`,
        method,
        headers,
        maxBytes,
        timeoutMs,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw explained(error, path);
    }
  }

  return {
    async get(path, schema, query = {}) {
      try {
        const answer = await ask(patient, "GET", path, query);
        return answer.status === 204 ? null : read(schema, answer);
      } catch (error) {
        // A page behind a wrong address also answers 404: only the API's own words count.
        const { details } = toAppError(error);
        if (details["status"] === 404 && details["said"] !== undefined) return null;
        throw error;
      }
    },
    write: async (method, path, body, schema) => read(schema, await ask(once, method, path, {}, body)),
  };
}

function resetOf({ headers }: HttpResponse): number | undefined {
  const ms = headers.get("x-rate-limit-time-reset-ms");
  return ms !== null && /^\d+$/.test(ms) ? Math.min(Number(ms), maxResetMs) : undefined;
}

function read<Schema extends z.ZodType>(schema: Schema, answer: HttpResponse): z.infer<Schema> {
  const parsed = schema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = `${issue?.path.join(".") || "whole"}: ${issue?.message ?? ""}`;
  throw new AppError("vendor_unavailable", `${vendor} answers something that is no answer of its API (${where}).`);
}

/** The shop's own words, and the right that is missing, added to what its status means. */
function explained(error: unknown, path: string): AppError {
  const fault = toAppError(error);
  const { answer, ...details } = fault.details;
  const status = details["status"];
  const said = saidIn(String(answer ?? ""));
  const more = {
    details: { ...details, ...(said === null ? {} : { said }) },
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
  };
  const says = said === null ? "" : ` ${vendor} says: ${said.replace(/[.\s]*$/, ".")}`;
  if (status === 403) {
    const right = rights.find(([form]) => form.test(path))?.[1] ?? "all scopes of the instructions";
    return new AppError(
      "vendor_unauthorized",
      `The API account lacks a scope: ${right}.${says} Make a new account with it; scopes cannot be added later.`,
      more,
    );
  }
  if (status === 401)
    return new AppError("vendor_unauthorized", `${vendor} does not accept the access token for this store hash.${says}`, more);
  if (status === 409 || status === 422) return new AppError("conflict", `${vendor} does not do that.${says}`, more);
  return new AppError(fault.code, `${fault.message}${says}`, more);
}

/** V2 says `[{"status":404,"message":"…"}]`, V3 `{"status":404,"title":"…","errors":{…}}`; cut off at 500 characters. */
function saidIn(answer: string): string | null {
  if (!/^\s*[[{]/.test(answer)) return null;
  const words = [...answer.matchAll(/"(?:message|title|detail|error)"\s*:\s*("(?:[^"\\]|\\.)*")/g)].map((match) => match[1]!);
  try {
    return words.length === 0 ? null : [...new Set(words.map((word) => String(JSON.parse(word))))].join("; ").slice(0, 300);
  } catch {
    return null;
  }
}

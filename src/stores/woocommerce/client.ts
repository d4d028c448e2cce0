/** The REST API of one shop, version 3: credentials, asking again, and what its errors mean. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError, toAppError } from "../../domain/errors.ts";
import { fetchHttp, type HttpRequest, type HttpResponse } from "../../http/fetch.ts";
import { patientAsk, type Ask, type Wait } from "../../http/patient.ts";
import { signedUrl } from "./oauth.ts";
import type { WoocommerceSettings } from "./settings.ts";

/** `askOnce` asks once; reads ask again around it, each time with a signature of its own. */
export type Asks = { askOnce: Ask; wait: Wait };
export const usualAsks: Asks = { askOnce: fetchHttp, wait: sleep };

export type Query = Record<string, string | number | boolean | readonly (string | number)[]>;
export type Listed<Item> = {
  items: Item[];
  /** Of all that fit the query; null when the shop (or a proxy) does not say. */ total: number | null;
};
export type Client = {
  /** Null: the shop says there is no such thing. Throws AppError vendor_*; `details.shopCode` is the shop's own word for the fault. */
  get<Schema extends z.ZodType>(path: string, schema: Schema, query?: Query): Promise<z.infer<Schema> | null>;
  list<Schema extends z.ZodType>(path: string, schema: Schema, query?: Query): Promise<Listed<z.infer<Schema>>>;
  write<Schema extends z.ZodType>(method: "POST" | "PUT", path: string, body: object, schema: Schema): Promise<z.infer<Schema>>;
};

export const apiPath = "/wp-json/wc/v3";
const vendor = "The shop";
/** A page of orders with all their extra data is large; shops' own servers are slow. */
const maxBytes = 20_000_000;
const timeoutMs = 30_000;
/** The words for "there is no such thing" end in these; a path that is not there at all is another matter. */
const nothingThere = /invalid_id$|_invalid$|invalid_order_id$|product_invalid/;

export function woocommerceClient({ settings, now }: ConnectorContext<WoocommerceSettings>, { askOnce, wait }: Asks): Client {
  const { consumerKey: key, consumerSecret: secret } = settings;
  const base = settings.shopUrl.replace(/\/+$/, "") + apiPath;
  const isSigned = settings.signRequests || base.startsWith("http:");
  const basic = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;

  // A nonce is good for one request only: what is asked again is signed again.
  const once: Ask = (request) =>
    askOnce(
      isSigned
        ? {
            ...request,
            url: signedUrl(request.method ?? "GET", request.url, { key, secret }, { at: now(), nonce: randomBytes(16).toString("hex") }),
          }
        : { ...request, headers: { ...request.headers, authorization: basic } },
    );
  const patient = patientAsk(wait, once);

  async function ask(by: Ask, request: Pick<HttpRequest, "method" | "body">, path: string, query: Query = {}): Promise<HttpResponse> {
    const headers = { accept: "application/json", ...(request.body === undefined ? {} : { "content-type": "application/json" }) };
    try {
      return await by({ vendor, url: base + path + searchOf(query), headers, maxBytes, timeoutMs, ...request });
    } catch (error) {
      throw explained(error);
    }
  }

  return {
    async get(path, schema, query) {
      try {
        return read(schema, await ask(patient, {}, path, query));
      } catch (error) {
        const { details } = toAppError(error);
        if (details["status"] === 404 && nothingThere.test(String(details["shopCode"]))) return null;
        throw error;
      }
    },
    async list(path, schema, query) {
      const answer = await ask(patient, {}, path, query);
      const total = answer.headers.get("x-wp-total");
      return { items: read(schema.array(), answer), total: total !== null && /^\d+$/.test(total) ? Number(total) : null };
    },
    write: async (method, path, body, schema) => read(schema, await ask(once, { method, body: JSON.stringify(body) }, path)),
  };
}

function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, Array.isArray(value) ? value.join(",") : String(value));
  return search.size === 0 ? "" : `?${search}`;
}

function read<Schema extends z.ZodType>(schema: Schema, answer: HttpResponse): z.infer<Schema> {
  const parsed = schema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "vendor_unavailable",
    `${vendor} answers something that is no answer of its API (${issue?.path.join(".") || "whole"}: ${issue?.message ?? ""}).`,
  );
}

/** The shop's own words added to what its status means. */
function explained(error: unknown): unknown {
  const fault = toAppError(error);
  const { answer, ...details } = fault.details;
  const said = saidIn(String(answer ?? ""));
  if (!said) return fault;
  const more = {
    details: { ...details, shopCode: said.code },
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
  };
  const says = `${vendor} says: ${said.message.slice(0, 300).replace(/[.\s]*$/, ".")}`;
  if (said.code === "rest_no_route")
    return new AppError("vendor_refused", `${says} WooCommerce is not there, or its version is too old for this.`, more);
  // Nothing was paid then: the shop takes its refund back when the payment plugin refuses.
  if (said.code === "woocommerce_rest_cannot_create_order_refund") return new AppError("conflict", says, more);
  if (fault.code === "vendor_unauthorized") {
    const isRight = /permission|cannot|not allowed|forbidden/i.test(`${said.code} ${said.message}`);
    return new AppError(
      "vendor_unauthorized",
      isRight
        ? `${says} Give the key Read/Write access, and its user the role of a shop manager.`
        : `${says} Enter the consumer key and secret again.`,
      more,
    );
  }
  return new AppError(fault.code, `${fault.message} ${says}`, more);
}

/** Cut off at 500 characters by the client below, so it may not be whole. */
function saidIn(answer: string): { code: string; message: string } | null {
  const code = /"code"\s*:\s*"([a-z0-9_-]{1,80})"/i.exec(answer)?.[1];
  if (!code) return null;
  const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(answer)?.[1];
  return { code, message: message ? plainText(message) : code };
}

function plainText(json: string): string {
  try {
    return String(JSON.parse(json)).replace(/<[^>]*>/g, "");
  } catch {
    return "no reason given";
  }
}

/** The Admin GraphQL API of one shop: credentials, the pinned version, waiting for the allowance, and what its errors mean. */
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError, toAppError } from "../../domain/errors.ts";
import { fetchHttp, type HttpResponse } from "../../http/fetch.ts";
import { patientAsk, type Ask, type Wait } from "../../http/patient.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { createBucket, type ThrottleStatus } from "./bucket.ts";
import { mutations, queries } from "./documents.ts";
import { apiVersion, type ShopifySettings } from "./settings.ts";
import { shopifyToken } from "./token.ts";

export type Asks = {
  /** For reads: tries again. */
  ask: Ask;
  /** For writes: once. */
  askOnce: Ask;
  wait: Wait;
};
export const usualAsks: Asks = { ask: patientAsk(), askOnce: fetchHttp, wait: sleep };

export type Variables = Record<string, unknown>;
export type Client = {
  /** Throws AppError vendor_*; `details.shopCode` is the shop's own word for the fault. */
  read<Data>(document: keyof typeof queries, variables?: Variables): Promise<Data>;
  write<Data>(document: keyof typeof mutations, variables: Variables): Promise<Data>;
  wait: Wait;
  ask: Ask;
};

const vendor = "Shopify";
const throttledTries = 5;
/** Until the first answer of a kind says what it costs. */
const guessedCost = 50;

type Answer = {
  data?: unknown;
  errors?: { message?: string; extensions?: { code?: string; requiredAccess?: string } }[] | string;
  extensions?: { cost?: { requestedQueryCost?: number; throttleStatus?: ThrottleStatus } };
};

export function baseOf({ baseUrl, shop }: ShopifySettings): string {
  return (baseUrl ?? `https://${shop}`).replace(/\/+$/, "");
}

export function shopifyClient(context: ConnectorContext<ShopifySettings>, { ask, askOnce, wait }: Asks): Client {
  const base = baseOf(context.settings);
  const token = shopifyToken(context, base, ask);
  const bucket = createBucket(() => context.now().getTime(), wait);
  const costs = new Map<string, number>();

  /** A refused token was refused before anything was done, so a write may be sent again with another one. */
  async function post(by: Ask, body: string): Promise<HttpResponse> {
    const mine = await token.get();
    const request = (key: string) => ({
      vendor,
      url: `${base}/admin/api/${apiVersion}/graphql.json`,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-shopify-access-token": key },
      body,
    });
    try {
      return await by(request(mine));
    } catch (error) {
      if (!isUnknownToken(error)) throw error;
      const other = await token.renew(mine);
      if (other === null || other === mine) throw error;
      return by(request(other));
    }
  }

  async function once(name: string, by: Ask, body: string): Promise<Answer> {
    const cost = costs.get(name) ?? guessedCost;
    await bucket.take(cost);
    let status: ThrottleStatus | undefined;
    try {
      const answer = readAnswer(await post(by, body));
      const { requestedQueryCost, throttleStatus } = answer.extensions?.cost ?? {};
      if (requestedQueryCost !== undefined) costs.set(name, requestedQueryCost);
      status = throttleStatus;
      return answer;
    } finally {
      bucket.done(cost, status);
    }
  }

  async function run<Data>(name: string, query: string, variables: Variables, isRead: boolean): Promise<Data> {
    const body = JSON.stringify({ query, variables });
    for (let tries = 1; ; tries++) {
      const answer = await once(name, isRead ? ask : askOnce, body);
      const fault = faultOf(answer);
      if (!fault) return answer.data as Data;
      if (fault.details["shopCode"] !== "THROTTLED") throw fault;
      const ms = Math.max(bucket.waitFor(costs.get(name) ?? guessedCost), 500);
      if (!isRead || tries === throttledTries) throw throttled(ms);
      await wait(ms);
    }
  }

  return {
    read: (document, variables = {}) => run(document, queries[document], variables, true),
    write: (document, variables) => run(document, mutations[document], variables, false),
    wait,
    ask,
  };
}

const isUnknownToken = (error: unknown): boolean => toAppError(error).details["status"] === 401;

const throttled = (retryAfterMs: number): AppError =>
  new AppError("vendor_unavailable", `${vendor} has had enough questions for now.`, { retryAfterMs, details: { shopCode: "THROTTLED" } });

function readAnswer(response: HttpResponse): Answer {
  const json = response.json();
  if (typeof json === "object" && json !== null && ("data" in json || "errors" in json)) return json as Answer;
  throw new AppError("vendor_unavailable", `${vendor} answers something that is no answer of its API.`);
}

/** Half an answer is none: a fact that is missing because of a scope must not look like one that is not there. */
function faultOf({ errors, data }: Answer): AppError | null {
  if (typeof errors === "string") return new AppError("vendor_refused", `${vendor} says: ${errors.slice(0, 300)}`);
  const [first] = errors ?? [];
  if (!first) return data ? null : new AppError("vendor_unavailable", `${vendor} answers without data.`);
  const { message = "no reason given", extensions: { code, requiredAccess } = {} } = first;
  const says = `${vendor} says: ${message.slice(0, 300)}`;
  const details = { shopCode: code ?? "" };
  if (code === "ACCESS_DENIED") {
    const missing = requiredAccess ?? /`?((?:read|write)_[a-z_]+)`?/.exec(message)?.[1];
    const mend = missing
      ? ` Give the app the scope ${missing.replaceAll("`", "")} and install it again.`
      : " Give the app the scopes named in the instructions.";
    return new AppError("vendor_unauthorized", `${says.replace(/[.\s]*$/, ".")}${mend}`, { details });
  }
  if (code === "THROTTLED" || code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT" || code === "IDEMPOTENCY_CONCURRENT_REQUEST")
    return new AppError("vendor_unavailable", says, { details });
  if (code === "SHOP_INACTIVE")
    return new AppError("vendor_unauthorized", `${says}. The shop is closed or has not been paid for.`, { details });
  return new AppError("vendor_refused", says, { details });
}

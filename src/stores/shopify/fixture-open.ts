/** Opens the store on the stand-in. */
import assert from "node:assert/strict";
import type { ConnectionState } from "../../domain/connection.ts";
import { memoryState } from "../../domain/memory-state.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { patientAsk } from "../../http/patient.ts";
import type { Asks } from "./client.ts";
import { fixtureSecrets, fixtureShop, type FixtureShop } from "./fixture-shop.ts";
import { shopifySettings } from "./settings.ts";
import { openShopify } from "./store.ts";

export const fixtureSettings = { shop: "test-shop.myshopify.com", clientId: "client-of-the-app", ...fixtureSecrets };
const log = { debug() {}, info() {}, warn() {}, error() {} };
export const noon = new Date("2026-03-01T12:00:00Z");

export type FixtureStore = ReturnType<typeof openShopify>;
export type OpenOptions = {
  settings?: Record<string, unknown>;
  state?: ConnectionState;
  now?: () => Date;
  asks?: Partial<Asks>;
  pieceBytes?: number;
};

export function openFixture(
  url: string,
  { settings = {}, state = memoryState(), now = () => noon, asks = {}, pieceBytes }: OpenOptions = {},
): FixtureStore {
  const given = shopifySettings.parse({ ...fixtureSettings, baseUrl: url, ...settings });
  const wait = async (): Promise<void> => undefined;
  const context = { connectionId: "shop", settings: given, state, log, now, publicUrl: "https://desk.example" };
  return openShopify(context, { ask: patientAsk(wait), askOnce: fetchHttp, wait, ...asks }, pieceBytes);
}

/** A shop of its own for one test; what the schema did not allow fails it. */
export async function withShop(run: (shop: FixtureShop) => Promise<void>, now: () => Date = () => noon): Promise<void> {
  const shop = await fixtureShop(now);
  try {
    await run(shop);
  } finally {
    await shop.close();
  }
  assert.deepEqual(shop.violations, []);
}

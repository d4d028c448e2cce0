/** Opens the connector as the tests need it. */
import { memoryState } from "../../domain/memory-state.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { silentLog } from "../../log/log.ts";
import type { Store } from "../store.ts";
import type { Asks } from "./client.ts";
import { hash, token } from "./fixture-shop.ts";
import { bigcommerceSettings } from "./settings.ts";
import { openBigcommerce } from "./store.ts";

export const ownHookSecret = "a-hook-secret";
export type Opening = {
  url: string;
  more?: object;
  asks?: Asks;
  pageSize?: number;
  state?: ReturnType<typeof memoryState>;
  now?: () => Date;
};

const quick: Asks = { askOnce: fetchHttp, wait: async () => undefined };

export function openShop({ url, more, asks = quick, pageSize, state = memoryState(), now = () => new Date() }: Opening): Store {
  const settings = bigcommerceSettings.parse({ storeHash: hash, accessToken: token, hookSecret: ownHookSecret, baseUrl: url, ...more });
  return openBigcommerce(
    { connectionId: "shop", settings, state, log: silentLog(), now, publicUrl: "https://desk.example" },
    asks,
    pageSize,
  );
}

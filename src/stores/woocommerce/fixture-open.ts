/** Opens the connector as the tests need it. */
import { silentLog } from "../../log/log.ts";
import { memoryState } from "../../domain/memory-state.ts";
import { fetchHttp } from "../../http/fetch.ts";
import type { Store } from "../store.ts";
import type { Asks } from "./client.ts";
import { keys } from "./fixture-shop.ts";
import { woocommerceSettings, type WoocommerceSettings } from "./settings.ts";
import { openWoocommerce } from "./store.ts";

export const ownHookSecret = "a-hook-secret";
export type Opening = {
  url: string;
  more?: object;
  asks?: Asks;
  pageSize?: number;
  state?: ReturnType<typeof memoryState>;
  now?: () => Date;
};

export const settingsFor = (url: string, more: object = {}): WoocommerceSettings =>
  woocommerceSettings.parse({ shopUrl: url, consumerKey: keys.key, consumerSecret: keys.secret, hookSecret: ownHookSecret, ...more });

const quick: Asks = { askOnce: fetchHttp, wait: async () => undefined };

export const openShop = ({ url, more, asks = quick, pageSize, state = memoryState(), now = () => new Date() }: Opening): Store =>
  openWoocommerce(
    { connectionId: "shop", settings: settingsFor(url, more), state, log: silentLog(), now, publicUrl: "https://desk.example" },
    asks,
    pageSize,
  );

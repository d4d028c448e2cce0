import { bigcommerceStore } from "./bigcommerce/store.ts";
import { demoStore } from "./demo/store.ts";
import { shopifyStore } from "./shopify/store.ts";
import type { StoreDefinition } from "./store.ts";
import { woocommerceStore } from "./woocommerce/store.ts";

/** Every store system there is; a new one is one folder and one line here. */
export const stores: readonly StoreDefinition[] = [demoStore, shopifyStore, woocommerceStore, bigcommerceStore];

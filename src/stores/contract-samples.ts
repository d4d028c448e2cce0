/** What a store brings along to be tested by contract.ts. */
import type { Store, StoreDefinition } from "./store.ts";

/** What is in the store under test. Names of people and orders are the store's own. */
export type StoreSamples = {
  definition: StoreDefinition;
  /** Valid settings with every secret filled in. */
  settings: Record<string, unknown>;
  order: { id: string; number: string; email: string };
  product: { sku: string; text: string };
  /** Ids of products that were bought with others and are like others, as far as the store can tell; of each at least one. */
  related?: { boughtId?: string; similarId?: string };
  /** What the store does not have. */
  unknown: { number: string; id: string; email: string; phone: string; sku: string };
  /** Customers whose orders together show as many states as the store has: their sums and times are checked. */
  emails: readonly string[];
  /** A paid order with at least 20 minor units left to refund; needed when the store can refund. */
  refundableId?: string;
  /** An open order nothing was shipped of, and one that was shipped; needed when the store can cancel. */
  cancellableId?: string;
  shippedId?: string;
};

export type OpenedStore = { store: Store; close?(): Promise<void> };
export type OpenStore = () => OpenedStore | Promise<OpenedStore>;

/** Opens, runs, closes: also when the test fails. */
export async function withStore(openStore: OpenStore, run: (store: Store) => Promise<void>): Promise<void> {
  const opened = await openStore();
  try {
    await run(opened.store);
  } finally {
    await opened.close?.();
  }
}

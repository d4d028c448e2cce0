/**
 * The contract of a store: a connected shop system and the facts in it. Reads answer null or [] for "not there" and
 * throw AppError vendor_* for "could not ask". What a shop system cannot do is a missing function, never a pretence.
 */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { HookRequest } from "../domain/hook.ts";
import type { Money } from "../domain/money.ts";
import type { ActionMade } from "../domain/hold.ts";
import type { Address, Order, Product, StoreCustomer } from "../domain/order.ts";

/** By number as customers write it (no "#"), by the store's id, or the newest orders of a customer. */
export type OrderQuery = { number: string } | { id: string } | { email: string; limit: number } | { phone: string; limit: number };
export type CustomerQuery = { email: string } | { phone: string } | { id: string };
export type ProductQuery = { text: string; limit: number } | { sku: string } | { id: string };
/** Other products, each once and never the one asked about, the closest first. */
export type RelatedQuery = { productId: string; limit: number };
/** `orders`: how many orders held both. One alone says something about a customer, so it is never fewer than two. */
export type BoughtTogether = { product: Product; orders: number };

/** Every write carries a key; the same key twice has one effect. Amounts are checked again by the store's own state. */
type Write = { key: string; orderId: string; reason: string };
/** Pieces of a line; `sku`: the article wanted instead. */
export type WriteLine = { lineId: string; quantity: number; sku?: string };
/** `lines` and `shipping` say what the amount is for, so that the shop's own books fit; `amount` is what is paid back. */
export type RefundRequest = Write & { amount: Money; lines?: WriteLine[]; shipping?: Money; method?: string };
export type CancelRequest = Write;
export type ChangeAddressRequest = Write & { address: Address };
export type ChangeItemsRequest = Write & { lines: Required<WriteLine>[]; method?: string };
/** `returns`: the pieces they replace come back. */
export type ReshipRequest = Write & { lines: WriteLine[]; address?: Address; returns: boolean; method?: string };
export type ReturnLabelRequest = Write & { lines: WriteLine[]; method?: string };
/** For the customer of the order, once. Either `percent` or `amount`. */
export type DiscountCodeRequest = Write & { percent?: number; amount?: Money; expiresAt: string };
export type TagRequest = Write & { tags: string[] };
/** The address in the customer's account; the order says which customer. */
export type ChangeProfileRequest = Write & { address: Address };
/** `alreadyDone`: the key was seen before and this is the first result again. `made`: what the customer may be told. */
export type ActionReceipt = { externalId: string; alreadyDone: boolean; order: Order; made?: ActionMade };

/** Each throws AppError conflict when the order does not allow it any more, and invalid for what makes no sense. */
export type StoreActions = {
  /** conflict when it exceeds what is left to refund. */
  refund?(request: RefundRequest): Promise<ActionReceipt>;
  /** conflict when something was already shipped. */
  cancel?(request: CancelRequest): Promise<ActionReceipt>;
  change_address?(request: ChangeAddressRequest): Promise<ActionReceipt>;
  /** conflict when an article is sold out. */
  change_items?(request: ChangeItemsRequest): Promise<ActionReceipt>;
  /** conflict when an article is sold out. `made.order`: number of the new order. */
  reship?(request: ReshipRequest): Promise<ActionReceipt>;
  /** `made.url`: where the label is. */
  return_label?(request: ReturnLabelRequest): Promise<ActionReceipt>;
  /** `made.code`. */
  discount_code?(request: DiscountCodeRequest): Promise<ActionReceipt>;
  /** Tags that are there already stay. */
  tag?(request: TagRequest): Promise<ActionReceipt>;
  change_profile?(request: ChangeProfileRequest): Promise<ActionReceipt>;
};

/** Oldest change first; the same order may come again. `cursor` goes on; null: that is all for now. `total`: of how many, when the store says. */
export type OrderPage = { orders: Order[]; cursor: string | null; total?: number };
export type ChangedOrdersRequest = {
  /** ISO 8601, inclusive; null: from the beginning. The same for all pages of one reading. */
  since: string | null;
  cursor: string | null;
};
/** What a web hook said. `orders`: ids of those that changed; `ended`: the shop has taken its access back. */
export type StoreHook = { status: number; headers?: Record<string, string>; body?: string | object; orders: string[]; ended?: boolean };

export type Store = {
  findOrders(query: OrderQuery): Promise<Order[]>;
  findCustomer(query: CustomerQuery): Promise<StoreCustomer | null>;
  findProducts(query: ProductQuery): Promise<Product[]>;
  /** What customers have put into the same orders, the most frequent first; from orders that were not cancelled. */
  boughtTogether?(query: RelatedQuery): Promise<BoughtTogether[]>;
  /** Products of the same kind. */
  similar?(query: RelatedQuery): Promise<Product[]>;
  actions: StoreActions;
  /** The shop itself, where this one answers from a copy: for all that writes are judged on. */
  live?: Store;
  /** For what is read in the background, the copy of the shop's orders above all (src/mirror): it has to bear many, and may be slow. */
  changedOrders?(request: ChangedOrdersRequest): Promise<OrderPage>;
  /** Verifies a web hook of the shop. Throws AppError bad_signature or bad_request; nothing is stored then. */
  receive?(request: HookRequest): Promise<StoreHook>;
  /** Makes the shop tell `url` when orders change; asked again each day, so it must not add a second time what is there. */
  subscribe?(url: string): Promise<void>;
  /** Hosts of the shop's pages, where replies may lead. Left out: every link it gives as a fact counts. */
  hosts?: readonly string[];
  check?: CheckConnection;
};

/** For shops whose owner gives access by saying yes on a page of the shop's vendor. Throws AppError invalid, bad_signature or vendor_*. */
export type StoreInstall<Settings> = {
  /** Where the owner says yes. `redirectUri`: where they come back to; `state`: comes back with them. */
  begin(settings: Settings, redirectUri: string, state: string): string;
  /** What they came back with, verified, as the connection's new settings. */
  finish(answer: StoreInstallAnswer<Settings>): Promise<Settings>;
};
export type StoreInstallAnswer<Settings> = { settings: Settings; query: Record<string, string>; state: string; now: Date };

export type StoreDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Store> & {
  install?: StoreInstall<z.infer<Settings>>;
};

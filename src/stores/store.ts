/**
 * The contract of a store: a connected shop system and the facts in it. Reads answer null or [] for "not there" and
 * throw AppError vendor_* for "could not ask". What a shop system cannot do is a missing function, never a pretence.
 */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { Money } from "../domain/money.ts";
import type { ActionMade } from "../domain/hold.ts";
import type { Address, Order, Product, StoreCustomer } from "../domain/order.ts";

/** By number as customers write it (no "#"), by the store's id, or the newest orders of a customer. */
export type OrderQuery = { number: string } | { id: string } | { email: string; limit: number } | { phone: string; limit: number };
export type CustomerQuery = { email: string } | { phone: string } | { id: string };
export type ProductQuery = { text: string; limit: number } | { sku: string } | { id: string };

/**
 * All orders that changed at or after a time, least recently changed first, in pages. `cursor` is the `next` of the page
 * before; null begins.
 */
export type OrderListQuery = { updatedSince: string; cursor: string | null; limit: number };
export type OrderPage = { orders: Order[]; next: string | null };

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

export type Store = {
  findOrders(query: OrderQuery): Promise<Order[]>;
  /** For what is read in the background: it has to bear many orders, and may be slow. */
  listOrders?(query: OrderListQuery): Promise<OrderPage>;
  findCustomer(query: CustomerQuery): Promise<StoreCustomer | null>;
  findProducts(query: ProductQuery): Promise<Product[]>;
  actions: StoreActions;
  check?: CheckConnection;
};

export type StoreDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Store>;

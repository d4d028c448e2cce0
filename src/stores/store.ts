/**
 * The contract of a store: a connected shop system and the facts in it. Reads answer null or [] for "not there" and
 * throw AppError vendor_* for "could not ask". What a shop system cannot do is a missing function, never a pretence.
 */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { Money } from "../domain/money.ts";
import type { Order, Product, StoreCustomer } from "../domain/order.ts";

/** By number as customers write it (no "#"), by the store's id, or the newest orders of a customer. */
export type OrderQuery = { number: string } | { id: string } | { email: string; limit: number } | { phone: string; limit: number };
export type CustomerQuery = { email: string } | { phone: string } | { id: string };
export type ProductQuery = { text: string; limit: number } | { sku: string } | { id: string };

/** Every write carries a key; the same key twice has one effect. Amounts are checked again by the store's own state. */
export type RefundRequest = { key: string; orderId: string; amount: Money; reason: string };
export type CancelRequest = { key: string; orderId: string; reason: string };
/** `alreadyDone`: the key was seen before and this is the first result again. */
export type ActionReceipt = { externalId: string; alreadyDone: boolean; order: Order };

export type StoreActions = {
  /** Throws AppError conflict when it exceeds what is left to refund. */
  refund?(request: RefundRequest): Promise<ActionReceipt>;
  /** Throws AppError conflict when something was already shipped. */
  cancel?(request: CancelRequest): Promise<ActionReceipt>;
};

export type Store = {
  findOrders(query: OrderQuery): Promise<Order[]>;
  findCustomer(query: CustomerQuery): Promise<StoreCustomer | null>;
  findProducts(query: ProductQuery): Promise<Product[]>;
  actions: StoreActions;
  check?: CheckConnection;
};

export type StoreDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Store>;

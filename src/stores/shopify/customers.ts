import { minorUnits } from "../../domain/money.ts";
import type { StoreCustomer } from "../../domain/order.ts";
import type { CustomerQuery } from "../store.ts";
import type { Client } from "./client.ts";
import type { RawAddress, RawMoney } from "./raw.ts";
import { plainPhone } from "./read-orders.ts";
import { known, toGid } from "./text.ts";

export type RawCustomer = {
  id: string;
  displayName: string;
  locale: string;
  createdAt: string;
  tags: string[];
  numberOfOrders: string;
  amountSpent: RawMoney;
  defaultEmailAddress: { emailAddress: string } | null;
  defaultPhoneNumber: { phoneNumber: string } | null;
  defaultAddress: RawAddress | null;
};

export async function findCustomer(client: Client, vipTag: string, query: CustomerQuery): Promise<StoreCustomer | null> {
  const raw = await readCustomer(client, query);
  return raw && mapCustomer(raw, vipTag);
}

export async function readCustomer(client: Client, query: CustomerQuery): Promise<RawCustomer | null> {
  const identifier = identifierOf(query);
  if (!identifier) return null;
  const { customerByIdentifier } = await client.read<{ customerByIdentifier: RawCustomer | null }>("customer", { identifier });
  return customerByIdentifier;
}

function identifierOf(query: CustomerQuery): Record<string, string> | null {
  if ("id" in query) {
    const id = toGid("Customer", query.id);
    return id === null ? null : { id };
  }
  if ("phone" in query) {
    const phoneNumber = plainPhone(query.phone);
    return phoneNumber === null ? null : { phoneNumber };
  }
  const emailAddress = query.email.trim().toLowerCase().slice(0, 320);
  return /^[^@\s]+@[^@\s]+$/.test(emailAddress) ? { emailAddress } : null;
}

function mapCustomer(raw: RawCustomer, vipTag: string): StoreCustomer {
  const email = known(raw.defaultEmailAddress?.emailAddress);
  const phone = known(raw.defaultPhoneNumber?.phoneNumber);
  return {
    id: raw.id,
    name: known(raw.displayName) ?? email ?? phone ?? "Customer",
    email,
    phone,
    language: known(raw.locale.split("-")[0]?.toLowerCase()),
    country: known(raw.defaultAddress?.countryCodeV2),
    isVip: raw.tags.some((tag) => tag.trim().toLowerCase() === vipTag.toLowerCase()),
    orderCount: Number(raw.numberOfOrders),
    lifetimeValue: minorUnits(Number(raw.amountSpent.amount), raw.amountSpent.currencyCode),
    createdAt: raw.createdAt,
    tags: raw.tags,
    paymentMethods: [],
  };
}

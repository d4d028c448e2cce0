/** What is read of the shop's answers, by the official documentation; each object holds more than that. */
import { z } from "zod";

const text = z.string().nullish();
const id = z.number().int();
/** Amounts are decimal texts; of some fields some versions make numbers. */
const amount = z.union([z.string(), z.number()]).nullish();
/** Plugins put anything into values. */
export const rawMeta = z.object({ key: z.string(), value: z.unknown() });
const meta = z.array(rawMeta).nullish();

export const rawAddress = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
});
export const rawBilling = rawAddress.extend({ email: text, phone: text });

export const rawTax = z.object({ id, total: amount });
export const rawLine = z.object({
  id,
  name: text,
  product_id: z.number().nullish(),
  variation_id: z.number().nullish(),
  quantity: z.number(),
  subtotal: amount,
  subtotal_tax: amount,
  total: amount,
  total_tax: amount,
  taxes: z.array(rawTax).nullish(),
  meta_data: meta,
  sku: text,
});
export const rawShippingLine = z.object({ id, total: amount, total_tax: amount, taxes: z.array(rawTax).nullish(), meta_data: meta });
export const rawRefundOfOrder = z.object({ id, reason: text, total: amount });

export const rawOrder = z.object({
  id,
  number: z.union([z.string(), z.number()]),
  status: z.string(),
  currency: z.string(),
  date_created_gmt: text,
  date_modified_gmt: text,
  discount_total: amount,
  discount_tax: amount,
  shipping_total: amount,
  shipping_tax: amount,
  total: amount,
  total_tax: amount,
  prices_include_tax: z.boolean(),
  customer_id: z.number().nullish(),
  customer_note: text,
  billing: rawBilling,
  shipping: rawAddress.nullish(),
  payment_method: text,
  date_paid_gmt: text,
  date_completed_gmt: text,
  meta_data: meta,
  line_items: z.array(rawLine),
  shipping_lines: z.array(rawShippingLine).nullish(),
  refunds: z.array(rawRefundOfOrder).nullish(),
});

export const rawRefund = z.object({
  id,
  date_created_gmt: text,
  amount,
  reason: text,
  refunded_payment: z.boolean().nullish(),
  meta_data: meta,
  line_items: z.array(rawLine.pick({ id: true, quantity: true, meta_data: true })).nullish(),
  /** Of newer versions; the documentation does not name it. */
  shipping_lines: z.array(rawShippingLine.pick({ id: true, total: true, total_tax: true })).nullish(),
});

export const rawNote = z.object({ id, note: z.string() });
export const rawCurrency = z.object({ code: z.string().regex(/^[A-Z]{3}$/) });
export const rawCoupon = z.object({ id, code: z.string() });
export const rawHook = z.object({ id, status: z.string(), topic: z.string(), delivery_url: z.string() });

export const rawCustomer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  role: text,
  date_created_gmt: text,
  billing: rawBilling,
  shipping: rawAddress,
});

export const rawAttribute = z.object({ name: z.string(), visible: z.boolean(), variation: z.boolean(), options: z.array(z.string()) });
export const rawProduct = z.object({
  id,
  /** Of a variation, which is found by its article number like a product. */
  parent_id: z.number().nullish(),
  name: z.string(),
  permalink: text,
  type: z.string(),
  status: z.string(),
  catalog_visibility: text,
  description: text,
  short_description: text,
  sku: text,
  price: amount,
  manage_stock: z.union([z.boolean(), z.string()]).nullish(),
  stock_quantity: z.number().nullish(),
  stock_status: text,
  related_ids: z.array(z.number()).nullish(),
  upsell_ids: z.array(z.number()).nullish(),
  categories: z.array(z.object({ name: z.string() })).nullish(),
  attributes: z.array(z.unknown()).nullish(),
  variations: z.array(z.unknown()).nullish(),
});
export const rawVariation = z.object({
  id,
  sku: text,
  price: amount,
  status: z.string(),
  /** "parent" where the product's own stock counts. */
  manage_stock: z.union([z.boolean(), z.string()]).nullish(),
  stock_quantity: z.number().nullish(),
  stock_status: text,
  attributes: z.array(z.object({ name: z.string(), option: z.string() })),
});

export type RawAddress = z.infer<typeof rawAddress>;
export type RawLine = z.infer<typeof rawLine>;
export type RawOrder = z.infer<typeof rawOrder>;
export type RawRefund = z.infer<typeof rawRefund>;
export type RawCustomer = z.infer<typeof rawCustomer>;
export type RawProduct = z.infer<typeof rawProduct>;
export type RawVariation = z.infer<typeof rawVariation>;
type Metas = z.infer<typeof meta>;

/** The last of several of the same key. */
export const metaOf = (metas: Metas, key: string): unknown => metas?.findLast((one) => one.key === key)?.value;

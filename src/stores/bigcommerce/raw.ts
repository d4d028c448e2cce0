/** What is read of the shop's answers; each object holds more than that. */
import { z } from "zod";

const text = z.string().nullish();
const id = z.number().int();
const amount = z.union([z.string(), z.number()]).nullish();
const count = z.union([z.string(), z.number()]).nullish();

export const rawAddress = z.object({
  first_name: text,
  last_name: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country_iso2: text,
  phone: text,
  email: text,
});

export const rawLine = z.object({
  id,
  product_id: z.number().nullish(),
  variant_id: z.number().nullish(),
  name: text,
  sku: text,
  quantity: z.number(),
  price_ex_tax: amount,
  price_inc_tax: amount,
  quantity_refunded: count,
  product_options: z.array(z.object({ display_value: text })).nullish(),
});
const lines = z.array(rawLine).nullish();
const consignments = z.object({
  shipping: z.array(rawAddress.extend({ id, line_items: lines })).nullish(),
  pickups: z.array(z.object({ line_items: lines })).nullish(),
  downloads: z.array(z.object({ line_items: lines })).nullish(),
  email: z.object({ gift_certificates: z.array(z.object({ line_items: lines })).nullish() }).nullish(),
});

export const rawOrder = z.object({
  id,
  status_id: id,
  customer_id: z.number().nullish(),
  customer_message: text,
  customer_locale: text,
  staff_notes: text,
  date_created: z.string(),
  date_modified: text,
  date_shipped: text,
  default_currency_code: text,
  currency_code: text,
  is_tax_inclusive_pricing: z.boolean().nullish(),
  shipping_cost_ex_tax: amount,
  shipping_cost_inc_tax: amount,
  handling_cost_ex_tax: amount,
  handling_cost_inc_tax: amount,
  wrapping_cost_ex_tax: amount,
  wrapping_cost_inc_tax: amount,
  total_tax: amount,
  total_inc_tax: amount,
  refunded_amount: amount,
  store_credit_amount: amount,
  gift_certificate_amount: amount,
  items_shipped: count,
  payment_method: text,
  payment_status: text,
  billing_address: rawAddress,
  consignments,
  fees: z.array(z.object({ cost_ex_tax: amount, cost_inc_tax: amount })).nullish(),
});
/** What a write answers: without what was not asked for. */
export const rawWritten = rawOrder.pick({ id: true, status_id: true });

export const rawShipment = z.object({
  id,
  date_created: z.string(),
  tracking_number: text,
  tracking_carrier: text,
  tracking_link: text,
  generated_tracking_link: text,
  shipping_provider: text,
  shipping_provider_display_name: text,
  shipping_method: text,
  items: z.array(z.object({ order_product_id: id, quantity: z.number() })).nullish(),
});

export const rawRefund = z.object({
  id,
  created: z.string(),
  reason: text,
  total_amount: z.number(),
  items: z.array(z.object({ item_type: z.string(), reason: text, requested_amount: amount })).nullish(),
  payments: z.array(z.object({ amount: z.number(), is_declined: z.boolean().nullish(), declined_message: text })).nullish(),
});
export const refundMethod = z.object({ provider_id: z.string(), amount: z.number(), offline: z.boolean().nullish() });
export const rawQuote = z.object({
  total_refund_amount: z.number(),
  total_refund_tax_amount: z.number().nullish(),
  refund_methods: z.array(z.array(refundMethod)),
});

export const rawTransaction = z.object({
  event: z.string(),
  method: z.string(),
  amount: z.number(),
  currency: z.string(),
  gateway: z.string(),
  status: text,
});

export const rawCustomer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  phone: text,
  customer_group_id: z.number().nullish(),
  date_created: text,
  addresses: z.array(z.object({ country_code: text })).nullish(),
});
export const rawAccountAddress = z.object({
  id,
  first_name: text,
  last_name: text,
  address1: text,
  address2: text,
  city: text,
  state_or_province: text,
  postal_code: text,
  country_code: text,
});

export const rawProduct = z.object({
  id,
  name: z.string(),
  sku: text,
  description: text,
  calculated_price: amount,
  inventory_level: z.number().nullish(),
  inventory_tracking: text,
  is_visible: z.boolean().nullish(),
  availability: text,
  categories: z.array(z.number()).nullish(),
  related_products: z.array(z.number()).nullish(),
  custom_url: z.object({ url: text }).nullish(),
  custom_fields: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  variants: z
    .array(
      z.object({
        id,
        sku: text,
        calculated_price: amount,
        inventory_level: z.number().nullish(),
        purchasing_disabled: z.boolean().nullish(),
        option_values: z.array(z.object({ option_display_name: text, label: text })).nullish(),
      }),
    )
    .nullish(),
});
export const rawSku = z.object({ id, product_id: id, sku: text });
export const rawStore = z.object({ currency: z.string().regex(/^[A-Z]{3}$/), secure_url: text });
export const rawHook = z.object({
  id,
  scope: z.string(),
  destination: z.string(),
  is_active: z.boolean(),
  headers: z.record(z.string(), z.unknown()).nullish(),
});

export const inData = <Schema extends z.ZodType>(schema: Schema) => z.object({ data: schema });

export type RawAddress = z.infer<typeof rawAddress>;
export type RawLine = z.infer<typeof rawLine>;
export type RawOrder = z.infer<typeof rawOrder>;
export type RawShipment = z.infer<typeof rawShipment>;
export type RawRefund = z.infer<typeof rawRefund>;
export type RawTransaction = z.infer<typeof rawTransaction>;
export type RawProduct = z.infer<typeof rawProduct>;

import { z } from "zod";

export const bigcommerceSettings = z.object({
  storeHash: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]{5,20}$/, "it is the short part of the API path, such as abc123xyz")
    .meta({ title: "Store hash", description: "Of the API path https://api.bigcommerce.com/stores/HASH/v3/." }),
  accessToken: z
    .string()
    .trim()
    .min(8)
    .max(200)
    .meta({ title: "Access token", description: "Of a store-level API account.", secret: true }),
  hookSecret: z.string().min(8).max(200).optional().meta({
    title: "Web hook secret",
    description: "What the shop sends along with its web hooks. Left out: one that follows from the access token.",
    secret: true,
  }),
  vipGroups: z
    .array(z.number().int().positive())
    .max(50)
    .default([])
    .meta({ title: "VIP groups", description: "Ids of the customer groups whose members are VIP." }),
  manualRefunds: z.boolean().default(false).meta({
    title: "Refunds paid by hand",
    description: "Where no payment provider can pay back, write the refund into the shop's books, and a person pays it.",
  }),
  baseUrl: z.url().default("https://api.bigcommerce.com").meta({ title: "Address", description: "Only for a proxy of your own." }),
});

export type BigcommerceSettings = z.infer<typeof bigcommerceSettings>;

import { z } from "zod";

const statuses = z.array(z.string().trim().toLowerCase().min(1).max(60)).max(30);

export const woocommerceSettings = z.object({
  shopUrl: z
    .url({ protocol: /^https?$/ })
    .meta({ title: "Shop address", description: "As visitors see it, such as https://shop.example or https://example.org/shop." }),
  consumerKey: z.string().trim().min(8).max(200).meta({ title: "Consumer key", description: "Begins with ck_.", secret: true }),
  consumerSecret: z.string().trim().min(8).max(200).meta({ title: "Consumer secret", description: "Begins with cs_.", secret: true }),
  hookSecret: z.string().min(8).max(200).optional().meta({
    title: "Web hook secret",
    description: "Only when you make the web hooks by hand. Otherwise the desk makes them, with a secret of its own.",
    secret: true,
  }),
  signRequests: z.boolean().default(false).meta({
    title: "Sign requests",
    description: "Also over https. For servers that lose the Authorization header: the shop then says that the consumer key is missing.",
  }),
  shippedStatuses: statuses.default(["completed", "shipped", "delivered"]).meta({
    title: "Statuses of shipped orders",
    description: "By their ids without wc-. Orders in one of them have left the warehouse as a whole.",
  }),
  partlyShippedStatuses: statuses.default(["partial-shipped", "partially-shipped"]).meta({ title: "Statuses of partly shipped orders" }),
  cancelledStatuses: statuses.default(["cancelled"]).meta({ title: "Statuses of cancelled orders" }),
  manualRefundMethods: z.array(z.string().trim().min(1).max(100)).max(30).default([]).meta({
    title: "Payment methods you pay back by hand",
    description:
      "By their ids, such as bacs or cod. Refunds of them are written into the shop's books only, and a person pays them. For all others the shop's payment plugin pays.",
  }),
  vipRole: z.string().trim().min(1).max(60).default("vip").meta({ title: "VIP role", description: "Customers with this role are VIP." }),
  codePrefix: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{1,20}$/, "letters, digits and hyphens")
    .default("THANKS")
    .meta({ title: "Coupon codes begin with" }),
});

export type WoocommerceSettings = z.infer<typeof woocommerceSettings>;

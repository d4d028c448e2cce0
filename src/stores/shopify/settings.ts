import { z } from "zod";

export const shopAddress = /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/;

export const shopifySettings = z
  .object({
    shop: z
      .string()
      .trim()
      .toLowerCase()
      .regex(shopAddress, "it is the shop's own address, such as my-shop.myshopify.com, without https://")
      .meta({ title: "Shop", description: "The address that ends in .myshopify.com." }),
    clientId: z
      .string()
      .min(8)
      .max(200)
      .optional()
      .meta({ title: "Client ID", description: "Of the app. Not needed with an access token." }),
    clientSecret: z.string().min(8).max(200).optional().meta({
      title: "Client secret",
      description: "Of the app, also called API secret key. The shop's web hooks are signed with it.",
      secret: true,
    }),
    accessToken: z
      .string()
      .min(8)
      .max(400)
      .optional()
      .meta({ title: "Admin API access token", description: "Of a custom app, or from installing the app.", secret: true }),
    vipTag: z.string().trim().min(1).max(60).default("VIP").meta({ title: "VIP tag", description: "Customers with this tag are VIP." }),
    codePrefix: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{1,20}$/, "letters, digits and hyphens")
      .default("THANKS")
      .meta({ title: "Discount codes begin with" }),
    baseUrl: z
      .url()
      .optional()
      .meta({ title: "Address", description: "Only for a proxy of your own; otherwise the shop's address is taken." }),
  })
  .refine(
    ({ accessToken, clientId, clientSecret }) => accessToken !== undefined || (clientId !== undefined && clientSecret !== undefined),
    {
      message: "give an access token, or the client ID and client secret of the app",
      path: ["accessToken"],
    },
  );

export type ShopifySettings = z.infer<typeof shopifySettings>;

/** Least privilege: what each of them is for stands in setup.md. `read_all_orders` is asked for apart and not needed to work. */
export const scopes = [
  "read_orders",
  "write_orders",
  "read_fulfillments",
  "read_customers",
  "write_customers",
  "read_products",
  "read_draft_orders",
  "write_draft_orders",
  "read_discounts",
  "write_discounts",
] as const;

export const apiVersion = "2026-07";

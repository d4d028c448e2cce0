/** A small shop for tests: its orders show what mapping can get wrong. Amounts are minor units of the currency the customer paid in. */
export type FixtureLine = { sku: string; title: string; quantity: number; unit: number; discount?: number; variant?: number };
export type FixtureTransaction = {
  id: string;
  kind: string;
  status: string;
  gateway: string;
  amount: number;
  parent?: string;
  details?: string;
};
export type FixtureRefund = {
  id: string;
  at: string;
  note: string;
  lines: { line: number; quantity: number; restockType: string }[];
  shipping: number;
  transactions: string[];
};
export type FixtureAddress = Record<string, string | null>;
export type FixtureOrder = {
  nr: number;
  name: string;
  email: string | null;
  customer: number | null;
  at: string;
  updatedAt: string;
  closedAt: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
  staffNote: string | null;
  currency: string;
  taxesIncluded: boolean;
  /** On top of the lines, or within them. */
  tax: number;
  shipping: number;
  shippingDiscount: number;
  tip: number;
  lines: FixtureLine[];
  parcels: { id: string; at: string; status: string; lines: { line: number; quantity: number }[]; numbers: string[]; eta: string | null }[];
  transactions: FixtureTransaction[];
  refunds: FixtureRefund[];
  disputes: number;
  tags: string[];
  note: string | null;
  address: FixtureAddress | null;
  metafields: Record<string, string>;
  /** As the shop says it when it is not to be derived. */
  financial?: string;
};
export type FixtureCustomer = {
  nr: number;
  name: string;
  email: string;
  phone: string | null;
  tags: string[];
  address: FixtureAddress | null;
};
export type FixtureProduct = {
  nr: number;
  title: string;
  type: string;
  status: string;
  tracked: boolean;
  option: string | null;
  metafields: { type: string; value: string; name: string | null; storefront: string }[];
  related: number[];
  variants: { nr: number; sku: string | null; title: string; price: string; stock: number }[];
};

export const berlin: FixtureAddress = {
  firstName: "Ana",
  lastName: "Lima",
  company: "Lima GmbH",
  address1: "Torstr. 1",
  address2: "",
  zip: "10119",
  city: "Berlin",
  provinceCode: null,
  province: null,
  countryCode: "DE",
  phone: null,
};

let parts = 0;
export const nextNumber = (): number => 90_000 + ++parts;

function order(nr: number, customer: number | null, lines: FixtureLine[], more: Partial<FixtureOrder> = {}): FixtureOrder {
  const at = `2026-02-${String((nr % 20) + 1).padStart(2, "0")}T10:00:00Z`;
  const base: FixtureOrder = {
    nr,
    name: `#${nr}`,
    email: customer === null ? null : fixtureCustomers()[customer - 1]!.email,
    customer,
    at,
    updatedAt: at,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    staffNote: null,
    currency: "EUR",
    taxesIncluded: false,
    tax: 0,
    shipping: 0,
    shippingDiscount: 0,
    tip: 0,
    lines,
    parcels: [],
    transactions: [],
    refunds: [],
    disputes: 0,
    tags: [],
    note: null,
    address: { ...berlin },
    metafields: {},
    ...more,
  };
  return base;
}

const sale = (id: number, amount: number, more: Partial<FixtureTransaction> = {}): FixtureTransaction => ({
  id: `gid://shopify/OrderTransaction/${id}`,
  kind: "SALE",
  status: "SUCCESS",
  gateway: "shopify_payments",
  amount,
  details: "CardPaymentDetails",
  ...more,
});
const back = (id: number, parent: number, amount: number): FixtureTransaction =>
  sale(id, amount, { kind: "REFUND", parent: `gid://shopify/OrderTransaction/${parent}` });
const parcel = (nr: number, at: string, lines: { line: number; quantity: number }[], more: object = {}) => ({
  id: `gid://shopify/Fulfillment/${nr}`,
  at,
  status: "SUCCESS",
  lines,
  numbers: [`TRACK${nr}`],
  eta: null,
  ...more,
});
const gid = (id: number): string => `gid://shopify/OrderTransaction/${id}`;

export function fixtureOrders(): FixtureOrder[] {
  const jacket: FixtureLine = { sku: "JKT-M", title: "Rain Jacket", quantity: 1, unit: 14_995, variant: 101 };
  const socks: FixtureLine = { sku: "SOC-1", title: "Socks", quantity: 3, unit: 1_333, variant: 201 };
  const noSku: FixtureLine = { sku: "", title: "Mug", quantity: 2, unit: 899, variant: 301 };
  return [
    order(1001, 1, [jacket, socks], {
      tax: 3_609,
      shipping: 490,
      transactions: [sale(1, 23_093)],
      parcels: [
        parcel(
          11,
          "2026-02-10T09:00:00Z",
          [
            { line: 0, quantity: 1 },
            { line: 1, quantity: 3 },
          ],
          { eta: "2026-02-14T00:00:00Z" },
        ),
      ],
      closedAt: "2026-02-20T09:00:00Z",
      updatedAt: "2026-02-20T09:00:00Z",
    }),
    order(1002, 1, [jacket, noSku], {
      shipping: 490,
      transactions: [sale(2, 17_283, { gateway: "paypal", details: "PaypalWalletPaymentDetails" })],
      tags: ["gift"],
    }),
    // Taxes included, a discount that does not divide, free shipping by a code, two parcels, one piece and the shipping given back.
    order(
      1003,
      2,
      [
        { ...jacket, discount: 1_500 },
        { ...socks, discount: 1_001 },
      ],
      {
        taxesIncluded: true,
        tax: 2_737,
        shipping: 700,
        shippingDiscount: 200,
        transactions: [sale(3, 16_993), back(33, 3, 1_499)],
        parcels: [
          parcel(13, "2026-02-06T09:00:00Z", [{ line: 1, quantity: 2 }], { numbers: ["A1", "A2"] }),
          parcel(14, "2026-02-07T09:00:00Z", [{ line: 0, quantity: 1 }], { eta: "2026-02-09T00:00:00Z" }),
          parcel(15, "2026-02-07T08:00:00Z", [{ line: 1, quantity: 1 }], { status: "CANCELLED" }),
        ],
        refunds: [
          {
            id: "gid://shopify/Refund/33",
            at: "2026-02-12T10:00:00Z",
            note: "One pair had a hole",
            lines: [{ line: 1, quantity: 1, restockType: "RETURN" }],
            shipping: 500,
            transactions: [gid(33)],
          },
        ],
      },
    ),
    order(1004, 2, [socks], {
      cancelledAt: "2026-02-08T10:00:00Z",
      cancelReason: "INVENTORY",
      transactions: [sale(4, 3_999, { kind: "AUTHORIZATION" })],
      financial: "VOIDED",
      refunds: [
        {
          id: "gid://shopify/Refund/44",
          at: "2026-02-08T10:00:00Z",
          note: "",
          lines: [{ line: 0, quantity: 3, restockType: "CANCEL" }],
          shipping: 0,
          transactions: [],
        },
      ],
    }),
    order(1005, 3, [{ ...jacket, unit: 24_000 }], { currency: "JPY", shipping: 800, transactions: [sale(5, 24_800)] }),
    order(1006, 3, [socks], { transactions: [], financial: "PENDING", address: null }),
    // Two of the four pieces were taken out before they were sent; the customer paid a tip; the bank was asked for the money back.
    order(1007, 4, [{ ...socks, quantity: 4, discount: 400 }, jacket], {
      tip: 500,
      transactions: [sale(7, 17_961, { gateway: "Klarna", details: "LocalPaymentMethodsPaymentDetails" })],
      disputes: 1,
      refunds: [
        {
          id: "gid://shopify/Refund/77",
          at: "2026-02-09T10:00:00Z",
          note: "",
          lines: [{ line: 0, quantity: 2, restockType: "CANCEL" }],
          shipping: 0,
          transactions: [],
        },
      ],
    }),
    order(1008, 4, [jacket], {
      transactions: [sale(8, 14_995), back(88, 8, 14_995)],
      refunds: [
        {
          id: "gid://shopify/Refund/88",
          at: "2026-02-20T10:00:00Z",
          note: "Too small",
          lines: [{ line: 0, quantity: 1, restockType: "RETURN" }],
          shipping: 0,
          transactions: [gid(88)],
        },
      ],
    }),
    order(1010, 1, [jacket, socks], {
      shipping: 490,
      transactions: [sale(10, 5_000, { gateway: "gift_card", details: "LocalPaymentMethodsPaymentDetails" }), sale(11, 14_484)],
    }),
    order(10011, 4, [socks], { transactions: [sale(12, 3_999)] }),
    order(1012, null, [noSku], { email: "guest@example.com", transactions: [sale(13, 1_798, { gateway: "Bank Deposit" })] }),
  ];
}

export function fixtureCustomers(): FixtureCustomer[] {
  return [
    { nr: 1, name: "Ana Lima", email: "ana@example.com", phone: "+4930123456", tags: ["vip", "newsletter"], address: { ...berlin } },
    { nr: 2, name: "Ben Hartley", email: "ben@example.com", phone: null, tags: [], address: null },
    { nr: 3, name: "Kenji Mori", email: "kenji@example.com", phone: null, tags: [], address: null },
    { nr: 4, name: "Dana Brooks", email: "dana@example.com", phone: null, tags: [], address: null },
  ];
}

export function fixtureProducts(): FixtureProduct[] {
  const about = { storefront: "PUBLIC_READ", name: "Material", type: "single_line_text_field", value: "recycled polyamide" };
  return [
    {
      nr: 1,
      title: "Rain Jacket",
      type: "Jackets",
      status: "ACTIVE",
      tracked: true,
      option: "Size",
      metafields: [
        about,
        { storefront: "PUBLIC_READ", name: "Weight", type: "weight", value: '{"value":480.0,"unit":"GRAMS"}' },
        { storefront: "PUBLIC_READ", name: "Colours", type: "list.single_line_text_field", value: '["red","blue"]' },
        { storefront: "PUBLIC_READ", name: "Manual", type: "file_reference", value: "gid://shopify/GenericFile/1" },
        { storefront: "NONE", name: "Purchase price", type: "number_decimal", value: "31.20" },
      ],
      related: [4],
      variants: [
        { nr: 101, sku: "JKT-M", title: "M", price: "149.95", stock: 4 },
        { nr: 102, sku: "JKT-L", title: "L", price: "149.95", stock: 0 },
      ],
    },
    {
      nr: 2,
      title: "Socks",
      type: "Socks",
      status: "ACTIVE",
      tracked: true,
      option: null,
      metafields: [],
      related: [],
      variants: [{ nr: 201, sku: "SOC-1", title: "Default Title", price: "13.33", stock: -2 }],
    },
    {
      nr: 3,
      title: "Mug",
      type: "Kitchen",
      status: "ACTIVE",
      tracked: false,
      option: null,
      metafields: [],
      related: [],
      variants: [{ nr: 301, sku: null, title: "Default Title", price: "8.99", stock: 0 }],
    },
    {
      nr: 4,
      title: "Wind Jacket",
      type: "Jackets",
      status: "ACTIVE",
      tracked: true,
      option: null,
      metafields: [about],
      related: [],
      variants: [{ nr: 401, sku: "WND-1", title: "Default Title", price: "99.00", stock: 7 }],
    },
    {
      nr: 5,
      title: "Secret Jacket",
      type: "Jackets",
      status: "DRAFT",
      tracked: true,
      option: null,
      metafields: [],
      related: [],
      variants: [{ nr: 501, sku: "SEC-1", title: "Default Title", price: "1.00", stock: 7 }],
    },
    {
      nr: 6,
      title: "Fleece Jacket",
      type: "Jackets",
      status: "ACTIVE",
      tracked: true,
      option: null,
      metafields: [],
      related: [],
      variants: [{ nr: 601, sku: "FLC-1", title: "Default Title", price: "59.00", stock: 7 }],
    },
  ];
}

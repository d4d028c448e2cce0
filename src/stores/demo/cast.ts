/**
 * The people of the demo whose orders show one situation each. Everything here is a promise to the demo page, the
 * tests and the documentation; the other 980 orders are scenery.
 */
import type { ParcelScenario } from "../../domain/demo-parcel.ts";

export type DemoSituation =
  | "in_transit"
  | "late"
  | "stuck"
  | "bad_address"
  | "customs"
  | "delivered"
  | "delivered_disputed"
  | "partial"
  | "cancelled"
  | "refunded"
  | "partially_refunded"
  | "several_open"
  | "not_shipped"
  | "out_for_delivery"
  | "pickup"
  | "returned"
  | "lost"
  | "label_only"
  | "payment_pending"
  | "vip"
  | "overdue"
  | "no_orders";

export type DemoCastMember = {
  name: string;
  email: string;
  country: string;
  language: string;
  isVip: boolean;
  situation: DemoSituation;
  /** The order that shows it, without "#"; null for the customer without orders. */
  order: string | null;
  /** One sentence for the demo page. */
  about: string;
  /** What this customer might write. */
  asks: string;
};

function member(
  name: string,
  country: string,
  language: string,
  situation: DemoSituation,
  order: number | null,
  about: string,
  asks: string,
): DemoCastMember {
  const email = `${name.split(" ")[0]!.toLowerCase()}@example.com`;
  return {
    name,
    email,
    country,
    language,
    isVip: situation === "vip",
    situation,
    order: order === null ? null : String(order),
    about,
    asks,
  };
}

export const demoCast: readonly DemoCastMember[] = [
  member("Ana Lima", "IE", "en", "in_transit", 1042, "Her order is in transit and on time.", "Where is my order #1042?"),
  member(
    "Ben Hartley",
    "GB",
    "en",
    "late",
    1043,
    "His parcel is five days late.",
    "Order 1043 should have been here days ago. Where is it?",
  ),
  member(
    "Chiara Ricci",
    "IT",
    "it",
    "stuck",
    1044,
    "Her parcel has not moved for a week.",
    "The tracking for #1044 has not changed for a week. What is going on?",
  ),
  member(
    "Dana Brooks",
    "US",
    "en",
    "bad_address",
    1045,
    "Her parcel could not be delivered: the label is damaged.",
    "Tracking says my address label is damaged. Order #1045.",
  ),
  member("Erik Solheim", "NO", "no", "customs", 1046, "His parcel is held at customs.", "Why is order #1046 stuck in customs?"),
  member("Florence Martin", "FR", "fr", "delivered", 1047, "Her order was delivered and signed for.", "Has order #1047 been delivered?"),
  member(
    "Greta Vogel",
    "DE",
    "de",
    "delivered_disputed",
    1048,
    "Delivered, says the carrier; never arrived, says she.",
    "It says delivered but I never got order #1048.",
  ),
  member(
    "Hugo Serrano",
    "ES",
    "es",
    "partial",
    1049,
    "One parcel is on its way, the rest is still to be sent.",
    "I was told only part of order #1049 was shipped. When does the rest come?",
  ),
  member("Ines Duarte", "PT", "pt", "cancelled", 1050, "Her order was cancelled and paid back.", "When will order #1050 arrive?"),
  member("Jonas Friis", "DK", "da", "refunded", 1051, "He sent everything back and got his money.", "Did you refund order #1051?"),
  member(
    "Kenji Mori",
    "JP",
    "ja",
    "partially_refunded",
    1052,
    "He got the money for one item back, in yen.",
    "How much did you refund for order #1052?",
  ),
  member("Lena Moser", "AT", "de", "several_open", 1053, "She has three open orders.", "Where is my order?"),
  member("Marek Nowicki", "PL", "pl", "not_shipped", 1056, "His order is being packed.", "When will you ship order #1056?"),
  member("Nora Visser", "NL", "nl", "out_for_delivery", 1057, "Her parcel is out for delivery.", "Will #1057 arrive today?"),
  member("Olivia Bright", "AU", "en", "pickup", 1058, "Her parcel waits at the parcel shop.", "Where do I collect order #1058?"),
  member("Pedro Moraes", "BR", "pt", "returned", 1059, "His parcel went back to the sender.", "Why did order #1059 go back to you?"),
  member("Quinn Roberge", "CA", "en", "lost", 1060, "The carrier has given the parcel up.", "Order #1060 never came. What now?"),
  member(
    "Rosa Delgado",
    "US",
    "en",
    "label_only",
    1061,
    "A label exists; the carrier has no parcel yet.",
    "The tracking of #1061 says nothing but announced.",
  ),
  member("Sam Okafor", "GB", "en", "payment_pending", 1062, "His payment has not arrived.", "Did you get my payment for order #1062?"),
  member("Tara Singh", "GB", "en", "vip", 1063, "A very good customer with a parcel on its way.", "Where is order #1063?"),
  member(
    "Ulrik Berg",
    "SE",
    "sv",
    "overdue",
    1064,
    "His order should have left the warehouse three days ago.",
    "Why has order #1064 not shipped yet?",
  ),
  member("Vera Novak", "CH", "de", "no_orders", null, "She has never ordered.", "Where is my order?"),
];

export type Parcel = { scenario: ParcelScenario; ageDays: number; /** The country's usual days when not given. */ transitDays?: number };

/** What an order's story is; amounts and articles are drawn from the seed. Days count back from today. */
export type OrderPlan = {
  number: number;
  email: string;
  placedDaysAgo: number;
  parcels: readonly Parcel[];
  /** Some lines are not in any parcel yet. */
  isPartial?: boolean;
  payment?: "pending" | "authorized" | "paid";
  refund?: "part" | "full";
  cancelReason?: string;
  /** The promised warehouse day is this many days from today. */
  shipsInDays?: number;
};

const one = (number: number, email: string, scenario: ParcelScenario, ageDays: number, more: Partial<OrderPlan> = {}): OrderPlan => ({
  number,
  email,
  placedDaysAgo: ageDays + 1,
  parcels: [{ scenario, ageDays }],
  ...more,
});

/** Ages fit each country's promised days (countries.ts): e.g. Ireland 4, so Ana's parcel of two days is due in two. */
export const castPlans: readonly OrderPlan[] = [
  one(1007, "ana@example.com", "delivered_signed", 212),
  one(1019, "ana@example.com", "delivered_mailbox", 96),
  one(1042, "ana@example.com", "in_transit", 2),
  one(1043, "ben@example.com", "late", 9),
  // Economy post: promised for tomorrow, so this one is stuck and not late.
  { number: 1044, email: "chiara@example.com", placedDaysAgo: 9, parcels: [{ scenario: "stuck", ageDays: 8, transitDays: 9 }] },
  one(1045, "dana@example.com", "bad_address", 9),
  one(1046, "erik@example.com", "customs", 4),
  one(1047, "florence@example.com", "delivered_signed", 5),
  one(1048, "greta@example.com", "delivered_disputed", 4),
  one(1049, "hugo@example.com", "in_transit", 2, { isPartial: true, shipsInDays: 2 }),
  { number: 1050, email: "ines@example.com", placedDaysAgo: 6, parcels: [], cancelReason: "Out of stock", refund: "full" },
  one(1051, "jonas@example.com", "delivered_signed", 16, { refund: "full" }),
  one(1052, "kenji@example.com", "delivered_signed", 14, { refund: "part" }),
  one(1053, "lena@example.com", "in_transit", 1),
  { number: 1054, email: "lena@example.com", placedDaysAgo: 1, parcels: [], shipsInDays: 1 },
  one(1055, "lena@example.com", "late", 8),
  { number: 1056, email: "marek@example.com", placedDaysAgo: 1, parcels: [], shipsInDays: 1 },
  one(1057, "nora@example.com", "out_for_delivery", 3),
  one(1058, "olivia@example.com", "pickup", 10),
  one(1059, "pedro@example.com", "returned", 16),
  one(1060, "quinn@example.com", "lost", 24),
  one(1061, "rosa@example.com", "label_only", 2),
  { number: 1062, email: "sam@example.com", placedDaysAgo: 2, parcels: [], payment: "pending", shipsInDays: 2 },
  one(1063, "tara@example.com", "in_transit", 2),
  { number: 1064, email: "ulrik@example.com", placedDaysAgo: 6, parcels: [], shipsInDays: -3 },
];

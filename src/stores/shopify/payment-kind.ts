import type { PaymentMethodKind } from "../../domain/order.ts";

/** The shop names the gateway ("shopify_payments", "Cash on Delivery (COD)"); the first that fits. */
const kinds: [RegExp, PaymentMethodKind][] = [
  [/gift[_ ]?card/, "gift_card"],
  [/paypal/, "paypal"],
  [/cash on delivery|\bcod\b|^cash$|cash_on_delivery/, "cash"],
  [/bank|wire|transfer|money[_ ]order|sepa|prepayment|vorkasse/, "bank_transfer"],
  [/klarna|invoice|rechnung|afterpay|clearpay|affirm|billie|ratepay|pay[_ ]later|installments/, "invoice"],
  [/shopify_payments|shop_pay|stripe|adyen|authorize|braintree|card|worldpay|mollie|bogus/, "card"],
];
/** What the shop knows of the payment itself says more than the gateway's name, as one gateway takes many kinds. */
const kindsByDetails: Record<string, PaymentMethodKind> = {
  CardPaymentDetails: "card",
  PaypalWalletPaymentDetails: "paypal",
  ShopPayInstallmentsPaymentDetails: "invoice",
};

/** `details`: the type of what the shop says of the payment; null when it says nothing. */
export function paymentKind(gateway: string | null, details: string | null): PaymentMethodKind {
  const name = (gateway ?? "").toLowerCase();
  const byName = kinds.find(([form]) => form.test(name))?.[1];
  return (
    (details === null ? undefined : kindsByDetails[details]) ??
    (details === "LocalPaymentMethodsPaymentDetails" && byName === "card" ? "other" : byName) ??
    "other"
  );
}

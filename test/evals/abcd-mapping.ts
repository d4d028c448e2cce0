/**
 * The sub-flows of ABCD (human-human shop support dialogues) in our words. Several answers are right where the sub-flow
 * spans several of our categories. Written from the names of the flows, before any result was seen.
 */
export const abcdCategories: Record<string, string[]> = {
  recover_password: ["account_access"], recover_username: ["account_access"], reset_2fa: ["account_access"],
  manage_change_address: ["account_access", "order_change"], manage_change_name: ["account_access", "order_change"],
  manage_change_phone: ["account_access", "order_change"], manage_payment_method: ["payment_billing", "account_access", "order_change"],
  status_credit_missing: ["payment_billing", "discount_promo", "refund_return"], status_service_added: ["subscription_membership", "payment_billing"],
  status_service_removed: ["subscription_membership", "payment_billing"], status_shipping_question: ["order_status", "shipping_info", "order_change"],
  manage_cancel: ["cancellation"], manage_create: ["order_change", "availability", "other"], manage_downgrade: ["order_change"],
  manage_upgrade: ["order_change"], status_delivery_time: ["order_status", "shipping_info"], status_mystery_fee: ["payment_billing", "subscription_membership"],
  status_payment_method: ["payment_billing", "order_status"], status_quantity: ["order_status", "order_change", "payment_billing"],
  refund_initiate: ["refund_return", "cancellation"], refund_status: ["refund_return"], refund_update: ["refund_return"],
  return_color: ["refund_return", "damaged_or_wrong_item"], return_size: ["refund_return", "damaged_or_wrong_item"],
  return_stain: ["refund_return", "damaged_or_wrong_item"], bad_price_competitor: ["discount_promo", "complaint"], bad_price_yesterday: ["discount_promo", "complaint"],
  mistimed_billing_already_returned: ["payment_billing", "refund_return"], mistimed_billing_never_bought: ["payment_billing", "subscription_membership"],
  out_of_stock_general: ["availability", "complaint"], out_of_stock_one_item: ["availability", "complaint"], promo_code_invalid: ["discount_promo"],
  promo_code_out_of_date: ["discount_promo"], cost: ["shipping_info", "payment_billing"], manage: ["order_change", "order_status", "shipping_info", "cancellation"],
  missing: ["missing_delivery", "order_status"], status: ["order_status", "missing_delivery"], boots: ["product_question", "availability"],
  jacket: ["product_question", "availability"], jeans: ["product_question", "availability"], shirt: ["product_question", "availability"],
  membership: ["subscription_membership"], policy: ["refund_return", "other", "shipping_info"], pricing: ["discount_promo", "product_question", "subscription_membership"],
  timing: ["discount_promo", "shipping_info", "other"], manage_dispute_bill: ["subscription_membership", "payment_billing"], manage_extension: ["subscription_membership", "payment_billing"],
  manage_pay_bill: ["subscription_membership", "payment_billing"], status_due_amount: ["subscription_membership", "payment_billing"],
  status_due_date: ["subscription_membership", "payment_billing"], credit_card: ["technical_issue", "payment_billing"], search_results: ["technical_issue"],
  shopping_cart: ["technical_issue"], slow_speed: ["technical_issue"],
};

/** Who may be told about an order: rule 6 of the product, "identity before data". */
import type { IdentityKind } from "../domain/message.ts";
import type { Order } from "../domain/order.ts";
import type { RunInput } from "./engine/decision.ts";

export type Address = { kind: IdentityKind; value: string };

/**
 * How it is proven that the order belongs to whoever gets our answer; null when it is not. `reply_address`: whoever wrote,
 * the answer goes to the address on the order and nowhere else.
 */
export function ownershipProof(order: Order, input: RunInput): "proven" | "reply_address" | null {
  if (input.proven.some((address) => isOnOrder(address, order))) return "proven";
  const reply = replyTo(input);
  return reply && isOnOrder(reply, order) ? "reply_address" : null;
}

/** Addresses whose orders may be looked up: proven ones, else the one our answer goes to. */
export function lookupAddresses(input: RunInput): Address[] {
  const proven = input.proven.filter((address) => address.kind !== "channel");
  if (proven.length > 0) return proven;
  const reply = replyTo(input);
  return reply ? [reply] : [];
}

/** Where a one-time code for this order goes; null when it carries no address. */
export function codeAddress(order: Order): Address | null {
  const { email, phone } = order.customer;
  if (email) return { kind: "email", value: email };
  return phone ? { kind: "phone", value: phone } : null;
}

function replyTo(input: RunInput): Address | null {
  if (input.replyAddress === null) return null;
  return { kind: input.replyAddress.includes("@") ? "email" : "phone", value: input.replyAddress };
}

function isOnOrder(address: Address, order: Order): boolean {
  if (address.kind === "email") return sameText(address.value, order.customer.email);
  return address.kind === "phone" && sameText(address.value, order.customer.phone);
}

function sameText(left: string, right: string | null): boolean {
  const wanted = left.trim().toLowerCase();
  return right !== null && wanted !== "" && wanted === right.trim().toLowerCase();
}

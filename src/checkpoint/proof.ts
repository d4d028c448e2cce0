/** Whose order is it? Addresses the writers of a thread have proven to own, against those on the order. */
import type { Sender } from "../domain/message.ts";
import type { Order } from "../domain/order.ts";

export type Address = { kind: string; value: string };

/**
 * Addresses proven by code, and those every message of the thread proves: in a shared thread one writer must not vouch
 * for another. `reply_address`: also those that are only safe to answer to, which is enough to be shown an order and not
 * enough to have it changed.
 */
export function provenAddresses(
  provenByCode: readonly Address[],
  senders: readonly (Sender & { also?: Address[] })[],
  least: "proven" | "reply_address",
): Address[] {
  const proofs = senders.map((sender): Address[] => {
    if (sender.proof === "proven") return [sender, ...(sender.also ?? [])];
    return sender.proof === "none" || least === "proven" ? [] : [sender];
  });
  const [first = [], ...rest] = proofs;
  return [...provenByCode, ...first.filter((a) => rest.every((set) => set.some((b) => isSame(a, b))))];
}

export function ownsOrder({ customer: { email, phone } }: Order, proven: readonly Address[]): boolean {
  return proven.some(
    (address) => isSame(address, { kind: "email", value: email ?? "" }) || isSame(address, { kind: "phone", value: phone ?? "" }),
  );
}

export function isSame(a: Address, b: Address): boolean {
  return b.value.trim() !== "" && a.kind === b.kind && a.value.trim().toLowerCase() === b.value.trim().toLowerCase();
}

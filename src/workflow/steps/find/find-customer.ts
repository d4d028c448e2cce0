import { firstName } from "../../facts.ts";
import { moneyFact } from "../../order-facts.ts";
import { lookupAddresses } from "../../ownership.ts";
import type { StepContext } from "../../step.ts";
import type { Search } from "./find-order.ts";

/** What the store knows of the writer, by an address we may look up. */
export async function findCustomer(context: StepContext): Promise<Search> {
  const [address] = lookupAddresses(context.input);
  if (!address) return { result: "none", why: "It is not proven who wrote, so the store was not asked." };
  for (const { connectionId, store } of context.sources.stores) {
    if (context.input.storeId !== null && context.input.storeId !== connectionId) continue;
    const query = address.kind === "email" ? { email: address.value } : { phone: address.value };
    const known = await context.read(`customer:${connectionId}:${address.kind}:${address.value}`, () => store.findCustomer(query));
    if (!known) continue;
    const before = context.facts["customer"] as { vip: boolean; language: string | null };
    const customer = {
      ...before,
      name: known.name,
      first_name: firstName(known.name),
      gender: known.gender ?? null,
      vip: before.vip || known.isVip,
      language: known.language ?? before.language,
      country: known.country,
      order_count: known.orderCount,
      lifetime_value: moneyFact(known.lifetimeValue),
    };
    const why = `${connectionId} knows this customer: ${known.orderCount} orders${known.isVip ? ", VIP" : ""}.`;
    return {
      result: "on",
      why,
      facts: { customer },
      sources: { customer: { source: connectionId, at: context.input.now } },
    };
  }
  return { result: "none", why: "No store knows this customer." };
}

import { z } from "zod";
import { handover } from "../../engine/interpreter.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import type { Branch, StepContext, StepDefinition, StepResult } from "../../step.ts";
import { findCustomer } from "./find-customer.ts";
import { findOrder, type Search } from "./find-order.ts";
import { findShipment } from "./find-shipment.ts";

const settings = z.strictObject({
  find: z.enum(["order", "shipment", "customer"]).meta({ description: "What to look up." }),
  else: nestedSteps.optional().meta({
    description: "Instead of going on, when there is none. Without it: order -> a person; shipment, customer -> on.",
  }),
  several: nestedSteps.optional().meta({
    description: "Instead of going on, when the customer has several orders. Without it: as `else`.",
  }),
});
type Settings = z.infer<typeof settings>;

const searches: Record<Settings["find"], (context: StepContext) => Promise<Search>> = {
  order: findOrder,
  shipment: findShipment,
  customer: findCustomer,
};
const provided: Record<Settings["find"], string[]> = {
  order: ["order?"],
  shipment: ["shipment", "shipments"],
  customer: [],
};

/** Looks facts up in the connected shops and carriers. An order found is not told to anyone before `verify`. */
export const find: StepDefinition<typeof settings> = {
  id: "find",
  summary: "Looks up the order, its shipment or the customer.",
  settings,
  needs: ({ find: what }) =>
    what === "shipment" ? [{ fact: "order", mend: 'Put "- find: order" and "- verify: customer" before it.' }] : [],
  provides: ({ find: what }) => provided[what],
  branches,
  check: ({ find: what, several }) =>
    several && what !== "order" ? [{ at: ["several"], message: "`several` belongs to find: order", mend: "Remove it." }] : [],
  async run(own, context) {
    const { result, ...search } = await searches[own.find](context);
    if (result === "on") return { ...search, go: "on" };
    if (result === "several" && own.several) return { ...search, go: "into", branch: "several" };
    if (own.else) return { ...search, go: "into", branch: "else" };
    return own.find === "order" ? giveUp(search, result, context) : { ...search, go: "on" };
  },
};

function branches({ else: none, several }: Settings): Branch[] {
  const found: Branch[] = [];
  if (none) found.push({ name: "else", at: ["else"], when: "fallback", steps: stepsOf(none, ["else"]) });
  if (several)
    found.push({
      name: "several",
      at: ["several"],
      when: "fallback",
      steps: stepsOf(several, ["several"]),
      provides: ["orders"],
    });
  return found;
}

function giveUp(search: Omit<Search, "result">, result: "none" | "several", { input, desk }: StepContext): StepResult {
  const reason = result === "none" ? "The order was not found." : "The customer has several orders and did not say which one they mean.";
  return { ...search, go: "end", outcome: handover(input, desk, reason) };
}

import { z } from "zod";
import { handover } from "../../engine/interpreter.ts";
import { orderFacts } from "../../order-facts.ts";
import { codeAddress, ownershipProof } from "../../ownership.ts";
import type { StepContext, StepDefinition, StepResult } from "../../step.ts";
import type { FoundOrder } from "../find/find-order.ts";
import { codeQuestion, codeTemplate, maxWrongCodes, wrongCodeTemplate } from "./code-template.ts";

const settings = z.strictObject({
  verify: z.enum(["customer", "identity"]).meta({
    description:
      "customer: the order found belongs to whoever gets the answer, enough to tell about it. identity: the writer has proven it, needed to change it.",
  }),
});

/**
 * The identity gate: order facts exist for conditions and templates only after it. Whoever does not pass is asked for a
 * one-time code, with the same words and the same effects whether the order exists or not.
 */
export const verify: StepDefinition<typeof settings> = {
  id: "verify",
  summary: "Lets the run go on only when the order belongs to the writer; else asks for a one-time code.",
  settings,
  needs: () => [{ fact: "order?", mend: 'Put "- find: order" before it, with an `else` that ends the run.' }],
  provides: ({ verify: what }) => (what === "identity" ? ["order", "order!"] : ["order"]),
  templates: () => [
    { name: codeTemplate, at: ["verify"] },
    { name: wrongCodeTemplate, at: ["verify"] },
  ],
  run({ verify: what }, context) {
    const { order, source } = (context.pending["order"] ?? {
      order: null,
      source: null,
    }) as FoundOrder;
    const proof = order ? ownershipProof(order, context.input) : null;
    if (!order || !source || !proof || (what === "identity" && proof !== "proven")) return askForCode(order, context);
    const { now } = context.input;
    return {
      go: "on",
      why:
        proof === "proven"
          ? "The writer has proven an address that is on the order."
          : "The answer goes to the address on the order and nowhere else.",
      facts: { order: orderFacts(order, now) },
      // A copy of the order has its own time.
      sources: { order: { source, at: order.seenAt ?? now } },
    };
  },
};

/** The code sent before stays good: a new one for every slip of the finger would only confuse. */
function askAgain(render: StepContext["render"]): StepResult {
  return {
    go: "end",
    why: "The one-time code does not fit, and there is a try left.",
    effects: [{ kind: "reply", reply: render(wrongCodeTemplate), asks: codeQuestion }],
    outcome: { kind: "asked", reason: "Waits for the right one-time code." },
  };
}

function askForCode(order: FoundOrder["order"], { input, workflow, desk, render }: StepContext): StepResult {
  if (input.asked?.workflow === workflow.name && input.asked.question === codeQuestion) {
    const wrongCodes = input.wrongCodes ?? 0;
    if (wrongCodes > 0 && wrongCodes < maxWrongCodes) return askAgain(render);
    return {
      go: "end",
      why: "A code was sent before and it is still not proven who writes.",
      outcome: handover(input, desk, "The customer could not prove that the order is theirs."),
    };
  }
  return {
    go: "end",
    why: "It is not proven that the order belongs to the writer, so a one-time code is needed.",
    effects: [
      { kind: "reply", reply: render(codeTemplate), asks: codeQuestion },
      { kind: "challenge", to: order ? codeAddress(order) : null },
    ],
    outcome: { kind: "asked", reason: "Waits for the one-time code." },
  };
}

import { z } from "zod";
import type { StepDefinition } from "../../step.ts";
import type { FoundProduct } from "../find/product-search.ts";

const settings = z.strictObject({
  subscribe: z
    .literal("back_in_stock")
    .meta({ description: "To be told once when the product, or the variant that was found, can be had again." }),
});

/** Notes that the customer wants to be told. Only what they asked for: put it behind a condition on their words or their yes. */
export const subscribe: StepDefinition<typeof settings> = {
  id: "subscribe",
  summary: "Notes that the customer wants one message when something is back in stock.",
  settings,
  needs: () => [{ fact: "product", mend: 'Put "- find: product" before it.' }],
  run(_settings, { pending, input }) {
    const { product, source } = pending["product"] as FoundProduct;
    const variantId = typeof pending["variant"] === "string" && product.variants.length > 1 ? pending["variant"] : null;
    const variant = product.variants.find(({ id }) => id === variantId);
    return {
      go: "on",
      why: `Notes that the customer wants to be told once when ${product.title}${variant ? ` (${variant.title})` : ""} is back.`,
      effects: [{ kind: "notice", storeId: source, productId: product.id, variantId, language: input.understanding.language }],
    };
  },
};

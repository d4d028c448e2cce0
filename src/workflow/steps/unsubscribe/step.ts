import { z } from "zod";
import type { StepDefinition } from "../../step.ts";
import { searchProduct } from "../find/product-search.ts";

const settings = z.strictObject({
  unsubscribe: z
    .literal("back_in_stock")
    .meta({ description: "Messages about the product the customer names; about all when it is not clear which." }),
});

/** Who does not want to be told any more is not asked of what: unless one product is named, everything they asked for ends. */
export const unsubscribe: StepDefinition<typeof settings> = {
  id: "unsubscribe",
  summary: "Forgets that the customer wanted to be told when something is back in stock.",
  settings,
  async run(_settings, context) {
    const { result, found } = await searchProduct(context);
    const product = result === "on" ? found[0]!.product : null;
    return {
      go: "on",
      why: `The customer is not told any more when ${product ? product.title : "anything"} is back.`,
      effects: [{ kind: "stop_notice", productId: product?.id ?? null }],
    };
  },
};

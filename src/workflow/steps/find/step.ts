import { z } from "zod";
import { handover } from "../../engine/interpreter.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import type { Branch, StepContext, StepDefinition, StepResult } from "../../step.ts";
import { findArticle } from "./find-article.ts";
import { findCustomer } from "./find-customer.ts";
import { findOrder, type Search } from "./find-order.ts";
import { findAvailability, findChoice, findFeature, findProduct, findQuestion } from "./find-product.ts";
import { findBoughtTogether, findComparison, findRecommendations, findSubstitutes } from "./find-related.ts";
import { findShipment } from "./find-shipment.ts";

const settings = z.strictObject({
  find: z
    .enum([
      "order",
      "shipment",
      "customer",
      "article",
      "question",
      "product",
      "choice",
      "availability",
      "feature",
      "comparison",
      "recommendations",
      "bought_together",
      "substitutes",
    ])
    .meta({ description: "What to look up." }),
  else: nestedSteps.optional().meta({
    description:
      "Instead of going on, when there is none. Without it: shipment, customer -> on; anything else -> a person. question, choice, feature, bought_together and substitutes always go on.",
  }),
  several: nestedSteps.optional().meta({
    description: "Instead of going on, when several orders or products fit. Without it: as `else`.",
  }),
});
type Settings = z.infer<typeof settings>;

const searches: Record<Settings["find"], (context: StepContext) => Promise<Search>> = {
  order: findOrder,
  shipment: findShipment,
  customer: findCustomer,
  product: findProduct,
  availability: findAvailability,
  article: findArticle,
  question: findQuestion,
  choice: findChoice,
  feature: findFeature,
  comparison: findComparison,
  recommendations: findRecommendations,
  bought_together: findBoughtTogether,
  substitutes: findSubstitutes,
};
const provided: Record<Settings["find"], string[]> = {
  order: ["order?"],
  shipment: ["shipment", "shipments"],
  customer: [],
  product: ["product"],
  availability: ["product", "availability"],
  article: ["article"],
  question: ["question"],
  choice: ["choice"],
  feature: ["feature"],
  comparison: ["comparison"],
  recommendations: ["recommendations"],
  bought_together: ["bought_together"],
  substitutes: ["substitutes"],
};
const several: Partial<Record<Settings["find"], string[]>> = { order: ["orders"], product: ["products"], availability: ["products"] };
const ofProduct: readonly Settings["find"][] = ["choice", "feature", "bought_together", "substitutes"];
const goesOnWithout: readonly Settings["find"][] = ["shipment", "customer"];

/** Looks facts up in the connected shops and carriers. An order found is not told to anyone before `verify`. */
export const find: StepDefinition<typeof settings> = {
  id: "find",
  summary:
    "Looks up the order, its shipment, the customer, the article that answers the question, or a product: whether it can be had, what is said of it, and which belong to it.",
  settings,
  needs: ({ find: what }) =>
    what === "shipment"
      ? [{ fact: "order", mend: 'Put "- find: order" and "- verify: customer" before it.' }]
      : ofProduct.includes(what)
        ? [{ fact: "product", mend: 'Put "- find: product" before it.' }]
        : [],
  provides: ({ find: what }) => provided[what],
  branches,
  check: ({ find: what, several: branch }) =>
    branch && !several[what]
      ? [{ at: ["several"], message: "`several` belongs to find: order, product and availability", mend: "Remove it." }]
      : [],
  async run(own, context) {
    const { result, ...search } = await searches[own.find](context);
    if (result === "on") return { ...search, go: "on" };
    if (result === "several" && own.several) return { ...search, go: "into", branch: "several" };
    if (own.else) return { ...search, go: "into", branch: "else" };
    return goesOnWithout.includes(own.find) ? { ...search, go: "on" } : giveUp(own.find, search, result, context);
  },
};

function branches({ find: what, else: none, several: many }: Settings): Branch[] {
  const found: Branch[] = [];
  if (none) found.push({ name: "else", at: ["else"], when: "fallback", steps: stepsOf(none, ["else"]) });
  if (many)
    found.push({
      name: "several",
      at: ["several"],
      when: "fallback",
      steps: stepsOf(many, ["several"]),
      provides: several[what] ?? [],
    });
  return found;
}

function giveUp(
  what: Settings["find"],
  search: Omit<Search, "result">,
  result: "none" | "several",
  { input, desk }: StepContext,
): StepResult {
  const name = what === "order" || what === "article" ? what : "product";
  if (what === "comparison" || what === "recommendations")
    return { ...search, go: "end", outcome: handover(input, desk, `The catalogue gives no ${what.replace(/s$/, "")}: ${search.why}`) };
  const reason =
    result === "none" && what === "article"
      ? "No article answers this."
      : result === "none"
        ? `The ${name} was not found.`
        : `Several ${name}s fit, and the customer did not say which one they mean.`;
  return { ...search, go: "end", outcome: handover(input, desk, reason) };
}

import type { Product, Variant } from "../../../domain/order.ts";
import { askedAttributes, readProductQuestion } from "../../../understand/product-question.ts";
import { matchVariants, type VariantMatch } from "../../../understand/variant-words.ts";
import { yesOrNo } from "../../../understand/yes-no.ts";
import { availabilityFacts, choiceFacts, hasStock, productFacts, productSummary } from "../../product-facts.ts";
import type { StepContext } from "../../step.ts";
import type { Search } from "./find-order.ts";
import { maxProducts, saidOf, searchProduct, type FoundProduct } from "./product-search.ts";

/** The product the message is about. */
export async function findProduct(context: StepContext): Promise<Search> {
  const { result, why, found } = await searchProduct(context);
  if (result !== "on") return { result, why, ...severalFacts(found, context) };
  return { result, why, ...productFound(found[0]!, context) };
}

/** The product, and of its variants the one the message names. A product whose variant is not named is `several`. */
export async function findAvailability(context: StepContext): Promise<Search> {
  const { result, why, found } = await searchProduct(context);
  if (result !== "on") return { result, why, ...severalFacts(found, context) };
  const { product, source } = found[0]!;
  const at = { source, at: context.input.now };
  const known = productFound(found[0]!, context);
  const variant = theVariant(product, context);
  if (!variant)
    return {
      ...known,
      result: "several",
      why: `${why} It has ${product.variants.length} variants, and the message does not say which.`,
      facts: { ...known.facts, products: [productSummary(product)] },
      sources: { ...known.sources, products: at },
    };
  return {
    result,
    why: `${why} Variant ${variant.title}.`,
    facts: { ...known.facts, availability: availabilityFacts(product, variant) },
    pending: { ...known.pending, variant: variant.id },
    sources: { ...known.sources, availability: at },
  };
}

/** Which variants of the product the message names, and which of them can be had. */
export async function findChoice(context: StepContext): Promise<Search> {
  const { product, source } = context.pending["product"] as FoundProduct;
  const match = matchSaid(product, context);
  const titles = match.fits.map(({ title }) => title).join(", ");
  const why = match.isOffered
    ? match.isNamed
      ? `The message means ${titles}.`
      : `The message names none of the ${product.variants.length} variants.`
    : "The message names a size or a colour that the shop does not have of it.";
  return {
    result: "on",
    why,
    facts: { choice: choiceFacts(product, match) },
    sources: { choice: { source, at: context.input.now } },
  };
}

/** The attributes of the product that the message asks for. */
export async function findFeature(context: StepContext): Promise<Search> {
  const { product, source } = context.pending["product"] as FoundProduct;
  const { known, isAsked, isComplete } = askedAttributes(saidOf(context).all, product);
  const why = !isAsked
    ? "The message asks for no property."
    : isComplete
      ? `The catalogue says ${known.map(({ name, value }) => `${name}: ${value}`).join("; ")}.`
      : "The catalogue does not say everything that is asked for.";
  return {
    result: "on",
    why,
    facts: { feature: { known: known.map(({ name, value }) => ({ name, value })), is_asked: isAsked, is_complete: isComplete } },
    sources: { feature: { source, at: context.input.now } },
  };
}

/** What the message asks about products, by its words. Asks no shop. */
export async function findQuestion(context: StepContext): Promise<Search> {
  const { input } = context;
  const topics = readProductQuestion(saidOf(context).all);
  const answer = input.asked ? yesOrNo(input.messages.at(-1)?.text ?? "") : null;
  const asked = Object.entries(topics).flatMap(([topic, is]) => (is ? [topic.replace("_", " ")] : []));
  const answers = input.asked ? ` It answers "${input.asked.question}"${answer ? ` with ${answer}` : ""}.` : "";
  return {
    result: "on",
    why: (asked.length > 0 ? `The message is about ${asked.join(", ")}.` : "The message names none of the usual questions.") + answers,
    facts: { question: { ...topics, yes: answer === "yes", no: answer === "no", answers: input.asked?.question ?? null } },
  };
}

/** The variant of the event that began the run, the one whose number is named, the only one, or the one that fits what is said. */
function theVariant(product: Product, context: StepContext): Variant | null {
  const { variants } = product;
  const started = context.input.resume?.started?.product;
  if (started)
    return started.variantId === null
      ? (variants.find(hasStock) ?? variants[0] ?? null)
      : (variants.find(({ id }) => id === started.variantId) ?? null);
  if (variants.length <= 1) return variants[0] ?? null;
  const skus = (context.input.understanding.entities.sku ?? []).map(({ value }) => value.toUpperCase());
  const bySku = variants.find(({ sku }) => skus.includes(sku.toUpperCase()));
  if (bySku) return bySku;
  const { fits, isNamed, isOffered } = matchSaid(product, context);
  return isNamed && isOffered && fits.length === 1 ? fits[0]! : null;
}

/** What the newest message names counts before what was said earlier: "no, the red one". */
function matchSaid(product: Product, context: StepContext): VariantMatch {
  const { newest, all } = saidOf(context);
  const { language } = context.input.understanding;
  const now = matchVariants(product, newest, language);
  return now.isNamed || !now.isOffered ? now : matchVariants(product, all, language);
}

function productFound(found: FoundProduct, { input }: StepContext): Pick<Search, "facts" | "pending" | "sources"> {
  return {
    facts: { product: productFacts(found.product) },
    pending: { product: found },
    sources: { product: { source: found.source, at: input.now } },
  };
}

function severalFacts(found: FoundProduct[], { input }: StepContext): Pick<Search, "facts" | "sources"> {
  if (found.length === 0) return {};
  return {
    facts: { products: found.slice(0, maxProducts).map(({ product }) => productSummary(product)) },
    sources: { products: { source: found[0]!.source, at: input.now } },
  };
}

import type { Product, Variant } from "../../../domain/order.ts";
import { availabilityFacts, productFacts, productSummary } from "../../product-facts.ts";
import type { StepContext } from "../../step.ts";
import type { Search } from "./find-order.ts";

const maxProducts = 8;
const maxSkus = 3;

type FoundProduct = { product: Product; source: string };

/** By SKU, else by the words of the message. Several that fit equally well are `several`. */
export async function findProduct(context: StepContext): Promise<Search> {
  const { result, why, found } = await search(context);
  if (result !== "on") return { result, why, ...severalFacts(found, context) };
  const { product, source } = found[0]!;
  const at = { source, at: context.input.now };
  return { result, why, facts: { product: productFacts(product) }, sources: { product: at } };
}

/** The product, and of its variants the one the message names. A product whose variant is not named is `several`. */
export async function findAvailability(context: StepContext): Promise<Search> {
  const { result, why, found } = await search(context);
  if (result !== "on") return { result, why, ...severalFacts(found, context) };
  const { product, source } = found[0]!;
  const at = { source, at: context.input.now };
  const variant = namedVariant(product, context);
  const facts = { product: productFacts(product) };
  if (!variant)
    return {
      result: "several",
      why: `${why} It has ${product.variants.length} variants, and the message does not say which.`,
      facts: { ...facts, products: [productSummary(product)] },
      sources: { product: at, products: at },
    };
  return {
    result,
    why: `${why} Variant ${variant.title}.`,
    facts: { ...facts, availability: availabilityFacts(product, variant) },
    sources: { product: at, availability: at },
  };
}

async function search(context: StepContext): Promise<{ result: Search["result"]; why: string; found: FoundProduct[] }> {
  const skus = (context.input.understanding.entities.sku ?? []).map(({ value }) => value).slice(0, maxSkus);
  const bySku: FoundProduct[] = [];
  for (const sku of skus) bySku.push(...(await askStores(context, `sku:${sku}`, { sku })));
  const [first] = bySku;
  if (first) return { result: "on", why: `Found ${first.product.title} by its number.`, found: [first] };
  const text = wanted(context);
  const found = text === "" ? [] : await askStores(context, `text:${text}`, { text, limit: maxProducts });
  const best = bestMatches(found, text);
  if (best.length === 0) return { result: "none", why: "No product of the shop is named.", found: [] };
  if (best.length === 1) return { result: "on", why: `The message names ${best[0]!.product.title}.`, found: best };
  return { result: "several", why: `The message fits ${best.length} products.`, found: best };
}

/** What is looked for: the subject and the message, cut to what a search takes. */
function wanted({ input }: StepContext): string {
  const texts = input.messages.flatMap(({ subject, text }) => (subject ? [subject, text] : [text]));
  return texts.join(" ").replace(/\s+/g, " ").trim().slice(0, 200).toWellFormed();
}

/** Of what the shops found, the products of whose titles most is in the message. A title nothing of which is there does not count. */
function bestMatches(found: FoundProduct[], text: string): FoundProduct[] {
  const said = new Set(wordsOf(text));
  const scored = found.map((one) => ({ one, score: wordsOf(one.product.title).filter((word) => said.has(word)).length }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ one }) => one);
}

/** The only one there is, or the one whose words the message has and no other variant shares. */
function namedVariant({ variants }: Product, context: StepContext): Variant | null {
  if (variants.length <= 1) return variants[0] ?? null;
  const said = new Set(wordsOf(wanted(context)));
  const scored = variants.map((variant) => ({ variant, score: wordsOf(variant.title).filter((word) => said.has(word)).length }));
  const best = Math.max(...scored.map(({ score }) => score));
  const leading = scored.filter(({ score }) => score === best);
  return best > 0 && leading.length === 1 ? leading[0]!.variant : null;
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]{1,40}/gu) ?? []).map((word) =>
    word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word,
  );
}

async function askStores(
  context: StepContext,
  key: string,
  query: { sku: string } | { text: string; limit: number },
): Promise<FoundProduct[]> {
  const found: FoundProduct[] = [];
  for (const { connectionId, store } of context.sources.stores) {
    if (context.input.storeId !== null && context.input.storeId !== connectionId) continue;
    const products = await context.read(`products:${connectionId}:${key}`, () => store.findProducts(query));
    for (const product of products) found.push({ product, source: connectionId });
  }
  return found;
}

function severalFacts(found: FoundProduct[], { input }: StepContext): Pick<Search, "facts" | "sources"> {
  if (found.length === 0) return {};
  return {
    facts: { products: found.slice(0, maxProducts).map(({ product }) => productSummary(product)) },
    sources: { products: { source: found[0]!.source, at: input.now } },
  };
}

/** Which products of the connected shops a message means. */
import type { Product } from "../../../domain/order.ts";
import { tokensOf } from "../../../understand/product-text.ts";
import type { ProductQuery } from "../../../stores/store.ts";
import type { StepContext } from "../../step.ts";

/** A product and the connection that knows it. This is what `pending.product` holds. */
export type FoundProduct = { product: Product; source: string };
export type ProductSearch = { result: "on" | "none" | "several"; why: string; found: FoundProduct[] };

export const maxProducts = 8;
const maxSkus = 3;
const maxChars = 200;

/** What the customer wrote, newest first, with what they had said before we asked: "the red one" is about the lamp of before. */
export function saidOf({ input }: Pick<StepContext, "input">): { newest: string; all: string } {
  const newest = input.messages.flatMap(({ subject, text }) => (subject ? [subject, text] : [text])).join("\n");
  return { newest, all: input.asked ? `${newest}\n${input.asked.text}` : newest };
}

/** The product of the event that began the run; else by SKU, else by the words of the message. Several that fit equally well are `several`. */
export async function searchProduct(context: StepContext): Promise<ProductSearch> {
  const known = context.pending["product"] as FoundProduct | undefined;
  if (known) return { result: "on", why: `It is about ${known.product.title}.`, found: [known] };
  const started = context.input.resume?.started?.product;
  if (started) {
    const found = await askStores(context, `id:${started.productId}`, { id: started.productId }, started.storeId);
    const [first] = found;
    if (!first) return { result: "none", why: "The shop does not have this product any more.", found };
    return { result: "on", why: `It began with ${first.product.title}.`, found: [first] };
  }
  const skus = (context.input.understanding.entities.sku ?? []).map(({ value }) => value).slice(0, maxSkus);
  const bySku: FoundProduct[] = [];
  for (const sku of skus) bySku.push(...(await askStores(context, `sku:${sku}`, { sku })));
  const [first] = bySku;
  if (first) return { result: "on", why: `Found ${first.product.title} by its number.`, found: [first] };
  const found = await searchText(context, maxProducts);
  const best = bestMatches(found, saidOf(context).all);
  if (best.length === 0) return { result: "none", why: "No product of the shop is named.", found: [] };
  if (best.length === 1) return { result: "on", why: `The message names ${best[0]!.product.title}.`, found: best };
  return { result: "several", why: `The message fits ${best.length} products.`, found: best };
}

/** What the shops find by the words of the message, cut to what a search takes. */
export async function searchText(
  context: StepContext,
  limit: number,
  change: (text: string) => string = (text) => text,
): Promise<FoundProduct[]> {
  const text = change(saidOf(context).all).replace(/\s+/g, " ").trim().slice(0, maxChars).toWellFormed();
  return text === "" ? [] : askStores(context, `text:${text}`, { text, limit });
}

/** Of what the shops found, the products of whose titles most is in the message. A title nothing of which is there does not count. */
export function bestMatches(found: readonly FoundProduct[], text: string): FoundProduct[] {
  const said = new Set(tokensOf(text).map(({ word }) => word));
  const scored = found.map((one) => ({ one, score: titleWords(one).filter((word) => said.has(word)).length }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ one }) => one);
}

/**
 * The products a message names one after the other, each at its own place in the text. One that cannot be told from another
 * there ends the search: what is not clear is not compared.
 */
export function namedProducts(found: readonly FoundProduct[], text: string): FoundProduct[] {
  const words = tokensOf(text).map(({ word }) => word);
  const used = new Set<number>();
  const named: FoundProduct[] = [];
  const spoken = new Set<string>();
  for (;;) {
    const scored = found
      .filter((one) => !named.includes(one))
      .map((one) => ({ one, places: bestPlaces(titleWords(one), words, used) }))
      // A word of a title that was named before names nothing new: "is the rain jacket good in the rain?"
      .filter(({ one, places }) => places.length * 2 >= titleWords(one).length && places.some((at) => !spoken.has(words[at]!)));
    const most = Math.max(0, ...scored.map(({ places }) => places.length));
    const best = scored.filter(({ places }) => places.length === most);
    const first = best.toSorted((a, b) => a.places[0]! - b.places[0]!)[0];
    if (!first || best.some((other) => other !== first && other.places.some((at) => first.places.includes(at)))) return named;
    named.push(first.one);
    for (const at of first.places) used.add(at);
    for (const word of titleWords(first.one)) spoken.add(word);
  }
}

/** Where most of a title stands close together, each word once. */
function bestPlaces(title: readonly string[], words: readonly string[], used: ReadonlySet<number>): number[] {
  let best: number[] = [];
  for (let start = 0; start < words.length; start++) {
    const seen = new Set<string>();
    const places: number[] = [];
    for (let at = start; at < Math.min(words.length, start + title.length + 1); at++) {
      const word = words[at]!;
      if (used.has(at) || seen.has(word) || !title.includes(word)) continue;
      seen.add(word);
      places.push(at);
    }
    if (places.length > best.length) best = places;
  }
  return best;
}

export const titleWords = ({ product }: FoundProduct): string[] => [...new Set(tokensOf(product.title).map(({ word }) => word))];

/** Every store the customer may have written to, in order; the store's name is part of the key, so that a replay asks the same. */
export async function askStores(
  context: StepContext,
  key: string,
  query: ProductQuery,
  only = context.input.storeId,
): Promise<FoundProduct[]> {
  const found: FoundProduct[] = [];
  for (const { connectionId, store } of context.sources.stores) {
    if (only !== null && only !== connectionId) continue;
    const products = await context.read(`products:${connectionId}:${key}`, () => store.findProducts(query));
    for (const product of products) found.push({ product, source: connectionId });
  }
  return found;
}

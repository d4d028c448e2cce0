import type { Product, Variant } from "../domain/order.ts";
import { utc } from "./calendar.ts";
import { moneyFact } from "./order-facts.ts";

/** Lists in facts are cut here, as those of orders are. */
const maxVariants = 50;

/** The facts `product.*` of the catalog. */
export function productFacts(product: Product) {
  const prices = product.variants.map(({ price }) => price).toSorted((a, b) => a.amount - b.amount);
  return {
    ...productSummary(product),
    type: product.type,
    highest_price: prices.length > 0 ? moneyFact(prices.at(-1)!) : null,
    restock_at: product.variants.some(hasStock) ? null : (restockDays(product.variants)[0] ?? null),
    variants: product.variants.slice(0, maxVariants).map(variantFact),
    variant_count: product.variants.length,
  };
}

/** The facts `availability.*` of the catalog. */
export function availabilityFacts(product: Product, variant: Variant) {
  const { title, ...fact } = variantFact(variant);
  return { title: product.title, variant: product.variants.length > 1 ? title : null, ...fact };
}

export function productSummary({ title, url, variants }: Product) {
  const prices = variants.map(({ price }) => price).toSorted((a, b) => a.amount - b.amount);
  return { title, url, price: prices[0] ? moneyFact(prices[0]) : null, in_stock: variants.some(hasStock) };
}

function variantFact(variant: Variant) {
  return {
    title: variant.title,
    sku: variant.sku,
    price: moneyFact(variant.price),
    in_stock: hasStock(variant),
    stock: Math.max(0, variant.stock),
    restock_at: hasStock(variant) ? null : utc(variant.restockAt),
  };
}

function hasStock({ stock }: Variant): boolean {
  return stock > 0;
}

function restockDays(variants: readonly Variant[]): string[] {
  return variants.flatMap(({ restockAt }) => utc(restockAt) ?? []).sort();
}

import type { Product, Variant } from "../domain/order.ts";
import { utc } from "./calendar.ts";
import { moneyFact } from "./order-facts.ts";

/** As src/understand/variant-words.ts finds it. */
export type VariantMatch = { fits: readonly Variant[]; isNamed: boolean; isOffered: boolean };

/** Lists in facts are cut here, as those of orders are. */
const maxVariants = 50;
const maxAttributes = 50;

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
    attributes: product.attributes.slice(0, maxAttributes).map(({ name, value }) => ({ name, value })),
  };
}

/** The facts `availability.*` of the catalog. */
export function availabilityFacts(product: Product, variant: Variant) {
  const { title, ...fact } = variantFact(variant);
  return { title: product.title, variant: product.variants.length > 1 ? title : null, ...fact };
}

/** The facts `choice.*` of the catalog. */
export function choiceFacts({ variants }: Product, { fits, isNamed, isOffered }: VariantMatch) {
  const shown = fits.slice(0, maxVariants);
  return {
    is_one: variants.length === 1 || (isNamed && isOffered && fits.length === 1),
    is_named: isNamed,
    is_offered: isOffered,
    variants: shown.map(variantFact),
    in_stock: shown.filter(hasStock).map(({ title }) => title),
    sold_out: shown.filter((variant) => !hasStock(variant)).map(({ title }) => title),
  };
}

/** The facts `comparison.*` of the catalog: only what the catalogue says of both. */
export function comparisonFacts(first: Product, second: Product) {
  const [one, other] = [productSummary(first), productSummary(second)];
  const rows = first.attributes.slice(0, maxAttributes).flatMap(({ name, value }) => {
    const match = second.attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase());
    return match ? [{ name, first_value: value, second_value: match.value }] : [];
  });
  return {
    first_title: one.title,
    second_title: other.title,
    first_price: one.price,
    second_price: other.price,
    first_in_stock: one.in_stock,
    second_in_stock: other.in_stock,
    first_url: one.url,
    second_url: other.url,
    rows,
  };
}

/** A product to be offered, with the price of what can be had of it; null when nothing can. */
export function offerSummary(product: Product) {
  const variants = product.variants.filter(hasStock);
  return variants.length > 0 ? productSummary({ ...product, variants }) : null;
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

export function hasStock({ stock }: Variant): boolean {
  return stock > 0;
}

function restockDays(variants: readonly Variant[]): string[] {
  return variants.flatMap(({ restockAt }) => utc(restockAt) ?? []).sort();
}

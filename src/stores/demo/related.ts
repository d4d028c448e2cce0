/** Products that belong to a product: by the orders there were, and by what the catalogue says of both. */
import type { Order, Product } from "../../domain/order.ts";
import type { BoughtTogether, RelatedQuery } from "../store.ts";

/** One order alone would say something about its customer. */
const fewestOrders = 2;

export function boughtTogether(
  products: readonly Product[],
  orders: readonly Order[],
  { productId, limit }: RelatedQuery,
): BoughtTogether[] {
  const counts = new Map<string, number>();
  for (const { lines, status } of orders) {
    const ids = new Set(lines.map((line) => line.productId));
    if (status === "cancelled" || !ids.has(productId)) continue;
    for (const id of ids) if (id !== null && id !== productId) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return products
    .map((product) => ({ product, orders: counts.get(product.id) ?? 0 }))
    .filter((one) => one.orders >= fewestOrders)
    .toSorted((one, other) => other.orders - one.orders)
    .slice(0, Math.max(0, limit));
}

/** Of the same type; the more attributes they share and the closer their prices, the earlier. */
export function similarProducts(products: readonly Product[], { productId, limit }: RelatedQuery): Product[] {
  const wanted = products.find(({ id }) => id === productId);
  if (!wanted) return [];
  return products
    .filter(({ id, type }) => id !== productId && type === wanted.type)
    .map((product) => ({ product, score: likeness(wanted, product) }))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, Math.max(0, limit))
    .map(({ product }) => product);
}

function likeness(one: Product, other: Product): number {
  const shared = one.attributes.filter(({ name, value }) =>
    other.attributes.some((own) => own.name === name && own.value === value),
  ).length;
  const [low, high] = [lowestPrice(one), lowestPrice(other)].toSorted((a, b) => a - b) as [number, number];
  return shared + (high > 0 ? low / high : 0);
}

const lowestPrice = ({ variants }: Product): number => Math.min(...variants.map(({ price }) => price.amount));

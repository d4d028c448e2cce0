import { dayMs } from "../../domain/demo-parcel.ts";
import type { Product, Variant } from "../../domain/order.ts";
import { catalog, type CatalogRow } from "./catalog.ts";
import { chance, type Chance } from "./random.ts";

export const shopCurrency = "EUR";

/** The catalogue with this seed's stock; restock dates count from `day`. Prices in euros. */
export function makeProducts(seed: number, day: number, shopUrl: string): Product[] {
  return catalog.map((row, index) => {
    const luck = chance(`${seed}/product/${index}`);
    const id = `prd_${String(index + 1).padStart(2, "0")}`;
    const variants = row.variants.map((title, place) => makeVariant(row, `${id}_${place + 1}`, skuOf(row, index, place), title, luck, day));
    const { title, about, type } = row;
    const attributes = row.attributes.map((one) => ({ ...one }));
    return { id, title, description: about, type, url: `${shopUrl}?product=${id}`, attributes, variants };
  });
}

function makeVariant(row: CatalogRow, id: string, sku: string, title: string, luck: Chance, day: number): Variant {
  const isSoldOut = luck.happens(12),
    isComingBack = luck.happens(65),
    inDays = luck.whole(4, 30),
    stock = luck.whole(1, 60);
  const restockAt = isSoldOut && isComingBack ? new Date(day + inDays * dayMs).toISOString() : null;
  return {
    id: `var_${id.slice(4)}`,
    sku,
    title,
    price: { amount: row.cents, currency: shopCurrency },
    stock: isSoldOut ? 0 : stock,
    restockAt,
    options: row.option === null ? [] : [{ name: row.option, value: title }],
  };
}

/** "SRJ-101-2": the initials, the product's place, the variant's. */
export function skuOf(row: CatalogRow, index: number, place: number): string {
  const initials = row.title
    .replace(/[^A-Za-z ]/g, "")
    .split(" ")
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase())
    .join("");
  return `${initials}-${101 + index}-${place + 1}`;
}

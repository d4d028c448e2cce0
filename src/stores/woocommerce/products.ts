/** The catalogue: only what everybody may see, and of its properties those the shop shows. */
import type { Attribute, Product, Variant } from "../../domain/order.ts";
import { known } from "../order-checks.ts";
import type { BoughtTogether, ProductQuery, RelatedQuery } from "../store.ts";
import type { Client, Query } from "./client.ts";
import { skuOf, type MapParts } from "./map-order.ts";
import { rawAttribute, rawProduct, rawVariation, type RawProduct, type RawVariation } from "./raw.ts";
import { maxPerPage, type OrderReader } from "./read-orders.ts";
import { isId, money, plainText } from "./text.ts";
import type { ShopCurrency } from "./writes.ts";

export type ProductParts = MapParts & { client: Client; reader: OrderReader; currency: ShopCurrency };

/** Of what the shop does not count, there is always enough. */
export const uncounted = 9_999;
const maxProducts = 50;
const maxWords = 8;
const maxVariationPages = 3;
/** One order alone would say something about its customer. */
const fewestOrders = 2;

export async function findProducts(parts: ProductParts, query: ProductQuery): Promise<Product[]> {
  if ("id" in query) return whole(parts, isId(query.id) ? [await parts.client.get(`/products/${query.id}`, rawProduct)] : []);
  if ("sku" in query) return bySku(parts, query.sku.trim());
  const limit = Math.max(0, Math.min(query.limit, maxProducts));
  const words = [
    ...new Set(
      query.text
        .slice(0, 300)
        .toLowerCase()
        .match(/[\p{L}\p{N}]{2,40}/gu) ?? [],
    ),
  ].slice(0, maxWords);
  if (limit === 0 || words.length === 0) return [];
  return whole(parts, await search(parts, words, limit));
}

/** The shop finds what holds all words; a question holds more words than a product, so then each word counts for itself. */
async function search(parts: ProductParts, words: readonly string[], limit: number): Promise<RawProduct[]> {
  const ask = (text: string): Promise<RawProduct[]> => list(parts, { search: text, per_page: limit });
  const all = await ask(words.join(" "));
  if (all.length > 0 || words.length === 1) return all.slice(0, limit);
  const found: { raw: RawProduct; words: number }[] = [];
  for (const word of words)
    for (const raw of await ask(word)) {
      const known = found.find((one) => one.raw.id === raw.id);
      if (known) known.words++;
      else found.push({ raw, words: 1 });
    }
  return found
    .toSorted((one, other) => other.words - one.words)
    .slice(0, limit)
    .map(({ raw }) => raw);
}

async function list({ client }: ProductParts, query: Query): Promise<RawProduct[]> {
  const { items } = await client.list("/products", rawProduct, { status: "publish", ...query });
  return items.filter(isSold);
}

/** An article number, or the id of an article that has none. */
async function bySku(parts: ProductParts, sku: string): Promise<Product[]> {
  if (sku === "" || sku.length > 100 || sku.includes(",")) return [];
  const id = /^product-(\d{1,15})$/i.exec(sku)?.[1];
  const { items } = await parts.client.list("/products", rawProduct, id === undefined ? { sku } : { include: [id] });
  const parents = items.map((raw) => raw.parent_id || raw.id);
  const products = await whole(parts, await byIds(parts, [...new Set(parents)]));
  return products.filter(({ variants }) => variants.some((variant) => variant.sku.toUpperCase() === sku.toUpperCase()));
}

const byIds = async (parts: ProductParts, ids: readonly number[]): Promise<RawProduct[]> =>
  ids.length === 0 ? [] : list(parts, { include: ids, orderby: "include", per_page: Math.min(ids.length, maxPerPage) });

const isSold = ({ status, type }: RawProduct): boolean => status === "publish" && type !== "variation" && type !== "grouped";

async function whole(parts: ProductParts, raws: readonly (RawProduct | null)[]): Promise<Product[]> {
  const sold = raws.filter((raw): raw is RawProduct => raw !== null && isSold(raw));
  if (sold.length === 0) return [];
  const currency = await parts.currency();
  const products: Product[] = [];
  for (const raw of sold) products.push(mapProduct(raw, await variationsOf(parts, raw), currency));
  return products;
}

async function variationsOf({ client }: ProductParts, { id, variations }: RawProduct): Promise<RawVariation[]> {
  if (!variations || variations.length === 0) return [];
  const found: RawVariation[] = [];
  for (let page = 1; page <= maxVariationPages; page++) {
    const { items } = await client.list(`/products/${id}/variations`, rawVariation, {
      per_page: maxPerPage,
      page,
      orderby: "id",
      order: "asc",
    });
    found.push(...items);
    if (items.length < maxPerPage) break;
  }
  return found.filter(({ status }) => status === "publish");
}

function mapProduct(raw: RawProduct, variations: readonly RawVariation[], currency: string): Product {
  const title = plainText(raw.name) ?? `Product ${raw.id}`;
  const attributes = (raw.attributes ?? []).flatMap((one) => rawAttribute.safeParse(one).data ?? []);
  const chosenBy = attributes.filter(({ variation }) => variation).map(({ name }) => plainText(name) ?? "");
  const single: Variant = {
    id: String(raw.id),
    sku: skuOf(raw.sku, `product-${raw.id}`),
    title,
    price: money(raw.price, currency),
    stock: stockOf(raw) ?? uncounted,
    restockAt: null,
    options: [],
  };
  return {
    id: String(raw.id),
    title,
    description: plainText(raw.short_description) ?? plainText(raw.description) ?? "",
    type: (raw.categories ?? []).map(({ name }) => plainText(name) ?? "").find((name) => name !== "") ?? "",
    url: known(raw.permalink),
    attributes: unique(
      attributes
        .filter(({ visible, variation }) => visible && !variation)
        .map(({ name, options }) => ({ name: plainText(name) ?? "", value: options.map((one) => plainText(one) ?? "").join(", ") })),
    ),
    variants: variations.length === 0 ? [single] : variations.map((one) => mapVariation(one, raw, title, chosenBy, currency)),
  };
}

function mapVariation(one: RawVariation, parent: RawProduct, title: string, chosenBy: readonly string[], currency: string): Variant {
  const given = unique(one.attributes.map(({ name, option }) => ({ name: plainText(name) ?? "", value: plainText(option) ?? "" })));
  const value = (name: string): string => given.find((own) => own.name.toLowerCase() === name.toLowerCase())?.value ?? "any";
  const options = unique(chosenBy.map((name) => ({ name, value: value(name) })));
  const stock = one.manage_stock === "parent" ? stockOf(parent) : stockOf(one);
  return {
    id: String(one.id),
    sku: skuOf(one.sku, `variation-${one.id}`),
    title: options.map((option) => option.value).join(" / ") || title,
    price: money(one.price, currency),
    stock: stock ?? uncounted,
    restockAt: null,
    options,
  };
}

/** Null: there is some, but nobody counts it. */
function stockOf({ manage_stock: isCounted, stock_quantity: count, stock_status: status }: RawProduct | RawVariation): number | null {
  if (status === "outofstock") return 0;
  return isCounted && count != null ? Math.max(0, Math.floor(count)) : null;
}

const unique = (pairs: readonly Attribute[]): Attribute[] =>
  pairs.filter(
    ({ name, value }, index) => name.trim() !== "" && value.trim() !== "" && pairs.findIndex((one) => one.name === name) === index,
  );

/** What the shop has chosen to sell beside it, then what it finds related by categories and tags. */
export async function similarProducts(parts: ProductParts, { productId, limit }: RelatedQuery): Promise<Product[]> {
  const raw = isId(productId) ? await parts.client.get(`/products/${productId}`, rawProduct) : null;
  const ids = [...new Set([...(raw?.upsell_ids ?? []), ...(raw?.related_ids ?? [])])].filter((id) => String(id) !== productId);
  return (await whole(parts, await byIds(parts, ids.slice(0, maxProducts)))).slice(0, Math.max(0, limit));
}

/** Counted over the newest orders that hold the product. */
export async function boughtTogether(parts: ProductParts, { productId, limit }: RelatedQuery): Promise<BoughtTogether[]> {
  if (!isId(productId) || limit <= 0) return [];
  const { raws } = await parts.reader.page({ product: productId, orderby: "date", order: "desc", per_page: maxPerPage });
  const counts = new Map<number, number>();
  for (const { status, line_items: lines } of raws) {
    if (parts.settings.cancelledStatuses.includes(status) || status === "failed") continue;
    for (const id of new Set(lines.map((line) => line.product_id)))
      if (id && String(id) !== productId) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const often = [...counts].filter(([, orders]) => orders >= fewestOrders).toSorted((one, other) => other[1] - one[1] || one[0] - other[0]);
  const products = await whole(
    parts,
    await byIds(
      parts,
      often.slice(0, maxProducts).map(([id]) => id),
    ),
  );
  return products.map((product) => ({ product, orders: counts.get(Number(product.id))! })).slice(0, limit);
}

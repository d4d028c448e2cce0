/** The catalogue: only what customers may buy, and of its properties only those the shop shows them. */
import { minorUnits } from "../../domain/money.ts";
import type { Product } from "../../domain/order.ts";
import type { ProductQuery } from "../store.ts";
import type { Client } from "./client.ts";
import { skuOf } from "./map-order.ts";
import { known, quoted, toGid } from "./text.ts";

type Attribute = { name: string; value: string };
type RawMetafield = { type: string; value: string; definition: { name: string; access: { storefront: string | null } } | null };
type RawProduct = {
  id: string;
  title: string;
  description: string;
  productType: string;
  status: string;
  onlineStoreUrl: string | null;
  tracksInventory: boolean;
  hasOnlyDefaultVariant: boolean;
  metafields: { nodes: RawMetafield[] };
  variants: {
    nodes: {
      id: string;
      sku: string | null;
      title: string;
      price: string;
      inventoryQuantity: number | null;
      selectedOptions: Attribute[];
    }[];
  };
};
type Shop = { shop: { currencyCode: string } };

/** Of what the shop does not count, there is always enough. */
export const uncounted = 9_999;
const maxWords = 12;
const maxProducts = 50;

export async function findProducts(client: Client, query: ProductQuery): Promise<Product[]> {
  if ("id" in query) return byId(client, query.id);
  if ("sku" in query) return bySku(client, query.sku.trim());
  const words = [...new Set(query.text.slice(0, 300).match(/[\p{L}\p{N}]{2,40}/gu) ?? [])].slice(0, maxWords);
  const first = Math.min(query.limit, maxProducts);
  // "AND", "OR" and "NOT" are words of the shop's search unless they are quoted.
  return words.length === 0 || first <= 0 ? [] : search(client, words.map(quoted).join(" OR "), first);
}

async function search(client: Client, words: string, first: number): Promise<Product[]> {
  type Found = Shop & { products: { nodes: RawProduct[] } };
  const { shop, products } = await client.read<Found>("productsBy", { query: `(${words}) AND status:active`, first });
  return products.nodes.filter(isSold).map((product) => mapProduct(product, shop.currencyCode));
}

async function byId(client: Client, id: string): Promise<Product[]> {
  const gid = toGid("Product", id);
  if (!gid) return [];
  const { shop, product } = await client.read<Shop & { product: RawProduct | null }>("productById", { id: gid });
  return product && isSold(product) ? [mapProduct(product, shop.currencyCode)] : [];
}

/** An article number, or the id of a variant that has none. */
async function bySku(client: Client, sku: string): Promise<Product[]> {
  const variantId = /^variant-(\d{1,20})$/i.exec(sku)?.[1];
  if (sku === "" || sku.length > 255) return [];
  type Variant = { id: string; sku: string | null; product: RawProduct };
  const isWanted = (variant: Variant): boolean =>
    variantId !== undefined || skuOf(variant.sku, variant.id).toUpperCase() === sku.toUpperCase();
  const { currency, variants } =
    variantId === undefined
      ? await client
          .read<Shop & { productVariants: { nodes: Variant[] } }>("productBySku", { query: `sku:${quoted(sku)}` })
          .then(({ shop, productVariants }) => ({ currency: shop.currencyCode, variants: productVariants.nodes }))
      : await client
          .read<Shop & { productVariant: Variant | null }>("productByVariant", { id: `gid://shopify/ProductVariant/${variantId}` })
          .then(({ shop, productVariant }) => ({ currency: shop.currencyCode, variants: productVariant ? [productVariant] : [] }));
  const found = variants.filter(isWanted).map(({ product }) => product);
  const each = found.filter((product, index) => isSold(product) && found.findIndex(({ id }) => id === product.id) === index);
  return each.map((product) => mapProduct(product, currency));
}

/** What the shop itself has put beside the product (its app for recommendations keeps that), then others of the same type. */
export async function similarProducts(client: Client, { productId, limit }: { productId: string; limit: number }): Promise<Product[]> {
  const id = toGid("Product", productId);
  const first = Math.min(limit, maxProducts);
  if (!id || first <= 0) return [];
  type Related = { productType: string; metafield: { references: { nodes: Partial<RawProduct>[] } | null } | null };
  const { shop, product } = await client.read<Shop & { product: Related | null }>("related", {
    id,
    first,
    namespace: "shopify--discovery--product_recommendation",
    key: "related_products",
  });
  if (!product) return [];
  const chosen = (product.metafield?.references?.nodes ?? []).filter((one): one is RawProduct => one.id !== undefined).filter(isSold);
  const products = chosen.map((one) => mapProduct(one, shop.currencyCode));
  const type = known(product.productType);
  if (products.length < first && type !== null)
    products.push(...(await search(client, `product_type:${quoted(type)}`, first + products.length + 1)));
  return products.filter((one, index) => one.id !== id && products.findIndex((other) => other.id === one.id) === index).slice(0, first);
}

const isSold = ({ status }: RawProduct): boolean => status === "ACTIVE" || status === "UNLISTED";

function mapProduct(raw: RawProduct, currency: string): Product {
  const product = {
    id: raw.id,
    title: raw.title,
    description: raw.description,
    type: raw.productType,
    url: known(raw.onlineStoreUrl),
    attributes: attributesOf(raw.metafields.nodes),
    variants: raw.variants.nodes.map((variant) => ({
      id: variant.id,
      sku: skuOf(variant.sku, variant.id),
      title: raw.hasOnlyDefaultVariant ? raw.title : (known(variant.title) ?? raw.title),
      price: minorUnits(Number(variant.price), currency),
      stock: raw.tracksInventory ? Math.max(0, variant.inventoryQuantity ?? 0) : uncounted,
      restockAt: null,
      options: raw.hasOnlyDefaultVariant ? [] : variant.selectedOptions.map(({ name, value }) => ({ name, value })),
    })),
  };
  return product;
}

/** Only what the shop's own pages may show: the rest can be purchase prices. */
function attributesOf(metafields: readonly RawMetafield[]): Attribute[] {
  const found = metafields.flatMap(({ type, value, definition }) => {
    if (definition?.access.storefront !== "PUBLIC_READ") return [];
    const name = known(definition.name);
    const text = known(textOf(type, value));
    return name && text ? [{ name, value: text }] : [];
  });
  return found.filter(({ name }, index) => found.findIndex((one) => one.name === name) === index);
}

const plainTypes = /^(?:single_line_text_field|multi_line_text_field|number_integer|number_decimal|date)$/;

/** Null for what is not text: references, colours, files. */
function textOf(type: string, value: string): string | null {
  if (plainTypes.test(type)) return value.trim();
  const json = parse(value);
  if (/^(?:weight|dimension|volume)$/.test(type)) {
    const { value: amount, unit } = (json ?? {}) as { value?: unknown; unit?: unknown };
    return typeof amount === "number" && typeof unit === "string" ? `${amount} ${unit.toLowerCase()}` : null;
  }
  if (type.startsWith("list.") && plainTypes.test(type.slice(5)))
    return Array.isArray(json) ? json.filter((one) => ["string", "number"].includes(typeof one)).join(", ") : null;
  return null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

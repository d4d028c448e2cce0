/** The catalogue: only what everybody may see. */
import { convert } from "html-to-text";
import { z } from "zod";
import { minorUnits } from "../../domain/money.ts";
import type { Attribute, Product, Variant } from "../../domain/order.ts";
import { known } from "../order-checks.ts";
import type { ProductQuery, RelatedQuery } from "../store.ts";
import type { Client, Query } from "./client.ts";
import { inData, rawProduct, rawSku, type RawProduct } from "./raw.ts";
import { isId } from "./read-orders.ts";
import type { ShopFacts } from "./writes.ts";

export type ProductParts = { client: Client; facts: ShopFacts };

/** Of what the shop does not count, there is always enough. */
export const uncounted = 9_999;
const maxProducts = 50;
const maxWords = 8;
const include = "variants,custom_fields";

export async function findProducts(parts: ProductParts, query: ProductQuery): Promise<Product[]> {
  if ("id" in query) return isId(query.id) ? mapped(parts, await list(parts, { "id:in": query.id })) : [];
  if ("sku" in query) return bySku(parts, query.sku.trim());
  const limit = Math.max(0, Math.min(query.limit, maxProducts));
  const words = [...new Set(query.text.slice(0, 300).match(/[\p{L}\p{N}]{2,40}/gu) ?? [])].slice(0, maxWords);
  if (limit === 0 || words.length === 0) return [];
  const all = await list(parts, { keyword: words.join(" "), limit });
  return mapped(parts, all.length > 0 || words.length === 1 ? all.slice(0, limit) : await byWords(parts, words, limit));
}

/** A question holds more words than a product: each counts for itself. */
async function byWords(parts: ProductParts, words: readonly string[], limit: number): Promise<RawProduct[]> {
  const found: { raw: RawProduct; words: number }[] = [];
  for (const word of words)
    for (const raw of await list(parts, { keyword: word, limit })) {
      const there = found.find((one) => one.raw.id === raw.id);
      if (there) there.words++;
      else found.push({ raw, words: 1 });
    }
  const sorted = found.toSorted((one, other) => other.words - one.words);
  return sorted.slice(0, limit).map(({ raw }) => raw);
}

async function list({ client }: ProductParts, query: Query): Promise<RawProduct[]> {
  const found = await client.get("/v3/catalog/products", inData(z.array(rawProduct)), { include, is_visible: "true", ...query });
  return (found?.data ?? []).filter((raw) => raw.is_visible !== false && raw.availability !== "disabled");
}

/** An article number, or the id of a variant that has none. */
async function bySku(parts: ProductParts, sku: string): Promise<Product[]> {
  if (sku === "" || sku.length > 255) return [];
  const id = /^variant-(\d{1,15})$/i.exec(sku)?.[1];
  const query: Query = id === undefined ? { sku } : { id };
  const found = await parts.client.get("/v3/catalog/variants", inData(z.array(rawSku)), { ...query, limit: 10 });
  const ids = [...new Set((found?.data ?? []).map((one) => one.product_id))];
  if (ids.length === 0) return [];
  const products = await mapped(parts, await list(parts, { "id:in": ids.join(",") }));
  return products.filter(({ variants }) => variants.some((variant) => variant.sku.toUpperCase() === sku.toUpperCase()));
}

async function mapped({ facts }: ProductParts, raws: readonly RawProduct[]): Promise<Product[]> {
  if (raws.length === 0) return [];
  const { currency, url } = await facts();
  return raws.map((raw) => mapProduct(raw, currency, url));
}

function mapProduct(raw: RawProduct, currency: string, shopUrl: string | null): Product {
  const path = known(raw.custom_url?.url);
  const variants = (raw.variants ?? []).filter((variant) => variant.purchasing_disabled !== true);
  const stock = (level: number | null | undefined, tracked: string): number =>
    raw.inventory_tracking === "none" ? uncounted : Math.max(0, (raw.inventory_tracking === tracked ? level : raw.inventory_level) ?? 0);
  return {
    id: String(raw.id),
    title: raw.name,
    description:
      known(
        convert(raw.description ?? "", {
          wordwrap: false,
          selectors: [
            { selector: "a", options: { ignoreHref: true } },
            { selector: "img", format: "skip" },
          ],
        }),
      ) ?? "",
    type: "",
    url: path && shopUrl ? shopUrl.replace(/\/+$/, "") + path : null,
    attributes: unique((raw.custom_fields ?? []).map(({ name, value }) => ({ name, value }))),
    variants: variants.map((variant): Variant => {
      const options = unique(
        (variant.option_values ?? []).map(({ option_display_name: name, label }) => ({ name: name ?? "", value: label ?? "" })),
      );
      return {
        id: String(variant.id),
        sku: known(variant.sku) ?? `variant-${variant.id}`,
        title: options.map(({ value }) => value).join(" / ") || raw.name,
        price: minorUnits(Number(variant.calculated_price ?? raw.calculated_price ?? 0), currency),
        stock: stock(variant.inventory_level, "variant"),
        restockAt: null,
        options,
      };
    }),
  };
}

const unique = (pairs: readonly Attribute[]): Attribute[] =>
  pairs.filter(
    ({ name, value }, index) => name.trim() !== "" && value.trim() !== "" && pairs.findIndex((one) => one.name === name) === index,
  );

/** What the shop has put beside it; otherwise what lies in the same categories. */
export async function similarProducts(parts: ProductParts, { productId, limit }: RelatedQuery): Promise<Product[]> {
  const [raw] = isId(productId) ? await list(parts, { "id:in": productId }) : [];
  const wanted = Math.max(0, Math.min(limit, maxProducts));
  if (!raw || wanted === 0) return [];
  // -1 stands for "let the shop choose".
  const chosen = (raw.related_products ?? []).filter((id) => id > 0);
  const related = chosen.length > 0 ? await list(parts, { "id:in": chosen.join(",") }) : [];
  const categories = raw.categories ?? [];
  const others =
    related.length < wanted && categories.length > 0
      ? await list(parts, { "categories:in": categories.join(","), limit: wanted + 1 + related.length })
      : [];
  const all = [...related, ...others].filter(
    (one, index, each) => one.id !== raw.id && each.findIndex(({ id }) => id === one.id) === index,
  );
  return mapped(parts, all.slice(0, wanted));
}

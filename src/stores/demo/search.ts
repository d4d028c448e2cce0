import type { Product } from "../../domain/order.ts";

const maxTextChars = 200;
const maxWords = 30;

/** Products that share words with `text`, the best match first, then in the catalogue's order. At most `limit`. */
export function searchProducts(products: readonly Product[], text: string, limit: number): Product[] {
  const wanted = [...new Set(wordsOf(text.slice(0, maxTextChars)))].slice(0, maxWords);
  const scored = products.map((product) => ({ product, score: scoreOf(product, wanted) })).filter((item) => item.score > 0);
  return scored
    .toSorted((one, other) => other.score - one.score)
    .slice(0, Math.max(0, limit))
    .map((item) => item.product);
}

/** A word in the title counts three times one in the description. */
function scoreOf(product: Product, wanted: readonly string[]): number {
  const title = wordsOf(`${product.title} ${product.type}`),
    description = wordsOf(product.description);
  let score = 0;
  for (const word of wanted) {
    if (title.some((own) => isSameWord(own, word))) score += 3;
    else if (description.some((own) => isSameWord(own, word))) score += 1;
  }
  return score;
}

/** "boot" finds "boots" and the other way round. */
function isSameWord(one: string, other: string): boolean {
  return one === other || `${one}s` === other || one === `${other}s` || (other.length >= 4 && one.startsWith(other));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{2,40}/gu) ?? [];
}

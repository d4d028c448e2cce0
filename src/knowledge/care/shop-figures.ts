/** Figures in articles that the shop itself says otherwise: the limits of its policies, and the prices of its products. */
import type { Queryable } from "../../db/pool.ts";
import type { Gist } from "../../understand/gist.ts";
import type { StoredPart } from "../store-article.ts";
import { conceptMark, termsOf } from "../terms.ts";
import type { Place } from "./contradictions.ts";
import { figuresOf, isSame, sizeOf, subjectOf, type Figure } from "./figures.ts";

/**
 * A limit as the policy file has it. `asks`: a customer's question it answers, in English; `concepts` of it are looked for in the
 * sentences of articles. `days` or `percent`.
 */
export type PolicyFigure = { text: string; asks: string; days?: number; percent?: number };
/** Prices in main units: 49.9. */
export type PricedProduct = { title: string; prices: { value: number; currency: string }[] };
export type FindProducts = (text: string, storeId: string | null) => Promise<PricedProduct[]>;
export type ShopFinding = { kind: "policy" | "price"; why: string; place: Place; said: string };

/** How much the sentence has to be about what the limit is about. */
const aboutPolicy = { concepts: 0.5, gist: 0.6 };
const maxRatio = 5;
/** Every question is a call to the shop. */
const maxQuestions = 40;

export async function findAgainstPolicy(
  db: Queryable,
  parts: readonly StoredPart[],
  limits: readonly PolicyFigure[],
  gist: Gist | null,
): Promise<ShopFinding[]> {
  const found: ShopFinding[] = [];
  const asked = await termsOf(
    db,
    limits.map(({ asks }) => asks),
    "en",
  );
  for (const part of parts) {
    const all = figuresOf(part.text, part.language);
    if (all.length === 0 || limits.length === 0) continue;
    const texts = all.map((figure) => `${part.heading ?? part.title}\n${subjectOf(figure, all)}`);
    const terms = await termsOf(db, texts, part.language);
    for (const [nth, limit] of limits.entries()) {
      const said = all.map((figure, at) => ({ figure, score: aboutness(terms[at]!, asked[nth]!, texts[at]!, limit.asks, gist) }));
      const about = said.filter(({ figure, score }) => score !== null && isComparable(figure, limit));
      // Another figure of the same passage may be the one that is meant.
      if (about.length === 0 || all.some((figure) => isSame(figure, asFigure(limit)))) continue;
      const { figure } = about.toSorted((one, other) => other.score! - one.score!)[0]!;
      const text = part.text.slice(figure.start, figure.end);
      const why = `The article says “${text}”, the policy ${limit.text}.`;
      found.push({ kind: "policy", why, place: { part, mark: { start: figure.start, end: figure.end } }, said: limit.text });
    }
  }
  return found;
}

function aboutness(
  own: ReadonlyMap<string, number>,
  asked: ReadonlyMap<string, number>,
  text: string,
  asks: string,
  gist: Gist | null,
): number | null {
  const concepts = (terms: ReadonlyMap<string, number>): Set<string> =>
    new Set([...terms.keys()].filter((term) => term.startsWith(conceptMark)));
  const [mine, wanted] = [concepts(own), concepts(asked)];
  const shared = [...wanted].filter((concept) => mine.has(concept)).length / Math.max(1, wanted.size);
  if (shared < aboutPolicy.concepts) return null;
  if (!gist) return shared;
  const [left, right] = [gist(text), gist(asks)];
  const near = left.reduce((sum, value, at) => sum + value * right[at]!, 0);
  return near < aboutPolicy.gist ? null : shared + near;
}

const asFigure = ({ days, percent }: PolicyFigure): Figure => ({
  kind: days === undefined ? "percent" : "duration",
  values: [days === undefined ? `${percent} %` : `days ${days}`],
  start: 0,
  end: 0,
  sentence: "",
  sentenceStart: 0,
});

function isComparable(figure: Figure, limit: PolicyFigure): boolean {
  const wanted = asFigure(limit);
  const [said, limited] = [sizeOf(figure) ?? 0, sizeOf(wanted) ?? 0];
  // A discount below the highest one is no contradiction; a time shorter than the policy's is one, because customers are told less.
  if (figure.kind !== wanted.kind || (wanted.kind === "percent" && said <= limited)) return false;
  return Math.max(said, limited) <= maxRatio * Math.min(said, limited);
}

/** A sentence that names a product and one amount: the amount should be one of its prices. */
export async function findAgainstPrices(parts: readonly StoredPart[], find: FindProducts): Promise<ShopFinding[]> {
  const found: ShopFinding[] = [];
  let questions = 0;
  for (const part of parts) {
    const amounts = figuresOf(part.text, part.language).filter(({ kind }) => kind === "amount");
    for (const figure of amounts) {
      if (amounts.filter(({ sentenceStart }) => sentenceStart === figure.sentenceStart).length > 1) continue;
      if (questions++ >= maxQuestions) return found;
      const sentence = part.text.slice(figure.sentenceStart, figure.sentenceStart + figure.sentence.length);
      const product = (await find(sentence, part.store)).find(({ title }) => names(figure.sentence, title));
      if (!product || product.prices.length === 0) continue;
      const prices = product.prices.map(({ value, currency }) => `${currency} ${value}`);
      const currencies = new Set(product.prices.map(({ currency }) => currency));
      if (figure.values.some((value) => prices.includes(value)) || !figure.values.some((value) => currencies.has(value.split(" ")[0]!)))
        continue;
      const text = part.text.slice(figure.start, figure.end);
      const said = `${product.title}: ${[...new Set(prices)].join(", ")}`;
      found.push({
        kind: "price",
        why: `The article says “${text}”; in the shop ${product.title} costs ${[...new Set(prices)].join(" or ")}.`,
        place: { part, mark: { start: figure.start, end: figure.end } },
        said,
      });
    }
  }
  return found;
}

/** All words of a title of two and more, so that "Boots" alone names none. */
function names(sentence: string, title: string): boolean {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 1 && words.every((word) => sentence.includes(word.length > 4 ? word.replace(/s$/, "") : word));
}

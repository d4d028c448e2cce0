/** Products beside the one in question: compared with it, like it, or bought with it. */
import type { Product } from "../../../domain/order.ts";
import { readBudget, type Budget } from "../../../understand/budget.ts";
import { tokensOf } from "../../../understand/product-text.ts";
import type { RelatedQuery, Store } from "../../../stores/store.ts";
import { comparisonFacts, hasStock, offerSummary } from "../../product-facts.ts";
import { moneyFact } from "../../order-facts.ts";
import type { StepContext } from "../../step.ts";
import type { Search } from "./find-order.ts";
import { bestMatches, maxProducts, namedProducts, saidOf, searchText, titleWords, type FoundProduct } from "./product-search.ts";

/** A reply names a few, not a shelf. */
const maxOffers = 3;
/** Asked for so that enough are left when some are sold out or too dear. */
const maxAsked = 20;

/** The two products a message names. */
export async function findComparison(context: StepContext): Promise<Search> {
  const { all } = saidOf(context);
  const found = namedProducts(await searchText(context, maxAsked), all);
  const [first, second] = found;
  if (!first || !second || found.length > 2)
    return { result: "none", why: `The message names ${found.length} products clearly; two can be compared.` };
  const comparison = comparisonFacts(first.product, second.product);
  if (comparison.first_price === null || comparison.second_price === null)
    return { result: "none", why: "One of the two has no price in the catalogue." };
  return {
    result: "on",
    why: `Compares ${first.product.title} with ${second.product.title}: the catalogue says ${comparison.rows.length} things of both.`,
    facts: { comparison },
    sources: { comparison: { source: first.source, at: context.input.now } },
  };
}

/** What can be had, like the product that is named or by the words of the message, within the budget that is named. */
export async function findRecommendations(context: StepContext): Promise<Search> {
  const { all } = saidOf(context);
  const budget = readBudget(all, context.input.understanding.entities.amount ?? []);
  // A figure in the message is a budget more often than part of a name.
  const found = await searchText(context, maxAsked, (text) => text.replace(/\p{Nd}[\p{Nd}.,]*/gu, " "));
  const named = namedProducts(found, all);
  const like = named.length === 1 ? named[0]! : null;
  const candidates = like ? await similar(like, context) : bySaidWords(found, all);
  const offers = candidates.filter(({ product }) =>
    product.variants.some((variant) => hasStock(variant) && isWithin(budget, variant.price)),
  );
  const why = `${like ? `Like ${like.product.title}` : "By the words of the message"}${budget ? `, ${budgetText(budget)}` : ""}: ${offers.length} can be had.`;
  if (offers.length === 0) return { result: "none", why };
  return { result: "on", why, ...offered("recommendations", offers, context, budget) };
}

/** Goes on with an empty list where no customer, or no store, knows. */
export async function findBoughtTogether(context: StepContext): Promise<Search> {
  const known = context.pending["product"] as FoundProduct;
  const found = await related(known, "together", context, async (store, query) =>
    store.boughtTogether ? (await store.boughtTogether(query)).map(({ product }) => product) : null,
  );
  const offers = (found ?? []).filter(({ product }) => product.variants.some(hasStock));
  const why =
    found === null ? "The store does not tell what was bought together." : `${offers.length} products were bought with it and can be had.`;
  return { result: "on", why, ...offered("bought_together", offers, context, null) };
}

/** Goes on with an empty list where nothing similar can be had, or the store cannot tell. */
export async function findSubstitutes(context: StepContext): Promise<Search> {
  const known = context.pending["product"] as FoundProduct;
  const offers = (await similar(known, context)).filter(({ product }) => product.variants.some(hasStock));
  return { result: "on", why: `${offers.length} similar products can be had.`, ...offered("substitutes", offers, context, null) };
}

async function similar(known: FoundProduct, context: StepContext): Promise<FoundProduct[]> {
  const found = await related(known, "similar", context, async (store, query) => (store.similar ? store.similar(query) : null));
  return found ?? [];
}

/** Null when the store cannot tell; that is read like a fact, so that a replay knows it too. */
async function related(
  { product, source }: FoundProduct,
  what: "similar" | "together",
  context: StepContext,
  ask: (store: Store, query: RelatedQuery) => Promise<Product[] | null>,
): Promise<FoundProduct[] | null> {
  const connection = context.sources.stores.find(({ connectionId }) => connectionId === source);
  if (!connection) return null;
  const query = { productId: product.id, limit: maxProducts };
  const found = await context.read<Product[] | null>(`${what}:${source}:${product.id}`, () => ask(connection.store, query));
  return found?.map((one) => ({ product: one, source })) ?? null;
}

/** The products whose names and kinds have most of the words that are said. */
function bySaidWords(found: readonly FoundProduct[], text: string): FoundProduct[] {
  const said = new Set(tokensOf(text).map(({ word }) => word));
  const score = (one: FoundProduct): number =>
    [...titleWords(one), ...tokensOf(one.product.type).map(({ word }) => word)].filter((word) => said.has(word) && /\p{L}{3}/u.test(word))
      .length;
  const named = bestMatches(found, text).length > 0 ? found : [];
  const best = Math.max(1, ...named.map(score));
  return named.filter((one) => score(one) === best);
}

function isWithin(budget: Budget | null, price: Product["variants"][number]["price"]): boolean {
  if (!budget) return true;
  const { value, currency } = moneyFact(price);
  // What is in another currency cannot be compared, and then nothing is offered.
  if (budget.currency !== null && budget.currency !== currency) return false;
  return (budget.most === null || value <= budget.most) && (budget.least === null || value >= budget.least);
}

const budgetText = ({ least, most }: Budget): string =>
  [least !== null && `from ${least}`, most !== null && `up to ${most}`].filter(Boolean).join(" ");

function offered(
  name: "recommendations" | "bought_together" | "substitutes",
  offers: readonly FoundProduct[],
  { input }: StepContext,
  budget: Budget | null,
): Pick<Search, "facts" | "sources"> {
  const shown = offers.slice(0, maxOffers);
  const within = ({ product }: FoundProduct): Product => ({
    ...product,
    variants: product.variants.filter(({ price }) => isWithin(budget, price)),
  });
  const facts = { [name]: shown.flatMap((one) => offerSummary(within(one)) ?? []) };
  return shown[0] ? { facts, sources: { [name]: { source: shown[0].source, at: input.now } } } : { facts };
}

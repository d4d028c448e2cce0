/** What a message asks about products: a price, a comparison, a property such as the weight, or to be told when one is back. */
import type { Attribute } from "../domain/order.ts";
import { createLexicon, meanings, tokensOf, withoutTitle, type Lexicon } from "./product-text.ts";
import { dateQuestions, propertyPhrases, topicPhrases, type ProductTopic } from "./product-words.ts";

export type ProductQuestion = Record<ProductTopic, boolean>;

let topics: Lexicon<ProductTopic | "date"> | undefined;
let properties: Lexicon<string> | undefined;

export function readProductQuestion(text: string): ProductQuestion {
  topics ??= createLexicon({ ...topicPhrases, date: dateQuestions });
  const found = meanings(topics, text);
  const has = (topic: ProductTopic): boolean => found.has(topic);
  return {
    variants: has("variants"),
    price: has("price"),
    comparison: has("comparison"),
    recommendation: has("recommendation"),
    together: has("together"),
    // "Can you tell me when it is back?" asks for a day.
    notice: has("notice") && !has("stop_notice") && !found.has("date"),
    stop_notice: has("stop_notice"),
  };
}

/**
 * Of a product's attributes those the message asks for, by the words of twelve languages or by the attribute's own name.
 * `isComplete` false: it asks for nothing, or for something the catalogue does not hold.
 */
export function askedAttributes(
  text: string,
  product: { title: string; attributes: readonly Attribute[] },
): { known: Attribute[]; isAsked: boolean; isComplete: boolean } {
  properties ??= createLexicon(propertyPhrases);
  const lexicon = properties;
  const rest = withoutTitle(text, product.title);
  const asked = meanings(lexicon, rest);
  const said = tokensOf(rest).map(({ word }) => word);
  const answered = new Set<string>();
  const known = product.attributes.filter(({ name }) => {
    const about = [...meanings(lexicon, name)].filter((meaning) => asked.has(meaning));
    for (const meaning of about) answered.add(meaning);
    return about.length > 0 || isNamed(name, said);
  });
  const isAsked = known.length > 0 || asked.size > 0;
  return { known, isAsked, isComplete: known.length > 0 && [...asked].every((meaning) => answered.has(meaning)) };
}

function isNamed(name: string, said: readonly string[]): boolean {
  const own = tokensOf(name).map(({ word }) => word);
  return own.some(({ length }) => length > 2) && contains(said, own);
}

/** Whether `part` stands in `all`, word by word. */
export function contains(all: readonly string[], part: readonly string[]): boolean {
  for (let at = 0; at + part.length <= all.length; at++) if (part.every((word, index) => all[at + index] === word)) return true;
  return false;
}

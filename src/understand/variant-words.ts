/**
 * Which variants of a product a message means: its sizes and colours against the product's own values, in twelve languages and
 * whatever the shop calls them ("in groß" finds "L", "in 41" finds "40/41").
 */
import type { Product, Variant } from "../domain/order.ts";
import { contains } from "./product-question.ts";
import { createLexicon, meanings, tokensOf, withoutTitle, type Lexicon } from "./product-text.ts";
import { colourPhrases, noSizePhrases, onlyIn, sizePhrases, sizeWords } from "./product-words.ts";

/**
 * `fits`: the variants that have everything the message names; all of them when it names nothing. `isNamed`: it names something
 * they differ in. `isOffered` false: it names a size or a colour that no variant has.
 */
export type VariantMatch = { fits: Variant[]; isNamed: boolean; isOffered: boolean };

type Said = { words: string[]; letters: Set<string>; sizes: Set<string>; colours: Set<string>; numbers: Set<string>; sized: Set<string> };
type Value = {
  value: string;
  words: string[];
  letters: Set<string>;
  sizes: Set<string>;
  colours: Set<string>;
  numbers: [number, number] | null;
};

// A letter is a size where it stands alone: not "l'article", "it's" or the litres of "13 l".
const letterSize = /(?<![\p{L}\p{N}'’]|\p{N} )(?:x{1,3}[sl]|[2-4]x[sl]|[sml])(?![\p{L}\p{N}'’])/giu;
const figure = /(?<![\p{L}\p{N}.,])(\p{Nd}{1,3}(?:[.,]\p{Nd})?)(?![\p{N}]|[.,]\p{N})/gu;
const money = /[€$£¥₺]|\b(?:eur|usd|gbp|pln|sek|dkk|try|jpy|euros?|kr|zł|tl|%)\b|%/iu;
/** "40/41", "36-38", "185 cm", "42". */
const valueFigures = /^(\p{Nd}{1,3}(?:[.,]\p{Nd})?)(?:\s?[-/–]\s?(\p{Nd}{1,3}(?:[.,]\p{Nd})?))?(?:\s?\p{L}{1,4})?$/u;

let lexicons: { sizes: Lexicon<string>; colours: Lexicon<string>; noSize: Lexicon<"no">; sizeWord: RegExp } | undefined;

export function matchVariants({ title, variants }: Pick<Product, "title" | "variants">, text: string, language?: string): VariantMatch {
  const said = readSaid(withoutTitle(text, title), language);
  let fits = [...variants];
  let isNamed = false;
  const heard = { sizes: false, colours: false };
  let hasSizes = false;
  for (const values of dimensionsOf(variants)) {
    const read = values.names.map(readValue);
    hasSizes ||= read.some(({ letters, sizes, numbers }) => letters.size > 0 || sizes.size > 0 || numbers !== null);
    const named = namedValues(read, said, heard);
    if (named.size === 0) continue;
    isNamed = true;
    fits = fits.filter((variant) => named.has(values.of(variant)));
  }
  // "Large" may be said of anything, "XL" and "size 45" only of a size.
  const wantsSize = said.letters.size > 0 || said.sized.size > 0 || (hasSizes && said.sizes.size > 0);
  const isOffered = (!wantsSize || heard.sizes) && (said.colours.size === 0 || heard.colours) && fits.length > 0;
  return { fits, isNamed, isOffered };
}

/** What the variants differ in. A store that does not say has one thing only: the variant's title. */
function dimensionsOf(variants: readonly Variant[]): { names: string[]; of(variant: Variant): string }[] {
  if (variants.length < 2) return [];
  const names = [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))];
  const readers =
    names.length > 0
      ? names.map((name) => (variant: Variant) => variant.options.find((option) => option.name === name)?.value ?? "")
      : [({ title }: Variant) => title];
  return readers.map((of) => ({ names: [...new Set(variants.map(of))].filter((value) => value !== ""), of }));
}

function namedValues(values: readonly Value[], said: Said, heard: { sizes: boolean; colours: boolean }): Set<string> {
  const literal = values.filter(
    ({ words, value }) => words.some((word) => word.length > 2) && !valueFigures.test(value) && contains(said.words, words),
  );
  const named = literal.length > 0 ? literal : values.filter((one) => fitsOne(one, said));
  if (named.some(({ letters, sizes, numbers }) => letters.size > 0 || sizes.size > 0 || numbers !== null)) heard.sizes = true;
  if (named.some(({ colours }) => colours.size > 0)) heard.colours = true;
  return new Set(named.map(({ value }) => value));
}

function fitsOne({ letters, sizes, colours, numbers }: Value, said: Said): boolean {
  const share = (one: Set<string>, other: Set<string>): boolean => [...one].some((item) => other.has(item));
  // Who writes "L" means no "large" they may have written elsewhere.
  if (
    said.letters.size > 0
      ? share(letters, said.letters) || share(sizes, said.letters)
      : share(letters, said.sizes) || share(sizes, said.sizes)
  )
    return true;
  if (share(colours, said.colours)) return true;
  const figures = said.sized.size > 0 ? said.sized : said.numbers;
  return numbers !== null && [...figures].map(numeric).some((number) => number >= numbers[0] && number <= numbers[1]);
}

function readSaid(text: string, language: string | undefined): Said {
  const { sizes, colours, noSize, sizeWord } = (lexicons ??= makeLexicons());
  const numbers = new Set<string>(),
    sized = new Set<string>();
  for (const { 0: found, index } of text.slice(0, 4_000).matchAll(figure)) {
    const before = text.slice(Math.max(0, index - 24), index),
      after = text.slice(index + found.length, index + found.length + 8);
    if (money.test(before.slice(-4)) || money.test(after.slice(0, 6))) continue;
    numbers.add(found);
    if (sizeWord.test(before)) sized.add(found);
  }
  return {
    words: tokensOf(text).map(({ word }) => word),
    letters: lettersIn(text),
    sizes: meanings(noSize, text).size > 0 ? new Set() : meanings(sizes, text, language),
    colours: meanings(colours, text, language),
    numbers,
    sized,
  };
}

function readValue(value: string): Value {
  const { sizes, colours } = (lexicons ??= makeLexicons());
  const [, low, high] = valueFigures.exec(value) ?? [];
  return {
    value,
    words: tokensOf(value).map(({ word }) => word),
    letters: lettersIn(value),
    sizes: meanings(sizes, value),
    colours: meanings(colours, value),
    numbers: low === undefined ? null : [numeric(low), numeric(high ?? low)],
  };
}

function lettersIn(text: string): Set<string> {
  const found = Array.from(text.slice(0, 4_000).matchAll(letterSize), ([letters]) => letters.toLowerCase());
  return new Set(found.map((letters) => letters.replace(/^([2-4])x/, (_all, count: string) => "x".repeat(Number(count)))));
}

const numeric = (text: string): number => Number(text.replace(",", "."));

function makeLexicons(): NonNullable<typeof lexicons> {
  const before = sizeWords.flatMap((line) => line.split("|").map((word) => word.trim()));
  return {
    sizes: createLexicon(sizePhrases),
    colours: createLexicon(colourPhrases, onlyIn),
    noSize: createLexicon({ no: noSizePhrases }),
    sizeWord: new RegExp(`(?<!\\p{L})(?:${before.join("|")})\\.?(?: \\p{L}{2,4})?[ :]{0,3}$`, "iu"),
  };
}

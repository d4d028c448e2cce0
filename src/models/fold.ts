/**
 * A text as people compare it: without case, accents, invisible characters and kinds of spaces; and where each of its characters
 * stands in the text as it was written.
 */
export type Folded = {
  text: string;
  /** Index into the original, one per UTF-16 unit of `text`, and its length at the end. */ at: number[];
};

/** Letters that do not come apart by themselves. */
const letters: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
const dashes = /[\u2010-\u2015\u2212]/;
const quotes = /[\u2018\u2019\u02bc\u00b4`]/;

export function fold(text: string): Folded {
  return folded(text, false);
}

/** The same with a space for every invisible character, and before a capital inside a word: words that ran together come apart. */
export function foldApart(text: string): Folded {
  return folded(text, true);
}

function folded(text: string, isApart: boolean): Folded {
  let result = "";
  const at: number[] = [];
  let index = 0;
  let wasSmall = false;
  for (const character of text) {
    const isCapital = isApart && /\p{Lu}/u.test(character);
    const plain = isApart && /\p{Cf}/u.test(character) ? " " : (isCapital && wasSmall ? " " : "") + foldOne(character);
    for (let unit = 0; unit < plain.length; unit++) at.push(index);
    result += plain;
    index += character.length;
    wasSmall = isApart && /\p{Ll}|\p{M}/u.test(character);
  }
  at.push(text.length);
  return { text: result, at };
}

function foldOne(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 128) return code <= 32 ? " " : character.toLowerCase();
  if (/\s/.test(character)) return " ";
  if (dashes.test(character)) return "-";
  if (quotes.test(character)) return "'";
  const bare = character
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}]/gu, "");
  return letters[bare] ?? bare;
}

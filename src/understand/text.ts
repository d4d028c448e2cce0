/**
 * Text to words, without making strings: everything the reader looks at (n-grams, phrases, lexicon) is a number computed
 * from UTF-16 codes in arrays that are reused from message to message. Reading is synchronous, so one scratch is enough.
 */

/** Longer texts are cut: what a customer wants is said before this, and every later pass stays bounded. */
export const maxChars = 20_000;

/** Letters of scripts written without spaces (kana, Han, Thai, …) form runs, not words. */
export const run = 2;
const letter = 1,
  digit = 3,
  skip = 4,
  apostrophe = 5;

const kinds = new Uint8Array(65_536);
const folds = new Uint16Array(65_536);
fillTables();

export type Words = {
  /** Lower-case codes, digits as "0". */
  raw: Uint16Array;
  /** The same with accents removed: customers leave them out. */
  folded: Uint16Array;
  /** Offsets of each word in `raw` and `folded`; end is exclusive. */
  start: Int32Array;
  end: Int32Array;
  /** 1 a word, 2 a run of a script without spaces, 3 a number. */
  kind: Uint8Array;
  /** Hash of the folded word. */
  hash: Uint32Array;
  count: number;
  /** Of the original text: letters, capital letters, exclamation marks, characters beyond the Basic Latin block. */
  letters: number;
  capitals: number;
  exclamations: number;
};

export function createWords(): Words {
  const size = maxChars + 8;
  return {
    raw: new Uint16Array(size),
    folded: new Uint16Array(size),
    start: new Int32Array(size),
    end: new Int32Array(size),
    kind: new Uint8Array(size),
    hash: new Uint32Array(size),
    count: 0,
    letters: 0,
    capitals: 0,
    exclamations: 0,
  };
}

/** Splits `text` into `words`, overwriting what was there. Linear in the text, at most `maxChars` of it. */
export function splitWords(text: string, words: Words): void {
  words.letters = words.capitals = words.exclamations = words.count = 0;
  const cut = text.length > maxChars ? text.slice(0, maxChars) : text;
  const lower = countAndLower(cut, words);
  const length = Math.min(lower.length, maxChars);
  let at = 0;
  let open = 0;
  for (let i = 0; i < length; i++) {
    const code = lower.charCodeAt(i);
    const kind = kinds[code]!;
    if (kind === skip) continue;
    if (kind === apostrophe && open === letter) {
      if (isContraction(lower, i)) continue;
    }
    if (kind !== open && open !== 0) {
      closeWord(words, at, open);
      open = 0;
    }
    if (kind === 0 || kind === apostrophe) continue;
    if (open === 0) {
      words.start[words.count] = at;
      open = kind;
    } else if (kind === digit && at - words.start[words.count]! >= 3) continue;
    words.raw[at] = kind === digit ? 48 : code;
    words.folded[at] = kind === digit ? 48 : folds[code]!;
    at++;
  }
  if (open !== 0) closeWord(words, at, open);
}

function closeWord(words: Words, at: number, kind: number): void {
  const index = words.count++;
  words.end[index] = at;
  words.kind[index] = kind;
  words.hash[index] = hashCodes(words.folded, words.start[index]!, at);
}

/** "don't" is one word, "l'ordine" is two: after the apostrophe at most two letters belong to the same word. */
function isContraction(text: string, i: number): boolean {
  if (kinds[text.charCodeAt(i + 1)] !== letter) return false;
  return kinds[text.charCodeAt(i + 2)] !== letter || kinds[text.charCodeAt(i + 3)] !== letter;
}

function countAndLower(text: string, words: Words): string {
  let ascii = true;
  let capitals = 0,
    letters = 0,
    exclamations = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      ascii = false;
      if (kinds[code] === letter) letters++;
      if (code >= 0xc0 && code <= 0xde) capitals++;
      else if (code === 0xff01) exclamations++;
    } else if (code >= 97 && code <= 122) letters++;
    else if (code >= 65 && code <= 90) {
      letters++;
      capitals++;
    } else if (code === 33) exclamations++;
  }
  words.letters = letters;
  words.capitals = capitals;
  words.exclamations = exclamations;
  return ascii ? text.toLowerCase() : text.normalize("NFKC").toLowerCase();
}

export function hashCodes(codes: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ codes[i]!, 0x01000193);
  return mix(hash);
}

export function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Order matters: "not good" is another pair than "good not". */
export function joinHashes(left: number, right: number): number {
  return mix(Math.imul(left, 0x9e3779b1) ^ right ^ 0x51ed270b);
}

export function isNoSpaceScript(code: number): boolean {
  return kinds[code] === run;
}

function fillTables(): void {
  const letters = /[\p{L}\p{M}]/u,
    numbers = /\p{Nd}/u,
    unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
  const extraFolds: Record<string, string> = {
    ß: "s",
    ø: "o",
    æ: "a",
    œ: "o",
    ł: "l",
    đ: "d",
    ı: "i",
    þ: "t",
    ð: "d",
  };
  for (let code = 0; code < 65_536; code++) {
    folds[code] = code;
    if (code >= 0xd800 && code <= 0xf8ff) continue;
    const char = String.fromCharCode(code);
    if (letters.test(char)) kinds[code] = unspaced.test(char) ? run : letter;
    else if (numbers.test(char)) kinds[code] = digit;
    if ((code >= 0xc0 && code < 0x250) || (code >= 0x1e00 && code < 0x1f00)) {
      folds[code] = (extraFolds[char] ?? char.normalize("NFD")).charCodeAt(0);
    }
  }
  for (let code = 0x300; code < 0x370; code++) kinds[code] = skip;
  for (const code of [0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xfe0f]) kinds[code] = skip;
  for (const code of [0x27, 0x2019, 0x2018, 0x60, 0xb4]) kinds[code] = apostrophe;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

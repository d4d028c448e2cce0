/** What a person made of a draft: how much they changed, and whether it says something else now. */

export type Edit = {
  /** Share of words changed, 0 to 1. */
  share: number;
  /** Other numbers, days, amounts or links, a "not" more or less, or hardly a word left: then the draft was wrong. */
  meaningChanged: boolean;
};

/** From this share on it is another reply, whatever its facts. */
const another = 0.5;
const maxWords = 600;

export function compareEdit(before: string, after: string): Edit {
  const left = wordsOf(before),
    right = wordsOf(after);
  const distance = wordDistance(left, right);
  const share = Math.round((distance / Math.max(left.length, right.length, 1)) * 1000) / 1000;
  const meaningChanged = share >= another || !sameSet(factsOf(before), factsOf(after)) || negationsIn(left) !== negationsIn(right);
  return { share, meaningChanged };
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}']{1,40}|[\u3040-\u30ff\u3400-\u9fff]/gu) ?? []).slice(0, maxWords);
}

/** Whatever has a digit in it, and links. */
function factsOf(text: string): Set<string> {
  const found = text.slice(0, 20_000).match(/https?:\/\/[^\s)>\]]{1,300}|[\p{L}\p{N}]{0,20}\d[\p{L}\p{N}.,:/-]{0,40}/gu) ?? [];
  return new Set(found.map((fact) => fact.toLowerCase().replace(/[.,:]+$/, "")));
}

function sameSet(left: Set<string>, right: Set<string>): boolean {
  return left.size === right.size && [...left].every((one) => right.has(one));
}

/** In the languages replies are written in from the start. What is not in the list counts as any other word. */
const negations = new Set(
  "not no never cannot can't don't doesn't won't isn't aren't nicht kein keine keinen nie ne pas jamais aucun aucune no nunca ningún sin non mai nessun não nunca sem niet geen nooit nie bez inte ej aldrig ikke aldrig değil yok hiç without ohne sans".split(
    " ",
  ),
);

function negationsIn(words: readonly string[]): number {
  return words.filter((word) => negations.has(word)).length;
}

/** Levenshtein over words, two rows. */
function wordDistance(left: readonly string[], right: readonly string[]): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change));
    }
    previous = current;
  }
  return previous[right.length]!;
}

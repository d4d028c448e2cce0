import type { Job } from "./fit.ts";
import type { Keep } from "./sparse-rows.ts";
import { createRandom } from "./svm.ts";

/** What training works on: rows in groups of one text and its changed copies, `source[row]` being the row of the text itself. */
export type Material = {
  targets: Int32Array;
  source: Int32Array;
  classes: number;
  /** Rows that a member may learn from. */
  learnable: Int32Array;
  /** Texts whose like the model will meet: they, and no others, tell how good it is. */
  judges: Int32Array;
  /** Classes that are left out in turn; the class of texts that belong nowhere is not among them. */
  named: number[];
  seed: number;
};

/** Members learn from `learn`, and what they say of `test` is kept. */
export type Split = { learn: Int32Array; test: Int32Array };

/** Over this many rows, one more training is felt: fewer of the folds are tried. */
const many = 8_000,
  veryMany = 30_000;

/** Every text to judge by is left out of one split (or, of large sets, a part of them is), with its copies. */
export function foldSplits(material: Material): Split[] {
  const { judges, learnable, source, targets } = material;
  const size = learnable.length;
  const folds = size > many && judges.length < 2_000 ? 3 : 5,
    tried = size <= many || folds === 3 ? folds : size > veryMany ? 1 : 2;
  const foldOf = new Map(spread(judges, targets, folds, material.seed));
  return Array.from({ length: tried }, (_, fold) => ({
    learn: learnable.filter((row) => foldOf.get(source[row]!) !== fold),
    test: judges.filter((row) => foldOf.get(row) === fold),
  }));
}

/** A third of the classes left out of each: their texts then belong nowhere. Large sets do with one third. */
export function outsiderSplits({ judges, learnable, targets, named, seed }: Material): Split[] {
  if (named.length < 4) return [];
  const random = createRandom(seed + 17);
  const part = new Map(shuffled(named, random).map((label, nth) => [label, nth % 3]));
  return Array.from({ length: learnable.length > many ? 1 : 3 }, (_, third) => ({
    learn: learnable.filter((row) => part.get(targets[row]!) !== third),
    test: Int32Array.from(
      shuffled(
        [...judges].filter((row) => part.get(targets[row]!) === third),
        random,
      ).slice(0, 4_000),
    ),
  })).filter(({ learn, test }) => learn.length > 0 && test.length > 0);
}

/** A few thousand texts show as well as all of them how hard to try. */
export function thinned({ learn, test }: Split, seed: number): Split {
  const random = createRandom(seed + 29);
  const some = (rows: Int32Array, most: number) =>
    rows.length <= most ? rows : Int32Array.from(shuffled([...rows], random).slice(0, most));
  return { learn: some(learn, 5_000), test: some(test, 2_000) };
}

export type Trial = { c: number; epochs: number; dim: number; nets: number; keep: Keep; seed: number };

export function linearJob({ learn, test }: { learn: Int32Array; test?: Int32Array }, { c, keep, seed }: Trial): Job {
  return { member: "linear", learn, ...(test ? { test } : {}), keep, options: { c, seed } };
}

export function netJob({ learn, test }: { learn: Int32Array; test?: Int32Array }, { epochs, dim, nets, keep, seed }: Trial): Job {
  return { member: "net", learn, ...(test ? { test } : {}), keep, options: { epochs, dim, nets, seed } };
}

/** Every label spread evenly over the folds. */
function spread(rows: Int32Array, targets: Int32Array, folds: number, seed: number): [row: number, fold: number][] {
  const random = createRandom(seed);
  const next = new Map<number, number>();
  return shuffled([...rows], random).map((row) => {
    const nth = next.get(targets[row]!) ?? Math.floor(random() * folds);
    next.set(targets[row]!, nth + 1);
    return [row, nth % folds];
  });
}

function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

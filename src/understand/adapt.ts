import type { FitPool } from "./fit-pool.ts";
import { toShares } from "./model.ts";
import { linearJob, netJob, type Trial } from "./plan.ts";

const rounds = 4;
/** Softness of the members' scores before anything was held back to measure it. */
const marginTemperature = 0.25;

/**
 * Self-training: the members say what unlabelled texts are about, learn from what they are surest of, and say again. Each round
 * takes a larger share of every category, so that the loud ones do not drown the others. Writes the guesses to `targets`;
 * resolves to the rows that now have one.
 */
export async function adapt(
  pool: FitPool,
  targets: Int32Array,
  classes: number,
  labelled: Int32Array,
  unlabelled: Int32Array,
  trial: Trial,
  never: number,
): Promise<Int32Array> {
  let taken = new Int32Array();
  for (let round = 1; round <= rounds; round++) {
    const learn = Int32Array.from([...labelled, ...taken]);
    const [linear, net] = await pool.run([
      linearJob({ learn, test: unlabelled }, trial),
      netJob({ learn, test: unlabelled }, { ...trial, seed: trial.seed + round }),
    ]);
    const guesses = guess(linear!.scores!, net!.scores!, classes, never);
    taken = surest(guesses, classes, round / rounds).map((nth) => unlabelled[nth]!);
    guesses.forEach(({ label }, nth) => (targets[unlabelled[nth]!] = label));
  }
  return taken;
}

type Guess = { label: number; share: number };

function guess(margins: Float32Array, logits: Float32Array, classes: number, never: number): Guess[] {
  const left = new Float64Array(classes),
    right = new Float64Array(classes);
  return Array.from({ length: margins.length / classes }, (_, nth) => {
    toShares(Float64Array.from(margins.subarray(nth * classes, (nth + 1) * classes)), marginTemperature, left);
    toShares(Float64Array.from(logits.subarray(nth * classes, (nth + 1) * classes)), 1, right);
    let best = { label: -1, share: -1 };
    for (let k = 0; k < classes; k++) {
      const share = (left[k]! + right[k]!) / 2;
      if (k !== never && share > best.share) best = { label: k, share };
    }
    return best;
  });
}

/** Of each guessed label the surest `part`. */
function surest(guesses: Guess[], classes: number, part: number): Int32Array {
  const perLabel: number[][] = Array.from({ length: classes }, () => []);
  guesses.forEach(({ label }, nth) => perLabel[label]!.push(nth));
  return Int32Array.from(
    perLabel.flatMap((list) => list.sort((a, b) => guesses[b]!.share - guesses[a]!.share || a - b).slice(0, Math.ceil(list.length * part))),
  );
}

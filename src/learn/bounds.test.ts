import assert from "node:assert/strict";
import { test } from "node:test";
import { logLowerBeta, logUpperBeta } from "./beta.ts";
import { cleanReviewsNeeded, lowerBound, upperBound } from "./bounds.ts";
import { startWatch, watch } from "./change.ts";
import { explain, judge } from "./ladder.ts";
import { binomialTail, chooseThreshold, type Judged } from "./threshold.ts";

/** The same numbers on every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every how many reviews the lead looks; a prime, so that it is in step with nothing. */
const everyNth = 7;

/** In how many of `shops` the bound was wrong at any look. */
function everWrong(shops: number, rate: number, isWrong: (tally: { reviewed: number; wrong: number }) => boolean): number {
  const random = randomOf(Math.round(rate * 1e6) + 17);
  return Array.from({ length: shops }, () => {
    const tally = { reviewed: 0, wrong: 0 };
    for (let nth = 1; nth <= 700; nth++) {
      tally.reviewed++;
      if (random() < rate) tally.wrong++;
      if (nth % everyNth === 0 && isWrong(tally)) return 1;
    }
    return 0;
  }).reduce<number>((a, b) => a + b, 0);
}

test("the promised upper bound holds for a lead who looks all the time, in at least 95 of 100 shops", () => {
  for (const rate of [0.01, 0.05, 0.2]) {
    const wrong = everWrong(300, rate, (tally) => upperBound(tally) < rate);
    assert.ok(wrong <= 15, `${wrong} of 300 at a true rate of ${rate}`);
  }
});

test("so does the lower bound, by which a workflow is taken off auto", () => {
  for (const rate of [0.01, 0.05, 0.2]) {
    const wrong = everWrong(300, rate, (tally) => lowerBound(tally) > rate);
    assert.ok(wrong <= 15, `${wrong} of 300 at a true rate of ${rate}`);
  }
});

test("bounds close in on the truth: more reviews say more, and a mistake costs clean reviews", () => {
  assert.ok(upperBound({ reviewed: 1_000, wrong: 5 }) < upperBound({ reviewed: 200, wrong: 1 }));
  assert.ok(upperBound({ reviewed: 100_000, wrong: 900 }) < 0.0105);
  assert.ok(lowerBound({ reviewed: 100_000, wrong: 900 }) > 0.0078);
  assert.deepEqual([upperBound({ reviewed: 0, wrong: 0 }), lowerBound({ reviewed: 50, wrong: 0 })], [1, 0]);
  const clean = cleanReviewsNeeded({ reviewed: 0, wrong: 0 }, 0.01)!;
  assert.ok(upperBound({ reviewed: clean, wrong: 0 }) <= 0.01 && upperBound({ reviewed: clean - 1, wrong: 0 }) > 0.01);
  assert.ok(cleanReviewsNeeded({ reviewed: 0, wrong: 0 }, 0.001)! > 9 * clean);
  assert.ok(cleanReviewsNeeded({ reviewed: 100, wrong: 1 }, 0.01)! + 100 > clean);
});

test("the incomplete beta function agrees with sums that can be done by hand", () => {
  // I_x(a, b) for whole a and b is the chance of at least a heads in a + b - 1 tosses.
  const byHand = (x: number, a: number, b: number) => 1 - binomialTail(a - 1, a + b - 1, x);
  for (const [x, a, b] of [
    [0.3, 2, 5],
    [0.01, 1, 300],
    [0.7, 20, 4],
    [0.5, 40, 40],
  ] as const) {
    const whole = logLowerBeta(1 - 1e-15, a, b);
    assert.ok(Math.abs(Math.exp(logLowerBeta(x, a, b) - whole) - byHand(x, a, b)) < 1e-10, `${x} ${a} ${b}`);
    assert.ok(Math.abs(Math.exp(logUpperBeta(x, a, b) - whole) - (1 - byHand(x, a, b))) < 1e-10);
  }
});

test("a workflow that was good for months and turns bad sets off the alarm within 200 reviews, a good one keeps quiet", () => {
  const random = randomOf(5);
  const alarmAfter = (rates: number[]): number => {
    const state = startWatch();
    return rates.findIndex((rate) => watch(state, random() < rate, 0.01, 400));
  };
  const good = Array.from({ length: 3_000 }, () => 0.003);
  const turned = Array.from({ length: 60 }, () => alarmAfter([...good, ...Array.from({ length: 1_000 }, () => 0.06)]));
  assert.ok(turned.filter((at) => at >= 3_000 && at < 3_200).length >= 55, String(turned));
  const quiet = Array.from({ length: 60 }, () => alarmAfter(good)).filter((at) => at < 0).length;
  assert.ok(quiet >= 55, `${quiet} of 60`);
});

test("up only when the budget is proven, down at once when it is breached", () => {
  const sent = { total: 0, knownWrong: 0 };
  assert.equal(judge("draft", { sample: { reviewed: 450, wrong: 0 }, sent, isAlarmed: false }, 0.01).verdict, "promote");
  assert.equal(judge("draft", { sample: { reviewed: 450, wrong: 3 }, sent, isAlarmed: false }, 0.01).verdict, "stay");
  assert.equal(judge("auto", { sample: { reviewed: 100, wrong: 12 }, sent, isAlarmed: false }, 0.01).verdict, "demote");
  assert.equal(judge("auto", { sample: { reviewed: 100, wrong: 1 }, sent, isAlarmed: true }, 0.01).verdict, "demote");
  assert.equal(judge("auto", { sample: { reviewed: 100, wrong: 1 }, sent, isAlarmed: false }, 0.01).verdict, "stay");
  // Nobody reviewed them, but customers showed that 40 of 1,000 answers were wrong: at least 1 % are.
  const shown = { total: 1_000, knownWrong: 40 };
  assert.equal(judge("auto", { sample: { reviewed: 0, wrong: 0 }, sent: shown, isAlarmed: false }, 0.01).verdict, "demote");
});

test("the lead reads what is proven and what is still missing", () => {
  const evidence = { sample: { reviewed: 312, wrong: 1 }, sent: { total: 0, knownWrong: 0 }, isAlarmed: false };
  const { why, missing } = explain("draft", evidence, 0.01);
  assert.equal(why, `312 reviewed, 1 wrong, true rate below 2.1 % with 95 % confidence; ${missing} more clean reviews for 1 %.`);
});

test("the confidence from which a workflow may act keeps its promised risk in nine of ten shops, and plain thresholds do not", () => {
  const random = randomOf(11);
  const risk = 0.05;
  /** Right as often as it says, but for a reader that is too sure of itself. */
  const draw = (): Judged => {
    const confidence = random() ** 0.1;
    return { confidence, isRight: random() < confidence ** 1.3 };
  };
  const truth = Array.from({ length: 60_000 }, draw);
  const riskFrom = (threshold: number) => {
    const acted = truth.filter(({ confidence }) => confidence >= threshold);
    return acted.filter(({ isRight }) => !isRight).length / acted.length;
  };
  let proven = 0,
    plain = 0,
    chosen = 0;
  for (let shop = 0; shop < 120; shop++) {
    const seen = Array.from({ length: 1_500 }, draw);
    const found = chooseThreshold(seen, risk, 0.1);
    if (found) chosen++;
    if (found && riskFrom(found.threshold) > risk) proven++;
    if (riskFrom(plainThreshold(seen, risk)) > risk) plain++;
  }
  assert.ok(chosen > 60, `a threshold was found in ${chosen} of 120 shops`);
  assert.ok(proven <= 12, `${proven} of 120 shops were above the risk`);
  assert.ok(plain > 36, `the plain threshold was above it in ${plain} of 120`);
});

/** The lowest one that looked good enough on the same texts. */
function plainThreshold(judged: Judged[], risk: number): number {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  let wrong = 0,
    threshold = 1;
  sorted.forEach(({ confidence, isRight }, nth) => {
    if (!isRight) wrong++;
    if (wrong / (nth + 1) <= risk) threshold = confidence;
  });
  return threshold;
}

test("with a handful of reviews no confidence is proven to be enough", () => {
  assert.equal(
    chooseThreshold(
      Array.from({ length: 20 }, () => ({ confidence: 0.999, isRight: true })),
      0.01,
    ),
    null,
  );
});

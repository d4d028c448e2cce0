/** An answer: how sure it was, whether it was right, and for how many such texts it stands (1). */
export type Judged = { confidence: number; isRight: boolean; weight?: number };

/** Expected calibration error over 15 bins of equal width. */
export function calibrationError(judged: Judged[]): number {
  const bins = Array.from({ length: 15 }, () => ({ confidence: 0, right: 0, total: 0 }));
  for (const { confidence, isRight } of judged) {
    const bin = bins[Math.min(14, Math.floor(confidence * 15))]!;
    bin.confidence += confidence;
    bin.right += isRight ? 1 : 0;
    bin.total++;
  }
  const gap = bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return judged.length > 0 ? gap / judged.length : 0;
}

/**
 * The lowest confidence from which the share of wrong answers is at most `risk`, the upper end of a 95 % Wilson interval
 * taken, since the plain share overshoots on new texts; `coverage` is the share of texts that reach it. 1.01 and 0 (answer
 * nothing) when no threshold is good enough.
 */
export function chooseThreshold(judged: Judged[], risk: number): { threshold: number; coverage: number } {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  const all = sorted.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let wrong = 0,
    total = 0,
    chosen = { threshold: 1.01, coverage: 0 };
  sorted.forEach(({ confidence, isRight, weight = 1 }, i) => {
    total += weight;
    if (!isRight) wrong += weight;
    if (sorted[i + 1]?.confidence === confidence) return;
    if (wilsonUpper(wrong, total) <= risk) chosen = { threshold: confidence, coverage: total / all };
  });
  return chosen;
}

/** Largest share of texts that can be answered with at most `risk` wrong ones among them. */
export function coverageAtRisk(judged: Judged[], risk: number): number {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  let wrong = 0,
    covered = 0;
  sorted.forEach(({ confidence, isRight }, i) => {
    if (!isRight) wrong++;
    if (sorted[i + 1]?.confidence !== confidence && wrong / (i + 1) <= risk) covered = i + 1;
  });
  return judged.length > 0 ? covered / judged.length : 0;
}

function wilsonUpper(wrong: number, total: number): number {
  const z = 1.6449,
    p = wrong / total,
    zz = (z * z) / total;
  return (p + zz / 2 + z * Math.sqrt((p * (1 - p)) / total + zz / (4 * total))) / (1 + zz);
}

/** Chance that a text inside scores higher than one outside; ties count half. */
export function areaUnderCurve(inside: number[], outside: number[]): number {
  if (inside.length === 0 || outside.length === 0) return Number.NaN;
  const all = [...inside.map((value) => ({ value, isIn: true })), ...outside.map((value) => ({ value, isIn: false }))];
  all.sort((a, b) => a.value - b.value);
  let sum = 0;
  for (let i = 0; i < all.length;) {
    let j = i;
    while (j < all.length && all[j]!.value === all[i]!.value) j++;
    const rank = (i + j + 1) / 2;
    for (let k = i; k < j; k++) if (all[k]!.isIn) sum += rank;
    i = j;
  }
  return (sum - (inside.length * (inside.length + 1)) / 2) / (inside.length * outside.length);
}

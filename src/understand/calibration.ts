import { bestOf, toShares, type ModelMetrics, type RiskThreshold } from "./model.ts";
import { judge, readSignals, signalCount, trainJudge, type Judge, type Verdict } from "./judge.ts";
import { calibrationError, chooseThreshold, type Judged } from "./risk.ts";

/** A text nobody learnt from, and what the members said of it. `isOutside`: its class was left out, so every answer is wrong. */
export type HeldBack = {
  margins: Float64Array;
  logits: Float64Array | null;
  label: number;
  known: number;
  seen: number;
  isOutside: boolean;
};

export type Calibration = {
  temperature: number;
  netTemperature: number;
  judge: Judge | null;
  thresholds: RiskThreshold[];
  minKnown: number;
  metrics: ModelMetrics;
};

/** Of a model nobody measured: it names categories, and is sure of none. */
export const unmeasured: Calibration = {
  temperature: 0.25,
  netTemperature: 1,
  judge: null,
  thresholds: [],
  minKnown: 0,
  metrics: { accuracy: 0, ece: 0, knownShare: 0 },
};

/** The risks a model knows a threshold for. */
const risks = [0.01, 0.02, 0.05, 0.1];
/** How many texts that belong nowhere to expect, against those that belong somewhere, when training has none to count. */
const outsideShare = 0.02;
/** The same for thresholds, which promise something and so are on the safe side. */
const outsideFeared = 0.1;

/** @param outside the class of texts that belong nowhere, -1 without one. */
export function calibrate(heldBack: HeldBack[], outside: number): Calibration {
  const inside = heldBack.filter((one) => !one.isOutside);
  const temperature = fitTemperature(inside.map(({ margins, label }) => ({ scores: margins, label })));
  const hasNet = inside[0]?.logits !== null;
  const netTemperature = hasNet ? fitTemperature(inside.map(({ logits, label }) => ({ scores: logits!, label }))) : 1;
  const outsiders = Math.max(heldBack.length - inside.length, 1);
  const share = inside.length / outsiders;
  const weight = Math.min(1, outsideShare * share);
  const verdicts = heldBack.map((one) => toVerdict(one, temperature, netTemperature, outside, one.isOutside ? weight : 1));
  const trained = hasNet ? trainJudge(verdicts) : null;
  const judged: Judged[] = verdicts.map(({ signals, share: own, isRight, weight: counts }) => ({
    confidence: trained ? judge(trained, signals) : own,
    isRight,
    weight: counts,
  }));
  const feared = judged.map((one, nth) =>
    heldBack[nth]!.isOutside ? { ...one, weight: Math.min(1, (outside < 0 ? outsideFeared : outsideShare) * share) } : one,
  );
  const known = Float64Array.from(inside, (one) => one.known).sort();
  const at = (share: number) => known[Math.floor(share * (known.length - 1))] ?? 0;
  const plain = judged.filter((_, nth) => !heldBack[nth]!.isOutside);
  return {
    temperature,
    netTemperature,
    judge: trained,
    thresholds: risks.map((risk) => ({ risk, ...chooseThreshold(feared, risk) })),
    minKnown: at(0.01) * 0.9,
    metrics: {
      accuracy: plain.filter((one) => one.isRight).length / Math.max(plain.length, 1),
      ece: calibrationError(plain),
      knownShare: at(0.5),
    },
  };
}

/** `share`: of the best label, which is the confidence of a model without a judge. */
function toVerdict(
  one: HeldBack,
  temperature: number,
  netTemperature: number,
  outside: number,
  weight: number,
): Verdict & { share: number } {
  const { margins, logits, label, known, seen } = one,
    size = margins.length;
  const marginShares = new Float64Array(size),
    logitShares = new Float64Array(size);
  toShares(margins, temperature, marginShares);
  if (logits) toShares(logits, netTemperature, logitShares);
  const shares = logits ? marginShares.map((share, k) => (share + logitShares[k]!) / 2) : marginShares;
  const best = bestOf(shares, outside);
  const signals = new Float64Array(signalCount);
  readSignals({ margins, logits: logits ?? new Float64Array(size), best, known, seen }, signals);
  return {
    signals,
    share: shares[best]!,
    isRight: !one.isOutside && best === label,
    isOutside: one.isOutside || label === outside,
    weight,
  };
}

/** The temperature under which held-back texts are least surprising (golden-section search on the log loss). */
export function fitTemperature(heldBack: { scores: Float64Array; label: number }[]): number {
  const shares = new Float64Array(heldBack[0]?.scores.length ?? 1);
  const loss = (logT: number) => {
    let sum = 0;
    for (const { scores, label } of heldBack) {
      toShares(scores, Math.exp(logT), shares);
      sum -= Math.log(Math.max(shares[label]!, 1e-12));
    }
    return sum;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.01),
    high = Math.log(3);
  for (let round = 0; round < 24; round++) {
    const left = high - ratio * (high - low),
      right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

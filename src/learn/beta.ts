/** The incomplete beta function in logarithms: counts go into the hundred thousands, and the plain values below 1e-300. */

/** log Γ(x), x > 0. Lanczos approximation, accurate to about 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log of the integral of q^(a-1) (1-q)^(b-1) from 0 to x; a, b > 0 and 0 < x < 1. */
export function logLowerBeta(x: number, a: number, b: number): number {
  const mean = a / (a + b);
  // The continued fraction converges quickly below the mean; above it the other tail is taken from the whole.
  if (x <= mean) return logTail(x, a, b);
  const whole = logGamma(a) + logGamma(b) - logGamma(a + b);
  const other = logTail(1 - x, b, a);
  return whole + Math.log1p(-Math.exp(Math.min(0, other - whole)));
}

/** log of the integral from x to 1. */
export function logUpperBeta(x: number, a: number, b: number): number {
  return logLowerBeta(1 - x, b, a);
}

/** Lentz's method; see Numerical Recipes, "Incomplete Beta Function". */
function logTail(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1,
    d = 1 / away(1 - ((a + b) * x) / (a + 1), tiny),
    sum = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d, tiny);
    c = away(1 + even / c, tiny);
    sum *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d, tiny);
    c = away(1 + odd / c, tiny);
    const factor = d * c;
    sum *= factor;
    if (Math.abs(factor - 1) < 1e-14) break;
  }
  return a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + Math.log(sum);
}

const away = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value);

/** The name out of `names` that was probably meant by `written`; undefined when none is close. For "did you mean …?". */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const wanted = written.slice(0, 60).toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(wanted, name.slice(0, 60).toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): two letters swapped count as one slip. Both texts are short,
 * the caller caps them, so the quadratic table is small.
 */
export function editDistance(left: string, right: string): number {
  let earlier: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      let distance = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change);
      const isSwapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwapped) distance = Math.min(distance, earlier[column - 2]! + 1);
      current.push(distance);
    }
    [earlier, previous] = [previous, current];
  }
  return previous[right.length]!;
}

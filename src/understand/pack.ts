/**
 * What a model knows of its features, one row each, in a quarter of the memory: eight bits a number. A row holds the weights of the
 * linear member, one a label, then the vector of the net. `factors[3 * feature]` are its idf and the scales of the two parts. All of a
 * feature lies in one place, since reading a message is mostly waiting for memory.
 */
export type Table = { rows: Int8Array; width: number; factors: Float32Array };

export type Part = { numbers: Float32Array; width: number };

/** The chosen features, in the order given. */
export function packTable(idf: Float32Array, linear: Part, net: Part | null, chosen: Int32Array): Table {
  const width = linear.width + (net?.width ?? 0);
  const table = { rows: new Int8Array(chosen.length * width), width, factors: new Float32Array(chosen.length * 3) };
  chosen.forEach((feature, place) => {
    table.factors[place * 3] = idf[feature]!;
    table.factors[place * 3 + 1] = packRow(linear, feature, table.rows, place * width);
    if (net) table.factors[place * 3 + 2] = packRow(net, feature, table.rows, place * width + linear.width);
  });
  return table;
}

/** Writes one row of `part`; returns its scale. */
function packRow({ numbers, width }: Part, row: number, rows: Int8Array, at: number): number {
  let largest = 0;
  for (let i = 0; i < width; i++) largest = Math.max(largest, Math.abs(numbers[row * width + i]!));
  const scale = Math.fround(largest / 127);
  if (scale > 0) for (let i = 0; i < width; i++) rows[at + i] = Math.round(numbers[row * width + i]! / scale);
  return scale;
}

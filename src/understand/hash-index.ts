/**
 * An open-addressing table from 32-bit hashes to 0, 1, 2, … in order of arrival. Slot s is `slots[2 * s]`, the hash, beside
 * `slots[2 * s + 1]`, its number plus one (0: empty): one place in memory is looked at, not two.
 */
export type HashIndex = { slots: Int32Array; mask: number; size: number };

export function createHashIndex(expected = 1024): HashIndex {
  let slots = 1024;
  while (slots < expected * 2) slots *= 2;
  return { slots: new Int32Array(slots * 2), mask: slots - 1, size: 0 };
}

/** The number of `hash`, or -1. */
export function findHash({ slots, mask }: HashIndex, hash: number): number {
  const wanted = hash | 0;
  let slot = hash & mask;
  for (;;) {
    const number = slots[slot * 2 + 1]!;
    if (number === 0 || slots[slot * 2] === wanted) return number - 1;
    slot = (slot + 1) & mask;
  }
}

export function addHash(index: HashIndex, hash: number): number {
  if (index.size * 2 > index.mask) grow(index);
  const { slots, mask } = index,
    wanted = hash | 0;
  let slot = hash & mask;
  for (let number = slots[slot * 2 + 1]!; number > 0; number = slots[slot * 2 + 1]!) {
    if (slots[slot * 2] === wanted) return number - 1;
    slot = (slot + 1) & mask;
  }
  slots[slot * 2] = wanted;
  slots[slot * 2 + 1] = ++index.size;
  return index.size - 1;
}

/** All hashes, at the place of their number. */
export function hashesInOrder({ slots, size }: HashIndex): Uint32Array {
  const hashes = new Uint32Array(size);
  for (let at = 0; at < slots.length; at += 2) {
    const number = slots[at + 1]!;
    if (number > 0) hashes[number - 1] = slots[at]!;
  }
  return hashes;
}

function grow(index: HashIndex): void {
  const bigger = createHashIndex(index.mask + 1);
  for (const hash of hashesInOrder(index)) addHash(bigger, hash);
  Object.assign(index, bigger);
}

/** An open-addressing table from 32-bit hashes to 0, 1, 2, … in order of arrival. Typed arrays only: 8 bytes a slot. */
export type HashIndex = { keys: Uint32Array; ids: Int32Array; mask: number; size: number };

export function createHashIndex(expected = 1024): HashIndex {
  let slots = 1024;
  while (slots < expected * 2) slots *= 2;
  return {
    keys: new Uint32Array(slots),
    ids: new Int32Array(slots).fill(-1),
    mask: slots - 1,
    size: 0,
  };
}

/** The number of `hash`, or -1. */
export function findHash(index: HashIndex, hash: number): number {
  const { keys, ids, mask } = index;
  let slot = hash & mask;
  for (;;) {
    const id = ids[slot]!;
    if (id < 0 || keys[slot] === hash) return id;
    slot = (slot + 1) & mask;
  }
}

export function addHash(index: HashIndex, hash: number): number {
  if (index.size * 2 >= index.keys.length) grow(index);
  let slot = hash & index.mask;
  while (index.ids[slot]! >= 0) {
    if (index.keys[slot] === hash) return index.ids[slot]!;
    slot = (slot + 1) & index.mask;
  }
  index.keys[slot] = hash;
  index.ids[slot] = index.size;
  return index.size++;
}

/** All hashes, at the place of their number. */
export function hashesInOrder(index: HashIndex): Uint32Array {
  const hashes = new Uint32Array(index.size);
  for (let slot = 0; slot < index.ids.length; slot++) {
    const id = index.ids[slot]!;
    if (id >= 0) hashes[id] = index.keys[slot]!;
  }
  return hashes;
}

function grow(index: HashIndex): void {
  const bigger = createHashIndex(index.keys.length);
  for (const hash of hashesInOrder(index)) addHash(bigger, hash);
  Object.assign(index, bigger);
}

/** Dictionaries of numbers, by their bits: most columns repeat theirs, such as steps and accuracies. */

export interface NumberDictionary {
  /** The distinct numbers, in order of first appearance. */
  readonly entries: Float64Array;
  /** The index of each number in `entries`. */
  readonly codes: Int32Array;
}

/** A dictionary must have at most this share of the numbers; with more, it saves too little. */
const MAX_DISTINCT_SHARE = 0.5;
/** After this many numbers, a column that has barely repeated one is given up. */
const SAMPLE = 2048;
const MAX_SAMPLE_SHARE = 0.9;
/** Odd multipliers that spread both halves of a double over the table. */
const LOW_MULTIPLIER = 0x9e3779b1;
const HIGH_MULTIPLIER = 0x85ebca6b;

/** Builds the dictionary of some numbers; null where they repeat too little. */
export function buildNumberDictionary(numbers: Float64Array): NumberDictionary | null {
  const count = numbers.length;
  const maxEntries = Math.floor(count * MAX_DISTINCT_SHARE);
  if (maxEntries === 0) return null;
  const tableBits = 33 - Math.clz32(maxEntries);
  const shift = 32 - tableBits;
  const mask = (1 << tableBits) - 1;
  /** Codes plus one; zero is a free slot. */
  const table = new Int32Array(1 << tableBits);
  const bits = new Int32Array(numbers.buffer, numbers.byteOffset, 2 * count);
  const entries = new Float64Array(maxEntries);
  const entryBits = new Int32Array(entries.buffer);
  const codes = new Int32Array(count);
  let size = 0;
  for (let index = 0; index < count; index++) {
    const low = bits[2 * index];
    const high = bits[2 * index + 1];
    let slot = (Math.imul(low, LOW_MULTIPLIER) ^ Math.imul(high, HIGH_MULTIPLIER)) >>> shift;
    let code = table[slot] - 1;
    while (code >= 0 && (entryBits[2 * code] !== low || entryBits[2 * code + 1] !== high)) {
      slot = (slot + 1) & mask;
      code = table[slot] - 1;
    }
    if (code < 0) {
      const isSampleUnique = index === SAMPLE && size > SAMPLE * MAX_SAMPLE_SHARE;
      if (size === maxEntries || isSampleUnique) return null;
      code = size;
      entries[size++] = numbers[index];
      table[slot] = size;
    }
    codes[index] = code;
  }
  return { entries: entries.subarray(0, size), codes };
}

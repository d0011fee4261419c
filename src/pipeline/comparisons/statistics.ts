/**
 * Statistics over a few numbers, with additions in the order of pandas. Missing numbers are NaN and left out; without any
 * number the result is NaN.
 */

export function mean(values: readonly number[]): number {
  const count = countPresent(values);
  return count === 0 ? Number.NaN : sum(values) / count;
}

export function median(values: readonly number[]): number {
  const sorted = dropMissing(values).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** With n - 1 in the denominator; NaN for fewer than two numbers. */
export function sampleDeviation(values: readonly number[]): number {
  const count = countPresent(values);
  if (count < 2) return Number.NaN;
  const center = mean(values);
  return Math.sqrt(sum(values.map((value) => (center - value) ** 2)) / (count - 1));
}

/** The median absolute deviation. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const center = median(values);
  return median(values.map((value) => Math.abs(value - center)));
}

const UNROLLED = 8;
const MAX_BLOCK = 128;

/** NumPy's pairwise sum with missing numbers as 0: eight parallel sums, and large arrays in halves. */
function sum(values: readonly number[]): number {
  const { length } = values;
  const at = (index: number) => (Number.isNaN(values[index]) ? 0 : values[index]);
  if (length > MAX_BLOCK) {
    const half = Math.floor(length / 2);
    const split = half - (half % UNROLLED);
    return sum(values.slice(0, split)) + sum(values.slice(split));
  }
  let total = 0;
  let start = 0;
  if (length >= UNROLLED) {
    start = length - (length % UNROLLED);
    const lanes = Array.from({ length: UNROLLED }, (_, lane) => at(lane));
    for (let index = UNROLLED; index < start; index++) lanes[index % UNROLLED] += at(index);
    const [a, b, c, d, e, f, g, h] = lanes;
    total = a + b + (c + d) + (e + f + (g + h));
  }
  for (let index = start; index < length; index++) total += at(index);
  return total;
}

function countPresent(values: readonly number[]): number {
  return dropMissing(values).length;
}

function dropMissing(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

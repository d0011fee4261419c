/** Statistics over a few numbers; NaN stands for a missing one and is left out, and no number at all gives NaN. */

export function mean(values: readonly number[]): number {
  const present = dropMissing(values);
  return present.length === 0 ? Number.NaN : present.reduce((sum, value) => sum + value, 0) / present.length;
}

export function median(values: readonly number[]): number {
  const sorted = dropMissing(values).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** With n - 1 in the denominator; NaN for fewer than two numbers. */
export function sampleDeviation(values: readonly number[]): number {
  const present = dropMissing(values);
  if (present.length < 2) return Number.NaN;
  const center = mean(present);
  const squares = present.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (present.length - 1));
}

/** The median distance from the median. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const center = median(values);
  return median(values.map((value) => Math.abs(value - center)));
}

function dropMissing(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

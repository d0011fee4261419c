/**
 * Mean and sample deviation by group, with the operations of pandas in pandas' order, so that the last digits agree:
 * sums with Kahan's compensation, and deviations by Welford. Missing values are left out.
 */

/** Computes means by group, one column after another. */
export class GroupMeans {
  readonly #sums: Float64Array;
  /** The rounding errors of the sums. */
  readonly #compensations: Float64Array;
  readonly #counts: Uint32Array;
  #isSingle = false;

  constructor(groupCount: number) {
    this.#sums = new Float64Array(groupCount);
    this.#compensations = new Float64Array(groupCount);
    this.#counts = new Uint32Array(groupCount);
  }

  /** Starts a column. For four-byte floats (`isSingle`) pandas computes in four bytes. */
  begin(isSingle = false): void {
    this.#sums.fill(0);
    this.#compensations.fill(0);
    this.#counts.fill(0);
    this.#isSingle = isSingle;
  }

  add(group: number, value: number): void {
    if (Number.isNaN(value)) return;
    const before = this.#sums[group];
    const corrected = this.#round(value - this.#compensations[group]);
    const sum = this.#round(before + corrected);
    const compensation = this.#round(this.#round(sum - before) - corrected);
    // The error of an infinite sum is NaN.
    this.#compensations[group] = Number.isNaN(compensation) ? 0 : compensation;
    this.#sums[group] = sum;
    this.#counts[group]++;
  }

  /** NaN for a group without values; infinite or NaN if the sum overflows. */
  mean(group: number): number {
    return this.#round(this.#sums[group] / this.#counts[group]);
  }

  hasValue(group: number): boolean {
    return this.#counts[group] > 0;
  }

  #round(value: number): number {
    return this.#isSingle ? Math.fround(value) : value;
  }
}

/** Computes sample deviations (n - 1) by group, one column after another. */
export class GroupDeviations {
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  readonly #counts: Uint32Array;

  constructor(groupCount: number) {
    this.#means = new Float64Array(groupCount);
    this.#squares = new Float64Array(groupCount);
    this.#counts = new Uint32Array(groupCount);
  }

  begin(): void {
    this.#means.fill(0);
    this.#squares.fill(0);
    this.#counts.fill(0);
  }

  add(group: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.#counts[group]++;
    const before = this.#means[group];
    const mean = before + (value - before) / this.#counts[group];
    this.#means[group] = mean;
    this.#squares[group] += (value - mean) * (value - before);
  }

  /** NaN for fewer than two values; infinite or NaN on overflow. */
  deviation(group: number): number {
    const count = this.#counts[group];
    return count < 2 ? Number.NaN : Math.sqrt(this.#squares[group] / (count - 1));
  }
}

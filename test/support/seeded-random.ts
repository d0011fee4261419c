/** Random numbers that are the same in every run. */

export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A double in [0, 1), by mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in [0, end). */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** Between one and `max` different values. */
  some<T>(values: readonly T[], max: number): T[] {
    return [...new Set(Array.from({ length: 1 + this.below(max) }, () => this.pick(values)))];
  }

  /** Some of the values, from none to all, in random order. */
  sample<T>(values: readonly T[], max = values.length): T[] {
    return this.shuffle(values).slice(0, this.below(max + 1));
  }

  shuffle<T>(values: readonly T[]): T[] {
    const shuffled = [...values];
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = this.below(index + 1);
      [shuffled[index], shuffled[other]] = [shuffled[other], shuffled[index]];
    }
    return shuffled;
  }

  /** Any double at all, by its bits: huge, tiny, subnormal, infinite, NaN. */
  anyDouble(): number {
    const words = Uint32Array.of(this.below(2 ** 32), this.below(2 ** 32));
    return new Float64Array(words.buffer)[0];
  }
}

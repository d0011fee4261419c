/** Values by key and column, where each column keeps the first value of a key, and the duplicate rows of a key. */
import type { Finding } from "../report.js";

/** A key that several rows have. */
interface Duplicate {
  rows: number;
  /** Whether a row has other values than the first one. */
  isContradictory: boolean;
}

const MAX_EXAMPLES = 5;

/** Columns of numbers by slot, NaN for missing; a column is allocated with its first value. */
export class FirstValues {
  readonly columns: (Float64Array | undefined)[] = [];
  /** 1 where a row of that key has been added. */
  readonly isPresent: Uint8Array;
  /** 1 where that key has a value in any column. */
  readonly hasValue: Uint8Array;
  readonly #duplicates = new Map<number, Duplicate>();

  /** For keys from 0 to `keyCount`. */
  constructor(readonly keyCount: number) {
    this.isPresent = new Uint8Array(keyCount);
    this.hasValue = new Uint8Array(keyCount);
  }

  /** Adds the first `count` values as a row of that key. */
  add(key: number, values: Float64Array, count: number): void {
    if (this.isPresent[key] === 1) this.#noteDuplicate(key, values, count);
    this.isPresent[key] = 1;
    this.fill(key, values, count);
  }

  /** Sets those of the first `count` values that the key does not have yet. */
  fill(key: number, values: Float64Array, count: number): void {
    for (let slot = 0; slot < count; slot++) {
      const value = values[slot];
      if (Number.isNaN(value)) continue;
      const column = this.columns[slot] ?? this.#addColumn(slot);
      if (!Number.isNaN(column[key])) continue;
      column[key] = value;
      this.hasValue[key] = 1;
    }
  }

  #addColumn(slot: number): Float64Array {
    const column = new Float64Array(this.keyCount).fill(Number.NaN);
    this.columns[slot] = column;
    return column;
  }

  #noteDuplicate(key: number, values: Float64Array, count: number): void {
    const duplicate = this.#duplicates.get(key) ?? { rows: 1, isContradictory: false };
    duplicate.rows++;
    // Until a row contradicts the first one, the kept values are those of the first row.
    for (let slot = 0; slot < count && !duplicate.isContradictory; slot++) {
      const kept = this.columns[slot]?.[key] ?? Number.NaN;
      const isSame = kept === values[slot] || (Number.isNaN(kept) && Number.isNaN(values[slot]));
      if (!isSame) duplicate.isContradictory = true;
    }
    this.#duplicates.set(key, duplicate);
  }

  /** The duplicate rows; `label` names a key in the report, `compare` orders the examples. */
  describeDuplicates(label: (key: number) => string, compare: (a: number, b: number) => number): Finding[] {
    const keys = [...this.#duplicates.keys()].sort(compare);
    const describe = (reason: string, isContradictory: boolean): Finding => {
      const found = keys.filter((key) => this.#get(key).isContradictory === isContradictory);
      return {
        reason,
        count: found.reduce((sum, key) => sum + this.#get(key).rows - 1, 0),
        examples: found.slice(0, MAX_EXAMPLES).map((key) => `${label(key)} (${this.#get(key).rows} rows)`),
      };
    };
    return [
      describe("exact copy of another row", false),
      describe("same key as another row but other values; each column keeps the first value", true),
    ].filter(({ count }) => count > 0);
  }

  #get(key: number): Duplicate {
    return this.#duplicates.get(key) as Duplicate;
  }
}

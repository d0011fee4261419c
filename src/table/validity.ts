/**
 * Validity: which rows of a column have a value, by segment. Rows are counted and listed by it, without reading values.
 * Columns with values in the same rows share one validity.
 */
import type { Segments } from "./segments.js";

/** The rows of segment i that have a value are `rows[starts[i] .. starts[i + 1]]`, ascending. */
export interface Validity {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** The validity of each array of values, found on its first use. */
export class ValidityIndex {
  readonly #segments: Segments;
  readonly #byValues = new Map<Float64Array, Validity>();
  readonly #distinct: Validity[] = [];

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** `values` has one entry for each row of the segments, NaN for a missing value. */
  get(values: Float64Array): Validity {
    let validity = this.#byValues.get(values);
    if (validity === undefined) {
      validity = this.#distinct.find((other) => isValidityOf(other, values)) ?? this.#build(values);
      this.#byValues.set(values, validity);
    }
    return validity;
  }

  #build(values: Float64Array): Validity {
    const segmentStarts = this.#segments.starts;
    const rows = new Uint32Array(values.length);
    const starts = new Uint32Array(segmentStarts.length);
    let count = 0;
    for (let segment = 0; segment + 1 < segmentStarts.length; segment++) {
      for (let row = segmentStarts[segment]; row < segmentStarts[segment + 1]; row++) {
        if (!Number.isNaN(values[row])) rows[count++] = row;
      }
      starts[segment + 1] = count;
    }
    const validity = { rows: rows.slice(0, count), starts };
    this.#distinct.push(validity);
    return validity;
  }
}

function isValidityOf({ rows }: Validity, values: Float64Array): boolean {
  let index = 0;
  for (let row = 0; row < values.length; row++) {
    const isValid = index < rows.length && rows[index] === row;
    if (isValid === Number.isNaN(values[row])) return false;
    if (isValid) index++;
  }
  return index === rows.length;
}

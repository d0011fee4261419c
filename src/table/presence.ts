/**
 * Which rows have a value, run by run: what lets counts be known and rows be listed without looking at values again.
 * Columns that were measured together have their values in the same rows and share one presence.
 */
import type { Runs } from "./runs.js";

/** The rows of run i that have a value are `rows[starts[i] .. starts[i + 1])`, ascending. */
export interface Presence {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** The presence of each array of values, found when it is first asked for. */
export class PresenceIndex {
  readonly #runs: Runs;
  readonly #byValues = new Map<Float64Array, Presence>();
  readonly #distinct: Presence[] = [];

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  /** `values` must have a value for every row of the runs, NaN for a missing one. */
  get(values: Float64Array): Presence {
    let presence = this.#byValues.get(values);
    if (presence === undefined) {
      presence = this.#distinct.find((known) => isPresenceOf(known, values)) ?? this.#build(values);
      this.#byValues.set(values, presence);
    }
    return presence;
  }

  #build(values: Float64Array): Presence {
    const runStarts = this.#runs.starts;
    const rows = new Uint32Array(values.length);
    const starts = new Uint32Array(runStarts.length);
    let count = 0;
    for (let run = 0; run + 1 < runStarts.length; run++) {
      for (let row = runStarts[run]; row < runStarts[run + 1]; row++) {
        if (!Number.isNaN(values[row])) rows[count++] = row;
      }
      starts[run + 1] = count;
    }
    const presence = { rows: rows.slice(0, count), starts };
    this.#distinct.push(presence);
    return presence;
  }
}

function isPresenceOf({ rows }: Presence, values: Float64Array): boolean {
  let place = 0;
  for (let row = 0; row < values.length; row++) {
    const isKnown = place < rows.length && rows[place] === row;
    if (isKnown === Number.isNaN(values[row])) return false;
    if (isKnown) place++;
  }
  return place === rows.length;
}

/** Memory bounds, because a few bytes of Parquet can encode any number of values. */
import { malformed, ParquetFault } from "./fault.js";

/** The number of values that a file of any size may have. */
const MAX_VALUES_OF_SMALL = 2 ** 25;
/** The number of values that a larger file may have for each of its bytes. */
const MAX_VALUES_PER_BYTE = 64;
const MAX_VALUES = 125_000_000;
const MAX_PAGE_BYTES = 2 ** 30;
/** A page may decompress to this, or to MAX_GROWTH times its size. */
const SMALL_PAGE_BYTES = 2 ** 26;
const MAX_GROWTH = 1024;

/** The budget of values for one file. */
export class ValueBudget {
  readonly #fileBytes: number;
  readonly #limit: number;
  #spent = 0;

  constructor(fileBytes: number) {
    this.#fileBytes = fileBytes;
    this.#limit = Math.min(MAX_VALUES, Math.max(MAX_VALUES_OF_SMALL, fileBytes * MAX_VALUES_PER_BYTE));
  }

  /** Throws ParquetFault too-many-values if one column of so many rows exceeds the budget. */
  checkRows(rowCount: number): void {
    if (rowCount > this.#limit) throw this.#exceed(`has ${rowCount} rows and may have`);
  }

  /** Throws ParquetFault too-many-values if the budget is exhausted. */
  spend(values: number): void {
    this.#spent += values;
    if (this.#spent > this.#limit) throw this.#exceed("takes the file beyond");
  }

  #exceed(problem: string): ParquetFault {
    const bound = `${this.#limit} values, the maximum for a file of ${this.#fileBytes} bytes`;
    return new ParquetFault("too-many-values", `${problem} ${bound}`);
  }
}

/** Throws ParquetFault not-parquet if a page of `fromBytes` cannot plausibly decompress to `sizeBytes`. */
export function checkGrowth(sizeBytes: number, fromBytes: number): void {
  const isPlausible = sizeBytes <= SMALL_PAGE_BYTES || sizeBytes <= fromBytes * MAX_GROWTH;
  if (sizeBytes >= 0 && sizeBytes <= MAX_PAGE_BYTES && isPlausible) return;
  throw malformed(`has a page of ${fromBytes} bytes that claims to decompress to ${sizeBytes}`);
}

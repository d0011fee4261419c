/** How much memory a file may take: a few bytes of Parquet can stand for any number of values. */
import { malformed, ParquetFault } from "./fault.js";

/** Values that a file of any size may hold. */
const MAX_VALUES_OF_SMALL = 2 ** 25;
/** More values than that need as many bytes in the file as this is of them. */
const MAX_VALUES_PER_BYTE = 64;
const MAX_VALUES = 125_000_000;
const MAX_PAGE_BYTES = 2 ** 30;
/** A page of any size may unpack to this; a larger one only to so many times its size. */
const SMALL_PAGE_BYTES = 2 ** 26;
const MAX_GROWTH = 1024;

/** Counts the values that a file is unpacked to. A column of nothing but nulls costs nothing. */
export class ValueBudget {
  readonly #fileBytes: number;
  readonly #limit: number;
  #spent = 0;

  constructor(fileBytes: number) {
    this.#fileBytes = fileBytes;
    this.#limit = Math.min(MAX_VALUES, Math.max(MAX_VALUES_OF_SMALL, fileBytes * MAX_VALUES_PER_BYTE));
  }

  /** Throws ParquetFault too-many-values for more rows than one column may have. */
  checkRows(rowCount: number): void {
    if (rowCount > this.#limit) throw this.#exceed(`has ${rowCount} rows and may have`);
  }

  /** Throws ParquetFault too-many-values when the file has spent all of it. */
  spend(values: number): void {
    this.#spent += values;
    if (this.#spent > this.#limit) throw this.#exceed("takes the file beyond");
  }

  #exceed(problem: string): ParquetFault {
    const bound = `${this.#limit} values, the most for a file of ${this.#fileBytes} bytes`;
    return new ParquetFault("too-many-values", `${problem} ${bound}`);
  }
}

/** Throws ParquetFault not-parquet where a page of `fromBytes` cannot honestly unpack to `sizeBytes`. */
export function checkGrowth(sizeBytes: number, fromBytes: number): void {
  const isPlausible = sizeBytes <= SMALL_PAGE_BYTES || sizeBytes <= fromBytes * MAX_GROWTH;
  if (sizeBytes >= 0 && sizeBytes <= MAX_PAGE_BYTES && isPlausible) return;
  throw malformed(`has a page of ${fromBytes} bytes that says it unpacks to ${sizeBytes}`);
}

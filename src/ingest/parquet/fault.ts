/** What is wrong with a file, found where its name is not known; parquet.ts makes a StartupError of it. */
import type { StartupErrorCode } from "../../errors.js";

export class ParquetFault extends Error {
  /** `row` counts from the start of the file; null where no single row is to blame. */
  constructor(
    readonly code: StartupErrorCode,
    readonly problem: string,
    readonly row: number | null = null,
  ) {
    super(problem);
  }
}

/** The bytes do not add up. */
export function malformed(problem: string): ParquetFault {
  return new ParquetFault("not-parquet", problem);
}

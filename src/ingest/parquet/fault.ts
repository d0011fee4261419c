/** What is wrong with a Parquet file, thrown where its name is not known; parquet.ts makes a StartupError of it. */
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

/** The bytes contradict each other or the format. */
export function malformed(problem: string): ParquetFault {
  return new ParquetFault("not-parquet", problem);
}

/** The file may be whole, and is written in a way that is not read. */
export function unsupported(problem: string): ParquetFault {
  return new ParquetFault("unsupported-parquet", problem);
}

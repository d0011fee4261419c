/** What is wrong with a file, found where its name is not known; parquet.ts makes a StartupError of it. */
import type { StartupErrorCode } from "../../errors.js";

export class ParquetFault extends Error {
  constructor(
    readonly code: StartupErrorCode,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/** The bytes do not add up. */
export function malformed(problem: string): ParquetFault {
  return new ParquetFault("not-parquet", problem);
}

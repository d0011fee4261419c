/** Errors of a Parquet file; parquet.ts adds the file name and converts them to StartupError. */
import type { StartupErrorCode } from "../../errors.js";

export class ParquetFault extends Error {
  /** `row` counts from the start of the file; null if no single row is at fault. */
  constructor(
    readonly code: StartupErrorCode,
    readonly problem: string,
    readonly row: number | null = null,
  ) {
    super(problem);
  }
}

/** For bytes that contradict each other or the format. */
export function malformed(problem: string): ParquetFault {
  return new ParquetFault("not-parquet", problem);
}

/** For valid files that use an unsupported part of the format. */
export function unsupported(problem: string): ParquetFault {
  return new ParquetFault("unsupported-parquet", problem);
}

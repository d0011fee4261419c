/** Errors in a pickle, which pickle.ts converts to StartupErrors with the name of the file. */
import { quote, type StartupErrorCode } from "../../errors.js";

export class PickleFault extends Error {
  override readonly name = "PickleFault";
  constructor(
    readonly code: StartupErrorCode,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/** The bytes contradict each other or the format. */
export function malformed(problem: string): PickleFault {
  return new PickleFault("damaged-pickle", problem);
}

/** The file may be intact, but requires something that is never done. */
export function refused(problem: string): PickleFault {
  return new PickleFault("refused-pickle", problem);
}

/** Location of a value, for error messages; `row` is null for a whole column. */
export interface Location {
  readonly column: string;
  readonly row: number | null;
}

/** The values have a type that is not read. */
export function wrongType(location: Location, problem: string): PickleFault {
  return valueFault("wrong-type", location, problem);
}

/** An error in one value, or in a whole column. */
export function valueFault(code: StartupErrorCode, { column, row }: Location, problem: string): PickleFault {
  return new PickleFault(code, `${row === null ? "" : `row ${row}, `}column ${quote(column)} ${problem}`);
}

/** What is wrong with a pickle, thrown wherever it is found; pickle.ts adds the file's name and makes it a StartupError. */
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

/** The bytes contradict themselves or the format. */
export function malformed(problem: string): PickleFault {
  return new PickleFault("damaged-pickle", problem);
}

/** The file may be whole but asks for something that is not done for any file. */
export function refused(problem: string): PickleFault {
  return new PickleFault("refused-pickle", problem);
}

/** Where a value lies, for error messages; `row` is null where a whole column is meant. */
export interface Place {
  readonly column: string;
  readonly row: number | null;
}

/** The column holds something that no column kind can carry. */
export function wrongType(place: Place, problem: string): PickleFault {
  return valueFault("wrong-type", place, problem);
}

/** A fault of one value, or of a whole column. */
export function valueFault(code: StartupErrorCode, { column, row }: Place, problem: string): PickleFault {
  return new PickleFault(code, `${row === null ? "" : `row ${row}, `}column ${quote(column)} ${problem}`);
}

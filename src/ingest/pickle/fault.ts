/** What is wrong with a pickle, thrown wherever it is found; pickle.ts adds the file's name and makes it a StartupError. */
import type { StartupErrorCode } from "../../errors.js";

export class PickleFault extends Error {
  override readonly name = "PickleFault";
  constructor(
    readonly code: StartupErrorCode,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/** The bytes contradict themselves or the format: the file is damaged or no pickle. */
export function malformed(problem: string): PickleFault {
  return new PickleFault("not-pickle", problem);
}

/** The file may be whole but asks for something that is not done for any file. */
export function refused(problem: string): PickleFault {
  return new PickleFault("refused-pickle", problem);
}

/** The column holds something that no column kind can carry. */
export function wrongType(column: string, problem: string): PickleFault {
  return new PickleFault("wrong-type", `column ${quote(column)} ${problem}`);
}

/** Text from the file, fit for one line of an error message: printable, quoted, at most 100 characters. */
export function quote(text: string): string {
  return `"${printable(text)}"`;
}

/** As quote, without the quotation marks. */
export function printable(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return short.replace(/[\p{C}\p{Z}]/gu, (character) => (character === " " ? " " : "?"));
}

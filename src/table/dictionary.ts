/** Sorted dictionaries: comparing two codes compares their texts. */
import type { DictionaryColumn } from "./column.js";

/** The same column with its dictionary in the order of `compare`, by default by code unit. */
export function sortDictionary(
  column: DictionaryColumn,
  compare?: (a: string, b: string) => number,
): DictionaryColumn {
  const dictionary = column.dictionary.toSorted(compare);
  const codeByText = new Map(dictionary.map((text, code) => [text, code]));
  const codeByOldCode = Int32Array.from(column.dictionary, (text) => codeByText.get(text) as number);
  return { ...column, dictionary, codes: column.codes.map((code) => (code < 0 ? -1 : codeByOldCode[code])) };
}

/** Spellings of names: which texts are the same name, and a check for columns with two spellings of one. */
import { quote, StartupError } from "../errors.js";
import type { DictionaryColumn } from "../table/column.js";

/** Folds case and whitespace, and reads a plus as a space, because that is how an unencoded plus arrives. */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s+]+/g, " ")
    .trim();
}

/**
 * Refuses a column with two spellings of one `noun`, of which a filter would find only one. `identify` returns what a text
 * names, undefined if nothing. Throws StartupError bad-value.
 */
export function checkSpelling(
  { name, codes, dictionary }: DictionaryColumn,
  noun: string,
  identify: (text: string) => string | number | undefined,
  subject: string,
): void {
  const codeByMeaning = new Map<string | number, number>();
  for (const [code, text] of dictionary.entries()) {
    const meaning = identify(text);
    if (meaning === undefined) continue;
    const known = codeByMeaning.get(meaning);
    if (known !== undefined) {
      const [first, second] = [known, code].map(
        (it) => `${quote(dictionary[it])} in row ${codes.indexOf(it)}`,
      );
      const problem = `column ${quote(name)} names one ${noun} in two ways, ${first} and ${second}`;
      throw new StartupError("bad-value", subject, problem);
    }
    codeByMeaning.set(meaning, code);
  }
}

/** Names that people write in many ways: which texts are one name, and columns that have one name twice. */
import { quote, StartupError } from "../errors.js";
import type { DictionaryColumn } from "../table/column.js";

/** One spelling for all that people mean alike. A plus counts as a space because that is how it often arrives. */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s+]+/g, " ")
    .trim();
}

/**
 * Refuses a column with two texts of one `noun`: they would be served as two, of which a filter finds one. `identify`
 * gives what a text names, or undefined for one that names nothing. Throws StartupError bad-value.
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

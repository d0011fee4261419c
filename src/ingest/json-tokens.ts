/** Finds the numbers of a JSON text without parsing it: parsed numbers have lost the digits that a double cannot hold. */

/** The start of a string, a number, or a word that Python writes for a number. */
const TOKEN = /"|-?\b(?:Infinity|NaN)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export interface NumberToken {
  readonly text: string;
  readonly start: number;
}

/** The numbers outside of strings in order, with Python's NaN and infinities. Strings may have any length and any escapes. */
export function* findNumberTokens(json: string): Generator<NumberToken> {
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(json); match !== null; match = pattern.exec(json)) {
    if (match[0] === '"') pattern.lastIndex = findStringEnd(json, match.index + 1);
    else yield { text: match[0], start: match.index };
  }
}

/** The position after the closing quote of a string. A regular expression overflows its stack in a string of some megabytes. */
function findStringEnd(json: string, start: number): number {
  for (let quote = json.indexOf('"', start); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (quote - escapes > start && json[quote - escapes - 1] === "\\") escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return json.length;
}

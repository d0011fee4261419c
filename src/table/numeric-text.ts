/** Numbers written as text, of which integers may have more digits than a double carries. */

const INTEGER = /^[+-]?\d+$/;

/** The number of a text, as a bigint where it is an integer beyond 2^53. */
export function parseNumericText(text: string): number | bigint {
  const number = Number(text);
  const trimmed = text.trim();
  return Math.abs(number) >= 2 ** 53 && INTEGER.test(trimmed) ? BigInt(trimmed.replace(/^\+/, "")) : number;
}

/** Orders texts by their numbers, exactly. */
export function compareNumericTexts(a: string, b: string): number {
  const [numberA, numberB] = [parseNumericText(a), parseNumericText(b)];
  return numberA < numberB ? -1 : numberA > numberB ? 1 : 0;
}

/** Numbers as text: integers may have more digits than a double can hold. */

const INTEGER = /^[+-]?\d+$/;

/** Parses a number; an integer beyond 2^53 is a bigint. */
export function parseNumericText(text: string): number | bigint {
  const number = Number(text);
  const trimmed = text.trim();
  return Math.abs(number) >= 2 ** 53 && INTEGER.test(trimmed) ? BigInt(trimmed.replace(/^\+/, "")) : number;
}

/** Compares texts by their exact numbers. */
export function compareNumericTexts(a: string, b: string): number {
  const [numberA, numberB] = [parseNumericText(a), parseNumericText(b)];
  return numberA < numberB ? -1 : numberA > numberB ? 1 : 0;
}

/** Numbers as text: integers may have more digits than a double can hold. */

const INTEGER = /^[+-]?\d+$/;
const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

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

/**
 * Parses a finite decimal number. Undefined for any other text, and for an integer that a double cannot hold exactly, because
 * it would filter by another number. The plus of `1e+18` may have arrived as a space.
 */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(/(e) (\d)/i, "$1+$2");
  if (!NUMBER_PATTERN.test(trimmed)) return undefined;
  const number = Number(trimmed);
  if (!Number.isFinite(number)) return undefined;
  const integer = parseNumericText(trimmed);
  // The digits that JavaScript prints for a double are accepted for it.
  return typeof integer === "number" || integer === BigInt(number) || String(number) === trimmed
    ? number
    : undefined;
}

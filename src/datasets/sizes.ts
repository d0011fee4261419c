/** Model sizes: numbers of parameters such as 4M, 150M or 1B. */

const SIZE_PATTERN = /^(\d+(?:\.\d+)?)(?:e\+?(\d{1,2})|\s*([KMBT]))?$/i;
const EXPONENTS: Readonly<Record<string, number>> = { K: 3, M: 6, B: 9, T: 12 };

/** Parses a size as a number of parameters: `150M` is 150,000,000, and `1e9` is itself. Undefined for any other text. */
export function parseSize(text: string): number | undefined {
  const match = SIZE_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, digits, exponent = "0", unit] = match;
  // Parsed as one decimal, so that 0.07B equals 70M exactly.
  const size = Number(`${digits}e${unit === undefined ? exponent : EXPONENTS[unit.toUpperCase()]}`);
  return Number.isFinite(size) ? size : undefined;
}

/** Compares sizes by number; other texts follow by code unit. */
export function compareSizes(a: string, b: string): number {
  const sizeA = parseSize(a) ?? Number.POSITIVE_INFINITY;
  const sizeB = parseSize(b) ?? Number.POSITIVE_INFINITY;
  if (sizeA !== sizeB) return sizeA - sizeB;
  return a < b ? -1 : a > b ? 1 : 0;
}

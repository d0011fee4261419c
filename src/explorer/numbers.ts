/** Numbers as people read them; the table has them as they are. */

const PLAIN = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const MOST_CHARACTERS = 7;
const COUNT = new Intl.NumberFormat("en-US");

/** A value in four significant digits, a large one as an amount. */
export function formatValue(value: number): string {
  if (Math.abs(value) >= 1e6) return formatSigned(value);
  return value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : PLAIN.format(value);
}

/** A value where there is room for few characters: fewer digits, and an exponent for a small one. */
export function formatCompact(value: number): string {
  const full = formatValue(value);
  if (full.length <= MOST_CHARACTERS) return full;
  if (Math.abs(value) < 1e-2) return value.toExponential(1);
  return Math.abs(value) < 1000 ? String(Number(value.toPrecision(3))) : formatSigned(value);
}

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** A large number with K, M, B, T, beyond that with an exponent. */
export function formatAmount(amount: number): string {
  if (amount === 0) return "0";
  for (const [unit, size] of [
    ["T", 1e12],
    ["B", 1e9],
    ["M", 1e6],
    ["K", 1e3],
  ] as const) {
    if (amount >= size && amount < 1000 * size) return `${Number((amount / size).toPrecision(3))}${unit}`;
  }
  return amount < 1000
    ? String(Number(amount.toPrecision(3)))
    : amount.toExponential(1).replace(".0e", "e").replace("e+", "e");
}

function formatSigned(value: number): string {
  return value < 0 ? `-${formatAmount(-value)}` : formatAmount(value);
}

/** Numbers formatted for reading; only the table shows them in full. */

const PLAIN = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const MAX_LENGTH = 7;
const COUNT = new Intl.NumberFormat("en-US");

/** A value with four significant digits; from a million on as an amount. */
export function formatValue(value: number): string {
  if (Math.abs(value) >= 1e6) return formatSigned(value);
  return value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(2) : PLAIN.format(value);
}

/** A value in about seven characters: fewer digits, an exponent for a small one. */
export function formatCompact(value: number): string {
  const full = formatValue(value);
  if (full.length <= MAX_LENGTH) return full;
  if (Math.abs(value) < 1e-2) return value.toExponential(1);
  return Math.abs(value) < 1000 ? String(Number(value.toPrecision(3))) : formatSigned(value);
}

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** An amount with K, M, B or T; beyond those with an exponent. */
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

/** Model sizes as they are written (`150M`, `1B`) and as numbers of parameters. */

const UNITS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** The number of parameters, NaN for what is no size. */
export function parseModelSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMBT])$/i.exec(text.trim());
  return match === null ? Number.NaN : Number(match[1]) * UNITS[match[2].toUpperCase()];
}

export function compareModelSizes(a: string, b: string): number {
  return parseModelSize(a) - parseModelSize(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Numbers, moments and bounds in a query: `step=5000`, `step__gte=1000`, `params__lt=1B`. */
import { isInRange, type NumberRange } from "../table/number-range.js";
import type { QueryReader } from "./query-reader.js";

/** What a filter was understood to mean, as the answer's meta shows it. */
export type FilterMeaning = readonly (string | number)[] | Readonly<Record<string, unknown>>;

const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const TIMESTAMP_PATTERN = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const BOUNDS = ["gte", "gt", "lte", "lt"] as const;

/** A finite decimal number, or undefined. The plus of `1e+18` may have arrived as a space. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(/(e) (\d)/i, "$1+$2");
  if (!NUMBER_PATTERN.test(trimmed)) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}

/** Milliseconds since 1970 of a date or a moment without zone, or undefined. */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  if (!TIMESTAMP_PATTERN.test(trimmed)) return undefined;
  const iso = trimmed.length === 10 ? `${trimmed}T00:00:00` : trimmed.replace(" ", "T");
  const epochMs = Date.parse(`${iso}Z`);
  if (Number.isNaN(epochMs)) return undefined;
  // The 30th of February reads as the 2nd of March.
  return new Date(epochMs).toISOString().startsWith(trimmed.slice(0, 10)) ? epochMs : undefined;
}

/**
 * Joins exact values with the four bounds of a parameter; null when there are neither. Bounds that exclude each
 * other, or every exact value, are a mistake.
 */
export function readRange(
  reader: QueryReader,
  parameter: string,
  parse: (text: string) => number | undefined,
  noun: string,
  exact: readonly { text: string; value: number }[],
): { range: NumberRange; meaning: FilterMeaning } | null {
  const bounds: Partial<Record<(typeof BOUNDS)[number], number>> = {};
  const texts: Record<string, string> = {};
  for (const bound of BOUNDS) {
    const name = `${parameter}__${bound}`;
    const text = reader.readOne(name);
    if (text === undefined) continue;
    const value = parse(text);
    if (value === undefined) reader.fail(name, text, `is not ${noun}`, []);
    else bounds[bound] = value;
    texts[bound] = text.trim();
  }
  if (exact.length === 0 && Object.keys(texts).length === 0) return null;
  const range = toRange(bounds, exact.length === 0 ? null : exact.map(({ value }) => value));
  checkContradiction(reader, parameter, range, texts);
  const values = exact.map(({ text, value }) => (text === String(value) ? value : text));
  const shown = Object.fromEntries(
    Object.entries(bounds).map(([bound, value]) => [
      bound,
      texts[bound] === String(value) ? value : texts[bound],
    ]),
  );
  const meaning =
    Object.keys(texts).length === 0 ? values : { ...shown, ...(exact.length > 0 && { in: values }) };
  return { range, meaning };
}

/** Up to three known values on either side of a number, nearest first. */
export function findNearest(known: Float64Array, value: number): number[] {
  return [...known].sort((a, b) => Math.abs(a - value) - Math.abs(b - value)).slice(0, 3);
}

function toRange(
  bounds: Partial<Record<(typeof BOUNDS)[number], number>>,
  exact: number[] | null,
): NumberRange {
  const { gte = Number.NEGATIVE_INFINITY, gt = Number.NEGATIVE_INFINITY } = bounds;
  const { lte = Number.POSITIVE_INFINITY, lt = Number.POSITIVE_INFINITY } = bounds;
  return {
    exact,
    min: Math.max(gte, gt),
    isMinOpen: bounds.gt !== undefined && gt >= gte,
    max: Math.min(lte, lt),
    isMaxOpen: bounds.lt !== undefined && lt <= lte,
  };
}

function checkContradiction(
  reader: QueryReader,
  parameter: string,
  range: NumberRange,
  texts: Readonly<Record<string, string>>,
): void {
  const isOpen = range.isMinOpen || range.isMaxOpen;
  const shown = Object.entries(texts).map(([bound, text]) => `${parameter}__${bound}=${text}`);
  if (range.min > range.max || (range.min === range.max && isOpen)) {
    reader.fail(parameter, shown.join(" and "), "leaves no number between the bounds", []);
  } else if (range.exact !== null && !range.exact.some((value) => isInRange(range, value))) {
    reader.fail(parameter, shown.join(" and "), "excludes every value asked for", []);
  }
}

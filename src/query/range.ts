/** Numbers, moments and bounds in a query: `step=5000`, `step__gte=1000`, `params__lt=1B`. */
import { toEpochMs } from "../table/column.js";
import { isInRange, type NumberRange } from "../table/number-range.js";
import { parseNumericText } from "../table/numeric-text.js";
import type { QueryReader } from "./query-reader.js";

/** What a filter was understood to mean, as the answer's meta shows it. */
export type FilterMeaning = readonly (string | number)[] | Readonly<Record<string, unknown>>;

const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const TIMESTAMP_PATTERN = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const BOUNDS = ["gte", "gt", "lte", "lt"] as const;
type Bound = (typeof BOUNDS)[number];

/** A parameter that takes bounds, and the names that it has with each. */
export interface RangeParameter {
  readonly name: string;
  readonly bounds: readonly { readonly bound: Bound; readonly name: string }[];
}

/** Names a parameter with each of its bounds. */
export function nameRange(name: string): RangeParameter {
  return { name, bounds: BOUNDS.map((bound) => ({ bound, name: `${name}__${bound}` })) };
}

/**
 * A finite decimal number, or undefined, also for the digits of an integer that a double does not carry exactly: they would
 * mean another number. The plus of `1e+18` may have arrived as a space.
 */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim().replace(/(e) (\d)/i, "$1+$2");
  if (!NUMBER_PATTERN.test(trimmed)) return undefined;
  const number = Number(trimmed);
  if (!Number.isFinite(number)) return undefined;
  const integer = parseNumericText(trimmed);
  // How JavaScript writes a number is that number.
  return typeof integer === "number" || integer === BigInt(number) || String(number) === trimmed
    ? number
    : undefined;
}

/** Milliseconds since 1970 of a date or a moment without zone, or undefined. */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  if (!TIMESTAMP_PATTERN.test(trimmed)) return undefined;
  const iso = trimmed.length === 10 ? `${trimmed}T00:00:00` : trimmed.replace(" ", "T");
  const epochMs = Date.parse(`${iso}Z`);
  if (Number.isNaN(epochMs)) return undefined;
  // The 30th of February reads as the 2nd of March.
  if (!new Date(epochMs).toISOString().startsWith(trimmed.slice(0, 10))) return undefined;
  // Date.parse goes no further than milliseconds.
  const fraction = (trimmed.split(".")[1] ?? "").padEnd(6, "0");
  return toEpochMs(Math.floor(epochMs / 1000), Number(`${fraction.slice(0, 6)}.${fraction.slice(6)}`));
}

/**
 * Joins exact values with the four bounds of a parameter; null when there are neither. Bounds that exclude each
 * other, or every exact value, are a mistake.
 */
export function readRange(
  reader: QueryReader,
  parameter: RangeParameter,
  parse: (text: string) => number | undefined,
  noun: string,
  exact: readonly number[],
  show: (value: number) => string | number = (value) => value,
): { range: NumberRange; meaning: FilterMeaning } | null {
  const given: { bound: Bound; name: string; text: string }[] = [];
  for (const { bound, name } of parameter.bounds) {
    const text = reader.readOne(name);
    if (text !== undefined) given.push({ bound, name, text });
  }
  if (exact.length === 0 && given.length === 0) return null;
  const bounds: Partial<Record<Bound, number>> = {};
  const texts: Record<string, string> = {};
  for (const { bound, name, text } of given) {
    const value = parse(text);
    if (value === undefined) reader.fail(name, text, `is not ${noun}`, []);
    else bounds[bound] = value;
    texts[bound] = text.trim();
  }
  const values = [...new Set(exact)].sort((a, b) => a - b);
  const range = toRange(bounds, values.length === 0 ? null : new Set(values));
  checkContradiction(reader, parameter.name, range, texts);
  const shown = Object.entries(bounds).map(([bound, value]): [string, unknown] => [bound, show(value)]);
  if (shown.length === 0) return { range, meaning: values.map(show) };
  if (values.length > 0) shown.push(["in", values.map(show)]);
  return { range, meaning: Object.fromEntries(shown) };
}

/** Up to three known values on either side of a number, nearest first. */
export function findNearest(known: Float64Array, value: number): number[] {
  return [...known].sort((a, b) => Math.abs(a - value) - Math.abs(b - value)).slice(0, 3);
}

function toRange(bounds: Partial<Record<Bound, number>>, exact: ReadonlySet<number> | null): NumberRange {
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
  const [first, ...others] = Object.entries(texts).map(([bound, text]) => [`${parameter}__${bound}`, text]);
  if (first === undefined) return;
  const [name, text] = first;
  if (range.min > range.max || (range.min === range.max && isOpen)) {
    const rest = others.map((other) => other.join("=")).join(" and ");
    reader.fail(name, text, `leaves no number together with ${rest}`, []);
  } else if (range.exact !== null && ![...range.exact].some((value) => isInRange(range, value))) {
    reader.fail(name, text, `excludes every ${parameter} that is asked for`, []);
  }
}

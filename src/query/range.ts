/** Numbers, timestamps and bounds in a query: `step=5000`, `step__gte=1000`, `params__lt=1B`. */
import { toEpochMs } from "../table/column.js";
import { isInRange, type NumberRange } from "../table/row-filter.js";
import type { QueryReader } from "./query-reader.js";

/** A filter in normal form, as the response shows it in `meta.filters`. */
export type NormalizedFilter = readonly (string | number)[] | Readonly<Record<string, unknown>>;

/** A date, or a time with or without a zone. The plus of a zone may have arrived as a space. */
const TIMESTAMP_PATTERN =
  /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+ -])([01]\d|2[0-3]):?([0-5]\d))?)?$/i;
const BOUNDS = ["gte", "gt", "lte", "lt"] as const;
type Bound = (typeof BOUNDS)[number];

/** A parameter with bounds, and its name with each of them. */
export interface RangeParameter {
  readonly name: string;
  readonly bounds: readonly { readonly bound: Bound; readonly name: string }[];
}

/** Names a parameter with each bound, such as `step__gte`. */
export function buildRangeParameter(name: string): RangeParameter {
  return { name, bounds: BOUNDS.map((bound) => ({ bound, name: `${name}__${bound}` })) };
}

/**
 * Parses a date or timestamp as milliseconds since 1970, or undefined. Columns have no time zone: a timestamp without one is
 * used as it is, one with a zone is converted to UTC.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = TIMESTAMP_PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, date, time = "00:00", seconds = "00", fraction = "", sign, hours = "0", minutes = "0"] = match;
  const epochMs = Date.parse(`${date}T${time}:${seconds}Z`);
  if (Number.isNaN(epochMs)) return undefined;
  // The 30th of February reads as the 2nd of March.
  if (!new Date(epochMs).toISOString().startsWith(date)) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  // Date.parse goes no further than milliseconds.
  const utcMs = epochMs - (sign === "-" ? -offsetMs : offsetMs);
  const digits = fraction.padEnd(6, "0");
  return toEpochMs(Math.floor(utcMs / 1000), Number(`${digits.slice(0, 6)}.${digits.slice(6)}`));
}

/**
 * Reads the bounds of a parameter and combines them with its exact values; null if there are neither. Bounds that exclude
 * each other, or every exact value, are a mistake. `noun` names a valid value in messages, `format` shows a number in
 * `meta.filters`.
 */
export function readRange(
  reader: QueryReader,
  parameter: RangeParameter,
  parse: (text: string) => number | undefined,
  noun: string,
  exact: readonly number[],
  format: (value: number) => string | number = (value) => value,
): { range: NumberRange; normalized: NormalizedFilter } | null {
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
    if (value === undefined) reader.fail(name, text, describeMalformed(text, noun), []);
    else bounds[bound] = value;
    texts[bound] = text.trim();
  }
  const values = [...new Set(exact)].sort((a, b) => a - b);
  const range = toRange(bounds, values.length === 0 ? null : new Set(values));
  checkContradiction(reader, parameter.name, range, texts);
  const formatted = Object.entries(bounds).map(([bound, value]): [string, unknown] => [bound, format(value)]);
  if (formatted.length === 0) return { range, normalized: values.map(format) };
  if (values.length > 0) formatted.push(["in", values.map(format)]);
  return { range, normalized: Object.fromEntries(formatted) };
}

/** What is wrong with a text that is not `noun`: of an integer, that no number here is equal to it. */
export function describeMalformed(text: string, noun: string): string {
  return noun === "a number" && /^\s*[+-]?\d+\s*$/.test(text)
    ? "is an integer that no double holds exactly, so no value is equal to it"
    : `is not ${noun}`;
}

/** The three values nearest to a number, the nearest first. */
export function findNearest(values: Float64Array, value: number): number[] {
  return [...values].sort((a, b) => Math.abs(a - value) - Math.abs(b - value)).slice(0, 3);
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
    reader.fail(name, text, `excludes every requested ${parameter}`, []);
  }
}

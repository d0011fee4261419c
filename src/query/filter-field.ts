/** The parameters that filter rows by a column, and the parsing of their values. */
import type { ColumnSchema } from "../catalog/schema.js";
import { RECIPES } from "../datasets/recipes.js";
import { parseSize } from "../datasets/sizes.js";
import { formatTimestamp } from "../table/column.js";
import { parseNumber } from "../table/numeric-text.js";
import { isInRange, type NumberRange } from "../table/row-filter.js";
import { NameIndex } from "./name-index.js";
import type { QueryReader } from "./query-reader.js";
import {
  buildRangeParameter,
  describeMalformed,
  findNearest,
  type NormalizedFilter,
  parseTimestamp,
  type RangeParameter,
  readRange,
} from "./range.js";
import type { ColumnValues, Predicate } from "./row-query.js";

interface Field {
  readonly parameter: string;
  /** The column that it filters. */
  readonly column: string;
}

/** A filter parameter. */
export type FilterField =
  | (Field & { readonly kind: "names"; readonly nameIndex: NameIndex })
  /** Names that bounds compare as numbers; `sizes` has the number of each name. */
  | (Field & {
      readonly kind: "sizes";
      readonly nameIndex: NameIndex;
      readonly sizes: readonly number[];
      readonly range: RangeParameter;
    })
  | (Field & {
      readonly kind: "numbers" | "timestamps";
      /** The distinct values of the column, ascending; null accepts every value. */
      readonly distinct: Float64Array | null;
      readonly range: RangeParameter;
    });

type NumberField = Extract<FilterField, { readonly distinct: Float64Array | null }>;
type NameField = Exclude<FilterField, NumberField>;

function isNumberField(field: FilterField): field is NumberField {
  return field.kind === "numbers" || field.kind === "timestamps";
}

/** The smallest size, in model parameters, that a bound accepts. */
const MIN_SIZE = 1000;

/** The range of a fixed filter whose values the loaded file lacks. */
const EMPTY_RANGE: NumberRange = {
  exact: new Set(),
  min: Number.NEGATIVE_INFINITY,
  isMinOpen: false,
  max: Number.POSITIVE_INFINITY,
  isMaxOpen: false,
};

const RECIPE_ALIASES = RECIPES.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const));

/** Builds a filter by the values of a column. */
export function buildFilterField(
  parameter: string,
  { name: column, filter, aliases }: ColumnSchema,
  values: ColumnValues,
): FilterField {
  if (values.kind !== "names") {
    const range = buildRangeParameter(parameter);
    return { kind: values.kind, parameter, column, distinct: values.distinct, range };
  }
  const { names } = values;
  if (filter === "sizes") return buildSizeField(parameter, column, names, aliases);
  const nameIndex = new NameIndex(names, [...aliases, ...(filter === "recipes" ? RECIPE_ALIASES : [])]);
  return { kind: "names", parameter, column, nameIndex };
}

function buildSizeField(
  parameter: string,
  column: string,
  names: readonly string[],
  aliases: ColumnSchema["aliases"],
): FilterField {
  const sizes = names.map((name) => parseSize(name) ?? Number.NaN);
  // 1000M and 1.0B are 1B too.
  const findBySize = (text: string) => {
    const size = parseSize(text.trim()) ?? parseNumber(text);
    return size === undefined ? undefined : names[sizes.indexOf(size)];
  };
  const nameIndex = new NameIndex(names, aliases, findBySize);
  return { kind: "sizes", parameter, column, nameIndex, sizes, range: buildRangeParameter(parameter) };
}

/** Reads the parameters of a field; null if the query has none of them. */
export function readFilter(
  reader: QueryReader,
  field: FilterField,
): { readonly predicate: Predicate; readonly normalized: NormalizedFilter } | null {
  return isNumberField(field) ? readNumberFilter(reader, field) : readNameFilter(reader, field);
}

/** Reads the values of a parameter as indexes of names, ascending; null if it is absent. */
export function readNameIndexes(
  reader: QueryReader,
  parameter: string,
  nameIndex: NameIndex,
): number[] | null {
  const values = reader.readAll(parameter);
  if (values.length === 0) return null;
  const indexes: number[] = [];
  for (const value of values) {
    const index = nameIndex.indexOf(value);
    if (index !== undefined) {
      indexes.push(index);
      continue;
    }
    const { names, unknown } = nameIndex.resolve(value);
    for (const name of names) indexes.push(nameIndex.indexOf(name) as number);
    // A fixed filter may name what a file lacks; the route then selects nothing.
    if (reader.isFixed(parameter)) continue;
    for (const text of unknown) {
      if (text === "") reader.fail(parameter, value, "has an empty name between its commas", []);
      else failUnknown(reader, parameter, text, nameIndex);
    }
  }
  return sortDistinct(indexes);
}

function sortDistinct(indexes: number[]): number[] {
  for (let index = 1; index < indexes.length; index++) {
    if (indexes[index - 1] >= indexes[index]) return [...new Set(indexes)].sort((a, b) => a - b);
  }
  return indexes;
}

function failUnknown(reader: QueryReader, parameter: string, text: string, nameIndex: NameIndex): void {
  const message = text.includes("*") ? "matches no known value" : "is not a known value";
  reader.fail(parameter, text, message, () => nameIndex.suggest(text));
}

/** A size with a unit, or a number of model parameters. A small number such as 150 is refused: its unit is missing. */
function parseSizeBound(text: string): number | undefined {
  const size = parseSize(text) ?? parseNumber(text);
  return size !== undefined && size >= MIN_SIZE ? size : undefined;
}

function readNameFilter(reader: QueryReader, field: NameField) {
  const { parameter, column, nameIndex } = field;
  const indexes = readNameIndexes(reader, parameter, nameIndex);
  const bounds =
    field.kind === "sizes" ? readRange(reader, field.range, parseSizeBound, "a size like 150M", []) : null;
  if (indexes === null && bounds === null) return null;
  const named = indexes?.map((index) => nameIndex.names[index]) ?? null;
  let names = named ?? nameIndex.names;
  if (bounds !== null && field.kind === "sizes") {
    const isWithin = (name: string) =>
      isInRange(bounds.range, field.sizes[nameIndex.indexOf(name) as number]);
    names = names.filter(isWithin);
  }
  if (named !== null && bounds !== null && named.length > 0 && names.length === 0) {
    reader.fail(parameter, named.join(", "), "contradicts the bounds on the same parameter", []);
  }
  const normalized: NormalizedFilter =
    bounds === null ? (named ?? []) : { ...bounds.normalized, ...(named && { in: named }) };
  return { predicate: { kind: "in", column, names } as const, normalized };
}

function readNumberFilter(reader: QueryReader, field: NumberField) {
  const { parameter, column } = field;
  const isTimestamp = field.kind === "timestamps";
  const parse = isTimestamp ? parseTimestamp : parseNumber;
  const noun = isTimestamp ? "a timestamp like 2025-09-12 17:28:12" : "a number";
  const format = (value: number) => (isTimestamp ? String(formatTimestamp(value)) : value);
  const exact = readExact(reader, field, parse, noun, format);
  const read = readRange(reader, field.range, parse, noun, exact, format);
  if (exact.length === 0 && reader.isFixed(parameter)) {
    return { predicate: { kind: "range", column, range: EMPTY_RANGE } as const, normalized: [] };
  }
  if (read === null) return null;
  return { predicate: { kind: "range", column, range: read.range } as const, normalized: read.normalized };
}

function readExact(
  reader: QueryReader,
  { parameter, distinct }: NumberField,
  parse: (text: string) => number | undefined,
  noun: string,
  format: (value: number) => string | number,
): number[] {
  const exact: number[] = [];
  const values = reader.readAll(parameter);
  if (values.length === 0) return exact;
  for (const text of values.flatMap((value) => value.split(","))) {
    const value = parse(text);
    if (value === undefined) {
      reader.fail(parameter, text.trim(), describeMalformed(text, noun), []);
    } else if (distinct !== null && !distinct.includes(value) && !reader.isFixed(parameter)) {
      const suggest = () => findNearest(distinct, value).map((near) => String(format(near)));
      reader.fail(parameter, text.trim(), "is not a value of this column", suggest);
    } else {
      exact.push(value);
    }
  }
  return exact;
}

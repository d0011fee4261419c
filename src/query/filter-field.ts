/** The parameters that filter rows by a column, and the parsing of their values. */
import { RECIPES } from "../datasets/recipes.js";
import { parseSize } from "../datasets/sizes.js";
import { buildTextColumn } from "../table/build-columns.js";
import {
  type Column,
  type DictionaryColumn,
  formatTimestamp,
  getCell,
  type NumberColumn,
  type TimestampColumn,
} from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import type { RowFilter } from "../table/row-filter.js";
import { isInRange, type NumberRange } from "../table/row-filter.js";
import { NameIndex } from "./name-index.js";
import type { QueryReader } from "./query-reader.js";
import {
  buildRangeParameter,
  findNearest,
  type NormalizedFilter,
  parseNumber,
  parseTimestamp,
  type RangeParameter,
  readRange,
} from "./range.js";

/** A filter parameter of a column. The names of a name index are the column's dictionary, so an index is a code. */
export type FilterField =
  | {
      readonly kind: "names";
      readonly parameter: string;
      readonly column: DictionaryColumn;
      readonly nameIndex: NameIndex;
    }
  /** Names that bounds compare as numbers; `sizes` has the number of each dictionary entry. */
  | {
      readonly kind: "sizes";
      readonly parameter: string;
      readonly column: DictionaryColumn;
      readonly nameIndex: NameIndex;
      readonly sizes: readonly number[];
      readonly range: RangeParameter;
    }
  | {
      readonly kind: "numbers";
      readonly parameter: string;
      readonly column: NumberColumn | TimestampColumn;
      /** The distinct values of the column, ascending. */
      readonly distinctValues: Float64Array;
      readonly range: RangeParameter;
    };

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

/** A filter by model size. */
export function buildSizeField(parameter: string, column: DictionaryColumn): FilterField {
  const sizes = column.dictionary.map((name) => parseSize(name) ?? Number.NaN);
  // 1000M and 1.0B are 1B too.
  const findBySize = (text: string) => {
    const size = parseSize(text.trim()) ?? parseNumber(text);
    return size === undefined ? undefined : column.dictionary[sizes.indexOf(size)];
  };
  const nameIndex = new NameIndex(column.dictionary, [], findBySize);
  return { kind: "sizes", parameter, column, nameIndex, sizes, range: buildRangeParameter(parameter) };
}

/** A filter by data recipe, under any of its names. */
export function buildRecipeField(parameter: string, column: DictionaryColumn): FilterField {
  return { kind: "names", parameter, column, nameIndex: new NameIndex(column.dictionary, RECIPE_ALIASES) };
}

/**
 * A filter by the values of a column: as numbers if all are numbers or numeric text, as timestamps, or as text. Undefined
 * for a column of lists or without values.
 */
export function buildColumnField(parameter: string, column: Column): FilterField | undefined {
  if (column.kind === "list") return undefined;
  if (column.kind === "timestamp") return buildNumberField(parameter, column);
  const cells = column.kind === "number" ? [] : readCells(column);
  if (cells.some((cell) => typeof cell === "object" && cell !== null)) return undefined;
  const texts = cells.map((cell) => (cell === null ? null : String(cell)));
  const present = texts.filter((text) => text !== null);
  if (column.kind === "number") return buildNumberField(parameter, column);
  if (present.length === 0) return undefined;
  if (present.every((text) => parseNumber(text) !== undefined)) {
    const values = Float64Array.from(texts, (text) => (text === null ? Number.NaN : Number(text)));
    return buildNumberField(parameter, { kind: "number", name: column.name, values });
  }
  const textColumn = sortDictionary(buildTextColumn(column.name, texts));
  return { kind: "names", parameter, column: textColumn, nameIndex: new NameIndex(textColumn.dictionary) };
}

/** A filter by number or timestamp. */
export function buildNumberField(parameter: string, column: NumberColumn | TimestampColumn): FilterField {
  const distinctValues = Float64Array.from(new Set(column.values.filter(Number.isFinite))).sort();
  return { kind: "numbers", parameter, column, distinctValues, range: buildRangeParameter(parameter) };
}

/** Reads the parameters of a field; null if the query has none of them. */
export function readFilter(
  reader: QueryReader,
  field: FilterField,
): { readonly filter: RowFilter; readonly normalized: NormalizedFilter } | null {
  return field.kind === "numbers" ? readNumberFilter(reader, field) : readNameFilter(reader, field);
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

function readNameFilter(reader: QueryReader, field: Exclude<FilterField, { kind: "numbers" }>) {
  const codes = readNameIndexes(reader, field.parameter, field.nameIndex);
  const bounds =
    field.kind === "sizes" ? readRange(reader, field.range, parseSizeBound, "a size like 150M", []) : null;
  if (codes === null && bounds === null) return null;
  const { dictionary } = field.column;
  const names = codes?.map((code) => dictionary[code]) ?? null;
  const codeMask = new Uint8Array(dictionary.length);
  for (const code of codes ?? dictionary.keys()) {
    if (bounds !== null && field.kind === "sizes" && !isInRange(bounds.range, field.sizes[code])) continue;
    codeMask[code] = 1;
  }
  if (names !== null && bounds !== null && names.length > 0 && !codeMask.includes(1)) {
    reader.fail(field.parameter, names.join(", "), "contradicts the bounds on the same parameter", []);
  }
  const normalized: NormalizedFilter =
    bounds === null ? (names ?? []) : { ...bounds.normalized, ...(names && { in: names }) };
  return { filter: { column: field.column, codeMask }, normalized };
}

function readNumberFilter(reader: QueryReader, field: FilterField & { kind: "numbers" }) {
  const isTimestamp = field.column.kind === "timestamp";
  const parse = isTimestamp ? parseTimestamp : parseNumber;
  const noun = isTimestamp ? "a timestamp like 2025-09-12 17:28:12" : "a number";
  const format = (value: number) => (isTimestamp ? String(formatTimestamp(value)) : value);
  const exact = readExact(reader, field, parse, noun, format);
  const read = readRange(reader, field.range, parse, noun, exact, format);
  if (exact.length === 0 && reader.isFixed(field.parameter)) {
    return { filter: { column: field.column, range: EMPTY_RANGE }, normalized: [] };
  }
  if (read === null) return null;
  return { filter: { column: field.column, range: read.range }, normalized: read.normalized };
}

function readExact(
  reader: QueryReader,
  { parameter, distinctValues }: FilterField & { kind: "numbers" },
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
      reader.fail(parameter, text.trim(), `is not ${noun}`, []);
    } else if (!distinctValues.includes(value) && !reader.isFixed(parameter)) {
      const suggest = () => findNearest(distinctValues, value).map((near) => String(format(near)));
      reader.fail(parameter, text.trim(), "is not a value of this column", suggest);
    } else {
      exact.push(value);
    }
  }
  return exact;
}

function readCells(column: Exclude<Column, { kind: "list" }>) {
  const length = column.kind === "dictionary" ? column.codes.length : column.values.length;
  return Array.from({ length }, (_, row) => getCell(column, row));
}

/** The parameters that filter rows by a column, and the reading of their values into a row filter. */
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
import { isInRange, type NumberRange } from "../table/number-range.js";
import type { RowFilter } from "../table/row-filter.js";
import type { QueryReader } from "./query-reader.js";
import {
  type FilterMeaning,
  findNearest,
  nameRange,
  parseNumber,
  parseTimestamp,
  type RangeParameter,
  readRange,
} from "./range.js";
import { Vocabulary } from "./vocabulary.js";

/** The vocabulary of names is the column's dictionary: the place of a name is its code. */
export type FilterField =
  | {
      readonly kind: "names";
      readonly parameter: string;
      readonly column: DictionaryColumn;
      readonly vocabulary: Vocabulary;
    }
  /** Names that are also compared as numbers; `sizes` has the number of every dictionary entry. */
  | {
      readonly kind: "sizes";
      readonly parameter: string;
      readonly column: DictionaryColumn;
      readonly vocabulary: Vocabulary;
      readonly sizes: readonly number[];
      readonly range: RangeParameter;
    }
  | {
      readonly kind: "numbers";
      readonly parameter: string;
      readonly column: NumberColumn | TimestampColumn;
      /** The distinct values of the column, ascending. */
      readonly known: Float64Array;
      readonly range: RangeParameter;
    };

/** The least number of parameters that a bound may name. */
const LEAST_SIZE = 1000;

/** What a preset means in a file that has none of its values. */
const NOTHING: NumberRange = {
  exact: new Set(),
  min: Number.NEGATIVE_INFINITY,
  isMinOpen: false,
  max: Number.POSITIVE_INFINITY,
  isMaxOpen: false,
};

const RECIPE_ALIASES = RECIPES.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const));

/** A parameter that filters by model size. */
export function buildSizeField(parameter: string, column: DictionaryColumn): FilterField {
  const sizes = column.dictionary.map((name) => parseSize(name) ?? Number.NaN);
  // 1000M and 1.0B mean 1B as well.
  const findBySize = (text: string) => {
    const size = parseSize(text.trim());
    return size === undefined ? undefined : column.dictionary[sizes.indexOf(size)];
  };
  const vocabulary = new Vocabulary(column.dictionary, [], findBySize);
  return { kind: "sizes", parameter, column, vocabulary, sizes, range: nameRange(parameter) };
}

/** A parameter that filters by data recipe, under any of its names. */
export function buildRecipeField(parameter: string, column: DictionaryColumn): FilterField {
  return { kind: "names", parameter, column, vocabulary: new Vocabulary(column.dictionary, RECIPE_ALIASES) };
}

/**
 * A parameter that filters by whatever a column holds: as numbers where all its values are numbers or numeric text,
 * as moments, or else as text. Undefined for a column of lists or without any value.
 */
export function buildPlainField(parameter: string, column: Column): FilterField | undefined {
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
  return { kind: "names", parameter, column: textColumn, vocabulary: new Vocabulary(textColumn.dictionary) };
}

/** A parameter that filters by number or moment. */
export function buildNumberField(parameter: string, column: NumberColumn | TimestampColumn): FilterField {
  const known = Float64Array.from(new Set(column.values.filter(Number.isFinite))).sort();
  return { kind: "numbers", parameter, column, known, range: nameRange(parameter) };
}

/** Reads the field's parameters; null when the query has none of them. `meaning` is what the answer says of it. */
export function readFilter(
  reader: QueryReader,
  field: FilterField,
): { readonly filter: RowFilter; readonly meaning: FilterMeaning } | null {
  return field.kind === "numbers" ? readNumberFilter(reader, field) : readNameFilter(reader, field);
}

/** Reads the values of a parameter as places in a vocabulary, ascending; null when there are none. */
export function readPlaces(reader: QueryReader, parameter: string, vocabulary: Vocabulary): number[] | null {
  const values = reader.readAll(parameter);
  if (values.length === 0) return null;
  const places: number[] = [];
  for (const value of values) {
    const place = vocabulary.findPlace(value);
    if (place !== undefined) {
      places.push(place);
      continue;
    }
    const { names, unknown } = vocabulary.resolve(value);
    for (const name of names) places.push(vocabulary.findPlace(name) as number);
    // A preset names what the usual files hold; where a file lacks it the route selects nothing.
    if (reader.isPreset(parameter)) continue;
    for (const text of unknown) {
      if (text === "") reader.fail(parameter, value, "has an empty name between its commas", []);
      else failUnknown(reader, parameter, text, vocabulary);
    }
  }
  return sortDistinct(places);
}

function sortDistinct(places: number[]): number[] {
  for (let index = 1; index < places.length; index++) {
    if (places[index - 1] >= places[index]) return [...new Set(places)].sort((a, b) => a - b);
  }
  return places;
}

function failUnknown(reader: QueryReader, parameter: string, text: string, vocabulary: Vocabulary): void {
  const message = text.includes("*") ? "matches no known value" : "is not a known value";
  reader.fail(parameter, text, message, () => vocabulary.suggest(text));
}

/** A size with its unit, or a number of parameters; 150 alone is rather a forgotten M than 150 parameters. */
function parseBound(text: string): number | undefined {
  const size = parseSize(text);
  return size !== undefined && size >= LEAST_SIZE ? size : undefined;
}

function readNameFilter(reader: QueryReader, field: Exclude<FilterField, { kind: "numbers" }>) {
  const codes = readPlaces(reader, field.parameter, field.vocabulary);
  const bounds =
    field.kind === "sizes" ? readRange(reader, field.range, parseBound, "a size like 150M", []) : null;
  if (codes === null && bounds === null) return null;
  const { dictionary } = field.column;
  const names = codes?.map((code) => dictionary[code]) ?? null;
  const isAccepted = new Uint8Array(dictionary.length);
  for (const code of codes ?? dictionary.keys()) {
    if (bounds !== null && field.kind === "sizes" && !isInRange(bounds.range, field.sizes[code])) continue;
    isAccepted[code] = 1;
  }
  if (names !== null && bounds !== null && names.length > 0 && !isAccepted.includes(1)) {
    reader.fail(field.parameter, names.join(", "), "contradicts the bounds on the same parameter", []);
  }
  const meaning: FilterMeaning =
    bounds === null ? (names ?? []) : { ...bounds.meaning, ...(names && { in: names }) };
  return { filter: { column: field.column, isAccepted }, meaning };
}

function readNumberFilter(reader: QueryReader, field: FilterField & { kind: "numbers" }) {
  const isMoment = field.column.kind === "timestamp";
  const parse = isMoment ? parseTimestamp : parseNumber;
  const noun = isMoment ? "a moment like 2025-09-12 17:28:12" : "a number";
  const show = (value: number) => (isMoment ? String(formatTimestamp(value)) : value);
  const exact = readExact(reader, field, parse, noun, show);
  const read = readRange(reader, field.range, parse, noun, exact, show);
  if (exact.length === 0 && reader.isPreset(field.parameter)) {
    return { filter: { column: field.column, range: NOTHING }, meaning: [] };
  }
  if (read === null) return null;
  return { filter: { column: field.column, range: read.range }, meaning: read.meaning };
}

function readExact(
  reader: QueryReader,
  { parameter, known }: FilterField & { kind: "numbers" },
  parse: (text: string) => number | undefined,
  noun: string,
  show: (value: number) => string | number,
): number[] {
  const exact: number[] = [];
  const values = reader.readAll(parameter);
  if (values.length === 0) return exact;
  for (const text of values.flatMap((value) => value.split(","))) {
    const value = parse(text);
    if (value === undefined) {
      reader.fail(parameter, text.trim(), `is not ${noun}`, []);
    } else if (!known.includes(value) && !reader.isPreset(parameter)) {
      const suggest = () => findNearest(known, value).map((near) => String(show(near)));
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

/** The columns of a table as filters compare them: numeric text as numbers, booleans and mixed values as text. */
import type { ColumnValues, Predicate } from "../query/row-query.js";
import { buildTextColumn } from "../table/build-columns.js";
import {
  type Column,
  type DictionaryColumn,
  getCell,
  getColumnLength,
  type NumberColumn,
  type TimestampColumn,
} from "../table/column.js";
import { sortDictionary } from "../table/dictionary.js";
import { parseNumber } from "../table/numeric-text.js";
import type { RowFilter } from "../table/row-filter.js";

/** A column in the form that a filter compares. */
export class FilterColumn {
  readonly values: ColumnValues;
  readonly #column: DictionaryColumn | NumberColumn | TimestampColumn;
  readonly #codeByName: ReadonlyMap<string, number>;

  constructor(column: DictionaryColumn | NumberColumn | TimestampColumn) {
    this.#column = column;
    const names = column.kind === "dictionary" ? column.dictionary : [];
    this.#codeByName = new Map(names.map((name, code) => [name, code]));
    this.values =
      column.kind === "dictionary"
        ? { kind: "names", names }
        : {
            kind: column.kind === "number" ? "numbers" : "timestamps",
            distinct: listDistinct(column.values),
          };
  }

  /** The filter of a predicate. Throws TypeError for a predicate of another kind than the values. */
  filter(predicate: Predicate): RowFilter {
    const column = this.#column;
    if (column.kind !== "dictionary") {
      if (predicate.kind === "range") return { column, range: predicate.range };
      throw new TypeError(`column "${column.name}" holds numbers, not names`);
    }
    if (predicate.kind !== "in") throw new TypeError(`column "${column.name}" holds names, not numbers`);
    const codeMask = new Uint8Array(column.dictionary.length);
    for (const name of predicate.names) {
      const code = this.#codeByName.get(name);
      if (code !== undefined) codeMask[code] = 1;
    }
    return { column, codeMask };
  }

  /** Adds one to the count of the name in each row. Throws TypeError without names. */
  countNames(rows: Uint32Array, weights: Uint32Array | null): Float64Array {
    const column = this.#column;
    if (column.kind !== "dictionary") throw new TypeError(`column "${column.name}" has no names`);
    const counts = new Float64Array(column.dictionary.length);
    for (let index = 0; index < rows.length; index++) {
      const code = column.codes[rows[index]];
      if (code >= 0) counts[code] += weights === null ? 1 : weights[rows[index]];
    }
    return counts;
  }
}

/**
 * Builds the filter column of a column: of numbers if all of its values are numbers or numeric text, of timestamps, or of text.
 * Undefined for lists, and for a column without values.
 */
export function buildFilterColumn(column: Column): FilterColumn | undefined {
  if (column.kind === "list") return undefined;
  if (column.kind === "number" || column.kind === "timestamp") return new FilterColumn(column);
  const cells = Array.from({ length: getColumnLength(column) }, (_, row) => getCell(column, row));
  if (cells.some((cell) => typeof cell === "object" && cell !== null)) return undefined;
  const texts = cells.map((cell) => (cell === null ? null : String(cell)));
  const present = texts.filter((text) => text !== null);
  if (present.length === 0) return undefined;
  if (present.every((text) => parseNumber(text) !== undefined)) {
    const values = Float64Array.from(texts, (text) => (text === null ? Number.NaN : Number(text)));
    return new FilterColumn({ kind: "number", name: column.name, values });
  }
  return new FilterColumn(sortDictionary(buildTextColumn(column.name, texts)));
}

function listDistinct(values: Float64Array): Float64Array {
  return Float64Array.from(new Set(values.filter(Number.isFinite))).sort();
}

/** Dialects: how JSON and CSV write one cell. */
import { type Cell, type Column, formatTimestamp } from "../table/column.js";

export interface Dialect {
  readonly name: "json" | "csv" | "single-column-csv";
  /** Written for a missing cell. */
  readonly missing: string;
  /** Quotes and escapes a text. */
  text(value: string): string;
  /** Quotes a cell that is neither a number nor text, given as JSON. */
  nested(json: string): string;
}

export const JSON_DIALECT: Dialect = {
  name: "json",
  missing: "null",
  text: (value) => JSON.stringify(value),
  nested: (json) => json,
};

/** RFC 4180. Quotes are used where needed, and for empty text, to distinguish it from a missing cell. */
export const CSV_DIALECT: Dialect = {
  name: "csv",
  missing: "",
  text: (value) => (value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value),
  nested: (json) => CSV_DIALECT.text(json),
};

/** Renders one row of a column; a missing cell is the empty string. */
export type CellRenderer = (row: number) => string;

export function buildCellRenderer(column: Column, dialect: Dialect): CellRenderer {
  switch (column.kind) {
    case "number": {
      const { values } = column;
      return (row) => formatNumber(values[row]);
    }
    case "dictionary": {
      const { codes } = column;
      const texts = column.dictionary.map(dialect.text);
      return (row) => (codes[row] < 0 ? "" : texts[codes[row]]);
    }
    case "timestamp": {
      const { values } = column;
      return (row) => {
        const text = formatTimestamp(values[row]);
        return text === null ? "" : dialect.text(text);
      };
    }
    case "list":
      return (row) => {
        if (column.isPresent[row] === 0) return "";
        const list = column.values.subarray(column.offsets[row], column.offsets[row + 1]);
        return dialect.nested(`[${Array.from(list, (value) => formatNumber(value) || "null").join(",")}]`);
      };
    case "mixed":
      return (row) => formatMixed(column.values[row], dialect);
  }
}

/**
 * The shortest decimal that parses to the same double, the sign of a zero included; empty for non-finite values. From 2^53
 * on it has an exponent, because parsers would read plain digits as an integer and overflow or round it. JSON.stringify
 * gives the text of `String` without its number-string cache, which would hold on to millions of strings.
 */
function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "";
  if (isPlainNumber(value)) return JSON.stringify(value);
  return value === 0 ? "-0" : value.toExponential();
}

/** Whether JSON.stringify writes the number as it is served; non-finite ones are null in both. */
export function isPlainNumber(value: number): boolean {
  return !(Math.abs(value) >= 2 ** 53 && Number.isFinite(value)) && !Object.is(value, -0);
}

function formatMixed(cell: Cell, dialect: Dialect): string {
  if (cell === null) return "";
  if (typeof cell === "string") return dialect.text(cell);
  if (typeof cell === "number") return formatNumber(cell);
  return typeof cell === "object" ? dialect.nested(formatNested(cell)) : String(cell);
}

function formatNested(cell: Cell): string {
  if (Array.isArray(cell)) return `[${cell.map(formatNested).join(",")}]`;
  return formatMixed(cell, JSON_DIALECT) || JSON_DIALECT.missing;
}

/** How a text format writes one cell. A missing cell has no text; each format says what stands in its place. */
import { type Cell, type Column, formatTimestamp } from "../table/column.js";

export interface Dialect {
  readonly name: "json" | "csv" | "lone-csv";
  /** What is written where a cell is missing. */
  readonly missing: string;
  text(value: string): string;
  /** A cell that is not a plain number or text, given as JSON. */
  nested(json: string): string;
}

export const JSON_DIALECT: Dialect = {
  name: "json",
  missing: "null",
  text: (value) => JSON.stringify(value),
  nested: (json) => json,
};

/** RFC 4180: quotes where needed. Empty text is quoted, which tells it from a missing cell. */
export const CSV_DIALECT: Dialect = {
  name: "csv",
  missing: "",
  text: (value) => (value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value),
  nested: (json) => CSV_DIALECT.text(json),
};

/** Renders one row of a column; the empty string stands for a missing cell. */
export type CellText = (row: number) => string;

export function buildCellText(column: Column, dialect: Dialect): CellText {
  switch (column.kind) {
    case "number": {
      const { values } = column;
      return (row) => numberText(values[row]);
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
        return dialect.nested(`[${Array.from(list, (value) => numberText(value) || "null").join(",")}]`);
      };
    case "mixed":
      return (row) => mixedText(column.values[row], dialect);
  }
}

/**
 * The shortest decimal that reads back as the same double, a zero's sign included; empty for what no format can say.
 * From 2^53 on with an exponent: as plain digits, readers would take it for an integer, too large for some and not
 * quite the same for others. Otherwise the text of `String(value)`, whose cache of strings keeps millions of them
 * alive for a while.
 */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return "";
  if (isPlainNumber(value)) return JSON.stringify(value);
  return value === 0 ? "-0" : value.toExponential();
}

/** Whether a number is written as JSON writes it; those that are missing are, as null. */
export function isPlainNumber(value: number): boolean {
  return !(Math.abs(value) >= 2 ** 53 && Number.isFinite(value)) && !Object.is(value, -0);
}

function mixedText(cell: Cell, dialect: Dialect): string {
  if (cell === null) return "";
  if (typeof cell === "string") return dialect.text(cell);
  if (typeof cell === "number") return numberText(cell);
  return typeof cell === "object" ? dialect.nested(nestedText(cell)) : String(cell);
}

function nestedText(cell: Cell): string {
  if (Array.isArray(cell)) return `[${cell.map(nestedText).join(",")}]`;
  return mixedText(cell, JSON_DIALECT) || JSON_DIALECT.missing;
}

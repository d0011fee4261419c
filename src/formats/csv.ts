/** CSV (RFC 4180): a header row, CRLF, quotes where needed, nothing for a missing cell, lists as JSON. */
import { CSV_DIALECT, type Dialect } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";
import type { RowSyntax } from "./row-layout.js";

/** A missing cell of a single column would be an empty line, which many parsers skip. */
const SINGLE_COLUMN_DIALECT: Dialect = { ...CSV_DIALECT, name: "single-column-csv", missing: '""' };

const SYNTAX = buildSyntax(CSV_DIALECT);
const SINGLE_COLUMN_SYNTAX = buildSyntax(SINGLE_COLUMN_DIALECT);

export const csvFormat: Format = {
  name: "csv",
  extension: "csv",
  mediaType: "text/csv",
  contentType: "text/csv; charset=utf-8; header=present",
  isFile: false,
  encode: (input) => {
    const { fields } = input.selection;
    const header = `${fields.map(CSV_DIALECT.text).join(",")}\r\n`;
    return encodeRows(input, fields.length === 1 ? SINGLE_COLUMN_SYNTAX : SYNTAX, header, "");
  },
};

function buildSyntax(dialect: Dialect): RowSyntax {
  return { dialect, prefix: (_field, index) => (index === 0 ? "" : ","), rowEnd: "\r\n", rowSeparator: "" };
}

/** CSV after RFC 4180: a header row, CRLF, quotes where needed, nothing for a missing cell, lists as JSON text. */
import { CSV_DIALECT, type Dialect } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";
import type { RowSyntax } from "./row-layout.js";

/** Of a lone column, a missing cell would leave an empty line, which many readers skip. */
const LONE_DIALECT: Dialect = { ...CSV_DIALECT, name: "lone-csv", missing: '""' };

const SYNTAX = buildSyntax(CSV_DIALECT);
const LONE_SYNTAX = buildSyntax(LONE_DIALECT);

export const csvFormat: Format = {
  name: "csv",
  extension: "csv",
  mediaType: "text/csv",
  contentType: "text/csv; charset=utf-8; header=present",
  encode: (input) => {
    const { fields } = input.selection;
    const head = `${fields.map(CSV_DIALECT.text).join(",")}\r\n`;
    return encodeRows(input, fields.length === 1 ? LONE_SYNTAX : SYNTAX, head, "");
  },
};

function buildSyntax(dialect: Dialect): RowSyntax {
  return { dialect, lead: (_field, index) => (index === 0 ? "" : ","), rowEnd: "\r\n", betweenRows: "" };
}

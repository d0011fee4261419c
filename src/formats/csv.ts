/** CSV after RFC 4180: a header row, CRLF, quotes where needed, nothing for a missing cell, lists as JSON text. */
import { CSV_DIALECT, type Dialect } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows, type RowSyntax } from "./row-encoder.js";

/** Of a lone column, a missing cell would leave an empty line, which many readers skip. */
const LONE_DIALECT: Dialect = { ...CSV_DIALECT, name: "lone-csv", missing: '""' };

const SYNTAX: Omit<RowSyntax, "dialect"> = {
  lead: (_field: string, index: number) => (index === 0 ? "" : ","),
  rowEnd: "\r\n",
  betweenRows: "",
};

export const csvFormat: Format = {
  name: "csv",
  extension: "csv",
  mediaType: "text/csv",
  contentType: "text/csv; charset=utf-8; header=present",
  encode: (input) => {
    const { fields } = input.selection;
    const dialect = fields.length === 1 ? LONE_DIALECT : CSV_DIALECT;
    const head = `${fields.map(dialect.text).join(",")}\r\n`;
    return encodeRows(input, { ...SYNTAX, dialect }, head, "");
  },
};

/** CSV after RFC 4180: a header row, CRLF, quotes where needed, nothing for a missing cell, lists as JSON text. */
import { CSV_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";

const SYNTAX = {
  dialect: CSV_DIALECT,
  lead: (_field: string, index: number) => (index === 0 ? "" : ","),
  rowEnd: "\r\n",
  betweenRows: "",
};

export const csvFormat: Format = {
  name: "csv",
  extension: "csv",
  mediaType: "text/csv",
  contentType: "text/csv; charset=utf-8; header=present",
  encode: ({ selection, texts }) =>
    encodeRows(selection, texts, SYNTAX, `${selection.fields.map(CSV_DIALECT.text).join(",")}\r\n`, ""),
};

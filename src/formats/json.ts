/** JSON records: `{"meta":…,"data":[{…},…]}` with every field in every record. */
import { JSON_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";
import type { RowSyntax } from "./row-layout.js";

/** The syntax of records as JSON objects. */
export function buildRecordSyntax(rowEnd: string, rowSeparator: string): RowSyntax {
  return {
    dialect: JSON_DIALECT,
    prefix: (field, index) => `${index === 0 ? "{" : ","}${JSON.stringify(field)}:`,
    rowEnd,
    rowSeparator,
  };
}

const SYNTAX = buildRecordSyntax("}", ",");

export const jsonFormat: Format = {
  name: "json",
  extension: "json",
  mediaType: "application/json",
  contentType: "application/json; charset=utf-8",
  isFile: false,
  encode: (input) => encodeRows(input, SYNTAX, `{"meta":${input.meta},"data":[`, "]}"),
};

/** JSON records: `{"meta":…,"data":[{…},…]}` with every field in every record. */
import { JSON_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";
import type { RowSyntax } from "./row-layout.js";

/** A record as a JSON object; what ends it and what stands between two is the format's. */
export function recordSyntax(rowEnd: string, betweenRows: string): RowSyntax {
  return {
    dialect: JSON_DIALECT,
    lead: (field, index) => `${index === 0 ? "{" : ","}${JSON.stringify(field)}:`,
    rowEnd,
    betweenRows,
  };
}

const SYNTAX = recordSyntax("}", ",");

export const jsonFormat: Format = {
  name: "json",
  extension: "json",
  mediaType: "application/json",
  contentType: "application/json; charset=utf-8",
  encode: (input) => encodeRows(input, SYNTAX, `{"meta":${input.meta},"data":[`, "]}"),
};

/** Newline-delimited JSON: one record on each line. It has no place for metadata; the headers have the counts. */
import type { Format } from "./format.js";
import { buildRecordSyntax } from "./json.js";
import { encodeRows } from "./row-encoder.js";

const SYNTAX = buildRecordSyntax("}\n", "");

export const ndjsonFormat: Format = {
  name: "ndjson",
  extension: "ndjson",
  mediaType: "application/x-ndjson",
  contentType: "application/x-ndjson; charset=utf-8",
  isFile: false,
  encode: (input) => encodeRows(input, SYNTAX, "", ""),
};

/** Newline-delimited JSON: one record a line, nothing else; what the meta says is in the headers. */
import type { Format } from "./format.js";
import { recordSyntax } from "./json.js";
import { encodeRows } from "./row-encoder.js";

const SYNTAX = recordSyntax("}\n", "");

export const ndjsonFormat: Format = {
  name: "ndjson",
  extension: "ndjson",
  mediaType: "application/x-ndjson",
  contentType: "application/x-ndjson; charset=utf-8",
  encode: (input) => encodeRows(input, SYNTAX, "", ""),
};

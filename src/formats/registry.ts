/** The output formats, in order of preference. A format is offered by its entry here. */
import { arrowFormat } from "./arrow.js";
import { columnsFormat } from "./columns.js";
import { csvFormat } from "./csv.js";
import type { Format } from "./format.js";
import { jsonFormat } from "./json.js";
import { ndjsonFormat } from "./ndjson.js";
import { parquetFormat } from "./parquet.js";

export const FORMATS: readonly Format[] = [
  jsonFormat,
  columnsFormat,
  csvFormat,
  ndjsonFormat,
  arrowFormat,
  parquetFormat,
];

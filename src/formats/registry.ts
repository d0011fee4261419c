/** The formats on offer, in order of preference. */
import { arrowFormat } from "./arrow.js";
import { columnsFormat } from "./columns.js";
import { csvFormat } from "./csv.js";
import type { Format } from "./format.js";
import { jsonFormat } from "./json.js";
import { ndjsonFormat } from "./ndjson.js";

export const FORMATS: readonly Format[] = [jsonFormat, columnsFormat, csvFormat, ndjsonFormat, arrowFormat];

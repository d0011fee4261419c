/** The output options of a query: `format` and `download`. */
import type { Format } from "../formats/format.js";
import { FORMATS } from "../formats/registry.js";
import type { QueryReader } from "./query-reader.js";

export interface OutputOptions {
  /** Null if neither the query nor the path names a format. */
  readonly format: Format | null;
  /** Whether a browser should save the response as a file. */
  readonly isDownload: boolean;
}

/** Reads the options; `pathFormat` is the format of the path's extension. */
export function readOutputOptions(reader: QueryReader, pathFormat: Format | null): OutputOptions {
  const text = reader.readOne("format")?.trim().toLowerCase();
  const named = text === undefined ? undefined : FORMATS.find(({ name }) => name === text);
  if (text !== undefined && named === undefined) {
    const names = FORMATS.map(({ name }) => name);
    reader.fail("format", text, "is not a format on offer", names);
  }
  if (named !== undefined && pathFormat !== null && named !== pathFormat) {
    reader.fail("format", named.name, `contradicts the extension of the path, .${pathFormat.extension}`, []);
  }
  return { format: named ?? pathFormat, isDownload: readFlag(reader, "download") };
}

function readFlag(reader: QueryReader, parameter: string): boolean {
  const text = reader.readOne(parameter)?.trim().toLowerCase();
  if (text === undefined || text === "0" || text === "false") return false;
  if (text !== "1" && text !== "true") reader.fail(parameter, text, "is neither 1 nor 0", ["1", "0"]);
  return true;
}

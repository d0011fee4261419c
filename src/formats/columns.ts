/** JSON columns: `{"meta":…,"data":{"step":[…],"value":[…]}}`, without the names repeated in every record. */
import { ChunkWriter } from "./chunk-writer.js";
import { JSON_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";
import { writeRows } from "./row-encoder.js";

const SYNTAX = { dialect: JSON_DIALECT, prefix: () => "", rowEnd: "", rowSeparator: "," };

export const columnsFormat: Format = {
  name: "columns",
  extension: "columns",
  mediaType: "application/json",
  contentType: "application/json; charset=utf-8",
  isFile: false,
  *encode(input) {
    const { selection, meta, buffer } = input;
    const writer = new ChunkWriter(buffer);
    writer.writeText(`{"meta":${meta},"data":{`);
    for (const [index, field] of selection.fields.entries()) {
      writer.writeText(`${index === 0 ? "" : ","}${JSON.stringify(field)}:[`);
      yield* writeRows(writer, input, SYNTAX, index);
      writer.writeText("]");
    }
    writer.writeText("}}");
    yield* writer.finish();
  },
};

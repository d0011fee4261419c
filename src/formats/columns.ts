/** JSON columns: `{"meta":…,"data":{"step":[…],"value":[…]}}`, the leanest form of JSON. */
import { JSON_DIALECT } from "./dialect.js";
import type { Format } from "./format.js";
import { encodeRows } from "./row-encoder.js";

const SYNTAX = { dialect: JSON_DIALECT, lead: () => "", rowEnd: "", betweenRows: "," };

export const columnsFormat: Format = {
  name: "columns",
  extension: "columns",
  mediaType: "application/json",
  contentType: "application/json; charset=utf-8",
  *encode({ selection, meta, texts }) {
    let before = `{"meta":${JSON.stringify(meta)},"data":{`;
    for (const [index, field] of selection.fields.entries()) {
      yield* encodeRows(selection, texts, SYNTAX, `${before}${JSON.stringify(field)}:[`, "]", [index]);
      before = ",";
    }
    yield Buffer.from(selection.fields.length === 0 ? `${before}}}` : "}}");
  },
};

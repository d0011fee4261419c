/** A dataset whose engine returns one given selection, for tests of responses. */
import type { SourceFile } from "../../src/datasets/source-file.js";
import type { ServedDataset } from "../../src/engines/dataset-store.js";
import type { DatasetEngine } from "../../src/engines/engine.js";
import { DatasetQuery } from "../../src/query/dataset-query.js";
import type { Conditions } from "../../src/query/row-query.js";
import type { Selection } from "../../src/table/selection.js";
import { NO_CACHE } from "./encoding.js";

export const ALL_ROWS: Conditions = { where: [], measures: null };

export function serveSelection(selection: Selection, source: SourceFile): ServedDataset {
  const schema = { name: "test", columns: [], long: null, metricAliases: [] };
  const engine: DatasetEngine = {
    name: "test",
    values: new Map(),
    query: () => selection,
    count: () => ({ rows: selection.total, byColumn: new Map() }),
    close: async () => {},
  };
  return {
    ...{ schema, engine, query: new DatasetQuery(schema, engine.values), textCache: NO_CACHE },
    ...{ version: source.sha256, provenance: source.provenance, rowCount: selection.rowCount },
    maxRows: Number.POSITIVE_INFINITY,
    describe: () => {
      throw new Error("this dataset has no description");
    },
  };
}

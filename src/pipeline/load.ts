/** The work of the command `load`: the rows of a source of the catalog into a table of PostgreSQL. */
import { basename } from "node:path";
import { resolveSource } from "../catalog/catalog-file.js";
import { defineDataset } from "../catalog/declaration.js";
import { DuckDbDatabase, type DuckDbEngine } from "../engines/duckdb/duckdb-engine.js";
import {
  isPostgresSource,
  type PostgresAddress,
  parsePostgresAddress,
  parseTableName,
  type TableName,
} from "../engines/postgres/address.js";
import type { ColumnStore } from "../engines/postgres/copy-encoder.js";
import { type LoadedColumn, loadTable } from "../engines/postgres/load-table.js";
import { PipelineError } from "../errors.js";
import type { Block } from "../table/selection.js";
import { DEFAULT_MEMORY_LIMIT, DEFAULT_THREADS } from "./database-limits.js";
import type { Effects } from "./effects.js";
import { type Report, ReportBuilder } from "./report.js";

export interface LoadOptions {
  readonly source: string;
  /** An address of PostgreSQL, with or without `table=`. */
  readonly to: string;
  /** The table, if the address has none; null for one with the name of the source. */
  readonly table: string | null;
}

/**
 * Loads a source into a table, which takes the place of an earlier one at once and whole. Throws StartupError for a source that
 * cannot be read or a database that cannot be reached, and PipelineError: table-taken, cannot-load.
 */
export async function loadSource(options: LoadOptions, effects: Effects): Promise<Report> {
  const address = parseAddress(options.to);
  const table = chooseTable(options, address);
  const report = new ReportBuilder("load");
  const database = await DuckDbDatabase.open({ memoryLimit: DEFAULT_MEMORY_LIMIT, threads: DEFAULT_THREADS });
  try {
    const source = resolveSource(options.source, effects.workingFolder);
    const engine = await database.openDataset(defineDataset("source", { source }));
    report.lap("survey the source");
    const task = effects.progress.begin("copying rows", engine.rowCount, "rows");
    const rows = {
      source: basename(source),
      columns: listColumns(engine),
      blocks: readBlocks(engine, effects.signal, (count) => task.advance(count)),
    };
    const hooks = { signal: effects.signal, lap: (step: string) => void report.lap(step) };
    const rowCount = await loadTable(address, table, rows, hooks);
    task.end();
    report.addStage({ name: `${table.schema}.${table.name}`, rowsIn: engine.rowCount, rowsOut: rowCount });
    return report.build();
  } finally {
    database.close();
  }
}

function parseAddress(to: string): PostgresAddress {
  if (isPostgresSource(to)) return parsePostgresAddress(to);
  throw new PipelineError("bad-target", "--to", "is no address of PostgreSQL");
}

function chooseTable({ source, table }: LoadOptions, address: PostgresAddress): TableName {
  if (table !== null) return parseTableName(table, "--table");
  if (address.table !== null) return address.table;
  const { table: sourceTable } = /[?&]table=(?<table>[^&]+)$/.exec(source)?.groups ?? {};
  const [name] = basename(sourceTable ?? source).split(/[.?*]/);
  if (name !== "") return { schema: "public", name };
  throw new PipelineError("bad-target", "--table", "is not given, and the source has no name for it");
}

/** Names and the numbers of keys are filtered most. */
function listColumns(engine: DuckDbEngine): LoadedColumn[] {
  return engine.schema.columns.map(({ name, type, role }) => {
    const isInteger = engine.isInteger(name);
    const isNames = type === "text" && engine.values.has(name);
    return {
      name,
      store: chooseStore(type, isInteger),
      isIndexed: isNames || (type === "number" && role === "key"),
    };
  });
}

function chooseStore(type: string, isInteger: boolean): ColumnStore {
  if (type === "number") return isInteger ? "bigint" : "double";
  if (type === "list") return isInteger ? "integers" : "doubles";
  return type === "timestamp" || type === "boolean" ? type : "text";
}

async function* readBlocks(
  engine: DuckDbEngine,
  signal: AbortSignal,
  advance: (rowCount: number) => void,
): AsyncGenerator<Block> {
  const fields = engine.schema.columns.map(({ name }) => name);
  const query = {
    shape: "table",
    where: [],
    measures: null,
    fields,
    sort: [],
    offset: 0,
    limit: null,
  } as const;
  const selection = await engine.query(query, { signal });
  for (const block of selection.blocks()) {
    if (block instanceof Promise) {
      await block;
      continue;
    }
    yield block;
    advance(block.rows.length);
  }
}

/** The command `describe`: what a catalog would serve of a source, and the lines that declare it. */
import type { Command } from "commander";
import type { DatasetOptions } from "../catalog/declaration.js";
import type { ColumnRole, ColumnSchema, ColumnType, FilterKind } from "../catalog/schema.js";
import type { ColumnValues } from "../query/row-query.js";
import { examples } from "./command-line.js";
import type { Effects } from "./effects.js";
import { formatCount } from "./report.js";
import { renderColumns } from "./text-table.js";

interface DescribedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: ColumnRole;
  readonly filter: FilterKind;
  readonly unit: string | null;
  /** Cells that are served as null. */
  readonly nulls: number;
  /** Different names or numbers; null if the column has no filter, or more numbers than are listed. */
  readonly distinct: number | null;
}

export interface SourceDescription {
  readonly source: string;
  readonly rows: number;
  readonly sizeBytes: number;
  readonly version: string;
  readonly columns: readonly DescribedColumn[];
  /** The lines of a catalog, in YAML. */
  readonly catalog: string;
}

export function addDescribe(program: Command, effects: Effects, print: (text: string) => void): void {
  program
    .command("describe")
    .description(
      "Prints the columns that are inferred of a file or another source, and its lines for a catalog.",
    )
    .argument("<source>", "a file, a folder, a glob, an address or duckdb:file.db?table=name")
    .option("--json", "print the description as JSON")
    .addHelpText(
      "after",
      examples(
        "describe scores.parquet",
        "describe 'duckdb:runs.duckdb?table=runs'",
        "describe runs.csv --json",
      ),
    )
    .action(async (source: string, { json }: { json?: boolean }) => {
      const description = await describeSource(source, effects);
      print(json ? `${JSON.stringify(description, null, 2)}\n` : renderDescription(description));
    });
}

/** Throws StartupError as the start of a server with this source does. */
export async function describeSource(text: string, effects: Effects): Promise<SourceDescription> {
  const { nameDataset, renderCatalog, resolveSource } = await import("../catalog/catalog-file.js");
  const { defineDataset } = await import("../catalog/declaration.js");
  const { showSource } = await import("../catalog/source.js");
  const { DuckDbDatabase } = await import("../engines/duckdb/duckdb-engine.js");
  const source = resolveSource(text, effects.workingFolder);
  const name = nameDataset(source);
  const database = await DuckDbDatabase.open(effects.readConfig().duckDb);
  try {
    const engine = await database.openDataset(defineDataset(name, { source }));
    const { version, sizeBytes } = await engine.readVersion();
    const nullsByName = new Map(engine.describeColumns().map((column) => [column.name, column.nulls]));
    const { columns } = engine.schema;
    return {
      source: showSource(source),
      rows: engine.rowCount,
      sizeBytes,
      version,
      columns: columns.map(({ name: column, type, role, filter, unit }) => {
        const values = engine.values.get(column);
        const nulls = nullsByName.get(column) ?? 0;
        return { name: column, type, role, filter, unit, nulls, distinct: countDistinct(values) };
      }),
      catalog: renderCatalog(name, declare(source, columns)),
    };
  } finally {
    database.close();
  }
}

function countDistinct(values: ColumnValues | undefined): number | null {
  if (values === undefined) return null;
  return values.kind === "names" ? values.names.length : (values.distinct?.length ?? null);
}

/** Declares what is inferred, so that it can be corrected; of a melted table also that it is one. */
function declare(source: string, columns: readonly ColumnSchema[]): DatasetOptions {
  const has = (name: string, type: ColumnType) =>
    columns.some((column) => column.name === name && column.type === type);
  const variable = ["metric", "variable"].find((name) => has(name, "text"));
  const isMelted = variable !== undefined && has("value", "number") && has("step", "number");
  return {
    source,
    ...(isMelted && { long: { variable, value: "value" } }),
    columns: Object.fromEntries(columns.map(({ name, role, filter }) => [name, { role, filter }])),
  };
}

function renderDescription({ source, rows, sizeBytes, columns, catalog }: SourceDescription): string {
  const table = renderColumns(
    ["column", "type", "role", "filter", "unit", "nulls", "distinct"],
    columns.map(({ name, type, role, filter, unit, nulls, distinct }) => [
      name,
      type,
      role,
      filter,
      unit ?? "",
      formatCount(nulls),
      distinct === null ? "" : formatCount(distinct),
    ]),
    ["left", "left", "left", "left", "left", "right", "right"],
  );
  return `${source}: ${formatCount(rows)} rows, ${formatCount(sizeBytes)} bytes\n\n${table}\nLines for a catalog (docs/catalog.md):\n\n${catalog}`;
}

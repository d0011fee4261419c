/** The datasets of a catalog: opened by their engines, and described. */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { DatasetDeclaration } from "../catalog/declaration.js";
import type { DatasetSchema } from "../catalog/schema.js";
import type { ColumnDescription, DatasetDescription } from "../datasets/descriptions.js";
import type { LoadLog } from "../datasets/load.js";
import { hashSourceFile, isSynthetic } from "../datasets/source-file.js";
import type { DuckDbDatabase, DuckDbOptions } from "./duckdb/duckdb-engine.js";
import type { DatasetEngine } from "./engine.js";
import { isPostgresSource } from "./postgres/address.js";
import type { PostgresOptions } from "./postgres/database.js";

/** An engine of a dataset of the catalog. */
export interface CatalogEngine extends DatasetEngine {
  readonly schema: DatasetSchema;
  readonly rowCount: number;
  describeColumns(): ColumnDescription[];
}

/** A dataset of the catalog with its engine. */
export interface OpenedDataset {
  /** Its source is without secrets. */
  readonly declaration: DatasetDeclaration;
  readonly engine: CatalogEngine;
  /** The SHA-256 of its file, or of those of its files; of a table a hash of its rows. */
  readonly version: string;
  readonly sizeBytes: number;
}

/** The provenance of a dataset whose declaration has none. */
export const NOT_DECLARED = "not declared";

/** The limits of a database unless others are given. */
const POSTGRES_OPTIONS: PostgresOptions = { poolSize: 10, connectTimeoutMs: 5000, queryTimeoutMs: 60_000 };

/**
 * Opens all datasets, one after another, those that are not in a database of their own in one. Throws StartupError for the first
 * that cannot be read.
 */
export async function openCatalog(
  declarations: readonly DatasetDeclaration[],
  options: DuckDbOptions,
  log: LoadLog,
  postgres = POSTGRES_OPTIONS,
): Promise<OpenedDataset[]> {
  let database: Promise<DuckDbDatabase> | null = null;
  const opened: OpenedDataset[] = [];
  for (const declaration of declarations) {
    const startMs = performance.now();
    let dataset: OpenedDataset;
    if (isPostgresSource(declaration.source)) {
      dataset = await openInPostgres(declaration, postgres);
    } else {
      database ??= openDuckDb(options);
      const engine = await (await database).openDataset(declaration);
      dataset = { declaration, engine, ...(await readVersion(engine.files)) };
    }
    opened.push(dataset);
    const { name, source } = dataset.declaration;
    const { engine, version, sizeBytes } = dataset;
    const shape = { rows: engine.rowCount, columns: engine.schema.columns.length };
    const ms = Math.round(performance.now() - startMs);
    log.info({ name, source, version, sizeBytes, ...shape, ms }, "dataset opened");
  }
  return opened;
}

/** Loaded on demand: DuckDB takes megabytes that a server without its datasets never needs. */
async function openDuckDb(options: DuckDbOptions): Promise<DuckDbDatabase> {
  const { DuckDbDatabase } = await import("./duckdb/duckdb-engine.js");
  return DuckDbDatabase.open(options);
}

async function openInPostgres(
  declaration: DatasetDeclaration,
  options: PostgresOptions,
): Promise<OpenedDataset> {
  const { openPostgresDataset } = await import("./postgres/postgres-engine.js");
  const engine = await openPostgresDataset(declaration, options);
  const { shown: source, version, sizeBytes } = engine;
  return { declaration: { ...declaration, source }, engine, version, sizeBytes };
}

async function readVersion(files: readonly string[]): Promise<{ version: string; sizeBytes: number }> {
  const sources = [];
  for (const file of files) sources.push(await hashSourceFile(file));
  const sizeBytes = sources.reduce((sum, source) => sum + source.sizeBytes, 0);
  const [first] = sources;
  if (sources.length === 1) return { version: first.sha256, sizeBytes };
  const hash = createHash("sha256");
  for (const { sha256 } of sources) hash.update(sha256);
  return { version: hash.digest("hex"), sizeBytes };
}

/** Describes a dataset as its declaration and its source have it. */
export function describeCatalogDataset(
  { declaration, engine, version, sizeBytes }: OpenedDataset,
  loadedAt: Date,
): DatasetDescription {
  const { name, title, description, licence, citation, source } = declaration;
  const provenance = declaration.provenance ?? NOT_DECLARED;
  return {
    name,
    title,
    description,
    provenance,
    isSynthetic: isSynthetic(provenance),
    source: basename(source),
    licence,
    citation,
    engine: engine.name,
    version: version.slice(0, 16),
    file: { name: basename(source), sha256: version, bytes: sizeBytes },
    rows: engine.rowCount,
    columns: engine.describeColumns(),
    loadedAt: loadedAt.toISOString(),
  };
}

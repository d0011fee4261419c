/** The datasets of a catalog: opened by their engines, and described. */

import { basename } from "node:path";
import type { DatasetDeclaration } from "../catalog/declaration.js";
import type { DatasetSchema } from "../catalog/schema.js";
import { showSource } from "../catalog/source.js";
import type { ColumnDescription, DatasetDescription } from "../datasets/descriptions.js";
import type { LoadLog } from "../datasets/load.js";
import { isSynthetic } from "../datasets/source-file.js";
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
  /** A hash that differs for different rows. */
  readonly version: string;
  /** Whether it is the SHA-256 of its only file. */
  readonly isContentHash: boolean;
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
      const source = showSource(declaration.source);
      dataset = { declaration: { ...declaration, source }, engine, ...(await engine.readVersion()) };
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
  return { declaration: { ...declaration, source }, engine, version, isContentHash: false, sizeBytes };
}

/** Describes a dataset as its declaration and its source have it. */
export function describeCatalogDataset(
  { declaration, engine, version, isContentHash, sizeBytes }: OpenedDataset,
  loadedAt: Date,
): DatasetDescription {
  const { name, title, description, licence, citation } = declaration;
  const source = basename(declaration.source);
  const provenance = declaration.provenance ?? NOT_DECLARED;
  return {
    name,
    title,
    description,
    provenance,
    isSynthetic: isSynthetic(provenance),
    source,
    licence,
    citation,
    engine: engine.name,
    version: version.slice(0, 16),
    file: { name: source, sha256: isContentHash ? version : null, bytes: sizeBytes },
    rows: engine.rowCount,
    columns: engine.describeColumns(),
    loadedAt: loadedAt.toISOString(),
  };
}

/** The datasets of a catalog: opened by their engines, and described. */

import { basename } from "node:path";
import type { DatasetDeclaration } from "../catalog/declaration.js";
import { showSource } from "../catalog/source.js";
import type { DatasetDescription } from "../datasets/descriptions.js";
import type { LoadLog } from "../datasets/load.js";
import { isSynthetic } from "../datasets/source-file.js";
import type { DuckDbEngine, DuckDbOptions } from "./duckdb/duckdb-engine.js";

/** A dataset of the catalog with its engine. */
export interface OpenedDataset {
  readonly declaration: DatasetDeclaration;
  readonly engine: DuckDbEngine;
  /** A hash that differs for different rows. */
  readonly version: string;
  /** Whether it is the SHA-256 of its only file. */
  readonly isContentHash: boolean;
  readonly sizeBytes: number;
}

/** The provenance of a dataset whose declaration has none. */
export const NOT_DECLARED = "not declared";

/** Opens all datasets, one after another in one database. Throws StartupError for the first that cannot be read. */
export async function openCatalog(
  declarations: readonly DatasetDeclaration[],
  options: DuckDbOptions,
  log: LoadLog,
): Promise<OpenedDataset[]> {
  if (declarations.length === 0) return [];
  // Loaded on demand: DuckDB takes megabytes that a server without a catalog never needs.
  const { DuckDbDatabase } = await import("./duckdb/duckdb-engine.js");
  const database = await DuckDbDatabase.open(options);
  const opened: OpenedDataset[] = [];
  for (const declaration of declarations) {
    const startMs = performance.now();
    const engine = await database.openDataset(declaration);
    const version = await engine.readVersion();
    opened.push({ declaration, engine, ...version });
    const { name, source } = declaration;
    const shape = { rows: engine.rowCount, columns: engine.schema.columns.length };
    log.info(
      { name, source: showSource(source), ...version, ...shape, ms: Math.round(performance.now() - startMs) },
      "dataset opened",
    );
  }
  return opened;
}

/** Describes a dataset as its declaration and its source have it. */
export function describeCatalogDataset(
  { declaration, engine, version, isContentHash, sizeBytes }: OpenedDataset,
  loadedAt: Date,
): DatasetDescription {
  const { name, title, description, licence, citation } = declaration;
  const source = basename(showSource(declaration.source));
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

/**
 * Declarations of datasets: what one is called, where it comes from, and what its columns mean. Whatever is left out is inferred
 * from the source.
 */
import type { ColumnRole, FilterKind } from "./schema.js";

export interface ColumnDeclaration {
  readonly role?: ColumnRole | undefined;
  readonly filter?: FilterKind | undefined;
  readonly unit?: string | undefined;
  readonly description?: string | undefined;
  /** Other names of its values, by value. */
  readonly aliases?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A melted table: a row for each measure of what the key columns name, with the name of the measure and its value. */
export interface LongDeclaration {
  readonly variable: string;
  readonly value: string;
}

export interface DatasetDeclaration {
  /** As in URLs. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly licence: string | null;
  readonly citation: string | null;
  /** Whether the values are measured or made up, such as "synthetic stand-in"; null if that is not declared. */
  readonly provenance: string | null;
  /** A path, a folder, a glob of paths, an address, or `duckdb:file.db?table=name`. */
  readonly source: string;
  /** By name of the column. */
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
  /** Null for a table whose measures are columns. */
  readonly long: LongDeclaration | null;
  /** The largest number of rows of a response; null leaves it to the setting. */
  readonly maxRows: number | null;
}

/** Everything but the source may be left out; the name is given apart. */
export interface DatasetOptions {
  readonly source: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly licence?: string | undefined;
  readonly citation?: string | undefined;
  readonly provenance?: string | undefined;
  readonly columns?: Readonly<Record<string, ColumnDeclaration>> | undefined;
  readonly long?: LongDeclaration | undefined;
  readonly maxRows?: number | undefined;
}

/** Completes a declaration. The title of a dataset is its name unless it is declared. */
export function defineDataset(name: string, options: DatasetOptions): DatasetDeclaration {
  const { title = name, description = null, licence = null, citation = null, provenance = null } = options;
  const { source, columns = {}, long = null, maxRows = null } = options;
  return { name, title, description, licence, citation, provenance, source, columns, long, maxRows };
}

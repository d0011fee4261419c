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

export interface DatasetDeclaration {
  /** As in URLs. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly licence: string | null;
  readonly citation: string | null;
  /** Whether the values are measured or made up, such as "synthetic stand-in"; null if that is not declared. */
  readonly provenance: string | null;
  /** A path, a glob of paths, or `duckdb:file.db?table=name`. */
  readonly source: string;
  /** By name of the column. */
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
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
}

/** Completes a declaration. The title of a dataset is its name unless it is declared. */
export function defineDataset(name: string, options: DatasetOptions): DatasetDeclaration {
  const { title = name, description = null, licence = null, citation = null, provenance = null } = options;
  const { source, columns = {} } = options;
  return { name, title, description, licence, citation, provenance, source, columns };
}

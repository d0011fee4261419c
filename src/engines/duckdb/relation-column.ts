/** A column of a relation, and the rows that columns are read from. */
import type { ColumnSchema } from "../../catalog/schema.js";
import type { ColumnValues } from "../../query/row-query.js";
import type { ComparedColumn } from "../sql/statement.js";
import type { StoredColumn } from "./block-builder.js";

/** A column with its schema and its SQL. */
export interface RelationColumn extends StoredColumn, ComparedColumn {
  readonly schema: ColumnSchema;
  /** An expression of the type that the storage names. */
  readonly selected: string;
  /** An expression that is null for what sorts last. */
  readonly sortable: string;
  /** Cells that are not served as null. */
  readonly presentCount: number;
  /** Null if the column cannot be filtered. */
  readonly values: ColumnValues | null;
}

/** The rows of a dataset: names are listed of all, numbers only of those that are served. */
export interface ReadRows {
  readonly all: string;
  readonly served: string;
}

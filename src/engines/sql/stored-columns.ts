/** Columns of a result as blocks hold them: what each is stored as, and its arrays. */
import { buildListColumn } from "../../table/build-columns.js";
import type { Cell, Column } from "../../table/column.js";

/** How a column of the result is stored. The type that an engine selects for it is given for each. */
export type Storage =
  /** A double. */
  | { readonly kind: "number"; readonly isInteger: boolean }
  /** What the engine makes milliseconds of. */
  | { readonly kind: "timestamp" }
  /** A name of the dictionary, or its code. */
  | { readonly kind: "dictionary"; readonly dictionary: readonly string[] }
  /** A list of doubles. */
  | { readonly kind: "list"; readonly isInteger: boolean }
  /** A boolean, or a text. */
  | { readonly kind: "mixed"; readonly isBoolean: boolean };

export interface StoredColumn {
  readonly name: string;
  readonly storage: Storage;
}

/** Rows of a block, at most. Larger blocks cost memory, smaller ones time for each. */
export const BLOCK_ROWS = 32_768;

/** The row numbers of a whole block. */
export const BLOCK_ROW_NUMBERS = Uint32Array.from({ length: BLOCK_ROWS }, (_, row) => row);

export type StoredValues = Float64Array | Int32Array | (Float64Array | null)[] | Cell[];

/** The arrays of a column; lists and mixed values are pushed. */
export function allocateValues({ storage }: StoredColumn, rowCount = BLOCK_ROWS): StoredValues {
  if (storage.kind === "dictionary") return new Int32Array(rowCount);
  if (storage.kind === "number" || storage.kind === "timestamp") return new Float64Array(rowCount);
  return [];
}

/** The first rows of the arrays as a column. */
export function buildStoredColumn(
  { name, storage }: StoredColumn,
  values: StoredValues,
  rowCount: number,
): Column {
  switch (storage.kind) {
    case "dictionary":
      return {
        kind: "dictionary",
        name,
        codes: (values as Int32Array).subarray(0, rowCount),
        dictionary: storage.dictionary,
      };
    case "list":
      return { ...buildListColumn(name, values as (Float64Array | null)[]), isInteger: storage.isInteger };
    case "mixed":
      return { kind: "mixed", name, values: values as Cell[], isBoolean: storage.isBoolean };
    default:
      return { ...storage, name, values: (values as Float64Array).subarray(0, rowCount) };
  }
}

/** A column without rows, which has the kind and the dictionary of all blocks. */
export function describeStoredColumn(column: StoredColumn): Column {
  return buildStoredColumn(column, allocateValues(column, 0), 0);
}

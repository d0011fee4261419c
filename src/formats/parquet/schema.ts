/** The Parquet types of columns. All are optional, so that the type of a column is the same in every response. */
import type { Column } from "../../table/column.js";
import { isBooleanColumn } from "../mixed-cells.js";
import { PHYSICAL_TYPES } from "./file-metadata.js";
import {
  buildCodeCollector,
  buildListCollector,
  buildNumberCollector,
  type Collect,
  collectBooleans,
  collectTexts,
  collectTimestamps,
} from "./leaf-values.js";
import { binary, boolean, i32, struct, type ThriftValue } from "./thrift.js";

export interface ParquetColumn {
  /** From the field to the values. */
  readonly path: readonly string[];
  readonly physicalType: number;
  /** The definition level of a value. */
  readonly maxDefinition: number;
  /** The schema of the field, depth first. */
  readonly schema: readonly ThriftValue[];
  readonly collect: Collect;
}

const REPETITIONS = { optional: 1, repeated: 2 };
/** The older of the two ways in which Parquet names the meaning of a type. */
const CONVERTED_TYPES = { utf8: 0, list: 3 };
/** The union of logical types, by the number of its member. */
const TEXT = { converted: CONVERTED_TYPES.utf8, logical: struct({ 1: struct({}) }) };
const LIST = { converted: CONVERTED_TYPES.list, logical: struct({ 3: struct({}) }) };
/** Microseconds without a time zone, which the older way cannot express. */
const MICROS = struct({ 2: struct({}) });
const TIMESTAMP = {
  converted: undefined,
  logical: struct({ 8: struct({ 1: boolean(false), 2: MICROS }) }),
};

type Meaning = { readonly converted: number | undefined; readonly logical: ThriftValue } | null;

/** Describes a field, from any of its columns. */
export function describeColumn(column: Column, name: string): ParquetColumn {
  switch (column.kind) {
    case "number": {
      const kind = column.isInteger === true ? "int64" : "double";
      return describeFlat(name, PHYSICAL_TYPES[kind], null, buildNumberCollector(kind));
    }
    case "dictionary":
      return describeFlat(name, PHYSICAL_TYPES.byteArray, TEXT, buildCodeCollector(column.dictionary));
    case "timestamp":
      return describeFlat(name, PHYSICAL_TYPES.int64, TIMESTAMP, collectTimestamps);
    case "list":
      return describeList(name, column.isInteger === true ? "int64" : "double");
    case "mixed":
      return isBooleanColumn(column)
        ? describeFlat(name, PHYSICAL_TYPES.boolean, null, collectBooleans)
        : describeFlat(name, PHYSICAL_TYPES.byteArray, TEXT, collectTexts);
  }
}

function describeFlat(name: string, physicalType: number, meaning: Meaning, collect: Collect): ParquetColumn {
  const schema = [describeLeaf(name, physicalType, meaning)];
  return { path: [name], physicalType, maxDefinition: 1, schema, collect };
}

/** Lists have three levels: the list, its repeated entries, and their elements. */
function describeList(name: string, kind: "double" | "int64"): ParquetColumn {
  const physicalType = PHYSICAL_TYPES[kind];
  const schema = [
    struct({
      3: i32(REPETITIONS.optional),
      4: binary(name),
      5: i32(1),
      6: i32(LIST.converted),
      10: LIST.logical,
    }),
    struct({ 3: i32(REPETITIONS.repeated), 4: binary("list"), 5: i32(1) }),
    describeLeaf("element", physicalType, null),
  ];
  const path = [name, "list", "element"];
  return { path, physicalType, maxDefinition: 3, schema, collect: buildListCollector(kind) };
}

function describeLeaf(name: string, physicalType: number, meaning: Meaning): ThriftValue {
  return struct({
    1: i32(physicalType),
    3: i32(REPETITIONS.optional),
    4: binary(name),
    6: meaning?.converted === undefined ? undefined : i32(meaning.converted),
    10: meaning?.logical,
  });
}
